//! SEC-83: the instance's key is rotated, whole or not at all, and everything stays readable.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use parlance_store::ws::secrets;
use parlance_store::{Control, Workspace};

use super::super::{envelope, key_file, renew};
use super::*;
use crate::testing::{self, TestServices};

const OTHER: WorkspaceId = WorkspaceId(8);

fn key_path(store: &TestStore) -> PathBuf {
    store.folder.path().join("key")
}

async fn open(path: &Path, control: &Control) -> KeyRing {
    KeyRing::open(path, control.clone()).await.unwrap()
}

/// Every row is readable, and new ones can be written.
async fn works(ring: &KeyRing, blobs: &[(WorkspaceId, Vec<u8>)], why: &str) {
    for (workspace, blob) in blobs {
        let plain = ring.unseal(*workspace, OWNER, blob).await;
        assert_eq!(
            plain.unwrap_or_else(|e| panic!("{why}: {e}")),
            b"the secret"
        );
        let fresh = ring.seal(*workspace, OWNER, b"new").await.unwrap();
        assert_eq!(
            ring.unseal(*workspace, OWNER, &fresh).await.unwrap(),
            b"new",
            "{why}"
        );
    }
}

#[tokio::test]
async fn sec_83_a_rotation_changes_the_key_and_everything_stays_readable() {
    for store in TestStore::each().await.unwrap() {
        let (path, control) = (key_path(&store), store.store.control().clone());
        let ring = open(&path, &control).await;
        let mut blobs = Vec::new();
        for workspace in [WS, OTHER] {
            blobs.push((
                workspace,
                ring.seal(workspace, OWNER, b"the secret").await.unwrap(),
            ));
        }
        let signature = ring.sign("file", b"data");
        let mut names = vec![fs::read(&path).unwrap()];
        for round in 1..=3_u32 {
            let done = ring.rotate(false).await.unwrap();
            assert_eq!(done.data_keys, 2 * usize::try_from(round).unwrap());
            assert!(done.damaged.is_empty());
            assert_eq!(fs::read(&done.previous).unwrap(), *names.last().unwrap());
            let key = fs::read(&path).unwrap();
            assert!(!names.contains(&key), "another key");
            names.push(key);
            for file in [&path, &done.previous] {
                assert_eq!(
                    fs::metadata(file).unwrap().permissions().mode() & 0o777,
                    0o600
                );
            }
            assert!(!path.with_file_name("key.new").exists());
            works(&ring, &blobs, "the same process").await;
            let fresh = ring.seal(WS, OWNER, b"new").await.unwrap();
            assert_eq!(envelope::generation(&fresh), Some(round + 1));
            let again = open(&path, &control).await;
            works(&again, &blobs, "another start").await;
            assert!(
                again.verify("file", b"data", &signature),
                "signatures go on"
            );
        }
        // The key before the last one opens nothing any more.
        fs::write(&path, &names[2]).unwrap();
        let error = KeyRing::open(&path, control).await.map(drop).unwrap_err();
        assert!(matches!(error, KeyError::Wrong(_)));
        store.end().await.unwrap();
    }
}

#[tokio::test]
async fn sec_83_after_a_leak_old_signatures_end() {
    let (store, ring) = ring().await;
    let signature = ring.sign("file", b"data");
    ring.rotate(true).await.unwrap();
    let again = open(&key_path(&store), store.store.control()).await;
    for ring in [&ring, &again] {
        assert!(!ring.verify("file", b"data", &signature));
        assert!(ring.verify("file", b"data", &again.sign("file", b"data")));
    }
}

/// Killed after each step, the next start has a key that fits, and the next rotation works.
#[tokio::test]
async fn sec_83_a_rotation_that_was_killed_at_any_step_resumes() {
    for store in TestStore::each().await.unwrap() {
        let (path, control) = (key_path(&store), store.store.control().clone());
        let ring = open(&path, &control).await;
        let blobs = [(WS, ring.seal(WS, OWNER, b"the secret").await.unwrap())];
        for step in [
            "next written",
            "switched",
            "old one linked",
            "old one gone",
            "done",
        ] {
            let ring = open(&path, &control).await;
            let before = fs::read(&path).unwrap();
            let next = key_file::create_next(&path).unwrap();
            if step != "next written" {
                ring.switch(next, false).await.unwrap();
            }
            match step {
                // Between the two steps of putting the file in its place.
                "old one linked" => fs::hard_link(&path, path.with_file_name(step)).unwrap(),
                "old one gone" => fs::remove_file(&path).unwrap(),
                "done" => drop(key_file::adopt_next(&path, "test").unwrap()),
                _ => {}
            }
            drop(ring);
            let ring = open(&path, &control).await;
            works(&ring, &blobs, step).await;
            let after = fs::read(&path).unwrap();
            assert_eq!(after == before, step == "next written", "{step}");
            ring.rotate(false).await.unwrap();
            works(&open(&path, &control).await, &blobs, step).await;
        }
        store.end().await.unwrap();
    }
}

/// A server that runs meanwhile: it reads what it has not read before, and writes nothing that
/// only the old key could read.
#[tokio::test]
async fn sec_83_another_process_takes_the_new_key_over() {
    for store in TestStore::each().await.unwrap() {
        let (path, control) = (key_path(&store), store.store.control().clone());
        let server = open(&path, &control).await;
        let blobs = [(WS, server.seal(WS, OWNER, b"the secret").await.unwrap())];
        // One that has unwrapped no data key yet.
        let fresh = open(&path, &control).await;
        open(&path, &control).await.rotate(false).await.unwrap();
        works(&fresh, &blobs, "unwraps after the rotation").await;
        let new = server.seal(OTHER, OWNER, b"the secret").await.unwrap();
        assert!(server.take_rotated() && !server.take_rotated());
        let again = open(&path, &control).await;
        works(
            &again,
            &[(OTHER, new)],
            "a data key made after the rotation",
        )
        .await;
        assert!(!server.follow().await.unwrap(), "nothing new");
        store.end().await.unwrap();
    }
}

#[tokio::test]
async fn sec_83_a_machine_without_the_new_file_says_so() {
    let (store, ring) = ring().await;
    let path = key_path(&store);
    let elsewhere = store.folder.path().join("elsewhere");
    fs::copy(&path, &elsewhere).unwrap();
    let other = open(&elsewhere, store.store.control()).await;
    ring.rotate(false).await.unwrap();
    assert!(matches!(other.follow().await, Err(KeyError::Wrong(_))));
    let error = other.seal(WS, OWNER, b"x").await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("is not the key of this instance"),
        "{error}"
    );
    fs::copy(&path, &elsewhere).unwrap();
    assert!(other.follow().await.unwrap());
    other.seal(WS, OWNER, b"x").await.unwrap();
}

/// A data key that cannot be read is left alone and named; the others are rotated.
#[tokio::test]
async fn sec_83_a_damaged_data_key_does_not_keep_the_key_from_being_rotated() {
    let (store, ring) = ring().await;
    let blobs = [(WS, ring.seal(WS, OWNER, b"the secret").await.unwrap())];
    let spoil = store
        .store
        .control()
        .write::<_, StoreError, _>(Class::Interactive, |tx| {
            Box::pin(async move { instance::set(tx, "data_key:8", "00ff").await })
        });
    spoil.await.unwrap();
    let done = ring.rotate(false).await.unwrap();
    assert_eq!((done.data_keys, done.damaged), (1, vec!["8".to_owned()]));
    works(
        &open(&key_path(&store), store.store.control()).await,
        &blobs,
        "the other",
    )
    .await;
}

async fn keep_secret(services: &TestServices, workspace: &Workspace, owner: &str) {
    let blob = services
        .keys
        .seal(workspace.id(), owner, owner.as_bytes())
        .await
        .unwrap();
    let owner = owner.to_owned();
    let write = workspace.write::<_, StoreError, _>(Class::Interactive, move |tx| {
        Box::pin(async move { secrets::insert(tx, &owner, &blob, "").await })
    });
    write.await.unwrap();
}

/// Owner and generation of every secret; each can be read.
async fn generations(services: &TestServices, workspace: &Workspace) -> Vec<(String, u32)> {
    let read =
        workspace.read::<_, StoreError, _>(|r| Box::pin(async move { secrets::list(r, "").await }));
    let mut found = Vec::new();
    for secret in read.await.unwrap() {
        if !secret.owner.contains("damaged") {
            let plain = services
                .keys
                .unseal(workspace.id(), &secret.owner, &secret.blob)
                .await;
            assert_eq!(plain.unwrap(), secret.owner.as_bytes());
        }
        found.push((secret.owner, envelope::generation(&secret.blob).unwrap()));
    }
    found
}

#[tokio::test]
async fn sec_83_secrets_are_encrypted_anew_and_an_interruption_is_made_up_for() {
    for services in testing::each().await {
        let office = services.office("acme").await;
        let second = services.workspace(office.organization, "second").await;
        let first = services.store.workspace(office.workspace).await.unwrap();
        let second = services.store.workspace(second).await.unwrap();
        for workspace in [&first, &second] {
            keep_secret(&services, workspace, "a").await;
            keep_secret(&services, workspace, "b").await;
        }
        let spoil = first.write::<_, StoreError, _>(Class::Interactive, |tx| {
            let blob = [&[1, 0, 0, 0, 1][..], &[7; 60]].concat();
            Box::pin(async move { secrets::insert(tx, "damaged", &blob, "").await })
        });
        spoil.await.unwrap();
        assert_eq!(renew_system(&services).await.unwrap(), 0, "nothing to do");
        services.keys.rotate(false).await.unwrap();
        assert_eq!(count_waiting_system(&services).await.unwrap(), 2);
        assert_eq!(
            generations(&services, &second).await,
            [("a".to_owned(), 1), ("b".to_owned(), 1)]
        );
        // Killed after the first workspace's secrets, before that was noted.
        assert_eq!(renew::renew(&services.keys, &first, 2).await.unwrap(), 2);
        assert_eq!(count_waiting_system(&services).await.unwrap(), 2);
        assert_eq!(renew_system(&services).await.unwrap(), 2);
        assert_eq!(count_waiting_system(&services).await.unwrap(), 0);
        assert_eq!(
            generations(&services, &first).await,
            [
                ("a".to_owned(), 2),
                ("b".to_owned(), 2),
                ("damaged".to_owned(), 1)
            ]
        );
        assert_eq!(
            generations(&services, &second).await,
            [("a".to_owned(), 2), ("b".to_owned(), 2)]
        );
        assert_eq!(renew_system(&services).await.unwrap(), 0, "once");
        services.end().await;
    }
}

/// The secret that proves visitors has a copy in control; it follows.
#[tokio::test]
async fn sec_83_copies_of_secrets_are_encrypted_anew_too() {
    for services in testing::each().await {
        let office = services.office("acme").await;
        let command = parlance::channel::SaveWebChat {
            id: None,
            version: 0,
            enabled: true,
            config: parlance::channel::default_config("Shop"),
        };
        let (owner, workspace) = (&office.owner, office.workspace);
        let chat = crate::channels::save_web_chat(&services, owner, workspace, command)
            .await
            .unwrap();
        let secret = crate::channels::renew_identity_secret(&services, owner, workspace, chat.id)
            .await
            .unwrap();
        let stored = async || {
            services.advance(parlance::time::MINUTE);
            let route = crate::channels::route(&services, &chat.key)
                .await
                .unwrap()
                .unwrap();
            let active = crate::channels::identity_secrets(&services, &route)
                .await
                .unwrap();
            assert_eq!(active, [secret.as_bytes()]);
            format!("{route:?}")
        };
        let before = stored().await;
        services.keys.rotate(false).await.unwrap();
        assert_eq!(stored().await, before, "readable throughout");
        assert_eq!(renew_system(&services).await.unwrap(), 1);
        assert_ne!(stored().await, before);
        services.end().await;
    }
}

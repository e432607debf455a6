//! SEC-81, SEC-82: damaged ciphertexts, and key files that must not be used.

mod rotation;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use parlance_store::testing::TestStore;

use super::*;

const WS: WorkspaceId = WorkspaceId(7);
const OWNER: &str = "channel:5:identity:1";

async fn ring() -> (TestStore, KeyRing) {
    let store = TestStore::sqlite().await.unwrap();
    let control = store.store.control().clone();
    let ring = KeyRing::open(&store.folder.path().join("key"), control)
        .await
        .unwrap();
    (store, ring)
}

#[tokio::test]
async fn secrets_come_back_for_their_owner_after_a_restart() {
    let (store, ring) = ring().await;
    let blob = ring.seal(WS, OWNER, b"the secret").await.unwrap();
    assert!(!blob.windows(10).any(|part| part == b"the secret"));
    let again = KeyRing::open(
        &store.folder.path().join("key"),
        store.store.control().clone(),
    )
    .await;
    assert_eq!(
        again.unwrap().unseal(WS, OWNER, &blob).await.unwrap(),
        b"the secret"
    );
    let other = ring.seal(WS, OWNER, b"the secret").await.unwrap();
    assert_ne!(blob, other, "the same content is never the same ciphertext");
}

#[tokio::test]
async fn sec_81_changed_ciphertexts_are_errors_that_name_their_row() {
    let (_store, ring) = ring().await;
    let blob = ring.seal(WS, OWNER, b"the secret").await.unwrap();
    // So that the other workspace has a data key, too.
    ring.seal(WorkspaceId(8), OWNER, b"other").await.unwrap();
    let mut broken: Vec<(String, WorkspaceId, &str, Vec<u8>)> = vec![
        ("empty".into(), WS, OWNER, Vec::new()),
        (
            "another owner".into(),
            WS,
            "channel:5:identity:2",
            blob.clone(),
        ),
        (
            "another workspace".into(),
            WorkspaceId(8),
            OWNER,
            blob.clone(),
        ),
        (
            "a workspace without key".into(),
            WorkspaceId(9),
            OWNER,
            blob.clone(),
        ),
    ];
    for at in 0..blob.len() {
        let mut flipped = blob.clone();
        flipped[at] ^= 1;
        broken.push((format!("bit {at}"), WS, OWNER, flipped));
        broken.push((format!("cut to {at}"), WS, OWNER, blob[..at].to_vec()));
    }
    for (why, workspace, owner, blob) in broken {
        let error = ring.unseal(workspace, owner, &blob).await.unwrap_err();
        assert!(error.to_string().contains(owner), "{why}: {error}");
    }
    assert_eq!(ring.unseal(WS, OWNER, &blob).await.unwrap(), b"the secret");
}

#[tokio::test]
async fn sec_82_the_first_start_makes_a_key_that_only_its_owner_reads() {
    let (store, _ring) = ring().await;
    let file = store.folder.path().join("key");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(fs::read(&file).unwrap().len(), 32);
    let names: Vec<_> = fs::read_dir(store.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("key"))
        .collect();
    assert_eq!(names, ["key"], "no half-written copies stay");
}

#[tokio::test]
async fn sec_82_a_start_without_the_right_key_is_refused_with_a_sentence() {
    let (store, _ring) = ring().await;
    let file = store.folder.path().join("key");
    let open = async || {
        let opened = KeyRing::open(&file, store.store.control().clone()).await;
        opened.map(drop).unwrap_err().to_string()
    };
    let key = fs::read(&file).unwrap();

    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(open().await.contains("can be read by others (mode 0640)"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();

    fs::write(&file, &key[..31]).unwrap();
    assert!(open().await.contains("must hold exactly 32 bytes"));
    fs::write(&file, [key.as_slice(), b"\n"].concat()).unwrap();
    assert!(open().await.contains("must hold exactly 32 bytes"));

    fs::write(&file, [7; 32]).unwrap();
    assert!(open().await.contains("is not the key of this instance"));

    fs::remove_file(&file).unwrap();
    assert!(
        open()
            .await
            .contains("is missing, but this instance has secrets")
    );
    assert!(!file.exists(), "no new key takes its place");
}

#[tokio::test]
async fn signatures_of_one_purpose_do_not_fit_another() {
    let (_store, ring) = ring().await;
    let signature = ring.sign("file", b"data");
    assert!(ring.verify("file", b"data", &signature));
    assert!(!ring.verify("visitor", b"data", &signature));
    assert!(!ring.verify("file", b"Data", &signature));
    assert!(!ring.verify("file", b"data", &signature[..31]));
    assert!(!ring.verify("file", b"data", b""));
}

/// RFC 4231, test case 2.
#[test]
fn hmac_matches_its_known_answer() {
    let mac = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(hex::encode(mac), expected);
}

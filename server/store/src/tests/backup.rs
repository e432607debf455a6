//! Backup and restore: copies made beside a writing server, and what a restore refuses.

use super::*;
use crate::backup::{backup, restore};
use crate::db::sqlite::{close_writer, open_writer};
use parlance::id::WorkspaceId;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

async fn meddle(file: &Path, sql: &'static str) {
    let mut conn = open_writer(file, false).await.unwrap();
    sqlx::Executor::execute(&mut conn, sql).await.unwrap();
    close_writer(conn).await.unwrap();
}

fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (kept, data) = (folder.path().join("kept"), folder.path().join("data"));
    std::fs::create_dir_all(&kept).unwrap();
    std::fs::create_dir_all(&data).unwrap();
    (folder, kept, data)
}

fn write_blob(data: &Path, name: &str, content: &[u8]) {
    let folder = data.join("files/1/ab");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), content).unwrap();
}

/// A store with a workspace, an event and an uploaded file, and its backup.
async fn backed_up() -> (TestStore, tempfile::TempDir, PathBuf, PathBuf) {
    let test = TestStore::sqlite().await.unwrap();
    emit(&test.workspace().await.unwrap(), 1).await.unwrap();
    write_blob(test.folder.path(), "abcd", b"an uploaded file");
    let (folder, kept, data) = folders();
    backup(test.folder.path(), &kept, 5).await.unwrap();
    (test, folder, kept, data)
}

/// Drafts are written together with their event; a copy in between would have one without the
/// other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_05_a_backup_while_writes_go_on_is_one_consistent_state() {
    let test = TestStore::sqlite().await.unwrap();
    let ws = test.workspace().await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..4_i64)
        .map(|writer| {
            let (ws, stop) = (ws.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut done = Vec::new();
                for number in 1.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let user = writer * 1_000_000 + number;
                    let write = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
                        Box::pin(async move {
                            let values = [crate::Val::I64(user), crate::Val::Text("x")];
                            tx.exec(&SET_DRAFT, &values).await?;
                            Ok(tx.emit(draft(user)))
                        })
                    });
                    done.push((write.await.unwrap(), user));
                }
                done
            })
        })
        .collect();
    while ws.head().await.unwrap().seq < 50 {
        tokio::task::yield_now().await;
    }
    let (_folder, kept, data) = folders();
    let acknowledged = ws.head().await.unwrap().seq;
    let manifest = backup(test.folder.path(), &kept, 5).await.unwrap();
    let after = ws.head().await.unwrap().seq;
    stop.store(true, Ordering::Relaxed);
    let mut written = Vec::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    assert_eq!((manifest.files.len(), manifest.left_out.len()), (2, 0));
    let epoch = ws.head().await.unwrap().epoch;
    test.store.shutdown().await;

    assert_eq!(restore(&kept, &data).await.unwrap(), manifest);
    let store = open_folder(&data).await;
    let ws = store.workspace(WorkspaceId(1)).await.unwrap();
    let head = ws.head().await.unwrap();
    assert_eq!(head.epoch, epoch + 1, "browsers are told to reload");
    assert!((acknowledged..=after).contains(&head.seq));
    let events = ws.events_after(0, 1_000_000).await.unwrap();
    assert_eq!(i64::try_from(events.len()).unwrap(), head.seq);
    assert_eq!(dump(&ws).await["drafts"].len(), events.len());
    for (seq, user) in written.into_iter().filter(|(seq, _)| *seq <= head.seq) {
        let event = &events[usize::try_from(seq).unwrap() - 1];
        assert_eq!(event.contact, Some(ContactId(user)));
    }
    emit(&ws, 1).await.unwrap();
    store.shutdown().await;
}

#[tokio::test]
async fn f_05_an_interrupted_backup_is_none_and_is_begun_again() {
    let test = TestStore::sqlite().await.unwrap();
    let ws = test.workspace().await.unwrap();
    emit(&ws, 1).await.unwrap();
    let (_folder, kept, data) = folders();
    // What a kill leaves: a half-made copy, and a complete one of an older state.
    std::fs::write(kept.join("control.db.unfinished"), b"half").unwrap();
    std::fs::write(kept.join("control.db"), b"older").unwrap();
    let error = restore(&kept, &data).await.unwrap_err();
    assert!(error.to_string().contains("holds no backup"), "{error}");
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0);
    backup(test.folder.path(), &kept, 5).await.unwrap();
    let again = backup(test.folder.path(), &kept, 6).await.unwrap_err();
    assert!(
        again.to_string().contains("holds a backup already"),
        "{again}"
    );
    restore(&kept, &data).await.unwrap();
    test.store.shutdown().await;
    let store = open_folder(&data).await;
    let ws = store.workspace(WorkspaceId(1)).await.unwrap();
    assert_eq!(ws.head().await.unwrap().seq, 1);
    store.shutdown().await;
}

#[tokio::test]
async fn a_backup_does_not_go_into_the_data_folder() {
    let test = TestStore::sqlite().await.unwrap();
    let into = test.folder.path().join("copies");
    std::fs::create_dir_all(&into).unwrap();
    let error = backup(test.folder.path(), &into, 5).await.unwrap_err();
    assert!(
        error.to_string().contains("lies in the data folder"),
        "{error}"
    );
    test.store.shutdown().await;
}

/// R7: one damaged workspace does not keep the others out of the backup, and is named.
#[tokio::test]
async fn f_09_a_damaged_workspace_is_left_out_and_named() {
    let test = TestStore::sqlite().await.unwrap();
    let broken = test.workspace().await.unwrap().id();
    let healthy = test.workspace().await.unwrap();
    emit(&healthy, 1).await.unwrap();
    let healthy = healthy.id();
    test.store.shutdown().await;
    let location = |id| registry::workspace_file(test.folder.path(), id);
    std::fs::write(location(broken), vec![7; 20_000]).unwrap();
    let (_folder, kept, data) = folders();
    let manifest = backup(test.folder.path(), &kept, 5).await.unwrap();
    assert_eq!(manifest.left_out.len(), 1);
    assert!(
        manifest.left_out[0]
            .path
            .ends_with(&format!("/{broken}.db"))
    );
    restore(&kept, &data).await.unwrap();
    let store = open_folder(&data).await;
    assert!(store.workspace(broken).await.is_err());
    let ws = store.workspace(healthy).await.unwrap();
    assert_eq!(ws.head().await.unwrap().seq, 1);
    store.shutdown().await;
}

#[tokio::test]
async fn uploads_come_back_and_half_written_ones_are_not_copied() {
    let test = TestStore::sqlite().await.unwrap();
    write_blob(test.folder.path(), "abcd", b"an uploaded file");
    write_blob(test.folder.path(), "tmp-0011", b"half of o");
    let (_folder, kept, data) = folders();
    let manifest = backup(test.folder.path(), &kept, 5).await.unwrap();
    let files: Vec<_> = manifest
        .files
        .iter()
        .filter(|file| !file.database)
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    restore(&kept, &data).await.unwrap();
    let content = std::fs::read(data.join("files/1/ab/abcd")).unwrap();
    assert_eq!(content, b"an uploaded file");
    test.store.shutdown().await;
}

#[tokio::test]
async fn a_restore_over_data_is_refused_and_changes_nothing() {
    let (test, _folder, kept, data) = backed_up().await;
    std::fs::write(data.join("something"), b"of somebody").unwrap();
    let error = restore(&kept, &data).await.unwrap_err().to_string();
    assert!(
        error.contains("is not empty (it holds something)"),
        "{error}"
    );
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 1);
    // The folder of the running store itself.
    let before = test.workspace().await.unwrap().id();
    let error = restore(&kept, test.folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("is not empty"), "{error}");
    assert!(test.store.workspace(before).await.is_ok());
    test.store.shutdown().await;
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_the_command_can_be_repeated() {
    let (test, _folder, kept, data) = backed_up().await;
    test.store.shutdown().await;
    let file = registry::workspace_file(&kept, WorkspaceId(1));
    let content = std::fs::read(&file).unwrap();
    let mut flipped = content.clone();
    flipped[content.len() / 2] ^= 1;
    for damage in [
        Some(flipped),
        Some(content[..content.len() / 2].to_vec()),
        None,
    ] {
        match damage {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let error = restore(&kept, &data).await.unwrap_err().to_string();
        assert!(error.contains("1.db is missing or not what was"), "{error}");
        assert!(!data.join("control.db").exists());
        assert!(crate::backup::is_interrupted(&data));
    }
    std::fs::write(&file, content).unwrap();
    restore(&kept, &data).await.unwrap();
    assert!(!crate::backup::is_interrupted(&data));
    let store = open_folder(&data).await;
    let ws = store.workspace(WorkspaceId(1)).await.unwrap();
    assert_eq!(ws.head().await.unwrap().seq, 1);
    store.shutdown().await;
}

/// SEC-60 for archives: a list that names files elsewhere writes nowhere.
#[tokio::test]
async fn sec_60_a_manifest_that_leads_out_of_its_folder_is_refused() {
    let (test, folder, kept, data) = backed_up().await;
    test.store.shutdown().await;
    let list = kept.join("manifest.json");
    let text = std::fs::read_to_string(&list).unwrap();
    for evil in ["../escaped", "/tmp/escaped-parlance", "ws/../../escaped"] {
        std::fs::write(&list, text.replace("files/1/ab/abcd", evil)).unwrap();
        let error = restore(&kept, &data).await.unwrap_err().to_string();
        assert!(error.contains("leads out of the backup"), "{error}");
    }
    assert!(!folder.path().join("escaped").exists());
}

#[tokio::test]
async fn f_36_a_backup_of_a_newer_version_is_refused_with_the_version() {
    let test = TestStore::sqlite().await.unwrap();
    test.store.shutdown().await;
    meddle(
        &test.folder.path().join("control.db"),
        "PRAGMA user_version = 9999",
    )
    .await;
    let (_folder, kept, data) = folders();
    backup(test.folder.path(), &kept, 5).await.unwrap();
    let error = restore(&kept, &data).await.unwrap_err().to_string();
    assert!(error.contains("schema version 9999"), "{error}");
    assert!(!data.join("control.db").exists());
}

/// R10: what waited to be sent may have left after the backup was made.
#[tokio::test]
async fn f_37_what_waited_to_be_sent_is_held_after_a_restore() {
    let test = TestStore::sqlite().await.unwrap();
    let id = test.workspace().await.unwrap().id();
    test.store.shutdown().await;
    let data = test.folder.path();
    meddle(
        &data.join("control.db"),
        "INSERT INTO mails (id, recipient, subject, body, state, attempt, next_at, error, created_at) VALUES (900, 'a', 's', 'b', 0, 0, 1, NULL, 1), (901, 'a', 's', 'b', 2, 0, 1, NULL, 1)",
    )
    .await;
    meddle(
        &registry::workspace_file(data, id),
        "INSERT INTO outbox (id, conversation_id, channel_id, kind, payload, idem_key, state, attempt, next_at, lease_until, created_at) \
         VALUES (1, 1, 1, 'x', '{}', 'a', 0, 0, 1, 0, 1), (2, 1, 1, 'x', '{}', 'b', 1, 0, 1, 0, 1), (3, 1, 1, 'x', '{}', 'c', 2, 0, 1, 0, 1)",
    )
    .await;
    let (_folder, kept, into) = folders();
    backup(data, &kept, 5).await.unwrap();
    restore(&kept, &into).await.unwrap();
    let store = open_folder(&into).await;
    let now = parlance::time::Timestamp(i64::MAX / 2);
    let waits = store
        .control()
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { crate::control::mails::is_due(r, now).await })
        })
        .await
        .unwrap();
    assert!(!waits, "a mail would be sent twice");
    let ws = store.workspace(id).await.unwrap();
    let states = "SELECT CAST(state AS TEXT) FROM outbox ORDER BY id";
    let states = query(&ws, 1, states, states).await;
    let states: Vec<_> = states.iter().map(|(state, _)| state.as_str()).collect();
    assert_eq!(states, ["4", "4", "2"]);
    store.shutdown().await;
}

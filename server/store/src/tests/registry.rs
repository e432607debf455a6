//! Opening, closing, eviction, quarantine, deletion.

use super::*;
use crate::testing::postgres_url;
use crate::{OpenError, Store};
use parlance::id::WorkspaceId;
use std::path::{Path, PathBuf};

async fn dirty(store: &Store) -> usize {
    let mut read = store.control().begin_read().await.unwrap();
    let dirty = crate::registry::rows::list_dirty(&mut read).await.unwrap();
    read.end().await;
    dirty.len()
}

pub(super) fn workspace_file(folder: &Path, id: WorkspaceId) -> PathBuf {
    let mut folders = vec![folder.join("ws")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap().to_str() == Some(&format!("{id}.db")) {
                return path;
            }
        }
    }
    panic!("no file of workspace {id}");
}

#[tokio::test]
async fn ids_of_two_workspaces_never_coincide() {
    for test in stores().await {
        for number in 1..=2 {
            let ws = test.workspace().await.unwrap();
            assert_eq!(ws.id(), WorkspaceId(number));
            let id = ws
                .write::<_, StoreError, _>(Class::Interactive, |tx| {
                    Box::pin(async move { Ok(tx.new_id()) })
                })
                .await
                .unwrap();
            assert_eq!(id, ws.id().first_row_id());
            // Drawn ids are remembered even if nothing else was written.
            let next = ws
                .write::<_, StoreError, _>(Class::Interactive, |tx| {
                    Box::pin(async move { Ok(tx.new_id()) })
                })
                .await
                .unwrap();
            assert_eq!(next, id + 1);
        }
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn f_11_a_second_store_on_the_same_folder_is_refused_and_names_the_first() {
    let test = TestStore::sqlite().await.unwrap();
    let refused = test.again().await.err();
    assert_eq!(
        refused,
        Some(OpenError::InUse {
            pid: std::process::id().to_string()
        })
    );
    test.store.shutdown().await;
}

#[tokio::test]
async fn an_unknown_workspace_is_not_found() {
    for test in stores().await {
        let missing = test.store.workspace(WorkspaceId(77)).await.err();
        assert_eq!(missing, Some(OpenError::NotFound));
        test.end().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_least_recently_used_workspace_is_closed_at_the_cap_and_opens_again() {
    let urls = [None, postgres_url()];
    for url in urls
        .into_iter()
        .enumerate()
        .filter(|(i, url)| *i == 0 || url.is_some())
    {
        let test = TestStore::begin(url.1, 2).await.unwrap();
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push(test.workspace().await.unwrap());
        }
        assert!(dirty(&test.store).await <= 2);
        // Every handle stays usable, also when many use them at once.
        let tasks: Vec<_> = (0..40_usize)
            .map(|turn| {
                let ws = all[turn % all.len()].clone();
                tokio::spawn(async move { emit(&ws, 1).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        for ws in &all {
            assert_eq!(ws.head().await.unwrap().seq, 8);
        }
        // With nobody using them, the next open brings their number down again.
        test.workspace().await.unwrap();
        assert!(dirty(&test.store).await <= 2);
        test.store.shutdown().await;
        assert!(matches!(
            emit(&all[0], 1).await,
            Err(StoreError::Unavailable(_))
        ));
        let again = test.again().await.unwrap();
        assert!(again.left_dirty().is_empty());
        again.shutdown().await;
        drop(test);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_callers_share_one_open() {
    let test = TestStore::begin(None, 1).await.unwrap();
    let first = test.workspace().await.unwrap().id();
    let other = test.workspace().await.unwrap();
    emit(&other, 1).await.unwrap();
    let opens: Vec<_> = (0..20)
        .map(|_| {
            let store = test.store.clone();
            tokio::spawn(async move {
                let ws = store.workspace(first).await.unwrap();
                emit(&ws, 1).await
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for open in opens {
        numbers.push(open.await.unwrap().unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    test.end().await.unwrap();
}

#[tokio::test]
async fn f_09_a_damaged_file_quarantines_its_workspace_alone() {
    let test = TestStore::sqlite().await.unwrap();
    let broken = test.workspace().await.unwrap().id();
    let healthy = test.workspace().await.unwrap().id();
    test.store.shutdown().await;
    let file = workspace_file(test.folder.path(), broken);
    let content = std::fs::read(&file).unwrap();
    std::fs::write(
        &file,
        b"this is not a database, but long enough to have been one",
    )
    .unwrap();
    let store = test.again().await.unwrap();
    assert!(matches!(
        store.workspace(broken).await,
        Err(OpenError::Quarantined(_))
    ));
    // Sticky, and known to the registry.
    assert!(matches!(
        store.workspace(broken).await,
        Err(OpenError::Quarantined(_))
    ));
    let listed = store.list_workspaces(WorkspaceId(0), 10).await.unwrap();
    assert_eq!(
        listed,
        [(broken, "quarantined".into()), (healthy, "ready".into())]
    );
    let ws = store.workspace(healthy).await.unwrap();
    emit(&ws, 1).await.unwrap();
    // The operator brings the file back and says so.
    std::fs::write(&file, content).unwrap();
    store.retry_workspace(broken).await.unwrap();
    let ws = store.workspace(broken).await.unwrap();
    emit(&ws, 1).await.unwrap();
    store.shutdown().await;
}

#[tokio::test]
async fn f_09_damage_that_is_found_while_writing_quarantines_too() {
    let test = TestStore::sqlite().await.unwrap();
    let ws = test.workspace().await.unwrap();
    // A head row that is gone is damage that no constraint can prevent.
    ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
        Box::pin(async move { tx.conn().run("DELETE FROM head").await })
    })
    .await
    .unwrap();
    assert!(matches!(emit(&ws, 1).await, Err(StoreError::Corrupt(_))));
    let mut quarantined = false;
    for _ in 0..200 {
        let state = test.store.list_workspaces(WorkspaceId(0), 1).await.unwrap();
        quarantined = state == [(ws.id(), "quarantined".to_owned())];
        if quarantined {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(quarantined);
    assert!(matches!(
        emit(&ws, 1).await,
        Err(StoreError::Unavailable(_))
    ));
    test.store.shutdown().await;
}

#[tokio::test]
async fn a_deleted_workspace_is_gone_and_its_id_is_not_used_again() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        emit(&ws, 1).await.unwrap();
        test.store.delete_workspace(ws.id()).await.unwrap();
        assert!(emit(&ws, 1).await.is_err());
        assert_eq!(
            test.store.workspace(ws.id()).await.err(),
            Some(OpenError::NotFound)
        );
        let next = test.workspace().await.unwrap();
        assert_eq!(next.id(), WorkspaceId(ws.id().0 + 1));
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn f_05_an_interrupted_creation_is_finished() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let id = ws.id();
        test.store
            .shared()
            .set_state(id, "creating", None)
            .await
            .unwrap();
        assert_eq!(test.store.resume_creating().await.unwrap(), 1);
        emit(&test.store.workspace(id).await.unwrap(), 1)
            .await
            .unwrap();
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn a_read_sees_one_snapshot_and_cannot_write() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        emit(&ws, 1).await.unwrap();
        let mut read = ws.begin_read().await.unwrap();
        assert_eq!(crate::event_log::head(&mut read).await.unwrap().seq, 1);
        emit(&ws, 1).await.unwrap();
        assert_eq!(crate::event_log::head(&mut read).await.unwrap().seq, 1);
        assert!(read.conn().run("DELETE FROM events").await.is_err());
        drop(read);
        assert_eq!(ws.head().await.unwrap().seq, 2);
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn a_read_that_takes_too_long_is_stopped() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let mut read = ws.begin_read().await.unwrap();
        let slow = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT COUNT(x) FROM n";
        assert_eq!(read.conn().run(slow).await, Err(StoreError::TooSlow));
        drop(read);
        assert_eq!(ws.head().await.unwrap().seq, 0);
        test.end().await.unwrap();
    }
}

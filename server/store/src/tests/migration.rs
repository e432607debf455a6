//! What a store refuses to open.

use super::*;
use crate::db::sqlite::{close_writer, open_writer};
use crate::{MigrateError, OpenError, Store};
use parlance::id::WorkspaceId;
use sqlx::Executor;
use std::path::Path;

async fn meddle(file: &Path, sql: &'static str) {
    let mut conn = open_writer(file, false).await.unwrap();
    conn.execute(sql).await.unwrap();
    close_writer(conn).await.unwrap();
}

fn only_workspace_file(folder: &Path) -> std::path::PathBuf {
    let below = |folder: std::path::PathBuf| {
        std::fs::read_dir(folder)
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path()
    };
    below(below(folder.join("ws")))
}

const NEWER: &str = "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (9999, 'x', 'y', 0)";
const CHANGED: &str = "UPDATE schema_migrations SET checksum = 'other' WHERE version = 1";

async fn reopen(test: &TestStore) -> Result<Store, OpenError> {
    test.again().await
}

#[tokio::test]
async fn f_36_a_control_database_of_a_newer_version_is_refused_with_the_version() {
    let test = TestStore::sqlite().await.unwrap();
    test.store.shutdown().await;
    meddle(&test.folder.path().join("control.db"), NEWER).await;
    let error = reopen(&test).await.err().unwrap();
    assert!(matches!(
        error,
        OpenError::Migrate(MigrateError::Newer { found: 9999, .. })
    ));
    assert!(error.to_string().contains("schema version 9999"));
}

#[tokio::test]
async fn a_control_database_with_another_migration_is_refused() {
    let test = TestStore::sqlite().await.unwrap();
    test.store.shutdown().await;
    meddle(&test.folder.path().join("control.db"), CHANGED).await;
    let error = reopen(&test).await.err();
    assert_eq!(
        error,
        Some(OpenError::Migrate(MigrateError::Mismatch { version: 1 }))
    );
}

#[tokio::test]
async fn f_36_a_newer_workspace_is_refused_but_left_to_the_newer_process() {
    let test = TestStore::sqlite().await.unwrap();
    let id = test.workspace().await.unwrap().id();
    test.store.shutdown().await;
    meddle(&only_workspace_file(test.folder.path()), NEWER).await;
    let store = reopen(&test).await.unwrap();
    let error = store.workspace(id).await.err().unwrap();
    assert!(
        matches!(error, OpenError::Migrate(MigrateError::Newer { .. })),
        "{error}"
    );
    let listed = store.list_workspaces(WorkspaceId(0), 1).await.unwrap();
    assert_eq!(listed, [(id, "ready".to_owned())]);
    store.shutdown().await;
}

#[tokio::test]
async fn f_35_a_workspace_with_another_migration_is_quarantined() {
    let test = TestStore::sqlite().await.unwrap();
    let id = test.workspace().await.unwrap().id();
    test.store.shutdown().await;
    meddle(&only_workspace_file(test.folder.path()), CHANGED).await;
    let store = reopen(&test).await.unwrap();
    assert!(matches!(
        store.workspace(id).await,
        Err(OpenError::Quarantined(_))
    ));
    store.shutdown().await;
}

#[tokio::test]
async fn the_file_of_another_program_is_refused() {
    let test = TestStore::sqlite().await.unwrap();
    let id = test.workspace().await.unwrap().id();
    test.store.shutdown().await;
    let file = only_workspace_file(test.folder.path());
    std::fs::remove_file(&file).unwrap();
    let mut conn = open_writer(&file, true).await.unwrap();
    conn.execute("CREATE TABLE t (a INTEGER); PRAGMA application_id = 5")
        .await
        .unwrap();
    close_writer(conn).await.unwrap();
    let store = reopen(&test).await.unwrap();
    assert!(matches!(
        store.workspace(id).await,
        Err(OpenError::Quarantined(_))
    ));
    store.shutdown().await;
}

#[tokio::test]
async fn a_missing_migration_is_applied_at_open_after_a_copy_was_made() {
    let test = TestStore::sqlite().await.unwrap();
    let id = test.workspace().await.unwrap().id();
    test.store.shutdown().await;
    // As if version 1 had come without drafts, and under an older number: the file looks as an
    // older version would have left it.
    let file = only_workspace_file(test.folder.path());
    meddle(&file, "PRAGMA user_version = 0").await;
    let store = reopen(&test).await.unwrap();
    let ws = store.workspace(id).await.unwrap();
    emit(&ws, 1).await.unwrap();
    store.shutdown().await;
}

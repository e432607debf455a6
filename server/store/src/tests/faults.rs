//! F-07 and F-10 on SQLite: a full disk and a foreign lock. Nothing is acknowledged that is not
//! there, reading goes on, and nothing has to be restarted afterwards.

use super::*;
use crate::db::sqlite::{close_writer, open_writer};
use sqlx::Executor as _;

/// The disk of one database ends after so many pages.
async fn limit(ws: &Workspace, pages: u32) {
    ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
        Box::pin(async move {
            let limit = crate::db::trusted(format!("PRAGMA max_page_count = {pages}"));
            tx.conn().run(limit).await
        })
    })
    .await
    .unwrap();
}

async fn write(ws: &Workspace, user: i64) -> Result<i64, StoreError> {
    ws.write(Class::Interactive, move |tx| {
        Box::pin(async move {
            let text = "x".repeat(3_000);
            let values = [crate::Val::I64(user), crate::Val::Text(&text)];
            tx.exec(&SET_DRAFT, &values).await?;
            Ok(tx.emit(draft(user)))
        })
    })
    .await
}

#[tokio::test]
async fn f_07_a_full_disk_refuses_writes_and_nothing_else() {
    let test = TestStore::sqlite().await.unwrap();
    let ws = test.workspace().await.unwrap();
    // Below what it has: the file does not grow from now on.
    limit(&ws, 1).await;
    let mut written = 0;
    let refused = loop {
        match write(&ws, written + 1).await {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 1_000, "the limit does not bite");
    };
    assert_eq!(refused, StoreError::Full);
    assert!(refused.is_transient(), "callers are told to try again");
    // Whole or absent, and reading goes on.
    let events = ws.events_after(0, 10_000).await.unwrap();
    assert_eq!(i64::try_from(events.len()).unwrap(), written);
    assert_eq!(dump(&ws).await["drafts"].len(), events.len());
    // Space returns: the lane works with a connection of its own again, without the limit.
    assert_eq!(write(&ws, 5_001).await, Ok(written + 1));
    test.end().await.unwrap();
}

#[tokio::test]
async fn f_10_a_lock_of_a_foreign_process_is_waited_for_and_then_told() {
    let test = TestStore::sqlite().await.unwrap();
    let ws = test.workspace().await.unwrap();
    write(&ws, 1).await.unwrap();
    let file = registry::workspace_file(test.folder.path(), ws.id());
    let mut foreign = open_writer(&file, false).await.unwrap();
    foreign.execute("BEGIN IMMEDIATE").await.unwrap();
    let began = std::time::Instant::now();
    let refused = write(&ws, 2).await;
    assert_eq!(refused, Err(StoreError::Busy));
    assert!(began.elapsed() < std::time::Duration::from_secs(30));
    assert_eq!(ws.head().await.unwrap().seq, 1, "reading goes on");
    foreign.execute("ROLLBACK").await.unwrap();
    close_writer(foreign).await.unwrap();
    assert_eq!(write(&ws, 3).await, Ok(2));
    assert_eq!(
        dump(&ws).await["drafts"].len(),
        2,
        "no part of the refused one"
    );
    test.end().await.unwrap();
}

/// F-23: a clock that is set back does not reorder history.
#[tokio::test]
async fn f_23_times_in_the_log_never_decrease() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        for jump in [0, 3_600_000, -7_200_000, 86_400_000, -1, 5] {
            test.clock.advance(jump);
            emit(&ws, 1).await.unwrap();
        }
        let events = ws.events_after(0, 100).await.unwrap();
        assert_eq!(events.len(), 6);
        assert!(events.is_sorted_by_key(|event| event.at), "{events:?}");
        assert!(events[5].at >= test.clock.now());
        test.end().await.unwrap();
    }
}

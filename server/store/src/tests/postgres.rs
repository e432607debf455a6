//! What only a server can show: several processes on one workspace, hints, nothing left behind
//! on pooled connections.

use super::*;
use crate::{Reader, Val};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_33_two_processes_write_one_workspace_without_gaps_or_doubles() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let here = test.workspace().await.unwrap();
    let other_store = test.again().await.unwrap();
    let there = other_store.workspace(here.id()).await.unwrap();
    let newest_id = Arc::new(AtomicI64::new(0));
    let tasks: Vec<_> = (0..10)
        .map(|task| {
            let ws = if task % 2 == 0 {
                here.clone()
            } else {
                there.clone()
            };
            let newest_id = Arc::clone(&newest_id);
            tokio::spawn(async move {
                for _ in 0..20 {
                    let id = ws
                        .write::<_, StoreError, _>(Class::Interactive, |tx| {
                            Box::pin(async move {
                                let id = tx.new_id();
                                tx.emit(draft(id));
                                tx.count("both", 0, 1);
                                Ok(id)
                            })
                        })
                        .await
                        .unwrap();
                    newest_id.fetch_max(id, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let events = there.events_after(0, 1_000).await.unwrap();
    assert_eq!(events.len(), 200);
    let mut ids = Vec::new();
    for (position, event) in events.iter().enumerate() {
        assert_eq!(event.seq, i64::try_from(position).unwrap() + 1);
        ids.push(event.contact.unwrap().0);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 200, "no id was given twice");
    assert_eq!(dump(&here).await["counters"], ["both|0|200"]);
    other_store.shutdown().await;
    test.end().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_33_a_message_that_reaches_two_processes_is_stored_once() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let here = test.workspace().await.unwrap();
    let other_store = test.again().await.unwrap();
    let there = other_store.workspace(here.id()).await.unwrap();
    let tasks: Vec<_> = [here.clone(), there]
        .into_iter()
        .map(|ws| {
            tokio::spawn(async move {
                let mut stored = 0;
                for key in 0..40 {
                    let message = ingest::message("ada", &format!("k{key}"), "Hello");
                    let outcome = ws.ingest(Class::Inbound, message).await.unwrap();
                    stored += usize::from(!outcome.duplicate);
                }
                stored
            })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        stored += task.await.unwrap();
    }
    assert_eq!(stored, 40);
    let dump = dump(&here).await;
    assert_eq!((dump["messages"].len(), dump["contacts"].len()), (40, 1));
    assert_eq!((dump["conversations"].len(), dump["events"].len()), (1, 42));
    other_store.shutdown().await;
    test.end().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_is_told_that_a_log_has_grown() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let ws = test.workspace().await.unwrap();
    let other = test.again().await.unwrap();
    let mut hints = other.hints();
    let mut own = test.store.hints();
    // The listener of the other one may still be connecting: hints are only hints.
    let mut told = None;
    for _ in 0..100 {
        let seq = emit(&ws, 1).await.unwrap();
        assert_eq!(own.recv().await.unwrap(), (ws.id(), seq));
        if let Ok(hint) = tokio::time::timeout(Duration::from_millis(200), hints.recv()).await {
            told = Some(hint.unwrap());
            break;
        }
    }
    let (id, seq) = told.unwrap();
    assert_eq!(id, ws.id());
    let there = other.workspace(id).await.unwrap();
    assert!(there.head().await.unwrap().seq >= seq);
    other.shutdown().await;
    test.end().await.unwrap();
}

#[tokio::test]
async fn f_31_the_server_knows_what_became_of_a_transaction_whose_answer_was_lost() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let pool = test.store.shared().pool.clone().unwrap();
    let schema = crate::db::postgres::Schema::new(pool, "public");
    for commit in [true, false] {
        let mut tx = schema.begin_write().await.unwrap();
        let xid: i64 =
            sqlx::query_scalar("SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)")
                .fetch_one(&mut *tx)
                .await
                .unwrap();
        assert_eq!(schema.committed(xid).await.unwrap(), None, "still running");
        if commit {
            tx.commit().await.unwrap();
        } else {
            tx.rollback().await.unwrap();
        }
        assert_eq!(schema.committed(xid).await.unwrap(), Some(commit));
    }
    test.end().await.unwrap();
}

#[tokio::test]
async fn nothing_of_a_workspace_stays_on_a_pooled_connection() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let ws = test.workspace().await.unwrap();
    emit(&ws, 1).await.unwrap();
    ws.head().await.unwrap();
    drop(ws.begin_read().await.unwrap());
    let pool = test.store.shared().pool.clone().unwrap();
    let mut held = Vec::new();
    // One belongs to the listener; those that come back do so a moment later.
    for _ in 1..pool.size() {
        let mut conn = pool.acquire().await.unwrap();
        for setting in ["search_path", "statement_timeout", "enable_hashjoin"] {
            let shown: String = sqlx::query_scalar(trusted(format!("SHOW {setting}")))
                .fetch_one(&mut *conn)
                .await
                .unwrap();
            assert!(
                ["\"$user\", public", "0", "on"].contains(&shown.as_str()),
                "{shown}"
            );
        }
        held.push(conn);
    }
    assert!(!held.is_empty());
    drop(held);
    test.end().await.unwrap();
}

#[tokio::test]
async fn f_32_a_schema_that_changes_under_prepared_statements_costs_each_connection_one_error() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let ws = test.workspace().await.unwrap();
    let read = |ws: Workspace| async move {
        ws.read::<_, StoreError, _>(|r| {
            Box::pin(async move {
                r.row_opt(&GET_DRAFT, &[Val::I64(1)], |row| row.text(0))
                    .await
            })
        })
        .await
    };
    read(ws.clone()).await.unwrap();
    ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
        Box::pin(async move {
            tx.conn()
                .run("ALTER TABLE drafts ALTER COLUMN body TYPE varchar(90)")
                .await
        })
    })
    .await
    .unwrap();
    let mut failures = 0;
    for _ in 0..40 {
        match read(ws.clone()).await {
            Ok(found) => assert_eq!(found, None),
            Err(error) => {
                assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
                failures += 1;
            }
        }
    }
    assert!((1..=12).contains(&failures), "{failures}");
    test.end().await.unwrap();
}

#[tokio::test]
async fn f_31_a_connection_that_the_server_closed_is_replaced() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let ws = test.workspace().await.unwrap();
    emit(&ws, 1).await.unwrap();
    let pool = test.store.shared().pool.clone().unwrap();
    let mut conn = pool.acquire().await.unwrap();
    sqlx::query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE application_name = 'parlance' AND pid <> pg_backend_pid() AND query LIKE '%head%'",
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    drop(conn);
    let mut answer = emit(&ws, 1).await;
    // Several connections may be dead; each costs one attempt at most.
    for _ in 0..20 {
        if answer.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        answer = emit(&ws, 1).await;
    }
    assert_eq!(answer, Ok(2));
    test.end().await.unwrap();
}

//! Callers that go away in the middle: browsers close, requests time out.

use super::*;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_read_that_was_cancelled_leaves_nothing_behind() {
    for t in TestStore::each().await.unwrap() {
        let ws = t.workspace().await.unwrap();
        let head = |ws: Workspace| async move {
            ws.read::<_, StoreError, _>(|r| {
                Box::pin(async move { crate::event_log::head(r).await })
            })
            .await
        };
        // More than the pool has connections, and from "just begun" to "almost done"; timers are
        // too coarse for that.
        for round in 0..400 {
            let until = Instant::now() + Duration::from_micros(round * 13 % 1_000);
            let mut read = Box::pin(head(ws.clone()));
            while futures::poll!(&mut read).is_pending() && Instant::now() < until {
                tokio::task::yield_now().await;
            }
            drop(read);
            if round % 4 == 0 {
                emit(&ws, 1).await.unwrap();
            }
        }
        assert_eq!(ws.head().await.unwrap().seq, 100);
        t.end().await.unwrap();
    }
}

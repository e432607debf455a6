//! Lost connections, slow readers, old cursors: nothing is missed, nothing comes twice.

use std::collections::BTreeMap;

use parlance::event::LiveFrame;

use super::{Screen, is_message};
use crate::inbox::tests::desk::{Desk, inbound};
use crate::testing;
use parlance_store::Class;

/// How often each message was told.
fn count(seen: &mut BTreeMap<i64, usize>, frames: &[LiveFrame]) {
    for frame in frames {
        if let LiveFrame::Message { message } = frame {
            *seen.entry(message.id.0).or_default() += 1;
        }
    }
}

#[tokio::test]
async fn a_browser_that_comes_and_goes_misses_nothing_and_gets_nothing_twice() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let ws = desk.t.store.workspace(desk.ws).await.unwrap();
        let (channel, clock) = (desk.channel, desk.t.clock.clone());
        let total = 400;
        let writer = tokio::spawn(async move {
            for i in 0..total / 4 {
                // Four at a time, so that there are batches.
                let four = (0..4).map(|j| {
                    let (visitor, id) = (format!("v{}", i % 7), format!("client-{i:04}-{j}"));
                    ws.ingest(
                        Class::Inbound,
                        inbound(channel, &visitor, "x", &id, clock.now()),
                    )
                });
                futures::future::try_join_all(four).await.unwrap();
            }
        });
        let (mut seen, mut last, mut events) = (BTreeMap::new(), Some("1.0".to_owned()), 0_usize);
        let mut connections = 0;
        while seen.len() < total {
            connections += 1;
            let mut screen = Screen::agent(&desk.t, &owner, desk.ws, last.clone())
                .await
                .unwrap();
            // A few events, then the connection is lost.
            for _ in 0..=connections % 4 {
                count(&mut seen, &screen.frames().await.unwrap());
                events += 1;
                if seen.len() >= total {
                    break;
                }
            }
            last = screen.last;
        }
        writer.await.unwrap();
        assert!(
            connections > 2,
            "{connections} connections, {events} events"
        );
        assert!(seen.values().all(|times| *times == 1), "{seen:?}");
        desk.t.end().await;
    }
}

#[tokio::test]
async fn a_stalled_reader_is_cut_and_resumes_from_the_log() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let mut stalled = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let mut keen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    stalled.frames().await.unwrap();
    let long = "x".repeat(9_000);
    let mut expected = 0;
    // More than the ring holds, in several turns.
    for round in 0..8 {
        for _ in 0..30 {
            desk.visitor_writes("v", &long).await;
            expected += 1;
        }
        let marker = format!("round {round}");
        desk.visitor_writes("v", &marker).await;
        expected += 1;
        keen.until(is_message(&marker)).await;
    }
    assert_eq!(stalled.event_now(), None, "it is cut");
    assert!(stalled.event().await.is_none());
    let mut back = Screen::agent(&desk.t, &owner, desk.ws, stalled.last.clone())
        .await
        .unwrap();
    let mut seen = BTreeMap::new();
    while seen.len() < expected {
        count(&mut seen, &back.frames().await.unwrap());
    }
    assert!(seen.values().all(|times| *times == 1));
    assert!(!back.raw.concat().contains("resync"));
    desk.t.end().await;
}

#[tokio::test]
async fn cursors_of_another_history_lead_to_a_resync() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    desk.visitor_writes("v", "Hello").await;
    let ws = desk.t.store.workspace(desk.ws).await.unwrap();
    for last in ["2.1", "1.999", "nonsense", "1"] {
        let told = format!("1.{}", ws.head().await.unwrap().seq);
        let mut screen = Screen::agent(&desk.t, &owner, desk.ws, Some(last.into()))
            .await
            .unwrap();
        let frames = screen.frames().await.unwrap();
        assert_eq!(frames[0], LiveFrame::Resync {}, "{last}");
        assert_eq!(screen.last, Some(told), "{last}");
        desk.visitor_writes("v", last).await;
        screen.until(is_message(last)).await;
    }
    desk.t.end().await;
}

#[tokio::test]
async fn the_cursor_of_a_page_is_where_its_stream_begins() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    desk.visitor_writes("v", "on the page").await;
    let cursor = desk.inbox(&owner, None).await.cursor;
    desk.visitor_writes("v", "meanwhile").await;
    let mut screen = Screen::agent(&desk.t, &owner, desk.ws, Some(cursor))
        .await
        .unwrap();
    let seen = screen.until(is_message("meanwhile")).await;
    assert!(!seen.iter().any(is_message("on the page")));
    desk.t.end().await;
}

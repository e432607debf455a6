//! The inbound batch: duplicates, conversations, files, and that batching changes nothing.

use super::*;
use crate::{InboundMessage, IngestOutcome, Val};
use parlance::id::{AttachmentId, ChannelId};
use parlance::time::Timestamp;
use proptest::prelude::*;

pub(super) fn message(visitor: &str, key: &str, text: &str) -> InboundMessage {
    InboundMessage {
        channel: ChannelId(7),
        external_id: visitor.into(),
        verified: false,
        name: format!("Name of {visitor}"),
        email: String::new(),
        phone: String::new(),
        locale: "en".into(),
        time_zone: "Europe/Paris".into(),
        source: "web_chat".into(),
        provider_id: key.into(),
        client_id: Some(key.into()),
        text: text.into(),
        attachments: Vec::new(),
        at: Timestamp(1_750_000_000_000),
        page_url: Some("https://example.com/".into()),
    }
}

async fn ingest(ws: &Workspace, message: InboundMessage) -> IngestOutcome {
    ws.ingest(Class::Interactive, message).await.unwrap()
}

async fn kinds(ws: &Workspace) -> Vec<String> {
    query(
        ws,
        1,
        "SELECT kind FROM events ORDER BY seq",
        "SELECT kind FROM events ORDER BY seq",
    )
    .await
    .into_iter()
    .map(|(kind, _)| kind)
    .collect()
}

async fn run(ws: &Workspace, stmt: &'static crate::Stmt, value: i64) {
    ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
        Box::pin(async move { tx.exec(stmt, &[Val::I64(value)]).await })
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_first_message_makes_contact_conversation_and_message() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let first = ingest(&ws, message("ada", "k1", "Hello\n\nthere")).await;
        assert!(first.created_contact && first.opened_conversation && !first.duplicate);
        assert_eq!(first.seq, 3);
        let second = ingest(&ws, message("ada", "k2", "Anybody?")).await;
        assert!(!second.created_contact && !second.opened_conversation);
        assert_eq!(second.contact_id, first.contact_id);
        assert_eq!(second.conversation_id, first.conversation_id);
        assert_eq!(
            kinds(&ws).await,
            [
                "contact.created",
                "conversation.opened",
                "message.created",
                "message.created"
            ]
        );
        let dump = dump(&ws).await;
        assert_eq!(dump["counters"], ["open_unassigned|0|1", "open|0|1"]);
        assert!(
            dump["conversations"][0].contains("|Anybody?|2|0|2"),
            "{dump:#?}"
        );
        assert!(dump["contacts"][0].contains("|Name of ada|"));
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn f_13_a_repeated_message_changes_nothing_even_after_the_conversation_was_closed() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let first = ingest(&ws, message("ada", "k1", "Hello")).await;
        run(&ws, &CLOSE_ALL, 5).await;
        let before = dump(&ws).await;
        let again = ingest(&ws, message("ada", "k1", "Hello")).await;
        assert!(again.duplicate && !again.opened_conversation);
        assert_eq!(again.message_id, first.message_id);
        assert_eq!(again.conversation_id, first.conversation_id);
        assert_eq!(dump(&ws).await, before);
        // The same key on another channel, and another key, are other messages.
        let mut elsewhere = message("ada", "k1", "Hello");
        elsewhere.channel = ChannelId(8);
        assert!(!ingest(&ws, elsewhere).await.duplicate);
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn f_13_twins_in_one_batch_are_stored_once() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let batch = vec![
            message("ada", "k1", "one"),
            message("ada", "k1", "one"),
            message("bob", "k2", "two"),
            message("ada", "k3", "three"),
        ];
        let outcomes = ws.ingest_all(Class::Inbound, batch).await.unwrap();
        let outcomes: Vec<_> = outcomes.into_iter().map(Result::unwrap).collect();
        assert!(!outcomes[0].duplicate && outcomes[1].duplicate);
        assert_eq!(outcomes[0].message_id, outcomes[1].message_id);
        assert_eq!(outcomes[3].conversation_id, outcomes[0].conversation_id);
        let dump = dump(&ws).await;
        assert_eq!((dump["messages"].len(), dump["contacts"].len()), (3, 2));
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn after_closing_a_new_conversation_begins_and_a_snoozed_one_comes_back() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let first = ingest(&ws, message("ada", "k1", "Hello")).await;
        run(&ws, &SNOOZE_ALL, 99).await;
        let woken = ingest(&ws, message("ada", "k2", "Hello?")).await;
        assert!(woken.reopened_conversation && !woken.opened_conversation);
        assert_eq!(woken.conversation_id, first.conversation_id);
        assert_eq!(
            kinds(&ws).await[3..],
            ["conversation.reopened", "message.created"]
        );
        run(&ws, &CLOSE_ALL, 5).await;
        let anew = ingest(&ws, message("ada", "k3", "New matter")).await;
        assert!(anew.opened_conversation && !anew.created_contact);
        assert_ne!(anew.conversation_id, first.conversation_id);
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn files_are_claimed_once_and_a_missing_one_spoils_only_its_message() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        for id in [501, 502] {
            ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
                Box::pin(async move {
                    tx.exec(&INSERT_FILE, &[Val::I64(id), Val::Text("image")])
                        .await
                })
            })
            .await
            .unwrap();
        }
        let with = |key: &str, files: &[i64]| {
            let mut message = message("ada", key, "");
            message.attachments = files.iter().copied().map(AttachmentId).collect();
            message
        };
        let batch = vec![
            with("k1", &[501]),
            with("k2", &[501]),
            with("k3", &[999]),
            with("k4", &[502]),
            message("bob", "k5", "fine\0"),
        ];
        let outcomes = ws.ingest_all(Class::Inbound, batch).await.unwrap();
        let refused = Err(StoreError::Conflict("attachments_free".into()));
        assert!(outcomes[0].is_ok() && outcomes[3].is_ok() && outcomes[4].is_ok());
        assert_eq!((&outcomes[1], &outcomes[2]), (&refused, &refused));
        let dump = dump(&ws).await;
        assert_eq!(dump["messages"].len(), 3);
        assert!(
            dump["conversations"]
                .iter()
                .any(|row| row.contains("|image||2|0|2"))
        );
        let owner = outcomes[0].as_ref().unwrap().message_id.to_string();
        assert!(dump["attachments"][0].starts_with(&format!("501|{owner}|")));
        test.end().await.unwrap();
    }
}

#[test]
fn a_batch_takes_at_most_twelve_statements() {
    // Head, resolve, files, six writes; events, counters, head.
    assert!(crate::ingest::ALL.len() + crate::lane::scope::ALL.len() <= 12);
}

#[tokio::test]
async fn provider_time_is_kept_within_bounds() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let mut old = message("ada", "k1", "from the past");
        old.at = Timestamp(1);
        ingest(&ws, old).await;
        let mut new = message("ada", "k2", "from the future");
        new.at = test.clock.now().plus(parlance::time::DAY);
        ingest(&ws, new).await;
        let now = test.clock.now();
        let times = query(
            &ws,
            1,
            "SELECT CAST(at AS TEXT) FROM messages ORDER BY id",
            "SELECT CAST(at AS TEXT) FROM messages ORDER BY id",
        )
        .await;
        assert_eq!(times[0].0, now.plus(-7 * parlance::time::DAY).0.to_string());
        assert_eq!(times[1].0, now.plus(parlance::time::MINUTE).0.to_string());
        test.end().await.unwrap();
    }
}

/// A step of a random history.
#[derive(Debug, Clone)]
enum Step {
    /// Visitor, key, channel; few of each, so that they meet again.
    Message(u8, u8, u8),
    CloseAll,
    SnoozeAll,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        12 => (0_u8..5, 0_u8..40, 1_u8..3).prop_map(|(v, k, c)| Step::Message(v, k, c)),
        1 => Just(Step::CloseAll),
        1 => Just(Step::SnoozeAll),
    ];
    prop::collection::vec(step, 1..40)
}

/// Applies a history; runs of messages are cut into batches of `size`.
async fn apply(ws: &Workspace, steps: &[Step], size: usize) {
    let mut run_of: Vec<InboundMessage> = Vec::new();
    async fn flush(ws: &Workspace, run: &mut Vec<InboundMessage>, size: usize) {
        for batch in std::mem::take(run).chunks(size) {
            for outcome in ws.ingest_all(Class::Inbound, batch.to_vec()).await.unwrap() {
                outcome.unwrap();
            }
        }
    }
    for step in steps {
        match step {
            Step::Message(visitor, key, channel) => {
                let mut message = message(
                    &format!("v{visitor}"),
                    &format!("k{key}"),
                    &format!("text {key}"),
                );
                message.channel = ChannelId(i64::from(*channel));
                run_of.push(message);
            }
            Step::CloseAll => {
                flush(ws, &mut run_of, size).await;
                run(ws, &CLOSE_ALL, 5).await;
            }
            Step::SnoozeAll => {
                flush(ws, &mut run_of, size).await;
                run(ws, &SNOOZE_ALL, 9).await;
            }
        }
    }
    flush(ws, &mut run_of, size).await;
}

/// Single messages, small batches, large batches, on every engine: the same database.
#[test]
fn batching_changes_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let result = runner.run(&steps(), |steps| {
        runtime.block_on(async {
            let mut dumps = Vec::new();
            for size in [1, 3, 1_000] {
                for test in stores().await {
                    let ws = test.workspace().await.unwrap();
                    apply(&ws, &steps, size).await;
                    dumps.push(dump(&ws).await);
                    test.end().await.unwrap();
                }
            }
            for other in &dumps[1..] {
                prop_assert_eq!(&dumps[0], other);
            }
            Ok(())
        })
    });
    result.unwrap();
}

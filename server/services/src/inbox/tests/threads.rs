//! Threads in pages with the lines between the messages, read marks and drafts.

use parlance::conversation::{MarkRead, SetStatus, Status, TimelineItem};
use parlance::event::EventPayload;
use parlance::id::MessageId;
use parlance_store::StoreError;
use parlance_store::ws::reads;

use super::desk::{Desk, reply};
use crate::inbox;
use crate::{ServiceError, testing};

#[tokio::test]
async fn a_long_thread_comes_in_pages_with_its_lines() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let first = desk.visitor_writes("v", "message 0").await;
        let id = first.conversation_id;
        let close = SetStatus {
            conversation: id,
            status: Status::Closed,
        };
        for i in 1..=120 {
            if i % 40 == 0 {
                inbox::set_status(&desk.t, &owner, desk.ws, close)
                    .await
                    .unwrap();
            }
            let (client_id, text) = (format!("client-{i:04}"), format!("message {i}"));
            desk.send(&owner, reply(&first, &client_id, &text))
                .await
                .unwrap();
            desk.t.advance(i64::from(i % 3));
        }
        let detail = inbox::open_conversation(&desk.t, &owner, desk.ws, id)
            .await
            .unwrap();
        let mut pages = vec![detail.thread];
        while let Some(before) = pages.last().unwrap().older_than {
            let page = inbox::thread_before(&desk.t, &owner, desk.ws, id, before)
                .await
                .unwrap();
            pages.push(page);
        }
        assert_eq!(pages.len(), 3);
        let items: Vec<TimelineItem> = pages
            .into_iter()
            .rev()
            .flat_map(|page| page.items)
            .collect();
        assert!(items.is_sorted_by_key(TimelineItem::at));
        let mut told = Vec::new();
        let mut texts = Vec::new();
        for item in &items {
            match item {
                TimelineItem::Message(message) => texts.push(message.text.clone()),
                TimelineItem::Event(line) => told.push((texts.len(), line.payload.clone())),
            }
        }
        let expected: Vec<String> = (0..=120).map(|i| format!("message {i}")).collect();
        assert_eq!(texts, expected);
        let opened = EventPayload::ConversationOpened {
            channel: desk.channel,
        };
        let to = Some(owner.user);
        let mut lines = vec![
            (0, opened),
            (1, EventPayload::ConversationAssigned { from: None, to }),
        ];
        for i in [40, 80, 120] {
            lines.push((
                i,
                EventPayload::ConversationClosed {
                    category: None,
                    summary: String::new(),
                },
            ));
            lines.push((i, EventPayload::ConversationReopened {}));
        }
        assert_eq!(told, lines, "each line once, between the right messages");
        desk.t.end().await;
    }
}

#[tokio::test]
async fn read_marks_only_move_forward_and_not_beyond_what_exists() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let first = desk.visitor_writes("v", "one").await;
    let second = desk.visitor_writes("v", "two").await;
    let conversation = first.conversation_id;
    let mark = async |up_to: i64| {
        let command = MarkRead {
            conversation,
            up_to: MessageId(up_to),
        };
        inbox::mark_read(&desk.t, &owner, desk.ws, command)
            .await
            .unwrap();
        let row = inbox::conversation_row(&desk.t, &owner, desk.ws, conversation)
            .await
            .unwrap();
        (row.read_up_to, row.unread())
    };
    assert_eq!(mark(0).await, (MessageId(0), true));
    assert_eq!(mark(first.message_id.0).await, (first.message_id, true));
    assert_eq!(mark(i64::MAX).await, (second.message_id, false));
    assert_eq!(mark(first.message_id.0).await, (second.message_id, false));
    let ws = desk.t.store.workspace(desk.ws).await.unwrap();
    let team = ws
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move { reads::find_team(r, conversation).await })
        })
        .await
        .unwrap();
    assert_eq!(team, second.message_id);
    // A colleague reads for themselves.
    let other = desk.agent("other", &[]).await;
    let row = inbox::conversation_row(&desk.t, &other, desk.ws, conversation)
        .await
        .unwrap();
    assert!(row.unread());
    desk.t.end().await;
}

#[tokio::test]
async fn drafts_belong_to_one_user_and_empty_ones_vanish() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let other = desk.agent("other", &[]).await;
    let id = desk.visitor_writes("v", "one").await.conversation_id;
    let save =
        async |text: &str| inbox::save_draft(&desk.t, &owner, desk.ws, id, text.into()).await;
    let draft = async |caller| {
        inbox::open_conversation(&desk.t, caller, desk.ws, id)
            .await
            .unwrap()
            .draft
    };
    save("almost ").await.unwrap();
    assert_eq!(
        (draft(&owner).await.as_str(), draft(&other).await.as_str()),
        ("almost ", "")
    );
    save("").await.unwrap();
    assert_eq!(draft(&owner).await, "");
    assert!(matches!(
        save(&"x".repeat(10_001)).await,
        Err(ServiceError::Invalid(_))
    ));
    desk.t.end().await;
}

//! Merging, order and delivery of messages.

use parlance::event::EventPayload;

use super::*;
use crate::pages::inbox::sample;

fn timeline(items: &[MessageView]) -> Timeline {
    Timeline::of(items.iter().cloned().map(TimelineItem::Message).collect())
}

fn texts(timeline: &Timeline) -> Vec<String> {
    timeline
        .messages()
        .map(|entry| {
            entry
                .bubble
                .with_untracked(|bubble| bubble.message.text.clone())
        })
        .collect()
}

fn status(timeline: &Timeline, index: usize) -> Delivery {
    timeline
        .messages()
        .nth(index)
        .unwrap()
        .bubble
        .with_untracked(|bubble| bubble.message.status)
}

#[test]
fn messages_are_ordered_by_time_then_id() {
    let t = timeline(&[
        sample::inbound(3, 20, "c"),
        sample::inbound(2, 20, "b"),
        sample::inbound(9, 10, "a"),
    ]);
    assert_eq!(texts(&t), ["a", "b", "c"]);
}

#[test]
fn an_optimistic_bubble_becomes_the_stored_message() {
    let mut t = timeline(&[sample::inbound(1, 10, "hello")]);
    let mut mine = sample::outbound(0, 99, "hi");
    mine.client_id = Some("client-1".into());
    t.take_local(mine.clone(), Local::Waiting);
    t.take_local(mine.clone(), Local::Waiting);
    assert_eq!(texts(&t), ["hello", "hi"]);
    let before: Vec<String> = t.messages().map(|entry| entry.key.clone()).collect();

    mine.id = MessageId(2);
    mine.at = Timestamp(20);
    assert!(
        !t.take(mine.clone()),
        "the answer of the server is not a second message"
    );
    assert!(!t.take(mine), "nor is its echo in the live updates");
    assert_eq!(
        t.messages()
            .map(|entry| entry.key.clone())
            .collect::<Vec<_>>(),
        before
    );
    assert_eq!(t.messages().last().unwrap().id, MessageId(2));
}

#[test]
fn the_echo_may_come_before_the_answer() {
    let mut t = Timeline::default();
    let mut mine = sample::outbound(2, 20, "hi");
    mine.client_id = Some("client-1".into());
    assert!(t.take(mine.clone()));
    t.take_local(
        MessageView {
            id: MessageId(0),
            ..mine
        },
        Local::Waiting,
    );
    assert_eq!(t.messages().count(), 1);
}

#[test]
fn unsent_messages_stay_at_the_end_whatever_the_clocks_say() {
    let mut t = Timeline::default();
    let mut mine = sample::outbound(0, 5, "mine");
    mine.client_id = Some("client-1".into());
    t.take_local(mine, Local::Waiting);
    t.take(sample::inbound(7, 500, "theirs"));
    assert_eq!(texts(&t), ["theirs", "mine"]);
    t.set_local("client-1", Local::Refused(AppError::Forbidden {}));
    t.forget_local("client-1");
    assert_eq!(texts(&t), ["theirs"]);
}

#[test]
fn the_same_client_id_of_the_contact_is_another_message() {
    let mut theirs = sample::inbound(1, 10, "theirs");
    let mut ours = sample::outbound(2, 11, "ours");
    theirs.client_id = Some("same-id-1".into());
    ours.client_id = Some("same-id-1".into());
    assert_eq!(texts(&timeline(&[theirs, ours])), ["theirs", "ours"]);
}

#[test]
fn delivery_only_goes_forward() {
    let mut t = timeline(&[
        sample::outbound(1, 10, "a"),
        sample::outbound(2, 20, "b"),
        sample::inbound(3, 30, "c"),
    ]);
    t.deliver(MessageId(1), Delivery::Read);
    assert_eq!(
        (status(&t, 0), status(&t, 1)),
        (Delivery::Read, Delivery::Sent)
    );
    t.deliver(MessageId(3), Delivery::Delivered);
    assert_eq!(
        (status(&t, 0), status(&t, 1)),
        (Delivery::Read, Delivery::Delivered)
    );
    assert_eq!(
        status(&t, 2),
        Delivery::Sent,
        "what the contact wrote has no ticks"
    );
    t.take(sample::outbound(1, 10, "a"));
    assert_eq!(
        status(&t, 0),
        Delivery::Read,
        "an older answer does not take the ticks back"
    );
    assert_eq!(later(Delivery::Sent, Delivery::Failed), Delivery::Failed);
    assert_eq!(later(Delivery::Read, Delivery::Failed), Delivery::Read);
}

#[test]
fn addresses_of_files_stay_until_they_are_about_to_expire() {
    let with_expiry = |expiry: i64| {
        let mut message = sample::inbound(1, 10, "a");
        let mut file = sample::file(1, "a.png", parlance::message::FileKind::Image);
        file.url = format!("/files/1/1?e={expiry}&s=x");
        message.attachments = vec![file];
        message
    };
    let mut t = timeline(&[with_expiry(1_000)]);
    let mut address = |expiry| {
        t.take(with_expiry(expiry));
        let entry = t.messages().next().unwrap();
        entry
            .bubble
            .with_untracked(|bubble| bubble.message.attachments[0].url.clone())
    };
    assert_eq!(address(1_900), "/files/1/1?e=1000&s=x");
    assert_eq!(address(4_600), "/files/1/1?e=4600&s=x");
}

#[test]
fn lines_come_once_and_before_messages_of_the_same_instant() {
    let line = |seq, payload| TimelineEvent {
        seq,
        at: Timestamp(10),
        user: None,
        payload,
    };
    let mut t = timeline(&[sample::inbound(1, 10, "a")]);
    t.take_event(line(5, EventPayload::ConversationReopened {}));
    t.take_event(line(5, EventPayload::ConversationReopened {}));
    t.take_event(line(6, EventPayload::ContactCreated { channel: None }));
    assert_eq!(t.entries().len(), 2);
    assert!(matches!(t.entries().first(), Some(Entry::Event(_))));
    let opened = EventPayload::ConversationOpened {
        channel: parlance::id::ChannelId(1),
    };
    t.take_event(TimelineEvent {
        at: Timestamp(99),
        ..line(4, opened)
    });
    assert!(matches!(t.entries().first(), Some(Entry::Event(first)) if first.seq == 4));
}

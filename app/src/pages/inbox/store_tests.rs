//! Rows, read marks, lists and threads under live updates.

use parlance::conversation::Person;
use parlance::conversation::TimelineEvent;
use parlance::event::EventPayload;
use parlance::message::Delivery;

use super::*;
use crate::pages::inbox::sample;

fn inbox(page: InboxPage, path: (&str, &str)) -> Inbox {
    let address = Address::parse("1", path.0, path.1, "");
    Inbox::new(
        page,
        Memo::new(move |_| address),
        Surroundings {
            me: sample::ME,
            zone: ZoneOffsets::utc(),
            made_at: Timestamp(1_000),
            t: Texts::default(),
            toasts: crate::ui::use_toasts(),
        },
    )
}

fn with_inbox(path: (&str, &str), test: impl FnOnce(Inbox)) {
    let owner = Owner::new();
    owner.set();
    let rows = vec![
        sample::row(101, 30, "Ada", "hi"),
        sample::row(100, 20, "Bo", "yo"),
    ];
    let mut open = sample::detail(
        100,
        vec![sample::inbound(5, 20, "yo"), sample::outbound(6, 21, "hey")],
    );
    open.row.last_activity_at = Timestamp(20);
    test(inbox(sample::page(rows, Some(open)), path));
    drop(owner);
}

fn order(inbox: Inbox) -> Vec<i64> {
    inbox.places().into_iter().map(|place| place.id.0).collect()
}

#[test]
fn an_older_row_never_replaces_a_newer_one_and_marks_only_go_forward() {
    let mut old = sample::row(1, 10, "Ada", "new text");
    (old.version, old.read_up_to) = (5, MessageId(4));
    let stale = ConversationRow {
        version: 4,
        preview: "old text".into(),
        ..old.clone()
    };
    assert_eq!(newer(&old, stale.clone()), None);
    let marked = newer(
        &old,
        ConversationRow {
            read_up_to: MessageId(9),
            ..stale
        },
    )
    .unwrap();
    assert_eq!(
        (marked.preview.as_str(), marked.read_up_to),
        ("new text", MessageId(9))
    );
    let live = ConversationRow {
        version: 6,
        read_up_to: MessageId(0),
        ..old.clone()
    };
    assert_eq!(newer(&old, live).unwrap().read_up_to, MessageId(4));
}

#[test]
fn a_live_row_moves_up_and_a_closed_one_leaves() {
    with_inbox(("all", ""), |inbox| {
        assert_eq!(order(inbox), [101, 100]);
        let mut row = sample::row(100, 40, "Bo", "again");
        row.version = 2;
        inbox.apply(LiveFrame::Conversation { row: row.clone() });
        inbox.apply(LiveFrame::Conversation { row: row.clone() });
        assert_eq!(order(inbox), [100, 101]);
        (row.version, row.status) = (3, Status::Closed);
        inbox.apply(LiveFrame::Conversation { row });
        assert_eq!(order(inbox), [101]);
        inbox.apply(LiveFrame::Gone {
            conversation: ConversationId(101),
        });
        assert!(order(inbox).is_empty());
    });
}

#[test]
fn a_conversation_of_somebody_else_does_not_enter_mine() {
    with_inbox(("mine", ""), |inbox| {
        let mut row = sample::row(7, 99, "New", "x");
        inbox.apply(LiveFrame::Conversation { row: row.clone() });
        assert!(!order(inbox).contains(&7));
        (row.version, row.assignee) = (2, Some(sample::ME));
        inbox.apply(LiveFrame::Conversation { row });
        assert_eq!(order(inbox).first(), Some(&7));
    });
}

#[test]
fn frames_reach_the_open_thread() {
    with_inbox(("all", "100"), |inbox| {
        let thread = inbox.thread(ConversationId(100)).unwrap();
        assert_eq!(thread.unread_after.get_untracked(), None);
        inbox.apply(LiveFrame::Typing {
            conversation: thread.id,
            user: None,
            on: true,
        });
        assert!(inbox.typing.get_untracked().contact_types(thread.id));
        inbox.apply(LiveFrame::Message {
            message: sample::inbound(7, 30, "there?"),
        });
        assert!(
            !inbox.typing.get_untracked().contact_types(thread.id),
            "a message ends typing"
        );
        let event = TimelineEvent {
            seq: 9,
            at: Timestamp(31),
            user: Some(sample::ME),
            payload: EventPayload::ConversationClosed {
                category: None,
                summary: String::new(),
            },
        };
        inbox.apply(LiveFrame::Line {
            conversation: thread.id,
            event,
        });
        inbox.apply(LiveFrame::Delivery {
            conversation: thread.id,
            up_to: MessageId(6),
            status: Delivery::Read,
        });
        let timeline = thread.timeline.get_untracked();
        assert_eq!(timeline.entries().len(), 4);
        let ours = timeline
            .messages()
            .find(|entry| entry.id == MessageId(6))
            .unwrap();
        assert_eq!(ours.bubble.get_untracked().message.status, Delivery::Read);
    });
}

#[test]
fn an_address_without_its_conversation_says_so() {
    let owner = Owner::new();
    owner.set();
    let inbox = inbox(sample::page(Vec::new(), None), ("all", "999"));
    assert_eq!(inbox.slot(ConversationId(999)), Some(super::Slot::Missing));
    let people: Vec<Person> = inbox.people.get_untracked();
    assert_eq!(people.len(), 2);
    drop(owner);
}

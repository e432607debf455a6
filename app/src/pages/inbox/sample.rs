//! Conversations, messages and people for the tests of this area.

use parlance::channel::ChannelKind;
use parlance::contact::{ContactChannel, ContactDetail, PastConversation};
use parlance::conversation::{
    ConversationDetail, ConversationRow, Counts, InboxPage, Person, Status, ThreadPage,
    TimelineItem,
};
use parlance::desk::Desk;
use parlance::id::{
    AttachmentId, ChannelId, ContactId, ConversationId, MessageId, UserId, WorkspaceId,
};
use parlance::message::{AttachmentView, Author, Delivery, Direction, FileKind, MessageView};
use parlance::time::Timestamp;

use crate::widgets::testing::conversation;

/// The viewer of all samples.
pub const ME: UserId = UserId(1);
/// A name that reads from right to left.
pub const RTL: &str = "مريم العلوي";

pub fn inbound(id: i64, at: i64, text: &str) -> MessageView {
    MessageView {
        id: MessageId(id),
        conversation: ConversationId(100),
        direction: Direction::Inbound,
        author: Author::Contact { id: ContactId(200) },
        text: text.into(),
        attachments: Vec::new(),
        status: Delivery::Sent,
        error: None,
        client_id: None,
        page_url: None,
        at: Timestamp(at),
    }
}

pub fn outbound(id: i64, at: i64, text: &str) -> MessageView {
    MessageView {
        direction: Direction::Outbound,
        author: Author::User { id: ME },
        ..inbound(id, at, text)
    }
}

pub fn file(id: i64, name: &str, kind: FileKind) -> AttachmentView {
    AttachmentView {
        id: AttachmentId(id),
        name: name.into(),
        mime: "application/octet-stream".into(),
        kind,
        size: 2_048,
        url: format!("/files/1/{id}?e=1&s=x"),
        width: if kind == FileKind::Image { 640 } else { 0 },
        height: if kind == FileKind::Image { 400 } else { 0 },
    }
}

pub fn row(id: i64, at: i64, name: &str, preview: &str) -> ConversationRow {
    ConversationRow {
        contact: ContactId(id + 100),
        contact_name: name.into(),
        assignee: None,
        last_activity_at: Timestamp(at),
        preview: preview.into(),
        read_up_to: MessageId(5),
        ..conversation(id)
    }
}

pub fn people() -> Vec<Person> {
    [(1, "Camille Roy", true), (2, "Jonas <b>Berg</b>", false)]
        .map(|(id, name, online)| Person {
            id: UserId(id),
            name: name.into(),
            online,
            active: true,
        })
        .into()
}

pub fn contact(name: &str) -> ContactDetail {
    ContactDetail {
        id: ContactId(200),
        name: name.into(),
        email: "ada@example.com".into(),
        phone: String::new(),
        locale: "fr-FR".into(),
        time_zone: "Europe/Paris".into(),
        assignee: None,
        team: None,
        blocked: false,
        stage: None,
        country: String::new(),
        tags: Vec::new(),
        created_at: Timestamp(1_000),
        version: 3,
        channels: vec![ContactChannel {
            id: ChannelId(1),
            name: "Shop".into(),
            kind: ChannelKind::WebChat,
            verified: true,
        }],
        conversations: vec![PastConversation {
            id: ConversationId(99),
            status: Status::Closed,
            opened_at: Timestamp(500),
            preview: "Where is my order?".into(),
            closed_at: Some(Timestamp(900)),
            closed_by: Some(UserId(1)),
            category: None,
            summary: String::new(),
        }],
        masked: false,
    }
}

pub fn detail(id: i64, messages: Vec<MessageView>) -> ConversationDetail {
    ConversationDetail {
        row: row(id, 50, "Ada Byron", "hello"),
        thread: ThreadPage {
            items: messages.into_iter().map(TimelineItem::Message).collect(),
            older_than: None,
        },
        contact: contact("Ada Byron"),
        draft: String::new(),
        unread_after: MessageId(5),
    }
}

pub fn page(list: Vec<ConversationRow>, open: Option<ConversationDetail>) -> InboxPage {
    InboxPage {
        workspace: WorkspaceId(1),
        list,
        next: None,
        counts: Counts {
            all: Some(2),
            mine: 0,
            unassigned: Some(2),
        },
        people: people(),
        desk: Desk::default(),
        open,
        cursor: "1.7".into(),
    }
}

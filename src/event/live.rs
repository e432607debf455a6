//! What is pushed to browsers: to agents ([`LiveFrame`]) and to visitors ([`WidgetFrame`]).
//!
//! A frame carries the present state of what changed, not the change: applying it twice, or a
//! newer one first, gives the same picture.

use serde::{Deserialize, Serialize};

use crate::conversation::{ConversationRow, Counts, Person, Status, TimelineEvent};
use crate::id::{ContactId, ConversationId, MessageId, UserId};
use crate::message::{AttachmentView, Delivery, MessageView};

/// An update for an agent's browser. The server sends a JSON list of these per event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "snake_case")]
pub enum LiveFrame {
    /// A conversation is new or changed.
    Conversation {
        /// Its row (with `read_up_to` 0).
        row: ConversationRow,
    },
    /// A conversation left what this viewer may see.
    Gone {
        /// Which.
        conversation: ConversationId,
    },
    /// A message is new or changed.
    Message {
        /// The message.
        message: MessageView,
    },
    /// Messages to the contact up to this one reached a state.
    Delivery {
        /// Where.
        conversation: ConversationId,
        /// The newest of them.
        up_to: MessageId,
        /// Their state now.
        status: Delivery,
    },
    /// A line of the thread.
    Line {
        /// Where.
        conversation: ConversationId,
        /// What.
        event: TimelineEvent,
    },
    /// Name or addresses of a contact changed.
    Contact {
        /// Which contact; the panel fetches it again.
        contact: ContactId,
    },
    /// What the workspace has set up changed: fetch it again.
    Desk {},
    /// Open conversations by view changed.
    Counts {
        /// As this viewer sees them.
        counts: Counts,
    },
    /// The viewer read a conversation, perhaps in another tab.
    Read {
        /// Which.
        conversation: ConversationId,
        /// Up to here.
        up_to: MessageId,
    },
    /// Somebody types, or stopped.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// A colleague; `None`: the contact.
        user: Option<UserId>,
        /// Types, or stopped.
        on: bool,
    },
    /// Who is connected changed.
    People {
        /// All users of the workspace.
        people: Vec<Person>,
    },
    /// Too much was missed, or rights changed: fetch everything again.
    Resync {},
}

/// An update for a visitor's browser, sent as an SSE event of the name in `event`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WidgetFrame {
    /// A message is new or changed.
    Message {
        /// The message.
        message: WidgetMessage,
    },
    /// Users read the visitor's messages up to this one.
    Read {
        /// Always `agent`.
        by: String,
        /// Up to here.
        up_to: MessageId,
    },
    /// The conversation was opened or closed.
    Conversation {
        /// Its status.
        status: Status,
    },
    /// A user types, or stopped.
    Typing {
        /// Types, or stopped.
        on: bool,
        /// First name of the user.
        name: String,
    },
    /// Whether somebody is there to answer.
    Online {
        /// Somebody is there.
        online: bool,
    },
    /// Fetch the session again.
    Resync {},
}

/// A message as the visitor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidgetMessage {
    /// The message.
    pub id: MessageId,
    /// The id the visitor's browser chose.
    pub client_id: Option<String>,
    /// `visitor`, `agent` or `system`.
    pub from: String,
    /// Who of the team wrote it.
    pub author: Option<WidgetAuthor>,
    /// The text.
    pub text: String,
    /// Its files.
    pub attachments: Vec<AttachmentView>,
    /// Milliseconds UTC.
    pub at: i64,
    /// `sent`, `delivered` or `read`.
    pub status: String,
}

/// A user as visitors see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidgetAuthor {
    /// First name.
    pub name: String,
    /// One or two letters.
    pub initials: String,
}

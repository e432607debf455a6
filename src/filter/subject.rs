//! What a filter is asked about: one contact with its newest conversation, as one user sees it.

use crate::contact::{ContactSource, FieldValue};
use crate::conversation::{ClosedSource, OpenedSource, Priority, Status};
use crate::id::{CategoryId, ChannelId, FieldId, StageId, TagId, TeamId, UserId};
use crate::message::MessageSource;
use crate::time::Timestamp;

/// Everything that a condition can ask about. Empty text and `None` stand for "nothing there".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subject {
    /// Display name.
    pub name: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number, E.164.
    pub phone: String,
    /// Language tag; only the primary subtag counts.
    pub language: String,
    /// Two letters of the country.
    pub country: String,
    /// When the contact was created.
    pub created_at: Option<Timestamp>,
    /// What brought it.
    pub source: Option<ContactSource>,
    /// Values of custom fields.
    pub custom: Vec<(FieldId, FieldValue)>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Lifecycle stage.
    pub stage: Option<StageId>,
    /// Channels on which it can be reached.
    pub channels: Vec<ChannelId>,
    /// Channel of the newest message.
    pub last_channel: Option<ChannelId>,
    /// Who it is assigned to.
    pub assignee: Option<UserId>,
    /// Which team takes care of it.
    pub team: Option<TeamId>,
    /// When it got its assignee.
    pub assigned_at: Option<Timestamp>,
    /// Whether it is blocked.
    pub blocked: bool,
    /// Its newest conversation.
    pub conversation: Option<ConversationFacts>,
    /// Its newest messages.
    pub messages: MessageFacts,
    /// The asking user has not read everything.
    pub unread: bool,
    /// The asking user was mentioned.
    pub mentioned: bool,
    /// The asking user follows.
    pub following: bool,
}

/// What conditions ask about a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationFacts {
    /// Open, snoozed, closed.
    pub status: Status,
    /// How urgent.
    pub priority: Priority,
    /// Category of its closing notes.
    pub category: Option<CategoryId>,
    /// Summary of its closing notes.
    pub summary: String,
    /// What opened it.
    pub opened_source: Option<OpenedSource>,
    /// On which channel.
    pub opened_channel: Option<ChannelId>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// What closed it.
    pub closed_source: Option<ClosedSource>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When it comes back.
    pub snoozed_until: Option<Timestamp>,
}

impl Default for ConversationFacts {
    fn default() -> Self {
        ConversationFacts {
            status: Status::Open,
            priority: Priority::None,
            category: None,
            summary: String::new(),
            opened_source: None,
            opened_channel: None,
            opened_at: None,
            closed_source: None,
            closed_at: None,
            snoozed_until: None,
        }
    }
}

/// What conditions ask about the newest messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageFacts {
    /// Text of the newest message of the contact.
    pub last_incoming: String,
    /// When it was.
    pub last_incoming_at: Option<Timestamp>,
    /// Text of the newest message to the contact.
    pub last_outgoing: String,
    /// When it was.
    pub last_outgoing_at: Option<Timestamp>,
    /// What wrote it.
    pub last_outgoing_source: Option<MessageSource>,
    /// When a person wrote to the contact last.
    pub last_human_at: Option<Timestamp>,
    /// The newest message is the contact's.
    pub unreplied: bool,
}

//! What the inbox shows: list rows, the open conversation, counts; and the commands it sends.

use serde::{Deserialize, Serialize};

use crate::channel::ChannelKind;
use crate::contact::ContactDetail;
use crate::conversation::{Priority, Status};
use crate::desk::Desk;
use crate::event::EventPayload;
use crate::id::{
    ChannelId, ContactId, ConversationId, MessageId, StageId, TagId, TeamId, UserId, WorkspaceId,
};
use crate::message::{Direction, MessageView};
use crate::page::{Cursor, Page};
use crate::time::Timestamp;

/// A standard view of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Everything the viewer may see.
    #[default]
    All,
    /// Assigned to the viewer.
    Mine,
    /// Assigned to nobody.
    Unassigned,
}

impl View {
    /// Every view, in the order of the side panel.
    pub const ALL: [View; 3] = [View::Mine, View::Unassigned, View::All];

    /// The word in the address.
    pub fn word(self) -> &'static str {
        match self {
            View::All => "all",
            View::Mine => "mine",
            View::Unassigned => "unassigned",
        }
    }

    /// The view of a word in the address.
    pub fn from_word(word: &str) -> Option<View> {
        View::ALL.into_iter().find(|view| view.word() == word)
    }
}

/// Which conversations, from where on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationQuery {
    /// Whose.
    pub view: View,
    /// Open or closed ones ([`Status::Snoozed`] gives nothing yet).
    pub status: Status,
    /// After this position.
    pub after: Cursor,
}

/// A conversation in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationRow {
    /// The conversation.
    pub id: ConversationId,
    /// Its contact.
    pub contact: ContactId,
    /// What to call the contact; empty if unknown.
    pub contact_name: String,
    /// The channel of the last message.
    pub channel: ChannelId,
    /// The kind of that channel.
    pub channel_kind: ChannelKind,
    /// Open, snoozed or closed.
    pub status: Status,
    /// Who takes care of it.
    pub assignee: Option<UserId>,
    /// Which team takes care of it.
    pub team: Option<TeamId>,
    /// How urgent it is.
    pub priority: Priority,
    /// Until when it is put away; `None` with [`Status::Snoozed`]: until the contact writes.
    pub snoozed_until: Option<Timestamp>,
    /// When it was opened first.
    pub opened_at: Timestamp,
    /// Where the contact stands in the lifecycle.
    pub stage: Option<StageId>,
    /// Tags of the contact.
    pub tags: Vec<TagId>,
    /// The contact is blocked.
    pub blocked: bool,
    /// Time of the last message; the list is ordered by it.
    pub last_activity_at: Timestamp,
    /// Since when the contact waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// Direction of the last message.
    pub last_direction: Direction,
    /// What the last message is: text, image, video, audio, file.
    pub last_kind: String,
    /// Beginning of the last message.
    pub preview: String,
    /// The newest message of the contact.
    pub last_inbound: MessageId,
    /// Up to where the viewer has read; 0 in live updates, where the browser keeps its own.
    pub read_up_to: MessageId,
    /// Grows with every change; an older row never replaces a newer one.
    pub version: i64,
}

impl ConversationRow {
    /// Whether the contact wrote something the viewer has not seen.
    pub fn unread(&self) -> bool {
        self.last_inbound > self.read_up_to
    }

    /// Whether this row belongs into a list.
    pub fn matches(&self, view: View, status: Status, viewer: UserId) -> bool {
        self.status == status
            && match view {
                View::All => true,
                View::Mine => self.assignee == Some(viewer),
                View::Unassigned => self.assignee.is_none(),
            }
    }
}

/// Open conversations by view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// All that the viewer may see; `None` if counting them would cost too much.
    pub all: Option<i64>,
    /// Assigned to the viewer.
    pub mine: i64,
    /// Assigned to nobody; `None` like `all`.
    pub unassigned: Option<i64>,
}

/// A user of the workspace, for names in the thread and for assigning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Connected right now.
    pub online: bool,
    /// Still a member of the workspace; former members keep their name in old threads.
    pub active: bool,
}

/// Everything the inbox needs at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxPage {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// First page of the list.
    pub list: Vec<ConversationRow>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// Open conversations by view.
    pub counts: Counts,
    /// Users of the workspace.
    pub people: Vec<Person>,
    /// Teams, tags and whatever else the workspace has set up.
    pub desk: Desk,
    /// The open conversation, if the address names one that exists.
    pub open: Option<ConversationDetail>,
    /// The position in the event log at which this was read: live updates start here.
    pub cursor: String,
}

/// A line in the thread that is not a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEvent {
    /// Position in the log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, if a user.
    pub user: Option<UserId>,
    /// What happened.
    pub payload: EventPayload,
}

/// A message or a line between messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "lowercase")]
pub enum TimelineItem {
    /// A message.
    Message(MessageView),
    /// A line.
    Event(TimelineEvent),
}

impl TimelineItem {
    /// When it happened; items are shown in this order.
    pub fn at(&self) -> Timestamp {
        match self {
            TimelineItem::Message(message) => message.at,
            TimelineItem::Event(event) => event.at,
        }
    }
}

/// A part of a thread, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ThreadPage {
    /// Messages and lines in time order.
    pub items: Vec<TimelineItem>,
    /// The oldest message here, if there are older ones.
    pub older_than: Option<MessageId>,
}

/// The open conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationDetail {
    /// The row as in the list.
    pub row: ConversationRow,
    /// Newest part of the thread.
    pub thread: ThreadPage,
    /// The contact beside it.
    pub contact: ContactDetail,
    /// What the viewer typed here and did not send.
    pub draft: String,
    /// Up to where the viewer had read when it was opened: the unread line.
    pub unread_after: MessageId,
}

/// Command: assign a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The conversation.
    pub conversation: ConversationId,
    /// To whom; `None`: to nobody.
    pub to: Option<UserId>,
}

/// Command: close or reopen a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetStatus {
    /// The conversation.
    pub conversation: ConversationId,
    /// The wanted status; [`Status::Snoozed`] is refused here.
    pub status: Status,
}

/// Command: the viewer has seen everything up to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    /// The conversation.
    pub conversation: ConversationId,
    /// The newest message seen.
    pub up_to: MessageId,
}

/// A page of the list.
pub type ConversationPage = Page<ConversationRow>;

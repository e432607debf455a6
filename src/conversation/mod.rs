//! Conversations: the exchange with a contact from open to close, its rules and its read models.

mod source;
mod state;
mod view;

pub use source::{ClosedSource, OpenedSource, Priority};
pub use state::{Conversation, Status, TransitionError};
pub use view::{
    Assign, ConversationDetail, ConversationPage, ConversationQuery, ConversationRow, Counts,
    InboxPage, MarkRead, Person, SetStatus, ThreadPage, TimelineEvent, TimelineItem, View,
};

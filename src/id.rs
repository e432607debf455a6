//! Typed ids. A `Copy` newtype per kind, so that one cannot be passed for another.
//!
//! Row ids of a workspace start at `workspace id << 32` ([`WorkspaceId::first_row_id`]): ids of
//! two workspaces never coincide, and stay below 2^53, so that JavaScript can hold them.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }

        impl $name {
            /// `None` for 0, which stands for "none" in index columns.
            pub fn some(value: i64) -> Option<Self> {
                (value != 0).then_some($name(value))
            }
        }
    )*};
}

ids! {
    /// An organization: the users of one company.
    OrganizationId;
    /// A workspace: an independent sub-account with its own database.
    WorkspaceId;
    /// A person who can sign in; unique in the instance.
    UserId;
    /// An invitation into an organization.
    InviteId;
    /// A signed-in browser, as shown in the session list.
    SessionId;
    /// A group of users of a workspace.
    TeamId;
    /// A connected messaging account of a workspace.
    ChannelId;
    /// A person who reached a channel.
    ContactId;
    /// A contact's presence on one channel.
    IdentityId;
    /// An exchange with a contact, from open to close.
    ConversationId;
    /// One item sent to or by a contact.
    MessageId;
    /// A file of a message.
    AttachmentId;
    /// An internal note in a thread.
    CommentId;
    /// A label on contacts.
    TagId;
    /// A category of closing notes.
    CategoryId;
    /// A stage of the lifecycle.
    StageId;
    /// A prepared reply.
    SnippetId;
    /// A saved filter that shows conversations.
    InboxId;
    /// A message that is sent later.
    ScheduledId;
    /// One entry of the notification center.
    NotificationId;
    /// A merge of two contacts.
    MergeId;
    /// A custom contact field.
    FieldId;
}

impl WorkspaceId {
    /// The first id for rows of this workspace.
    pub fn first_row_id(self) -> i64 {
        (self.0 << 32) + 1
    }
}

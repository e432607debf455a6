//! Kinds of the log. A payload is a delta of at most 4 KB; larger content is a reference.

use serde::{Deserialize, Serialize};

use crate::conversation::Priority;
use crate::id::{
    CategoryId, ChannelId, CommentId, ContactId, ConversationId, MergeId, MessageId, ScheduledId,
    StageId, TagId, TeamId, UserId,
};
use crate::message::{Delivery, Direction};
use crate::time::Timestamp;

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "lowercase")]
pub enum ActorRef {
    /// A user of the workspace.
    User(UserId),
    /// The contact.
    Contact(ContactId),
    /// Parlance itself.
    System,
}

impl ActorRef {
    /// The word and number in the database.
    pub fn columns(self) -> (&'static str, i64) {
        match self {
            ActorRef::User(id) => ("user", id.0),
            ActorRef::Contact(id) => ("contact", id.0),
            ActorRef::System => ("system", 0),
        }
    }

    /// The actor of a word and number in the database.
    pub fn from_columns(kind: &str, id: i64) -> Self {
        match kind {
            "user" => ActorRef::User(UserId(id)),
            "contact" => ActorRef::Contact(ContactId(id)),
            _ => ActorRef::System,
        }
    }

    /// The user, if it was one.
    pub fn user(self) -> Option<UserId> {
        match self {
            ActorRef::User(id) => Some(id),
            _ => None,
        }
    }
}

/// By which way an event came (`events.source`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A user in the browser.
    User,
    /// The contact through a channel.
    Contact,
    /// Parlance itself.
    System,
}

impl Source {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Source::User => "user",
            Source::Contact => "contact",
            Source::System => "system",
        }
    }

    /// The source of a word in the database.
    pub fn from_word(word: &str) -> Self {
        match word {
            "user" => Source::User,
            "contact" => Source::Contact,
            _ => Source::System,
        }
    }
}

/// What happened. Serialized as `{"kind": …, "data": {…}}`; both parts have their own column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum EventPayload {
    /// A contact came into being.
    #[serde(rename = "contact.created")]
    ContactCreated {
        /// The channel that brought it, if one did.
        channel: Option<ChannelId>,
    },
    /// Fields of a contact changed.
    #[serde(rename = "contact.updated")]
    ContactUpdated {
        /// Names of the changed fields.
        fields: Vec<String>,
    },
    /// A conversation was opened.
    #[serde(rename = "conversation.opened")]
    ConversationOpened {
        /// On this channel.
        channel: ChannelId,
    },
    /// A conversation got another assignee.
    #[serde(rename = "conversation.assigned")]
    ConversationAssigned {
        /// Who had it.
        from: Option<UserId>,
        /// Who has it now.
        to: Option<UserId>,
    },
    /// A conversation was given to another team.
    #[serde(rename = "conversation.team_assigned")]
    ConversationTeamAssigned {
        /// Which had it.
        from: Option<TeamId>,
        /// Which has it now.
        to: Option<TeamId>,
    },
    /// A conversation was closed.
    #[serde(rename = "conversation.closed")]
    ConversationClosed {
        /// Category of its closing notes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<CategoryId>,
        /// Summary of its closing notes, at most 512 characters.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        summary: String,
    },
    /// Closing notes were written or changed after the closing.
    #[serde(rename = "conversation.noted")]
    ConversationNoted {
        /// The category now.
        category: Option<CategoryId>,
        /// The summary now.
        summary: String,
    },
    /// A conversation was put away for a while.
    #[serde(rename = "conversation.snoozed")]
    ConversationSnoozed {
        /// Until then; `None`: until the contact writes.
        until: Option<Timestamp>,
    },
    /// A snoozed conversation came back.
    #[serde(rename = "conversation.woken")]
    ConversationWoken {},
    /// A conversation became more or less urgent.
    #[serde(rename = "conversation.prioritized")]
    ConversationPrioritized {
        /// Before.
        from: Priority,
        /// Now.
        to: Priority,
    },
    /// A comment was written.
    #[serde(rename = "comment.created")]
    CommentCreated {
        /// Which.
        comment: CommentId,
        /// Whom it mentions.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<UserId>,
        /// Teams whose members it mentions.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        teams: Vec<TeamId>,
    },
    /// A comment was changed, pinned or deleted.
    #[serde(rename = "comment.changed")]
    CommentChanged {
        /// Which.
        comment: CommentId,
    },
    /// Tags were put on a contact or taken off.
    #[serde(rename = "contact.tagged")]
    ContactTagged {
        /// New ones.
        added: Vec<TagId>,
        /// Gone ones.
        removed: Vec<TagId>,
    },
    /// A contact moved in the lifecycle.
    #[serde(rename = "contact.stage_changed")]
    ContactStageChanged {
        /// Where it was.
        from: Option<StageId>,
        /// Where it is.
        to: Option<StageId>,
    },
    /// Another contact was merged into this one.
    #[serde(rename = "contact.merged")]
    ContactMerged {
        /// The merge, which can be undone.
        merge: MergeId,
        /// The contact that is gone.
        merged: ContactId,
    },
    /// A merge was undone.
    #[serde(rename = "contact.unmerged")]
    ContactUnmerged {
        /// The merge.
        merge: MergeId,
        /// The contact that is back.
        restored: ContactId,
    },
    /// A contact was blocked.
    #[serde(rename = "contact.blocked")]
    ContactBlocked {},
    /// A contact is not blocked any more.
    #[serde(rename = "contact.unblocked")]
    ContactUnblocked {},
    /// A message to be sent later was set up, changed, sent, cancelled or failed.
    #[serde(rename = "message.scheduled")]
    MessageScheduled {
        /// Which.
        scheduled: ScheduledId,
    },
    /// Something that people set up was created, changed or deleted: a tag, a snippet, a team.
    #[serde(rename = "object.changed")]
    ObjectChanged {
        /// The kind of object.
        object: String,
        /// Which.
        id: i64,
    },
    /// A closed conversation was opened again.
    #[serde(rename = "conversation.reopened")]
    ConversationReopened {},
    /// A message was stored.
    #[serde(rename = "message.created")]
    MessageCreated {
        /// Which.
        message: MessageId,
        /// From or to the contact.
        direction: Direction,
    },
    /// Messages to the contact up to this one reached a state.
    #[serde(rename = "message.status")]
    MessageStatus {
        /// The newest of them.
        up_to: MessageId,
        /// Their state now.
        status: Delivery,
    },
    /// A channel was created, changed or disconnected.
    #[serde(rename = "channel.changed")]
    ChannelChanged {
        /// Which.
        channel: ChannelId,
    },
    /// A kind that this version does not know; kept, shown nowhere.
    #[serde(untagged)]
    Other(Unknown),
}

/// Anything: what a newer version wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// Its kind.
    pub kind: String,
}

impl EventPayload {
    /// Whether the event is a line of the thread (messages show themselves).
    pub fn is_timeline_line(&self) -> bool {
        matches!(
            self,
            EventPayload::ConversationOpened { .. }
                | EventPayload::ConversationAssigned { .. }
                | EventPayload::ConversationTeamAssigned { .. }
                | EventPayload::ConversationClosed { .. }
                | EventPayload::ConversationReopened {}
                | EventPayload::ConversationNoted { .. }
                | EventPayload::ConversationSnoozed { .. }
                | EventPayload::ConversationWoken {}
                | EventPayload::ConversationPrioritized { .. }
                | EventPayload::ContactTagged { .. }
                | EventPayload::ContactStageChanged { .. }
                | EventPayload::ContactMerged { .. }
                | EventPayload::ContactUnmerged { .. }
                | EventPayload::ContactBlocked {}
                | EventPayload::ContactUnblocked {}
        )
    }
}

/// An event before the lane gives it its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDraft {
    /// Who caused it.
    pub actor: ActorRef,
    /// By which way.
    pub source: Source,
    /// About which contact.
    pub contact: Option<ContactId>,
    /// About which conversation.
    pub conversation: Option<ConversationId>,
    /// What happened.
    pub payload: EventPayload,
}

/// An event of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Position in the log, without gaps.
    pub seq: i64,
    /// When; never decreases inside a workspace.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: ActorRef,
    /// By which way.
    pub source: Source,
    /// About which contact.
    pub contact: Option<ContactId>,
    /// About which conversation.
    pub conversation: Option<ConversationId>,
    /// What happened.
    pub payload: EventPayload,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_round_trip_as_kind_and_data() {
        let payload = EventPayload::MessageCreated {
            message: MessageId(5),
            direction: Direction::Inbound,
        };
        let json = serde_json::to_value(&payload).unwrap();
        assert_eq!(json["kind"], "message.created");
        assert_eq!(
            serde_json::from_value::<EventPayload>(json).unwrap(),
            payload
        );
        let plain = EventPayload::ConversationClosed {
            category: None,
            summary: String::new(),
        };
        let closed = serde_json::to_string(&plain).unwrap();
        assert_eq!(closed, r#"{"kind":"conversation.closed","data":{}}"#);
        assert_eq!(
            serde_json::from_str::<EventPayload>(&closed).unwrap(),
            plain
        );
    }

    #[test]
    fn kinds_of_a_newer_version_are_kept() {
        let json = r#"{"kind":"sla.breached","data":{"x":1}}"#;
        assert!(matches!(
            serde_json::from_str(json).unwrap(),
            EventPayload::Other(_)
        ));
    }
}

//! Inbound messages, set-based: contact, conversation, message, counters and events of a whole
//! batch in about ten statements, whether it is one message or 256.
//!
//! The outcome depends on the order of the messages only, never on how they are cut into batches:
//! ids are drawn and events emitted message by message, and only the rows are written together.
//! A message that is known already (same channel and provider id) changes nothing.

mod batch;
mod decide;
mod rows;

#[cfg(test)]
pub(crate) use rows::ALL;

use crate::error::StoreError;
use crate::lane::{Batchable, WriteTx};
use parlance::id::{AttachmentId, ChannelId, ContactId, ConversationId, MessageId};
use parlance::time::{DAY, MINUTE, Timestamp};

/// A message that came in through a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundMessage {
    /// The channel.
    pub channel: ChannelId,
    /// Who wrote it, by the channel's own id; for website chat the visitor's identity.
    pub external_id: String,
    /// Whether that identity was proven.
    pub verified: bool,
    /// Name for a new contact, or empty.
    pub name: String,
    /// E-mail address for a new contact, or empty.
    pub email: String,
    /// Phone number for a new contact, or empty.
    pub phone: String,
    /// Language tag of a new contact, or empty.
    pub locale: String,
    /// IANA time zone of a new contact, or empty.
    pub time_zone: String,
    /// Where a new contact came from: the word of the channel's kind.
    pub source: String,
    /// The provider's id of the message, unique in the channel; website chat uses the client's.
    pub provider_id: String,
    /// The id the sending client chose, if it is one of ours.
    pub client_id: Option<String>,
    /// The text; may be empty when there are files.
    pub text: String,
    /// Uploaded files that no message uses yet; the caller checked whose they are.
    pub attachments: Vec<AttachmentId>,
    /// When it was written, by the provider's clock; clamped to around now.
    pub at: Timestamp,
    /// The page that the visitor wrote from.
    pub page_url: Option<String>,
}

/// What became of an inbound message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestOutcome {
    /// Who wrote it.
    pub contact_id: ContactId,
    /// Where it was put.
    pub conversation_id: ConversationId,
    /// The message; the stored one, if it was known already.
    pub message_id: MessageId,
    /// Whether the contact is new.
    pub created_contact: bool,
    /// Whether the conversation is new.
    pub opened_conversation: bool,
    /// Whether a snoozed conversation was opened again.
    pub reopened_conversation: bool,
    /// Whether the message was known already; nothing was changed.
    pub duplicate: bool,
    /// When it was written, as stored; for a duplicate, the time of this attempt.
    pub at: Timestamp,
    /// Which history of the log `seq` belongs to.
    pub epoch: i64,
    /// Number of its event; for a duplicate, of the newest event of the log.
    pub seq: i64,
}

impl Batchable for InboundMessage {
    type Outcome = IngestOutcome;

    fn bytes(&self) -> usize {
        self.text.len() + 512
    }

    async fn apply(tx: &mut WriteTx, items: &[Self]) -> Result<Vec<IngestOutcome>, StoreError> {
        batch::apply(tx, items).await
    }
}

/// Provider time, kept between a week before and a minute after its arrival.
fn clamp(at: Timestamp, now: Timestamp) -> Timestamp {
    Timestamp(at.0.clamp(now.plus(-7 * DAY).0, now.plus(MINUTE).0))
}

/// Postgres refuses U+0000 in text; it should have been replaced at the edge.
fn without_nul(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') {
        text.replace('\0', "\u{fffd}").into()
    } else {
        text.into()
    }
}

//! The events of one conversation, for the lines between its messages, and of one contact.

use crate::db::{Reader, Val, stmts};
use crate::error::StoreError;
use crate::event_row;
use parlance::event::Event;
use parlance::id::{ContactId, ConversationId, MessageId};

stmts! {
    /// Index events_conversation.
    LIST_NEWEST "event.list_of_conversation" [I64, I64] -> [seq: I64, at: I64, kind: Text, actor_kind: Text, actor_id: I64, source: Text, contact_id: I64, conversation_id: I64, data: Text] Range("events_conversation")
        "SELECT seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, data FROM events WHERE conversation_id = $1 AND conversation_id > 0 ORDER BY seq DESC LIMIT $2";
    /// Those before a message was stored; index events_conversation.
    LIST_BEFORE "event.list_before_message" [I64, I64, I64] -> [seq: I64, at: I64, kind: Text, actor_kind: Text, actor_id: I64, source: Text, contact_id: I64, conversation_id: I64, data: Text] Range("events_conversation")
        "SELECT e.seq, e.at, e.kind, e.actor_kind, e.actor_id, e.source, e.contact_id, e.conversation_id, e.data FROM events e WHERE e.conversation_id = $1 AND e.conversation_id > 0 AND e.seq < (SELECT m.seq FROM events m WHERE m.conversation_id = $1 AND m.conversation_id > 0 AND m.kind = 'message.created' AND m.subject = $2 ORDER BY m.seq LIMIT 1) ORDER BY e.seq DESC LIMIT $3";
    /// Those of one contact after a number, for a visitor who was away; index events_contact.
    LIST_OF_CONTACT "event.list_of_contact" [I64, I64, I64] -> [seq: I64, at: I64, kind: Text, actor_kind: Text, actor_id: I64, source: Text, contact_id: I64, conversation_id: I64, data: Text] Range("events_contact")
        "SELECT seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, data FROM events WHERE contact_id = $1 AND contact_id > 0 AND seq > $2 ORDER BY seq LIMIT $3";
}

/// Events about a contact after a number, oldest first.
pub async fn list_of_contact(
    r: &mut impl Reader,
    contact: ContactId,
    after: i64,
    limit: i64,
) -> Result<Vec<Event>, StoreError> {
    let values = [Val::I64(contact.0), Val::I64(after), Val::I64(limit)];
    r.rows(&LIST_OF_CONTACT, &values, event_row::decode).await
}

/// Events of a conversation, newest first: the newest ones, or those before a message.
pub async fn list(
    r: &mut impl Reader,
    conversation: ConversationId,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Event>, StoreError> {
    let (id, limit) = (Val::I64(conversation.0), Val::I64(limit));
    match before {
        None => r.rows(&LIST_NEWEST, &[id, limit], event_row::decode).await,
        Some(message) => {
            r.rows(
                &LIST_BEFORE,
                &[id, Val::I64(message.0), limit],
                event_row::decode,
            )
            .await
        }
    }
}

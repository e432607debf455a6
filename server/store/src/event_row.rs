//! Events of the log as rows: kind and payload have a column each.

use crate::db::Row;
use crate::error::StoreError;
use parlance::event::{ActorRef, Event, EventPayload, Source};
use parlance::id::{ContactId, ConversationId};
use parlance::time::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// Longest payload in bytes; larger content is a reference.
const MAX_DATA: usize = 4_096;

#[derive(Serialize)]
struct EventRow<'a> {
    seq: i64,
    at: i64,
    kind: &'a str,
    actor_kind: &'a str,
    actor_id: i64,
    source: &'a str,
    contact_id: i64,
    conversation_id: i64,
    subject: i64,
    data: String,
}

/// The JSON array that feeds the insert of all events of a batch.
pub(crate) fn to_json(events: &[Event]) -> Result<String, StoreError> {
    let broken = |error| StoreError::Bug(format!("an event cannot be written: {error}"));
    let payloads: Result<Vec<Value>, _> = events
        .iter()
        .map(|event| serde_json::to_value(&event.payload))
        .collect();
    let payloads = payloads.map_err(broken)?;
    let mut rows = Vec::with_capacity(events.len());
    for (event, payload) in events.iter().zip(&payloads) {
        let Some(kind) = payload.get("kind").and_then(Value::as_str) else {
            return Err(StoreError::bug("an event has no kind"));
        };
        let data = payload
            .get("data")
            .map_or_else(|| "{}".to_owned(), Value::to_string);
        if data.len() > MAX_DATA {
            return Err(StoreError::Bug(format!(
                "the payload of a {kind} event is too large"
            )));
        }
        let (actor_kind, actor_id) = event.actor.columns();
        rows.push(EventRow {
            seq: event.seq,
            at: event.at.0,
            kind,
            actor_kind,
            actor_id,
            source: event.source.word(),
            contact_id: event.contact.unwrap_or_default().0,
            conversation_id: event.conversation.unwrap_or_default().0,
            subject: subject(&event.payload),
            data,
        });
    }
    serde_json::to_string(&rows).map_err(broken)
}

/// What the event is about besides contact and conversation, 0 if nothing.
fn subject(payload: &EventPayload) -> i64 {
    match payload {
        EventPayload::MessageCreated { message, .. } => message.0,
        EventPayload::MessageStatus { up_to, .. } => up_to.0,
        EventPayload::ChannelChanged { channel } => channel.0,
        _ => 0,
    }
}

/// Decodes `seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, data`.
pub(crate) fn decode(row: &Row<'_>) -> Result<Event, StoreError> {
    let kind = row.str(2)?;
    let data: Value = serde_json::from_str(row.str(8)?)
        .map_err(|error| StoreError::Corrupt(format!("the data of an event: {error}")))?;
    let payload = serde_json::from_value(json!({"kind": kind, "data": data}))
        .map_err(|error| StoreError::Corrupt(format!("a {kind} event: {error}")))?;
    Ok(Event {
        seq: row.i64(0)?,
        at: Timestamp(row.i64(1)?),
        actor: ActorRef::from_columns(row.str(3)?, row.i64(4)?),
        source: Source::from_word(row.str(5)?),
        contact: ContactId::some(row.i64(6)?),
        conversation: ConversationId::some(row.i64(7)?),
        payload,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_becomes_a_row_with_kind_and_data_apart() {
        let event = Event {
            seq: 5,
            at: Timestamp(7),
            actor: ActorRef::System,
            source: Source::System,
            contact: Some(ContactId(1)),
            conversation: None,
            payload: EventPayload::ConversationClosed {
                category: None,
                summary: String::new(),
            },
        };
        let row: Value = serde_json::from_str(&to_json(&[event]).unwrap()).unwrap();
        assert_eq!(
            row,
            json!([{
                "seq": 5, "at": 7, "kind": "conversation.closed", "actor_kind": "system",
                "actor_id": 0, "source": "system", "contact_id": 1, "conversation_id": 0,
                "subject": 0, "data": "{}",
            }])
        );
    }
}

//! History that is brought in as a whole: the demo, later imports. One statement per table and
//! chunk, fed by one JSON array; at most 1,000 rows each.

use serde::Serialize;

use crate::db::{Val, json_rows, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;

stmts! {
    INSERT_CONTACTS "bulk.contacts" [Text] Batch
        sqlite concat!("INSERT INTO contacts (id, name, email, phone, locale, time_zone, assignee_id, team_id, blocked, source, last_activity_at, created_at, updated_at, version) SELECT id, name, email, phone, locale, time_zone, 0, 0, 0, 'demo', created_at, created_at, created_at, 1 FROM ", json_rows!(sqlite: id I64, name Text, email Text, phone Text, locale Text, time_zone Text, created_at I64)),
        postgres concat!("INSERT INTO contacts (id, name, email, phone, locale, time_zone, assignee_id, team_id, blocked, source, last_activity_at, created_at, updated_at, version) SELECT id, name, email, phone, locale, time_zone, 0, 0, 0, 'demo', created_at, created_at, created_at, 1 FROM ", json_rows!(postgres: id I64, name Text, email Text, phone Text, locale Text, time_zone Text, created_at I64));
    INSERT_IDENTITIES "bulk.identities" [Text] Batch
        sqlite concat!("INSERT INTO identities (id, contact_id, channel_id, external_id, verified, created_at) SELECT id, contact_id, channel_id, external_id, 0, created_at FROM ", json_rows!(sqlite: id I64, contact_id I64, channel_id I64, external_id Text, created_at I64)),
        postgres concat!("INSERT INTO identities (id, contact_id, channel_id, external_id, verified, created_at) SELECT id, contact_id, channel_id, external_id, 0, created_at FROM ", json_rows!(postgres: id I64, contact_id I64, channel_id I64, external_id Text, created_at I64));
    INSERT_CONVERSATIONS "bulk.conversations" [Text] Batch
        sqlite concat!("INSERT INTO conversations (id, contact_id, channel_id, status, assignee_id, team_id, opened_at, opened_source, closed_at, closed_by, snoozed_until, first_response_at, waiting_since, last_activity_at, last_message_id, last_inbound_id, last_direction, last_kind, preview, inbound_count, outbound_count, version) SELECT id, contact_id, channel_id, status, assignee_id, 0, opened_at, 'contact', closed_at, closed_by, 0, first_response_at, waiting_since, last_activity_at, last_message_id, last_inbound_id, last_direction, 'text', preview, inbound_count, outbound_count, 1 FROM ", json_rows!(sqlite: id I64, contact_id I64, channel_id I64, status I64, assignee_id I64, opened_at I64, closed_at I64, closed_by I64, first_response_at I64, waiting_since I64, last_activity_at I64, last_message_id I64, last_inbound_id I64, last_direction I64, preview Text, inbound_count I64, outbound_count I64)),
        postgres concat!("INSERT INTO conversations (id, contact_id, channel_id, status, assignee_id, team_id, opened_at, opened_source, closed_at, closed_by, snoozed_until, first_response_at, waiting_since, last_activity_at, last_message_id, last_inbound_id, last_direction, last_kind, preview, inbound_count, outbound_count, version) SELECT id, contact_id, channel_id, status, assignee_id, 0, opened_at, 'contact', closed_at, closed_by, 0, first_response_at, waiting_since, last_activity_at, last_message_id, last_inbound_id, last_direction, 'text', preview, inbound_count, outbound_count, 1 FROM ", json_rows!(postgres: id I64, contact_id I64, channel_id I64, status I64, assignee_id I64, opened_at I64, closed_at I64, closed_by I64, first_response_at I64, waiting_since I64, last_activity_at I64, last_message_id I64, last_inbound_id I64, last_direction I64, preview Text, inbound_count I64, outbound_count I64));
    INSERT_MESSAGES "bulk.messages" [Text] Batch
        sqlite concat!("INSERT INTO messages (id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, kind, body, provider_id, client_id, status, error, attachment_count, page_url, at) SELECT id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, 'text', body, NULL, NULL, status, NULL, 0, page_url, at FROM ", json_rows!(sqlite: id I64, conversation_id I64, contact_id I64, channel_id I64, direction I64, author_kind Text, author_id I64, body Text, status I64, page_url Text, at I64)),
        postgres concat!("INSERT INTO messages (id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, kind, body, provider_id, client_id, status, error, attachment_count, page_url, at) SELECT id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, 'text', body, NULL, NULL, status, NULL, 0, page_url, at FROM ", json_rows!(postgres: id I64, conversation_id I64, contact_id I64, channel_id I64, direction I64, author_kind Text, author_id I64, body Text, status I64, page_url Text, at I64));
    INSERT_READS "bulk.reads" [Text] Batch
        sqlite concat!("INSERT INTO reads (user_id, conversation_id, message_id) SELECT user_id, conversation_id, message_id FROM ", json_rows!(sqlite: user_id I64, conversation_id I64, message_id I64)),
        postgres concat!("INSERT INTO reads (user_id, conversation_id, message_id) SELECT user_id, conversation_id, message_id FROM ", json_rows!(postgres: user_id I64, conversation_id I64, message_id I64));
}

/// A contact of the past.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of contacts")]
pub struct BulkContact {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub locale: &'static str,
    pub time_zone: &'static str,
    pub created_at: i64,
}

/// Its presence on a channel.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of identities")]
pub struct BulkIdentity {
    pub id: i64,
    pub contact_id: i64,
    pub channel_id: i64,
    pub external_id: String,
    pub created_at: i64,
}

/// A conversation of the past.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of conversations")]
pub struct BulkConversation {
    pub id: i64,
    pub contact_id: i64,
    pub channel_id: i64,
    pub status: i64,
    pub assignee_id: i64,
    pub opened_at: i64,
    pub closed_at: i64,
    pub closed_by: i64,
    pub first_response_at: i64,
    pub waiting_since: i64,
    pub last_activity_at: i64,
    pub last_message_id: i64,
    pub last_inbound_id: i64,
    pub last_direction: i64,
    pub preview: String,
    pub inbound_count: i64,
    pub outbound_count: i64,
}

/// A message of the past.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of messages")]
pub struct BulkMessage {
    pub id: i64,
    pub conversation_id: i64,
    pub contact_id: i64,
    pub channel_id: i64,
    pub direction: i64,
    pub author_kind: &'static str,
    pub author_id: i64,
    pub body: String,
    pub status: i64,
    pub page_url: Option<&'static str>,
    pub at: i64,
}

/// How far a user had read.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of reads")]
pub struct BulkRead {
    pub user_id: i64,
    pub conversation_id: i64,
    pub message_id: i64,
}

async fn insert<T: Serialize>(
    tx: &mut WriteTx,
    stmt: &'static crate::Stmt,
    rows: &[T],
) -> Result<(), StoreError> {
    for chunk in rows.chunks(1_000) {
        let json = serde_json::to_string(chunk).map_err(|e| StoreError::Bug(e.to_string()))?;
        tx.exec(stmt, &[Val::Text(&json)]).await?;
    }
    Ok(())
}

/// Inserts contacts.
///
/// # Errors
/// The statement fails.
pub async fn insert_contacts(tx: &mut WriteTx, rows: &[BulkContact]) -> Result<(), StoreError> {
    insert(tx, &INSERT_CONTACTS, rows).await
}

/// Inserts identities.
///
/// # Errors
/// The statement fails.
pub async fn insert_identities(tx: &mut WriteTx, rows: &[BulkIdentity]) -> Result<(), StoreError> {
    insert(tx, &INSERT_IDENTITIES, rows).await
}

/// Inserts conversations.
///
/// # Errors
/// The statement fails.
pub async fn insert_conversations(
    tx: &mut WriteTx,
    rows: &[BulkConversation],
) -> Result<(), StoreError> {
    insert(tx, &INSERT_CONVERSATIONS, rows).await
}

/// Inserts messages.
///
/// # Errors
/// The statement fails.
pub async fn insert_messages(tx: &mut WriteTx, rows: &[BulkMessage]) -> Result<(), StoreError> {
    insert(tx, &INSERT_MESSAGES, rows).await
}

/// Inserts read marks.
///
/// # Errors
/// The statement fails.
pub async fn insert_reads(tx: &mut WriteTx, rows: &[BulkRead]) -> Result<(), StoreError> {
    insert(tx, &INSERT_READS, rows).await
}

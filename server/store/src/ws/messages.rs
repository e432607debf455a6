//! Messages with their files: pages of a thread, by id for live updates, new ones, and how far
//! they have come.

use crate::db::{Reader, Row, Val, json_rows, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use crate::ws::attachments::Attachment;
use crate::ws::ids_json;
use parlance::id::{AttachmentId, ChannelId, ContactId, ConversationId, MessageId, UserId};
use parlance::message::{Author, Delivery, Direction, FileKind};
use parlance::time::Timestamp;
use std::collections::BTreeMap;

/// The columns of a message and of one of its files, for `m` and `a`.
macro_rules! columns {
    () => {
        "m.id, m.conversation_id, m.contact_id, m.channel_id, m.direction, m.author_kind, m.author_id, m.body, m.client_id, m.status, m.error, m.page_url, m.at, a.id AS file_id, a.name, a.mime, a.kind AS file_kind, a.size, a.sha256, a.width, a.height"
    };
}

/// The newest messages before $2 with their files.
macro_rules! page {
    () => {
        concat!("SELECT ", columns!(), " FROM (SELECT id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, body, client_id, status, error, page_url, at FROM messages WHERE conversation_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3) AS m LEFT JOIN attachments a ON a.message_id = m.id AND a.message_id > 0")
    };
}

stmts! {
    /// The newest messages before $2, each with its files; index messages_conversation.
    LIST_BEFORE "message.list_before" [I64, I64, I64] -> [id: I64, conversation_id: I64, contact_id: I64, channel_id: I64, direction: I64, author_kind: Text, author_id: I64, body: Text, client_id: Text?, status: I64, error: Text?, page_url: Text?, at: I64, file_id: I64?, name: Text?, mime: Text?, file_kind: Text?, size: I64?, sha256: Text?, width: I64?, height: I64?] Scan("walks the rows of the limited subquery, itself a range of messages_conversation")
        sqlite page!(), postgres page!();
    BY_IDS "message.by_ids" [Text] -> [id: I64, conversation_id: I64, contact_id: I64, channel_id: I64, direction: I64, author_kind: Text, author_id: I64, body: Text, client_id: Text?, status: I64, error: Text?, page_url: Text?, at: I64, file_id: I64?, name: Text?, mime: Text?, file_kind: Text?, size: I64?, sha256: Text?, width: I64?, height: I64?] Batch
        sqlite concat!("SELECT ", columns!(), " FROM ", json_rows!(sqlite: id I64), " CROSS JOIN messages m LEFT JOIN attachments a ON a.message_id = m.id AND a.message_id > 0 WHERE m.id = r.id"),
        postgres concat!("SELECT ", columns!(), " FROM ", json_rows!(postgres: id I64), " CROSS JOIN messages m LEFT JOIN attachments a ON a.message_id = m.id AND a.message_id > 0 WHERE m.id = r.id");
    FIND_SENT "message.find_sent" [I64, Text] -> [id: I64, conversation_id: I64, author_kind: Text, author_id: I64] Point
        "SELECT id, conversation_id, author_kind, author_id FROM messages WHERE channel_id = $1 AND provider_id = $2";
    INSERT "message.insert_outbound" [I64, I64, I64, I64, I64, Text, Text, Text, I64, I64, I64] Write
        "INSERT INTO messages (id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, kind, body, provider_id, client_id, status, error, attachment_count, page_url, at) VALUES ($1, $2, $3, $4, 1, 'user', $5, $6, $7, $8, $8, $9, NULL, $10, NULL, $11)";
    /// Messages to the contact up to $2 that are behind. Everything before the newest one that has
    /// come that far has come that far, so the walk stops there; index messages_conversation.
    ADVANCE "message.advance" [I64, I64, I64] Write
        "UPDATE messages SET status = $3 WHERE conversation_id = $1 AND id <= $2 AND id > COALESCE((SELECT p.id FROM messages p WHERE p.conversation_id = $1 AND p.id <= $2 AND p.direction = 1 AND p.status >= $3 AND p.status <= 4 ORDER BY p.id DESC LIMIT 1), 0) AND direction = 1 AND status >= 2 AND status < $3";
}

/// A message as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRecord {
    /// The message.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// Its contact.
    pub contact: ContactId,
    /// Its channel.
    pub channel: ChannelId,
    /// From or to the contact.
    pub direction: Direction,
    /// Who wrote it.
    pub author: Author,
    /// The text.
    pub text: String,
    /// The id that the sending client chose.
    pub client_id: Option<String>,
    /// How far it has come.
    pub status: Delivery,
    /// Why it failed.
    pub error: Option<String>,
    /// The page it was written from.
    pub page_url: Option<String>,
    /// When it was written.
    pub at: Timestamp,
    /// Its files.
    pub files: Vec<Attachment>,
}

/// A message of a user to the contact.
#[derive(Debug, Clone)]
pub struct NewOutbound<'a> {
    /// Where.
    pub conversation: ConversationId,
    /// To whom.
    pub contact: ContactId,
    /// Over which channel.
    pub channel: ChannelId,
    /// Who wrote it.
    pub author: UserId,
    /// text, image, video, audio, file.
    pub kind: &'a str,
    /// The text.
    pub text: &'a str,
    /// Chosen by the client; unique in the channel.
    pub client_id: &'a str,
    /// How far it has come.
    pub status: Delivery,
    /// Number of its files.
    pub files: usize,
}

/// A message found by its client's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The message.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The user who wrote it, if it was one.
    pub author: Option<UserId>,
}

/// The newest messages of a conversation before one, oldest first.
pub async fn list_before(
    r: &mut impl Reader,
    conversation: ConversationId,
    before: MessageId,
    limit: i64,
) -> Result<Vec<MessageRecord>, StoreError> {
    let values = [
        Val::I64(conversation.0),
        Val::I64(before.0),
        Val::I64(limit),
    ];
    Ok(gather(r.rows(&LIST_BEFORE, &values, message).await?))
}

/// Messages by id, oldest first; unknown ids are left out.
pub async fn list_by_ids(
    r: &mut impl Reader,
    ids: &[MessageId],
) -> Result<Vec<MessageRecord>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let json = ids_json(ids.iter().map(|id| id.0));
    Ok(gather(r.rows(&BY_IDS, &[Val::Text(&json)], message).await?))
}

/// The message that a client sent under an id of its own.
pub async fn find_sent(
    r: &mut impl Reader,
    channel: ChannelId,
    client_id: &str,
) -> Result<Option<Sent>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Sent {
            id: MessageId(row.i64(0)?),
            conversation: ConversationId(row.i64(1)?),
            author: (row.str(2)? == "user").then_some(UserId(row.i64(3)?)),
        })
    };
    r.row_opt(
        &FIND_SENT,
        &[Val::I64(channel.0), Val::Text(client_id)],
        decode,
    )
    .await
}

/// Stores a message to the contact.
pub async fn insert_outbound(
    tx: &mut WriteTx,
    new: &NewOutbound<'_>,
) -> Result<MessageId, StoreError> {
    let id = MessageId(tx.new_id());
    let values = [
        Val::I64(id.0),
        Val::I64(new.conversation.0),
        Val::I64(new.contact.0),
        Val::I64(new.channel.0),
        Val::I64(new.author.0),
        Val::Text(new.kind),
        Val::Text(new.text),
        Val::Text(new.client_id),
        Val::I64(new.status.code()),
        Val::I64(i64::try_from(new.files).unwrap_or(0)),
        Val::I64(tx.now().0),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok(id)
}

/// Messages to the contact up to one were delivered or read; whether any was behind.
pub async fn update_status(
    tx: &mut WriteTx,
    conversation: ConversationId,
    up_to: MessageId,
    status: Delivery,
) -> Result<bool, StoreError> {
    let values = [
        Val::I64(conversation.0),
        Val::I64(up_to.0),
        Val::I64(status.code()),
    ];
    Ok(tx.exec(&ADVANCE, &values).await? > 0)
}

fn message(row: &Row<'_>) -> Result<MessageRecord, StoreError> {
    let author_id = row.i64(6)?;
    let author = match row.str(5)? {
        "contact" => Author::Contact {
            id: ContactId(author_id),
        },
        "user" => Author::User {
            id: UserId(author_id),
        },
        _ => Author::System,
    };
    let files = match row.opt_i64(13)? {
        Some(id) => vec![Attachment {
            id: AttachmentId(id),
            message: Some(MessageId(row.i64(0)?)),
            name: row.text(14)?,
            mime: row.text(15)?,
            kind: FileKind::from_word(row.str(16)?),
            size: row.i64(17)?,
            sha256: row.text(18)?,
            width: row.i64(19)?,
            height: row.i64(20)?,
        }],
        None => Vec::new(),
    };
    Ok(MessageRecord {
        id: MessageId(row.i64(0)?),
        conversation: ConversationId(row.i64(1)?),
        contact: ContactId(row.i64(2)?),
        channel: ChannelId(row.i64(3)?),
        direction: Direction::from_code(row.i64(4)?),
        author,
        text: row.text(7)?,
        client_id: row.opt_text(8)?,
        status: Delivery::from_code(row.i64(9)?),
        error: row.opt_text(10)?,
        page_url: row.opt_text(11)?,
        at: Timestamp(row.i64(12)?),
        files,
    })
}

/// A message with several files comes as several rows.
fn gather(rows: Vec<MessageRecord>) -> Vec<MessageRecord> {
    let mut messages: BTreeMap<MessageId, MessageRecord> = BTreeMap::new();
    for mut row in rows {
        match messages.get_mut(&row.id) {
            Some(known) => known.files.append(&mut row.files),
            None => drop(messages.insert(row.id, row)),
        }
    }
    let mut messages: Vec<_> = messages.into_values().collect();
    for message in &mut messages {
        message.files.sort_unstable_by_key(|file| file.id);
    }
    messages
}

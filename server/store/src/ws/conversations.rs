//! Conversations: found by id, changed by commands, and read in bulk for lists and live updates.
//!
//! Whether a user may see one depends on its *contact* (product specification §3.3), so every
//! finder brings the contact's assignee and team along; the decision is made above.

use crate::db::{Reader, Row, Val, json_rows, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use crate::ws::contacts::{ContactRecord, tag_ids, tags};
use crate::ws::ids_json;
use parlance::conversation::{Conversation, Priority, Status};
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId, StageId, TeamId, UserId};
use parlance::message::Direction;
use parlance::time::Timestamp;

stmts! {
    FIND "conversation.find" [I64] -> [id: I64, contact_id: I64, channel_id: I64, status: I64, assignee_id: I64, team_id: I64, closed_at: I64, closed_by: I64, waiting_since: I64, first_response_at: I64, version: I64, last_message_id: I64, contact_assignee: I64, contact_team: I64] Point
        "SELECT v.id, v.contact_id, v.channel_id, v.status, v.assignee_id, v.team_id, v.closed_at, v.closed_by, v.waiting_since, v.first_response_at, v.version, v.last_message_id, c.assignee_id AS contact_assignee, c.team_id AS contact_team FROM conversations v JOIN contacts c ON c.id = v.contact_id WHERE v.id = $1";
    /// The one that is not closed; index conversations_one_open.
    FIND_OPEN_OF "conversation.find_open_of" [I64] -> [id: I64] Point
        "SELECT id FROM conversations WHERE contact_id = $1 AND closed_at = 0";
    UPDATE "conversation.update" [I64, I64, I64, I64, I64, I64, I64, I64, I64] Write
        "UPDATE conversations SET status = $1, assignee_id = $2, team_id = $3, closed_at = $4, closed_by = $5, waiting_since = $6, first_response_at = $7, version = $8 WHERE id = $9";
    UPDATE_LAST "conversation.update_last" [I64, I64, Text, Text, I64] Write
        "UPDATE conversations SET last_message_id = $1, last_activity_at = $2, last_direction = 1, last_kind = $3, preview = $4, outbound_count = outbound_count + 1 WHERE id = $5";
    /// $2: whose read marks; $3: of which conversation the draft is wanted, too.
    ROWS "conversation.rows" [Text, I64, I64] -> [id: I64, channel_id: I64, status: I64, assignee_id: I64, last_activity_at: I64, waiting_since: I64, last_direction: I64, last_kind: Text, preview: Text, last_message_id: I64, last_inbound_id: I64, version: I64, contact_id: I64, name: Text, email: Text, phone: Text, locale: Text, time_zone: Text, contact_assignee: I64, contact_team: I64, created_at: I64, contact_version: I64, read_up_to: I64?, draft: Text?, team_id: I64, priority: I64, snoozed_until: I64, opened_at: I64, blocked: I64, lifecycle_id: I64, country: Text, tags: Text?] Batch
        sqlite concat!("SELECT v.id, v.channel_id, v.status, v.assignee_id, v.last_activity_at, v.waiting_since, v.last_direction, v.last_kind, v.preview, v.last_message_id, v.last_inbound_id, v.version, c.id AS contact_id, c.name, c.email, c.phone, c.locale, c.time_zone, c.assignee_id AS contact_assignee, c.team_id AS contact_team, c.created_at, c.version AS contact_version, m.message_id AS read_up_to, d.body AS draft, v.team_id, v.priority, v.snoozed_until, v.opened_at, c.blocked, c.lifecycle_id, c.country, ", tags!(sqlite), " AS tags FROM ", json_rows!(sqlite: id I64), " CROSS JOIN conversations v CROSS JOIN contacts c LEFT JOIN reads m ON m.user_id = $2 AND m.conversation_id = v.id LEFT JOIN drafts d ON d.user_id = $2 AND d.conversation_id = v.id AND v.id = $3 WHERE v.id = r.id AND c.id = v.contact_id"),
        postgres concat!("SELECT v.id, v.channel_id, v.status, v.assignee_id, v.last_activity_at, v.waiting_since, v.last_direction, v.last_kind, v.preview, v.last_message_id, v.last_inbound_id, v.version, c.id AS contact_id, c.name, c.email, c.phone, c.locale, c.time_zone, c.assignee_id AS contact_assignee, c.team_id AS contact_team, c.created_at, c.version AS contact_version, m.message_id AS read_up_to, d.body AS draft, v.team_id, v.priority, v.snoozed_until, v.opened_at, c.blocked, c.lifecycle_id, c.country, ", tags!(postgres), " AS tags FROM ", json_rows!(postgres: id I64), " CROSS JOIN conversations v CROSS JOIN contacts c LEFT JOIN reads m ON m.user_id = $2 AND m.conversation_id = v.id LEFT JOIN drafts d ON d.user_id = $2 AND d.conversation_id = v.id AND v.id = $3 WHERE v.id = r.id AND c.id = v.contact_id");
    /// Of one contact, the most recent first; index conversations_contact.
    LIST_OF "conversation.list_of" [I64, I64] -> [id: I64] Range("conversations_contact")
        "SELECT id FROM conversations WHERE contact_id = $1 ORDER BY last_activity_at DESC, id DESC LIMIT $2";
}

/// A conversation with what decides who sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The conversation as its rules see it.
    pub conversation: Conversation,
    /// Its newest message.
    pub last_message: MessageId,
    /// Who its contact is assigned to.
    pub contact_assignee: Option<UserId>,
    /// Which team its contact belongs to.
    pub contact_team: Option<TeamId>,
}

/// A conversation as lists show it, with its contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The conversation.
    pub id: ConversationId,
    /// The channel of its last message.
    pub channel: ChannelId,
    /// Open, snoozed or closed.
    pub status: Status,
    /// Who takes care of it.
    pub assignee: Option<UserId>,
    /// Time of the last message.
    pub last_activity_at: Timestamp,
    /// Since when the contact waits.
    pub waiting_since: Option<Timestamp>,
    /// Direction of the last message.
    pub last_direction: Direction,
    /// What the last message is.
    pub last_kind: String,
    /// Beginning of the last message.
    pub preview: String,
    /// The last message.
    pub last_message: MessageId,
    /// The newest message of the contact.
    pub last_inbound: MessageId,
    /// Grows with every change.
    pub version: i64,
    /// The contact.
    pub contact: ContactRecord,
    /// Up to where the asked user has read.
    pub read_up_to: MessageId,
    /// The asked user's draft, if it was asked for.
    pub draft: String,
    /// Which team takes care of it.
    pub team: Option<TeamId>,
    /// How urgent it is.
    pub priority: Priority,
    /// Until when it is put away.
    pub snoozed_until: Option<Timestamp>,
    /// When it was opened first.
    pub opened_at: Timestamp,
}

/// A conversation by id.
pub async fn find(r: &mut impl Reader, id: ConversationId) -> Result<Option<Found>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Found {
            conversation: Conversation {
                id: ConversationId(row.i64(0)?),
                contact: ContactId(row.i64(1)?),
                channel: ChannelId(row.i64(2)?),
                status: Status::from_code(row.i64(3)?),
                assignee: UserId::some(row.i64(4)?),
                team: TeamId::some(row.i64(5)?),
                closed_at: Timestamp::some(row.i64(6)?),
                closed_by: UserId::some(row.i64(7)?),
                waiting_since: Timestamp::some(row.i64(8)?),
                first_response_at: Timestamp::some(row.i64(9)?),
                version: row.i64(10)?,
            },
            last_message: MessageId(row.i64(11)?),
            contact_assignee: UserId::some(row.i64(12)?),
            contact_team: TeamId::some(row.i64(13)?),
        })
    };
    r.row_opt(&FIND, &[Val::I64(id.0)], decode).await
}

/// The contact's conversation that is not closed, if there is one.
pub async fn find_open_of(
    r: &mut impl Reader,
    contact: ContactId,
) -> Result<Option<ConversationId>, StoreError> {
    r.row_opt(&FIND_OPEN_OF, &[Val::I64(contact.0)], |row| {
        Ok(ConversationId(row.i64(0)?))
    })
    .await
}

/// The most recent conversations of a contact.
pub async fn list_of(
    r: &mut impl Reader,
    contact: ContactId,
    limit: i64,
) -> Result<Vec<ConversationId>, StoreError> {
    let values = [Val::I64(contact.0), Val::I64(limit)];
    r.rows(&LIST_OF, &values, |row| Ok(ConversationId(row.i64(0)?)))
        .await
}

/// Writes what the rules changed.
pub async fn update(tx: &mut WriteTx, conversation: &Conversation) -> Result<(), StoreError> {
    let values = [
        Val::I64(conversation.status.code()),
        Val::I64(conversation.assignee.unwrap_or_default().0),
        Val::I64(conversation.team.unwrap_or_default().0),
        Val::I64(conversation.closed_at.unwrap_or_default().0),
        Val::I64(conversation.closed_by.unwrap_or_default().0),
        Val::I64(conversation.waiting_since.unwrap_or_default().0),
        Val::I64(conversation.first_response_at.unwrap_or_default().0),
        Val::I64(conversation.version),
        Val::I64(conversation.id.0),
    ];
    tx.exec(&UPDATE, &values).await.map(drop)
}

/// Notes a message to the contact as the last one.
pub async fn update_last(
    tx: &mut WriteTx,
    id: ConversationId,
    message: MessageId,
    kind: &str,
    preview: &str,
) -> Result<(), StoreError> {
    let values = [
        Val::I64(message.0),
        Val::I64(tx.now().0),
        Val::Text(kind),
        Val::Text(preview),
        Val::I64(id.0),
    ];
    tx.exec(&UPDATE_LAST, &values).await.map(drop)
}

/// Conversations by id, in no particular order; unknown ids are left out. `user`: whose read
/// marks (0: nobody's); `draft_of`: for which one that user's draft is read, too (0: none).
pub async fn list_rows(
    r: &mut impl Reader,
    ids: &[ConversationId],
    user: UserId,
    draft_of: ConversationId,
) -> Result<Vec<Listed>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let json = ids_json(ids.iter().map(|id| id.0));
    r.rows(
        &ROWS,
        &[Val::Text(&json), Val::I64(user.0), Val::I64(draft_of.0)],
        listed,
    )
    .await
}

fn listed(row: &Row<'_>) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: ConversationId(row.i64(0)?),
        channel: ChannelId(row.i64(1)?),
        status: Status::from_code(row.i64(2)?),
        assignee: UserId::some(row.i64(3)?),
        last_activity_at: Timestamp(row.i64(4)?),
        waiting_since: Timestamp::some(row.i64(5)?),
        last_direction: Direction::from_code(row.i64(6)?),
        last_kind: row.text(7)?,
        preview: row.text(8)?,
        last_message: MessageId(row.i64(9)?),
        last_inbound: MessageId(row.i64(10)?),
        version: row.i64(11)?,
        contact: ContactRecord {
            id: ContactId(row.i64(12)?),
            name: row.text(13)?,
            email: row.text(14)?,
            phone: row.text(15)?,
            locale: row.text(16)?,
            time_zone: row.text(17)?,
            assignee: UserId::some(row.i64(18)?),
            team: TeamId::some(row.i64(19)?),
            created_at: Timestamp(row.i64(20)?),
            version: row.i64(21)?,
            blocked: row.flag(28)?,
            stage: StageId::some(row.i64(29)?),
            country: row.text(30)?,
            tags: tag_ids(row.opt_text(31)?),
        },
        read_up_to: MessageId(row.opt_i64(22)?.unwrap_or(0)),
        draft: row.opt_text(23)?.unwrap_or_default(),
        team: TeamId::some(row.i64(24)?),
        priority: Priority::from_code(row.i64(25)?),
        snoozed_until: Timestamp::some(row.i64(26)?),
        opened_at: Timestamp(row.i64(27)?),
    })
}

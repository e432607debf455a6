//! The statements of the inbound path and the JSON rows that feed them.

use crate::db::{Reader, Row, Stmt, Val, json_rows, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use serde::Serialize;
use std::borrow::Cow;

stmts! {
    /// Everything that is known about each message: itself, its sender, the sender's conversation
    /// that is not closed, and, only without one, what a new conversation inherits.
    RESOLVE "ingest.resolve" [Text] -> [i: I64, message_id: I64?, message_conversation: I64?, message_contact: I64?, contact_id: I64?, conversation_id: I64?, status: I64?, assignee_id: I64?, waiting_since: I64?, contact_assignee: I64?, contact_team: I64?] Batch
        sqlite concat!("SELECT r.i, m.id AS message_id, m.conversation_id AS message_conversation, m.contact_id AS message_contact, n.contact_id, v.id AS conversation_id, v.status, v.assignee_id, v.waiting_since, c.assignee_id AS contact_assignee, c.team_id AS contact_team FROM ", json_rows!(sqlite: i I64, channel_id I64, provider_id Text, external_id Text), " LEFT JOIN messages m ON m.channel_id = r.channel_id AND m.provider_id = r.provider_id LEFT JOIN identities n ON n.channel_id = r.channel_id AND n.external_id = r.external_id LEFT JOIN conversations v ON v.contact_id = n.contact_id AND v.closed_at = 0 LEFT JOIN contacts c ON c.id = n.contact_id AND v.id IS NULL"),
        postgres concat!("SELECT r.i, m.id AS message_id, m.conversation_id AS message_conversation, m.contact_id AS message_contact, n.contact_id, v.id AS conversation_id, v.status, v.assignee_id, v.waiting_since, c.assignee_id AS contact_assignee, c.team_id AS contact_team FROM ", json_rows!(postgres: i I64, channel_id I64, provider_id Text, external_id Text), " LEFT JOIN messages m ON m.channel_id = r.channel_id AND m.provider_id = r.provider_id LEFT JOIN identities n ON n.channel_id = r.channel_id AND n.external_id = r.external_id LEFT JOIN conversations v ON v.contact_id = n.contact_id AND v.closed_at = 0 LEFT JOIN contacts c ON c.id = n.contact_id AND v.id IS NULL");
    /// By id only: with a guess about free files Postgres would read all of them on one side.
    FIND_FILES "ingest.find_files" [Text] -> [id: I64, kind: Text, message_id: I64] Batch
        sqlite concat!("SELECT a.id, a.kind, a.message_id FROM ", json_rows!(sqlite: id I64), " CROSS JOIN attachments a WHERE a.id = r.id"),
        postgres concat!("SELECT a.id, a.kind, a.message_id FROM ", json_rows!(postgres: id I64), " CROSS JOIN attachments a WHERE a.id = r.id");
    INSERT_CONTACTS "ingest.insert_contacts" [Text] Batch
        sqlite concat!("INSERT INTO contacts (id, name, email, phone, locale, time_zone, assignee_id, team_id, blocked, source, last_activity_at, created_at, updated_at, version) SELECT id, name, email, phone, locale, time_zone, 0, 0, 0, source, at, at, at, 1 FROM ", json_rows!(sqlite: id I64, name Text, email Text, phone Text, locale Text, time_zone Text, source Text, at I64)),
        postgres concat!("INSERT INTO contacts (id, name, email, phone, locale, time_zone, assignee_id, team_id, blocked, source, last_activity_at, created_at, updated_at, version) SELECT id, name, email, phone, locale, time_zone, 0, 0, 0, source, at, at, at, 1 FROM ", json_rows!(postgres: id I64, name Text, email Text, phone Text, locale Text, time_zone Text, source Text, at I64));
    INSERT_IDENTITIES "ingest.insert_identities" [Text] Batch
        sqlite concat!("INSERT INTO identities (id, contact_id, channel_id, external_id, verified, created_at) SELECT id, contact_id, channel_id, external_id, verified, at FROM ", json_rows!(sqlite: id I64, contact_id I64, channel_id I64, external_id Text, verified I64, at I64)),
        postgres concat!("INSERT INTO identities (id, contact_id, channel_id, external_id, verified, created_at) SELECT id, contact_id, channel_id, external_id, verified, at FROM ", json_rows!(postgres: id I64, contact_id I64, channel_id I64, external_id Text, verified I64, at I64));
    INSERT_CONVERSATIONS "ingest.insert_conversations" [Text] Batch
        sqlite concat!("INSERT INTO conversations (id, contact_id, channel_id, status, assignee_id, team_id, opened_at, opened_source, closed_at, closed_by, snoozed_until, first_response_at, waiting_since, last_activity_at, last_message_id, last_inbound_id, last_direction, last_kind, preview, inbound_count, outbound_count, version) SELECT id, contact_id, channel_id, 0, assignee_id, team_id, last_activity_at, 'contact', 0, 0, 0, 0, waiting_since, last_activity_at, message_id, message_id, 0, last_kind, preview, n, 0, n FROM ", json_rows!(sqlite: id I64, contact_id I64, channel_id I64, assignee_id I64, team_id I64, waiting_since I64, last_activity_at I64, message_id I64, last_kind Text, preview Text, n I64)),
        postgres concat!("INSERT INTO conversations (id, contact_id, channel_id, status, assignee_id, team_id, opened_at, opened_source, closed_at, closed_by, snoozed_until, first_response_at, waiting_since, last_activity_at, last_message_id, last_inbound_id, last_direction, last_kind, preview, inbound_count, outbound_count, version) SELECT id, contact_id, channel_id, 0, assignee_id, team_id, last_activity_at, 'contact', 0, 0, 0, 0, waiting_since, last_activity_at, message_id, message_id, 0, last_kind, preview, n, 0, n FROM ", json_rows!(postgres: id I64, contact_id I64, channel_id I64, assignee_id I64, team_id I64, waiting_since I64, last_activity_at I64, message_id I64, last_kind Text, preview Text, n I64));
    /// Each conversation once, however many messages it got.
    UPDATE_CONVERSATIONS "ingest.update_conversations" [Text] Batch
        sqlite concat!("UPDATE conversations SET status = 0, snoozed_until = 0, channel_id = r.channel_id, waiting_since = r.waiting_since, last_activity_at = r.last_activity_at, last_message_id = r.message_id, last_inbound_id = r.message_id, last_direction = 0, last_kind = r.last_kind, preview = r.preview, inbound_count = conversations.inbound_count + r.n, version = conversations.version + r.n FROM ", json_rows!(sqlite: id I64, channel_id I64, waiting_since I64, last_activity_at I64, message_id I64, last_kind Text, preview Text, n I64), " WHERE conversations.id = r.id"),
        postgres concat!("UPDATE conversations SET status = 0, snoozed_until = 0, channel_id = r.channel_id, waiting_since = r.waiting_since, last_activity_at = r.last_activity_at, last_message_id = r.message_id, last_inbound_id = r.message_id, last_direction = 0, last_kind = r.last_kind, preview = r.preview, inbound_count = conversations.inbound_count + r.n, version = conversations.version + r.n FROM ", json_rows!(postgres: id I64, channel_id I64, waiting_since I64, last_activity_at I64, message_id I64, last_kind Text, preview Text, n I64), " WHERE conversations.id = r.id");
    INSERT_MESSAGES "ingest.insert_messages" [Text] Batch
        sqlite concat!("INSERT INTO messages (id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, kind, body, provider_id, client_id, status, error, attachment_count, page_url, at) SELECT id, conversation_id, contact_id, channel_id, 0, 'contact', contact_id, kind, body, provider_id, client_id, 2, NULL, attachment_count, page_url, at FROM ", json_rows!(sqlite: id I64, conversation_id I64, contact_id I64, channel_id I64, kind Text, body Text, provider_id Text, client_id Text, attachment_count I64, page_url Text, at I64), " WHERE true ON CONFLICT (channel_id, provider_id) DO NOTHING"),
        postgres concat!("INSERT INTO messages (id, conversation_id, contact_id, channel_id, direction, author_kind, author_id, kind, body, provider_id, client_id, status, error, attachment_count, page_url, at) SELECT id, conversation_id, contact_id, channel_id, 0, 'contact', contact_id, kind, body, provider_id, client_id, 2, NULL, attachment_count, page_url, at FROM ", json_rows!(postgres: id I64, conversation_id I64, contact_id I64, channel_id I64, kind Text, body Text, provider_id Text, client_id Text, attachment_count I64, page_url Text, at I64), " WHERE true ON CONFLICT (channel_id, provider_id) DO NOTHING");
    /// That they are free was read in this transaction, under the lock of the head row.
    CLAIM_FILES "ingest.claim_files" [Text] Batch
        sqlite concat!("UPDATE attachments SET message_id = r.message_id FROM ", json_rows!(sqlite: id I64, message_id I64), " WHERE attachments.id = r.id"),
        postgres concat!("UPDATE attachments SET message_id = r.message_id FROM ", json_rows!(postgres: id I64, message_id I64), " WHERE attachments.id = r.id");
}

/// Input of [`RESOLVE`].
#[derive(Serialize)]
pub(super) struct ResolveRow<'a> {
    pub(super) i: usize,
    pub(super) channel_id: i64,
    pub(super) provider_id: Cow<'a, str>,
    pub(super) external_id: Cow<'a, str>,
}

/// Output of [`RESOLVE`].
#[derive(Default, Clone)]
pub(super) struct Resolved {
    /// Id, conversation and contact of the message, if it is known.
    pub(super) message: Option<(i64, i64, i64)>,
    pub(super) contact: Option<i64>,
    pub(super) conversation: Option<OpenConversation>,
    /// What a new conversation inherits from the contact.
    pub(super) assignee: i64,
    pub(super) team: i64,
}

/// A conversation that is not closed, as stored.
#[derive(Clone, Copy)]
pub(super) struct OpenConversation {
    pub(super) id: i64,
    pub(super) snoozed: bool,
    pub(super) assignee: i64,
    pub(super) waiting_since: i64,
}

#[derive(Serialize)]
pub(super) struct ContactRow<'a> {
    pub(super) id: i64,
    pub(super) name: Cow<'a, str>,
    pub(super) email: Cow<'a, str>,
    pub(super) phone: Cow<'a, str>,
    pub(super) locale: Cow<'a, str>,
    pub(super) time_zone: Cow<'a, str>,
    pub(super) source: Cow<'a, str>,
    pub(super) at: i64,
}

#[derive(Serialize)]
pub(super) struct IdentityRow<'a> {
    pub(super) id: i64,
    pub(super) contact_id: i64,
    pub(super) channel_id: i64,
    pub(super) external_id: Cow<'a, str>,
    pub(super) verified: i64,
    pub(super) at: i64,
}

/// Serves both the insert and the update; each takes the fields that it names.
#[derive(Serialize)]
pub(super) struct ConversationRow {
    pub(super) id: i64,
    pub(super) contact_id: i64,
    pub(super) channel_id: i64,
    pub(super) assignee_id: i64,
    pub(super) team_id: i64,
    pub(super) waiting_since: i64,
    pub(super) last_activity_at: i64,
    pub(super) message_id: i64,
    pub(super) last_kind: &'static str,
    pub(super) preview: String,
    pub(super) n: i64,
}

#[derive(Serialize)]
pub(super) struct MessageRow<'a> {
    pub(super) id: i64,
    pub(super) conversation_id: i64,
    pub(super) contact_id: i64,
    pub(super) channel_id: i64,
    pub(super) kind: &'static str,
    pub(super) body: Cow<'a, str>,
    pub(super) provider_id: Cow<'a, str>,
    pub(super) client_id: Option<&'a str>,
    pub(super) attachment_count: usize,
    pub(super) page_url: Option<Cow<'a, str>>,
    pub(super) at: i64,
}

#[derive(Serialize)]
pub(super) struct FileRow {
    pub(super) id: i64,
    pub(super) message_id: i64,
}

pub(super) fn json<T: Serialize>(rows: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(rows).map_err(|error| StoreError::Bug(error.to_string()))
}

/// Statements over rows, to be run together; every row must take effect.
#[derive(Default)]
pub(super) struct Writes(Vec<Write>);

struct Write {
    stmt: &'static Stmt,
    rows: String,
    count: usize,
    /// What is violated if a row has no effect.
    constraint: &'static str,
}

impl Writes {
    /// Adds a statement, unless it has no rows.
    pub(super) fn push<T: Serialize>(
        &mut self,
        stmt: &'static Stmt,
        rows: &[T],
        constraint: &'static str,
    ) -> Result<(), StoreError> {
        if !rows.is_empty() {
            self.0.push(Write {
                stmt,
                rows: json(rows)?,
                count: rows.len(),
                constraint,
            });
        }
        Ok(())
    }

    pub(super) async fn run(self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let values: Vec<_> = self
            .0
            .iter()
            .map(|write| [Val::Text(&write.rows)])
            .collect();
        let list: Vec<(&'static Stmt, &[Val<'_>])> = self
            .0
            .iter()
            .zip(&values)
            .map(|(write, values)| (write.stmt, values.as_slice()))
            .collect();
        if list.is_empty() {
            return Ok(());
        }
        let changed = tx.exec_all(&list).await?;
        for (write, changed) in self.0.iter().zip(changed) {
            if changed != u64::try_from(write.count).unwrap_or(u64::MAX) {
                return Err(StoreError::Conflict(write.constraint.to_owned()));
            }
        }
        Ok(())
    }
}

pub(super) async fn resolve(
    tx: &mut WriteTx,
    rows: &[ResolveRow<'_>],
) -> Result<Vec<(usize, Resolved)>, StoreError> {
    let text = json(rows)?;
    let decode = |row: &Row<'_>| {
        let message = match (row.opt_i64(1)?, row.opt_i64(2)?, row.opt_i64(3)?) {
            (Some(id), Some(conversation), Some(contact)) => Some((id, conversation, contact)),
            _ => None,
        };
        let conversation = match row.opt_i64(5)? {
            Some(id) => Some(OpenConversation {
                id,
                snoozed: row.opt_i64(6)? == Some(1),
                assignee: row.opt_i64(7)?.unwrap_or(0),
                waiting_since: row.opt_i64(8)?.unwrap_or(0),
            }),
            None => None,
        };
        let resolved = Resolved {
            message,
            contact: row.opt_i64(4)?,
            conversation,
            assignee: row.opt_i64(9)?.unwrap_or(0),
            team: row.opt_i64(10)?.unwrap_or(0),
        };
        Ok((usize::try_from(row.i64(0)?).unwrap_or(usize::MAX), resolved))
    };
    tx.rows(&RESOLVE, &[Val::Text(&text)], decode).await
}

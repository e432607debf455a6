//! Contacts: found by id, edited, assigned; and what the panel beside a conversation lists.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::channel::ChannelKind;
use parlance::contact::{ContactChannel, ContactDetails, PastConversation};
use parlance::conversation::Status;
use parlance::id::{
    CategoryId, ChannelId, ContactId, ConversationId, StageId, TagId, TeamId, UserId,
};
use parlance::time::Timestamp;

/// The tags of the contact `c` as text, `1,2,3`; null if it has none.
macro_rules! tags {
    (sqlite) => {
        "(SELECT GROUP_CONCAT(g.tag_id, ',') FROM contact_tags g WHERE g.contact_id = c.id)"
    };
    (postgres) => {
        "(SELECT STRING_AGG(CAST(g.tag_id AS TEXT), ',') FROM contact_tags g WHERE g.contact_id = c.id)"
    };
}
pub(crate) use tags;

/// The ids in what [`tags!`] gives, in their order.
pub(crate) fn tag_ids(text: Option<String>) -> Vec<TagId> {
    let mut ids: Vec<TagId> = text
        .unwrap_or_default()
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    ids.sort_unstable();
    ids
}

stmts! {
    FIND "contact.find" [I64] -> [id: I64, name: Text, email: Text, phone: Text, locale: Text, time_zone: Text, assignee_id: I64, team_id: I64, created_at: I64, version: I64, blocked: I64, lifecycle_id: I64, country: Text, tags: Text?] Point
        sqlite concat!("SELECT c.id, c.name, c.email, c.phone, c.locale, c.time_zone, c.assignee_id, c.team_id, c.created_at, c.version, c.blocked, c.lifecycle_id, c.country, ", tags!(sqlite), " AS tags FROM contacts c WHERE c.id = $1"),
        postgres concat!("SELECT c.id, c.name, c.email, c.phone, c.locale, c.time_zone, c.assignee_id, c.team_id, c.created_at, c.version, c.blocked, c.lifecycle_id, c.country, ", tags!(postgres), " AS tags FROM contacts c WHERE c.id = $1");
    /// The channels (part 0) and the most recent conversations (part 1) of a contact; indexes
    /// identities_contact and conversations_contact.
    PANEL "contact.panel" [I64] -> [part: I64, id: I64, label: Text?, flag: I64, status: I64, at: I64, closed_at: I64, closed_by: I64, category_id: I64, summary: Text] Scan("walks two limited ranges, one after the other")
        "SELECT CAST(0 AS BIGINT) AS part, i.channel_id AS id, o.name AS label, i.verified AS flag, CAST(0 AS BIGINT) AS status, i.created_at AS at, CAST(0 AS BIGINT) AS closed_at, CAST(0 AS BIGINT) AS closed_by, CAST(0 AS BIGINT) AS category_id, '' AS summary FROM (SELECT channel_id, verified, created_at FROM identities WHERE contact_id = $1 LIMIT 50) AS i LEFT JOIN objects o ON o.id = i.channel_id UNION ALL SELECT CAST(1 AS BIGINT) AS part, v.id, v.preview AS label, CAST(0 AS BIGINT) AS flag, v.status, v.opened_at AS at, v.closed_at, v.closed_by, v.category_id, v.summary FROM (SELECT id, preview, status, opened_at, closed_at, closed_by, category_id, summary FROM conversations WHERE contact_id = $1 ORDER BY last_activity_at DESC, id DESC LIMIT 20) AS v";
    UPDATE "contact.update" [Text, Text, Text, I64, I64, I64] Write
        "UPDATE contacts SET name = $1, email = $2, phone = $3, updated_at = $4, version = version + 1 WHERE id = $5 AND version = $6";
    /// Not a change of what users edit: the version stays, so an open form does not become stale.
    ASSIGN "contact.assign" [I64, I64] Write
        "UPDATE contacts SET assignee_id = $1 WHERE id = $2";
}

/// A contact as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// The contact.
    pub id: ContactId,
    /// Name, or empty.
    pub name: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Phone number, or empty.
    pub phone: String,
    /// Language tag, or empty.
    pub locale: String,
    /// IANA time zone, or empty.
    pub time_zone: String,
    /// Who takes care of the contact.
    pub assignee: Option<UserId>,
    /// Which team takes care of the contact.
    pub team: Option<TeamId>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Grows with every edit.
    pub version: i64,
    /// Nothing of this contact is shown outside of the blocked inbox.
    pub blocked: bool,
    /// Where it stands in the lifecycle.
    pub stage: Option<StageId>,
    /// ISO 3166-1 code, or empty.
    pub country: String,
    /// Its tags.
    pub tags: Vec<TagId>,
}

/// A contact by id.
pub async fn find(r: &mut impl Reader, id: ContactId) -> Result<Option<ContactRecord>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(ContactRecord {
            id: ContactId(row.i64(0)?),
            name: row.text(1)?,
            email: row.text(2)?,
            phone: row.text(3)?,
            locale: row.text(4)?,
            time_zone: row.text(5)?,
            assignee: UserId::some(row.i64(6)?),
            team: TeamId::some(row.i64(7)?),
            created_at: Timestamp(row.i64(8)?),
            version: row.i64(9)?,
            blocked: row.flag(10)?,
            stage: StageId::some(row.i64(11)?),
            country: row.text(12)?,
            tags: tag_ids(row.opt_text(13)?),
        })
    };
    r.row_opt(&FIND, &[Val::I64(id.0)], decode).await
}

/// Channels and recent conversations of a contact, in one statement.
pub async fn list_panel(
    r: &mut impl Reader,
    id: ContactId,
) -> Result<(Vec<ContactChannel>, Vec<PastConversation>), StoreError> {
    struct Part {
        past: bool,
        id: i64,
        label: String,
        flag: bool,
        status: i64,
        at: i64,
        closed_at: i64,
        closed_by: i64,
        category: i64,
        summary: String,
    }
    let decode = |row: &Row<'_>| {
        Ok(Part {
            past: row.i64(0)? == 1,
            id: row.i64(1)?,
            label: row.opt_text(2)?.unwrap_or_default(),
            flag: row.flag(3)?,
            status: row.i64(4)?,
            at: row.i64(5)?,
            closed_at: row.i64(6)?,
            closed_by: row.i64(7)?,
            category: row.i64(8)?,
            summary: row.text(9)?,
        })
    };
    let (mut channels, mut past) = (Vec::<ContactChannel>::new(), Vec::new());
    for part in r.rows(&PANEL, &[Val::I64(id.0)], decode).await? {
        if part.past {
            past.push(PastConversation {
                id: ConversationId(part.id),
                status: Status::from_code(part.status),
                opened_at: Timestamp(part.at),
                preview: part.label,
                closed_at: Timestamp::some(part.closed_at),
                closed_by: UserId::some(part.closed_by),
                category: CategoryId::some(part.category),
                summary: part.summary,
            });
            continue;
        }
        // Several browsers of one person are one line; proven once is proven.
        match channels.iter_mut().find(|channel| channel.id.0 == part.id) {
            Some(channel) => channel.verified |= part.flag,
            None => channels.push(ContactChannel {
                id: ChannelId(part.id),
                name: part.label,
                kind: ChannelKind::WebChat,
                verified: part.flag,
            }),
        }
    }
    Ok((channels, past))
}

/// Changes what users edit, unless somebody else did since `version`; whether it was changed.
pub async fn update(
    tx: &mut WriteTx,
    id: ContactId,
    version: i64,
    details: &ContactDetails,
) -> Result<bool, StoreError> {
    let values = [
        Val::Text(&details.name),
        Val::Text(&details.email),
        Val::Text(&details.phone),
        Val::I64(tx.now().0),
        Val::I64(id.0),
        Val::I64(version),
    ];
    Ok(tx.exec(&UPDATE, &values).await? == 1)
}

/// Gives a contact to a user, or to nobody.
pub async fn update_assignee(
    tx: &mut WriteTx,
    id: ContactId,
    assignee: Option<UserId>,
) -> Result<(), StoreError> {
    let values = [Val::I64(assignee.unwrap_or_default().0), Val::I64(id.0)];
    tx.exec(&ASSIGN, &values).await.map(drop)
}

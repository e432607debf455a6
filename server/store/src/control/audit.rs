//! The audit log of the instance: append-only, each row carries the hash of the one before.
//!
//! A row is written in the transaction of the act it tells of, so an act that is rolled back
//! leaves none. There is no statement that changes a row.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{OrganizationId, UserId, WorkspaceId};
use parlance::time::Timestamp;
use sha2::{Digest, Sha256};

stmts! {
    FIND_LAST "audit.find_last" [] -> [id: I64, hash: Text] Range("audit_pkey")
        "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1";
    INSERT "audit.insert" [I64, I64, I64, I64, I64, Text, Text, Text, Text, Text, Text] Write
        "INSERT INTO audit (id, at, organization_id, workspace_id, actor_id, address, user_agent, action, object, change, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST "audit.list" [I64, I64] -> [id: I64, at: I64, organization_id: I64, workspace_id: I64, actor_id: I64, address: Text, user_agent: Text, action: Text, object: Text, change: Text, hash: Text] Range("audit_pkey")
        "SELECT id, at, organization_id, workspace_id, actor_id, address, user_agent, action, object, change, hash FROM audit WHERE id > $1 ORDER BY id LIMIT $2";
}

/// Rows that one step of the verification reads.
const PAGE: i64 = 1_000;

/// An act, as its author reports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act {
    /// In which organization; 0: the instance.
    pub organization: OrganizationId,
    /// In which workspace, if in one.
    pub workspace: WorkspaceId,
    /// Who; 0: nobody who is signed in, or the system.
    pub actor: UserId,
    /// From which network address.
    pub address: String,
    /// With which browser.
    pub user_agent: String,
    /// What was done, `invite.create`.
    pub action: String,
    /// To what, `user:5`.
    pub object: String,
    /// What changed, without secrets.
    pub change: String,
}

/// An act in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its row.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: Act,
    hash: String,
}

/// SHA-256 over the hash before and the row, as a JSON list, which no value can imitate.
fn chain(previous: &str, id: i64, at: Timestamp, act: &Act) -> String {
    let row = serde_json::json!([
        previous,
        id,
        at.0,
        act.organization.0,
        act.workspace.0,
        act.actor.0,
        act.address,
        act.user_agent,
        act.action,
        act.object,
        act.change,
    ]);
    hex::encode(Sha256::digest(row.to_string().as_bytes()))
}

/// The newest row and its hash: what is anchored outside of the database.
pub async fn find_last(r: &mut impl Reader) -> Result<Option<(i64, String)>, StoreError> {
    r.row_opt(&FIND_LAST, &[], |row| Ok((row.i64(0)?, row.text(1)?)))
        .await
}

/// Appends an act. The head row is locked by the transaction, so the chain does not fork.
pub async fn append(tx: &mut ControlTx, act: &Act) -> Result<(), StoreError> {
    let previous = find_last(tx)
        .await?
        .map(|(_, hash)| hash)
        .unwrap_or_default();
    let (id, at) = (tx.new_id(), tx.now());
    let hash = chain(&previous, id, at, act);
    let values = [
        Val::I64(id),
        Val::I64(at.0),
        Val::I64(act.organization.0),
        Val::I64(act.workspace.0),
        Val::I64(act.actor.0),
        Val::Text(&act.address),
        Val::Text(&act.user_agent),
        Val::Text(&act.action),
        Val::Text(&act.object),
        Val::Text(&act.change),
        Val::Text(&hash),
    ];
    tx.exec(&INSERT, &values).await.map(drop)
}

/// A part of the log, in order.
pub async fn list(
    r: &mut impl Reader,
    after: i64,
    limit: i64,
) -> Result<Vec<AuditRow>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(AuditRow {
            id: row.i64(0)?,
            at: Timestamp(row.i64(1)?),
            act: Act {
                organization: OrganizationId(row.i64(2)?),
                workspace: WorkspaceId(row.i64(3)?),
                actor: UserId(row.i64(4)?),
                address: row.text(5)?,
                user_agent: row.text(6)?,
                action: row.text(7)?,
                object: row.text(8)?,
                change: row.text(9)?,
            },
            hash: row.text(10)?,
        })
    };
    r.rows(&LIST, &[Val::I64(after), Val::I64(limit)], decode)
        .await
}

/// Recomputes the chain; the id of the first row that does not follow from the one before.
/// Missing rows at the end are found by comparing with an anchor.
pub async fn find_broken(r: &mut impl Reader) -> Result<Option<i64>, StoreError> {
    let (mut previous, mut after) = (String::new(), 0);
    loop {
        let page = list(r, after, PAGE).await?;
        for row in &page {
            if row.hash != chain(&previous, row.id, row.at, &row.act) {
                return Ok(Some(row.id));
            }
            previous.clone_from(&row.hash);
            after = row.id;
        }
        if page.is_empty() {
            return Ok(None);
        }
    }
}

//! The registry's rows in the control database: where each workspace lives and in which state it
//! is, and when work is due in it.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{OrganizationId, WorkspaceId};
use parlance::time::Timestamp;

stmts! {
    FIND "registry.find" [I64] -> [location: Text, schema_version: I64, state: Text, error: Text?, dirty: I64] Point
        "SELECT location, schema_version, state, error, dirty FROM workspaces WHERE id = $1";
    NEWEST_ID "registry.newest_id" [] -> [id: I64] Range("workspaces_pkey")
        "SELECT id FROM workspaces ORDER BY id DESC LIMIT 1";
    INSERT "registry.insert" [I64, I64, Text, Text, Text, Text, Text, Text, I64, I64] Write
        "INSERT INTO workspaces (id, organization_id, name, color, locale, time_zone, engine, location, schema_version, state, error, dirty, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'creating', NULL, 0, $10)";
    SET_STATE "registry.set_state" [Text, Text, I64] Write
        "UPDATE workspaces SET state = $1, error = $2 WHERE id = $3";
    SET_OPEN "registry.set_open" [I64, I64] Write
        "UPDATE workspaces SET dirty = 1, schema_version = $1 WHERE id = $2";
    SET_CLEAN "registry.set_clean" [I64] Write
        "UPDATE workspaces SET dirty = 0 WHERE id = $1";
    LIST_DIRTY "registry.list_dirty" [] -> [id: I64] Range("workspaces_dirty")
        "SELECT id FROM workspaces WHERE dirty = 1 ORDER BY id";
    LIST_STATES "registry.list" [I64, I64] -> [id: I64, state: Text] Range("workspaces_pkey")
        "SELECT id, state FROM workspaces WHERE id > $1 ORDER BY id LIMIT $2";
    LIST_DUE "wakeup.list_due" [I64, I64] -> [workspace_id: I64, due_at: I64] Range("wakeups_due")
        "SELECT workspace_id, due_at FROM wakeups WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
    LOWER_WAKEUP "wakeup.lower" [I64, I64] Write
        "INSERT INTO wakeups (workspace_id, due_at) VALUES ($1, $2) ON CONFLICT (workspace_id) DO UPDATE SET due_at = CASE WHEN excluded.due_at < wakeups.due_at THEN excluded.due_at ELSE wakeups.due_at END";
    TAKE_WAKEUP "wakeup.take" [I64, I64] Write
        "DELETE FROM wakeups WHERE workspace_id = $1 AND due_at <= $2";
}

/// A workspace as the registry knows it.
pub(crate) struct Entry {
    pub(crate) location: String,
    pub(crate) schema_version: i64,
    pub(crate) state: String,
    pub(crate) error: Option<String>,
}

/// What a new workspace is called; everything else starts with defaults.
#[derive(Debug, Clone)]
pub struct NewWorkspace {
    /// The organization it belongs to.
    pub organization: OrganizationId,
    /// Display name.
    pub name: String,
    /// Color of its mark, `#rrggbb`.
    pub color: String,
    /// Language of what it sends by itself.
    pub locale: String,
    /// IANA name of its time zone.
    pub time_zone: String,
}

pub(crate) async fn find(
    r: &mut impl Reader,
    id: WorkspaceId,
) -> Result<Option<Entry>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Entry {
            location: row.text(0)?,
            schema_version: row.i64(1)?,
            state: row.text(2)?,
            error: row.opt_text(3)?,
        })
    };
    r.row_opt(&FIND, &[Val::I64(id.0)], decode).await
}

/// Inserts the row in state `creating`; ids are small, because row ids are `id << 32`.
pub(crate) async fn insert(
    tx: &mut ControlTx,
    new: &NewWorkspace,
    engine: &'static str,
    location: impl Fn(WorkspaceId) -> String,
    version: i64,
) -> Result<(WorkspaceId, String), StoreError> {
    let newest = tx
        .row_opt(&NEWEST_ID, &[], |row| row.i64(0))
        .await?
        .unwrap_or(0);
    let id = WorkspaceId(newest + 1);
    let location = location(id);
    let values = [
        Val::I64(id.0),
        Val::I64(new.organization.0),
        Val::Text(&new.name),
        Val::Text(&new.color),
        Val::Text(&new.locale),
        Val::Text(&new.time_zone),
        Val::Text(engine),
        Val::Text(&location),
        Val::I64(version),
        Val::I64(tx.now().0),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok((id, location))
}

pub(crate) async fn set_state(
    tx: &mut ControlTx,
    id: WorkspaceId,
    state: &str,
    error: Option<&str>,
) -> Result<(), StoreError> {
    let values = [Val::Text(state), Val::opt_text(error), Val::I64(id.0)];
    tx.exec(&SET_STATE, &values).await.map(drop)
}

pub(crate) async fn set_open(
    tx: &mut ControlTx,
    id: WorkspaceId,
    version: i64,
) -> Result<(), StoreError> {
    tx.exec(&SET_OPEN, &[Val::I64(version), Val::I64(id.0)])
        .await
        .map(drop)
}

pub(crate) async fn set_clean(tx: &mut ControlTx, id: WorkspaceId) -> Result<(), StoreError> {
    tx.exec(&SET_CLEAN, &[Val::I64(id.0)]).await.map(drop)
}

pub(crate) async fn list_dirty(r: &mut impl Reader) -> Result<Vec<WorkspaceId>, StoreError> {
    r.rows(&LIST_DIRTY, &[], |row| Ok(WorkspaceId(row.i64(0)?)))
        .await
}

/// A page of all workspaces with their states, by id.
pub(crate) async fn list(
    r: &mut impl Reader,
    after: WorkspaceId,
    limit: i64,
) -> Result<Vec<(WorkspaceId, String)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((WorkspaceId(row.i64(0)?), row.text(1)?));
    r.rows(&LIST_STATES, &[Val::I64(after.0), Val::I64(limit)], decode)
        .await
}

/// Workspaces with work due at `now`, the longest overdue first.
pub(crate) async fn list_due(
    r: &mut impl Reader,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<(WorkspaceId, Timestamp)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((WorkspaceId(row.i64(0)?), Timestamp(row.i64(1)?)));
    r.rows(&LIST_DUE, &[Val::I64(now.0), Val::I64(limit)], decode)
        .await
}

pub(crate) async fn lower_wakeup(
    tx: &mut ControlTx,
    id: WorkspaceId,
    due: Timestamp,
) -> Result<(), StoreError> {
    tx.exec(&LOWER_WAKEUP, &[Val::I64(id.0), Val::I64(due.0)])
        .await
        .map(drop)
}

/// Removes a wakeup that is due; one that was lowered meanwhile to an earlier time too.
pub(crate) async fn take_wakeup(
    tx: &mut ControlTx,
    id: WorkspaceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec(&TAKE_WAKEUP, &[Val::I64(id.0), Val::I64(now.0)])
        .await
        .map(drop)
}

//! The people of a workspace as the inbox and live streams need them: names, who may be assigned,
//! and whether a browser is still signed in.

use crate::db::{Reader, Row, Val, json_rows, stmts};
use crate::error::StoreError;
use parlance::id::{SessionId, UserId, WorkspaceId};
use parlance::time::Timestamp;

/// Most members of a workspace that are listed.
const MAX: i64 = 2_000;

stmts! {
    LIST "person.list" [I64, I64] -> [id: I64, name: Text, suspended: I64] Range("workspace_members_pkey")
        "SELECT u.id, u.name, o.suspended FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id JOIN organization_members o ON o.organization_id = w.organization_id AND o.user_id = m.user_id JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 ORDER BY m.user_id LIMIT $2";
    NAMES "person.names" [Text] -> [id: I64, name: Text] Batch
        sqlite concat!("SELECT u.id, u.name FROM ", json_rows!(sqlite: id I64), " CROSS JOIN users u WHERE u.id = r.id"),
        postgres concat!("SELECT u.id, u.name FROM ", json_rows!(postgres: id I64), " CROSS JOIN users u WHERE u.id = r.id");
    /// Index sessions_user.
    FIND_SESSION "person.find_session" [I64, I64, I64] -> [public_id: I64] Range("sessions_user")
        "SELECT public_id FROM sessions WHERE user_id = $1 AND user_id > 0 AND public_id = $2 AND expires_at > $3 LIMIT 1";
}

/// A member of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Suspended members cannot sign in.
    pub suspended: bool,
}

/// The members of a workspace, by id.
pub async fn list(r: &mut impl Reader, id: WorkspaceId) -> Result<Vec<Member>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Member {
            id: UserId(row.i64(0)?),
            name: row.text(1)?,
            suspended: row.flag(2)?,
        })
    };
    r.rows(&LIST, &[Val::I64(id.0), Val::I64(MAX)], decode)
        .await
}

/// Names of users, members or not. Only for ids that come out of the workspace's own rows: an id
/// from a request would tell about strangers.
pub async fn list_names(
    r: &mut impl Reader,
    ids: &[UserId],
) -> Result<Vec<(UserId, String)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let json = crate::ws::ids_json(ids.iter().map(|id| id.0));
    let decode = |row: &Row<'_>| Ok((UserId(row.i64(0)?), row.text(1)?));
    r.rows(&NAMES, &[Val::Text(&json)], decode).await
}

/// Whether a session of a user has neither ended nor expired.
pub async fn is_signed_in(
    r: &mut impl Reader,
    user: UserId,
    session: SessionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = [Val::I64(user.0), Val::I64(session.0), Val::I64(now.0)];
    Ok(r.row_opt(&FIND_SESSION, &values, |row| row.i64(0))
        .await?
        .is_some())
}

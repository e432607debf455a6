//! Teams of a workspace: who is in which. Their names are `objects` of kind `team`.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use parlance::id::{TeamId, UserId};

stmts! {
    LIST_IDS "team.list_ids" [I64] -> [team_id: I64] Range("team_members_user")
        "SELECT team_id FROM team_members WHERE user_id = $1 LIMIT 200";
    /// Members of all teams; the primary key orders them.
    LIST_MEMBERS "team.list_members" [I64] -> [team_id: I64, user_id: I64] Scan("the table holds a few rows for each team")
        "SELECT team_id, user_id FROM team_members ORDER BY team_id, position, user_id LIMIT $1";
    LIST_NAMES "team.list_names" [I64] -> [user_id: I64, name: Text] Range("objects_kind")
        "SELECT m.user_id, o.name FROM objects o JOIN team_members m ON m.team_id = o.id WHERE o.kind = 'team' AND o.archived = 0 ORDER BY o.id LIMIT $1";
}

/// The teams of a user.
pub async fn list_ids(r: &mut impl Reader, user: UserId) -> Result<Vec<TeamId>, StoreError> {
    r.rows(&LIST_IDS, &[Val::I64(user.0)], |row| {
        Ok(TeamId(row.i64(0)?))
    })
    .await
}

/// Members of all teams, each team in its order; at most 5,000.
pub async fn list_members(r: &mut impl Reader) -> Result<Vec<(TeamId, UserId)>, StoreError> {
    r.rows(&LIST_MEMBERS, &[Val::I64(5_000)], |row| {
        Ok((TeamId(row.i64(0)?), UserId(row.i64(1)?)))
    })
    .await
}

/// Members of all teams with the names of these, oldest team first.
pub async fn list_names(
    r: &mut impl Reader,
    limit: i64,
) -> Result<Vec<(UserId, String)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((UserId(row.i64(0)?), row.text(1)?));
    r.rows(&LIST_NAMES, &[Val::I64(limit)], decode).await
}

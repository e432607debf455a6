//! Who works in which workspace, and the general settings that the registry row carries. The
//! last active owner stays, by the condition of the statements themselves.

use crate::db::{Reader, Row, Val, json_rows, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{OrganizationId, UserId, WorkspaceId};
use parlance::identity::{WorkspaceGeneral, WorkspaceGrant, WorkspaceMembership};
use parlance::permission::{Flags, WorkspaceRole};
use parlance::text::Locale;
use parlance::time::Timestamp;

stmts! {
    /// What a request of a member needs, in one read.
    FIND_ACCESS "workspace_member.find_access" [I64, I64] -> [organization_id: I64, name: Text, role: I64, flags: Text] Point
        "SELECT w.organization_id, u.name, m.role, m.flags FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id JOIN organization_members o ON o.organization_id = w.organization_id AND o.user_id = m.user_id JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 AND m.user_id = $2 AND o.suspended = 0 AND w.state NOT IN ('deleting', 'deleted')";
    FIND_MEMBER "workspace_member.find" [I64, I64] -> [role: I64, flags: Text] Point
        "SELECT role, flags FROM workspace_members WHERE workspace_id = $1 AND user_id = $2";
    INSERT_MEMBER "workspace_member.insert" [I64, I64, I64, Text, I64] Write
        "INSERT INTO workspace_members (workspace_id, user_id, role, flags, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, user_id) DO NOTHING";
    /// An owner becomes something else only while there is another active one.
    UPDATE_MEMBER "workspace_member.update" [I64, Text, I64, I64] Write
        "UPDATE workspace_members SET role = $1, flags = $2 WHERE workspace_id = $3 AND user_id = $4 AND (role <> 1 OR $1 = 1 OR EXISTS (SELECT m.user_id FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id JOIN organization_members o ON o.organization_id = w.organization_id AND o.user_id = m.user_id WHERE m.workspace_id = $3 AND m.user_id <> $4 AND m.role = 1 AND o.suspended = 0))";
    DELETE_MEMBER "workspace_member.delete" [I64, I64] Write
        "DELETE FROM workspace_members WHERE workspace_id = $1 AND user_id = $2 AND (role <> 1 OR EXISTS (SELECT m.user_id FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id JOIN organization_members o ON o.organization_id = w.organization_id AND o.user_id = m.user_id WHERE m.workspace_id = $1 AND m.user_id <> $2 AND m.role = 1 AND o.suspended = 0))";
    /// What an invitation grants; workspaces that left the organization meanwhile are skipped.
    GRANT "workspace_member.grant" [Text, I64, I64, I64] Batch
        sqlite concat!("INSERT INTO workspace_members (workspace_id, user_id, role, flags, created_at) SELECT r.workspace, $2, r.role, '', $3 FROM ", json_rows!(sqlite: workspace I64, role I64), " CROSS JOIN workspaces w WHERE w.id = r.workspace AND w.organization_id = $4 AND w.state NOT IN ('deleting', 'deleted') ON CONFLICT (workspace_id, user_id) DO NOTHING"),
        postgres concat!("INSERT INTO workspace_members (workspace_id, user_id, role, flags, created_at) SELECT r.workspace, $2, r.role, '', $3 FROM ", json_rows!(postgres: workspace I64, role I64), " JOIN workspaces w ON w.id = r.workspace WHERE w.organization_id = $4 AND w.state NOT IN ('deleting', 'deleted') ON CONFLICT (workspace_id, user_id) DO NOTHING");
    /// Somebody leaves the organization.
    DELETE_OF_USER "workspace_member.delete_of_user" [I64, I64] Write
        "DELETE FROM workspace_members WHERE user_id = $1 AND workspace_id IN (SELECT id FROM workspaces WHERE organization_id = $2)";
    /// A workspace of the organization that would be left without an active owner.
    FIND_SOLE_OWNED "workspace_member.find_sole_owned" [I64, I64] -> [workspace_id: I64] Range("workspace_members_user")
        "SELECT m.workspace_id FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.user_id = $1 AND m.role = 1 AND w.organization_id = $2 AND w.state NOT IN ('deleting', 'deleted') AND NOT EXISTS (SELECT o.user_id FROM workspace_members o JOIN organization_members a ON a.organization_id = w.organization_id AND a.user_id = o.user_id WHERE o.workspace_id = m.workspace_id AND o.user_id <> m.user_id AND o.role = 1 AND a.suspended = 0) LIMIT 1";
    LIST_MEMBERS "workspace_member.list" [I64, I64] -> [id: I64, name: Text, email: Text, role: I64, flags: Text, last_active_at: I64] Range("workspace_members_pkey")
        "SELECT u.id, u.name, u.email, m.role, m.flags, u.last_active_at FROM workspace_members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 ORDER BY m.user_id LIMIT $2";
    /// Starts from the user's workspaces or organizations, whichever the planner likes better.
    LIST_OF_USER "workspace_member.list_of_user" [I64] -> [id: I64, organization_id: I64, name: Text, color: Text, role: I64, flags: Text] Range("pk")
        "SELECT w.id, w.organization_id, w.name, w.color, m.role, m.flags FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id JOIN organization_members o ON o.organization_id = w.organization_id AND o.user_id = m.user_id WHERE m.user_id = $1 AND o.suspended = 0 AND w.state NOT IN ('creating', 'deleting', 'deleted') LIMIT 500";
    LIST_OF_ORGANIZATION "workspace_member.list_of_organization" [I64, I64] -> [user_id: I64, workspace_id: I64, name: Text, role: I64] Range("workspaces_organization")
        "SELECT m.user_id, w.id AS workspace_id, w.name, m.role FROM workspaces w JOIN workspace_members m ON m.workspace_id = w.id WHERE w.organization_id = $1 AND w.state NOT IN ('deleting', 'deleted') LIMIT $2";
    LIST_NAMES "workspace.list_names" [I64, I64] -> [id: I64, name: Text] Range("workspaces_organization")
        "SELECT id, name FROM workspaces WHERE organization_id = $1 AND state NOT IN ('deleting', 'deleted') LIMIT $2";
    FIND_GENERAL "workspace.find_general" [I64] -> [name: Text, color: Text, locale: Text, time_zone: Text] Point
        "SELECT name, color, locale, time_zone FROM workspaces WHERE id = $1";
    UPDATE_GENERAL "workspace.update_general" [Text, Text, Text, Text, I64] Write
        "UPDATE workspaces SET name = $1, color = $2, locale = $3, time_zone = $4 WHERE id = $5";
}

/// A member's access to a workspace, for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The workspace's organization.
    pub organization: OrganizationId,
    /// The member's display name.
    pub name: String,
    /// The role.
    pub role: WorkspaceRole,
    /// The restrictions.
    pub flags: Flags,
}

/// A member of a workspace in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMember {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The role.
    pub role: WorkspaceRole,
    /// The restrictions.
    pub flags: Flags,
    /// Last request seen.
    pub last_active_at: Option<Timestamp>,
}

/// An unknown number in a role column is a damaged row, never a guess.
fn role(code: i64) -> Result<WorkspaceRole, StoreError> {
    WorkspaceRole::from_code(code)
        .ok_or_else(|| StoreError::Corrupt(format!("workspace role {code}")))
}

/// The membership check: an active member of a workspace that exists.
pub async fn find_access(
    r: &mut impl Reader,
    id: WorkspaceId,
    user: UserId,
) -> Result<Option<Access>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Access {
            organization: OrganizationId(row.i64(0)?),
            name: row.text(1)?,
            role: role(row.i64(2)?)?,
            flags: Flags::parse(row.str(3)?),
        })
    };
    r.row_opt(&FIND_ACCESS, &[Val::I64(id.0), Val::I64(user.0)], decode)
        .await
}

/// Role and restrictions of a member, active or suspended.
pub async fn find_member(
    r: &mut impl Reader,
    id: WorkspaceId,
    user: UserId,
) -> Result<Option<(WorkspaceRole, Flags)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((role(row.i64(0)?)?, Flags::parse(row.str(1)?)));
    r.row_opt(&FIND_MEMBER, &[Val::I64(id.0), Val::I64(user.0)], decode)
        .await
}

/// Adds a member; `false` if the user is one already.
pub async fn insert_member(
    tx: &mut ControlTx,
    id: WorkspaceId,
    user: UserId,
    role: WorkspaceRole,
    flags: &Flags,
) -> Result<bool, StoreError> {
    let now = tx.now().0;
    let words = flags.words();
    let values = [
        Val::I64(id.0),
        Val::I64(user.0),
        Val::I64(role.code()),
        Val::Text(&words),
        Val::I64(now),
    ];
    Ok(tx.exec(&INSERT_MEMBER, &values).await? == 1)
}

/// Changes role and restrictions; `false` if that would take the last active owner.
pub async fn update_member(
    tx: &mut ControlTx,
    id: WorkspaceId,
    user: UserId,
    role: WorkspaceRole,
    flags: &Flags,
) -> Result<bool, StoreError> {
    let words = flags.words();
    let values = [
        Val::I64(role.code()),
        Val::Text(&words),
        Val::I64(id.0),
        Val::I64(user.0),
    ];
    Ok(tx.exec(&UPDATE_MEMBER, &values).await? == 1)
}

/// Removes a member; `false` if that would take the last active owner.
pub async fn delete_member(
    tx: &mut ControlTx,
    id: WorkspaceId,
    user: UserId,
) -> Result<bool, StoreError> {
    Ok(tx
        .exec(&DELETE_MEMBER, &[Val::I64(id.0), Val::I64(user.0)])
        .await?
        == 1)
}

/// Adds a user to workspaces of one organization; memberships that exist stay as they are.
pub async fn grant(
    tx: &mut ControlTx,
    organization: OrganizationId,
    user: UserId,
    grants: &[WorkspaceGrant],
) -> Result<(), StoreError> {
    let rows: Vec<_> = grants
        .iter()
        .map(|grant| serde_json::json!({"workspace": grant.workspace.0, "role": grant.role.code()}))
        .collect();
    let rows = serde_json::Value::Array(rows).to_string();
    let now = tx.now().0;
    let values = [
        Val::Text(&rows),
        Val::I64(user.0),
        Val::I64(now),
        Val::I64(organization.0),
    ];
    tx.exec(&GRANT, &values).await.map(drop)
}

/// Removes a user from every workspace of an organization.
pub async fn delete_of_user(
    tx: &mut ControlTx,
    organization: OrganizationId,
    user: UserId,
) -> Result<(), StoreError> {
    tx.exec(
        &DELETE_OF_USER,
        &[Val::I64(user.0), Val::I64(organization.0)],
    )
    .await
    .map(drop)
}

/// A workspace of the organization whose only active owner is this user.
pub async fn find_sole_owned(
    r: &mut impl Reader,
    organization: OrganizationId,
    user: UserId,
) -> Result<Option<WorkspaceId>, StoreError> {
    let values = [Val::I64(user.0), Val::I64(organization.0)];
    r.row_opt(&FIND_SOLE_OWNED, &values, |row| {
        Ok(WorkspaceId(row.i64(0)?))
    })
    .await
}

/// Members of a workspace, by id.
pub async fn list_members(
    r: &mut impl Reader,
    id: WorkspaceId,
    limit: i64,
) -> Result<Vec<ListedMember>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(ListedMember {
            id: UserId(row.i64(0)?),
            name: row.text(1)?,
            email: row.text(2)?,
            role: role(row.i64(3)?)?,
            flags: Flags::parse(row.str(4)?),
            last_active_at: Timestamp::some(row.i64(5)?),
        })
    };
    r.rows(&LIST_MEMBERS, &[Val::I64(id.0), Val::I64(limit)], decode)
        .await
}

/// Workspaces in which a user is an active member.
pub async fn list_of_user(
    r: &mut impl Reader,
    user: UserId,
) -> Result<Vec<WorkspaceMembership>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(WorkspaceMembership {
            id: WorkspaceId(row.i64(0)?),
            organization: OrganizationId(row.i64(1)?),
            name: row.text(2)?,
            color: row.text(3)?,
            role: role(row.i64(4)?)?,
            flags: Flags::parse(row.str(5)?),
        })
    };
    r.rows(&LIST_OF_USER, &[Val::I64(user.0)], decode).await
}

/// Every membership in the workspaces of an organization: user, workspace, its name, the role.
pub async fn list_of_organization(
    r: &mut impl Reader,
    id: OrganizationId,
    limit: i64,
) -> Result<Vec<(UserId, WorkspaceId, String, WorkspaceRole)>, StoreError> {
    let decode = |row: &Row<'_>| {
        let workspace = WorkspaceId(row.i64(1)?);
        Ok((
            UserId(row.i64(0)?),
            workspace,
            row.text(2)?,
            role(row.i64(3)?)?,
        ))
    };
    r.rows(
        &LIST_OF_ORGANIZATION,
        &[Val::I64(id.0), Val::I64(limit)],
        decode,
    )
    .await
}

/// Ids and names of an organization's workspaces.
pub async fn list_names(
    r: &mut impl Reader,
    id: OrganizationId,
    limit: i64,
) -> Result<Vec<(WorkspaceId, String)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((WorkspaceId(row.i64(0)?), row.text(1)?));
    r.rows(&LIST_NAMES, &[Val::I64(id.0), Val::I64(limit)], decode)
        .await
}

/// The general settings.
pub async fn find_general(
    r: &mut impl Reader,
    id: WorkspaceId,
) -> Result<Option<WorkspaceGeneral>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(WorkspaceGeneral {
            name: row.text(0)?,
            color: row.text(1)?,
            locale: Locale::from_tag(row.str(2)?).unwrap_or_default(),
            time_zone: row.text(3)?,
        })
    };
    r.row_opt(&FIND_GENERAL, &[Val::I64(id.0)], decode).await
}

/// Changes the general settings.
pub async fn update_general(
    tx: &mut ControlTx,
    id: WorkspaceId,
    to: &WorkspaceGeneral,
) -> Result<(), StoreError> {
    let values = [
        Val::Text(&to.name),
        Val::Text(&to.color),
        Val::Text(to.locale.tag()),
        Val::Text(&to.time_zone),
        Val::I64(id.0),
    ];
    tx.exec(&UPDATE_GENERAL, &values).await.map(drop)
}

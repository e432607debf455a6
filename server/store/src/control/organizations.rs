//! Organizations and who belongs to them. The last active admin stays, by the condition of the
//! statements themselves.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{OrganizationId, UserId, WorkspaceId};
use parlance::identity::OrganizationMembership;
use parlance::permission::OrganizationRole;
use parlance::text::Locale;
use parlance::time::Timestamp;

stmts! {
    FIND "organization.find" [I64] -> [name: Text, locale: Text] Point
        "SELECT name, locale FROM organizations WHERE id = $1";
    INSERT "organization.insert" [I64, Text, Text, I64] Write
        "INSERT INTO organizations (id, name, locale, created_at) VALUES ($1, $2, $3, $4)";
    UPDATE "organization.update" [Text, Text, I64] Write
        "UPDATE organizations SET name = $1, locale = $2 WHERE id = $3";
    FIND_MEMBER "organization_member.find" [I64, I64] -> [role: I64, suspended: I64] Point
        "SELECT role, suspended FROM organization_members WHERE organization_id = $1 AND user_id = $2";
    INSERT_MEMBER "organization_member.insert" [I64, I64, I64, I64] Write
        "INSERT INTO organization_members (organization_id, user_id, role, suspended, created_at) VALUES ($1, $2, $3, 0, $4) ON CONFLICT (organization_id, user_id) DO NOTHING";
    /// An active admin changes into something else only while there is another one.
    UPDATE_MEMBER "organization_member.update" [I64, I64, I64, I64] Write
        "UPDATE organization_members SET role = $1, suspended = $2 WHERE organization_id = $3 AND user_id = $4 AND (role <> 1 OR suspended = 1 OR ($1 = 1 AND $2 = 0) OR EXISTS (SELECT o.user_id FROM organization_members o WHERE o.organization_id = $3 AND o.user_id <> $4 AND o.role = 1 AND o.suspended = 0))";
    DELETE_MEMBER "organization_member.delete" [I64, I64] Write
        "DELETE FROM organization_members WHERE organization_id = $1 AND user_id = $2 AND (role <> 1 OR suspended = 1 OR EXISTS (SELECT o.user_id FROM organization_members o WHERE o.organization_id = $1 AND o.user_id <> $2 AND o.role = 1 AND o.suspended = 0))";
    LIST_MEMBERS "organization_member.list" [I64, I64] -> [id: I64, name: Text, email: Text, role: I64, suspended: I64, last_active_at: I64] Range("organization_members_pkey")
        "SELECT u.id, u.name, u.email, m.role, m.suspended, u.last_active_at FROM organization_members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1 ORDER BY m.user_id LIMIT $2";
    LIST_OF_USER "organization_member.list_of_user" [I64] -> [id: I64, name: Text, role: I64, locale: Text] Range("organization_members_user")
        "SELECT o.id, o.name, m.role, o.locale FROM organization_members m JOIN organizations o ON o.id = m.organization_id WHERE m.user_id = $1 AND m.suspended = 0 LIMIT 200";
    /// Whether an account belongs anywhere, and anywhere where it is not suspended.
    COUNT_OF_USER "organization_member.count_of_user" [I64] -> [all_of_them: I64, active: I64] Range("organization_members_user")
        "SELECT COUNT(*) AS all_of_them, COALESCE(CAST(SUM(CASE WHEN suspended = 0 THEN 1 ELSE 0 END) AS BIGINT), 0) AS active FROM organization_members WHERE user_id = $1";
    /// Members who are not yet in a workspace of the organization.
    LIST_CANDIDATES "organization_member.list_candidates" [I64, I64, I64] -> [id: I64, name: Text] Range("organization_members_pkey")
        "SELECT u.id, u.name FROM organization_members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1 AND m.suspended = 0 AND NOT EXISTS (SELECT w.user_id FROM workspace_members w WHERE w.workspace_id = $2 AND w.user_id = m.user_id) ORDER BY m.user_id LIMIT $3";
    LIST_WORKSPACES "organization.list_workspaces" [I64, I64, I64] -> [id: I64, name: Text, color: Text, created_at: I64, users: I64, mine: I64] Range("workspaces_organization")
        "SELECT w.id, w.name, w.color, w.created_at, (SELECT COUNT(*) FROM workspace_members m WHERE m.workspace_id = w.id) AS users, (SELECT COUNT(*) FROM workspace_members m WHERE m.workspace_id = w.id AND m.user_id = $1) AS mine FROM workspaces w WHERE w.organization_id = $2 AND w.state NOT IN ('deleting', 'deleted') LIMIT $3";
}

/// Somebody's place in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The role.
    pub role: OrganizationRole,
    /// Kept out.
    pub suspended: bool,
}

/// A member in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMember {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Place in the organization.
    pub member: Member,
    /// Last request seen.
    pub last_active_at: Option<Timestamp>,
}

/// A workspace in the list of its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWorkspace {
    /// The workspace.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub color: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Number of members.
    pub users: i64,
    /// Whether the asking user is one of them.
    pub mine: bool,
}

/// An unknown number in a role column is a damaged row, never a guess.
fn role(code: i64) -> Result<OrganizationRole, StoreError> {
    OrganizationRole::from_code(code)
        .ok_or_else(|| StoreError::Corrupt(format!("organization role {code}")))
}

/// Name and language.
pub async fn find(
    r: &mut impl Reader,
    id: OrganizationId,
) -> Result<Option<(String, Locale)>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok((
            row.text(0)?,
            Locale::from_tag(row.str(1)?).unwrap_or_default(),
        ))
    };
    r.row_opt(&FIND, &[Val::I64(id.0)], decode).await
}

/// Makes an organization.
pub async fn insert(
    tx: &mut ControlTx,
    name: &str,
    locale: Locale,
) -> Result<OrganizationId, StoreError> {
    let id = OrganizationId(tx.new_id());
    let now = tx.now().0;
    let values = [
        Val::I64(id.0),
        Val::Text(name),
        Val::Text(locale.tag()),
        Val::I64(now),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok(id)
}

/// Changes name and language.
pub async fn update(
    tx: &mut ControlTx,
    id: OrganizationId,
    name: &str,
    locale: Locale,
) -> Result<(), StoreError> {
    let values = [Val::Text(name), Val::Text(locale.tag()), Val::I64(id.0)];
    tx.exec(&UPDATE, &values).await.map(drop)
}

/// Somebody's place in an organization.
pub async fn find_member(
    r: &mut impl Reader,
    id: OrganizationId,
    user: UserId,
) -> Result<Option<Member>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Member {
            role: role(row.i64(0)?)?,
            suspended: row.flag(1)?,
        })
    };
    r.row_opt(&FIND_MEMBER, &[Val::I64(id.0), Val::I64(user.0)], decode)
        .await
}

/// Adds a member; `false` if the user is one already, whose role then stays.
pub async fn insert_member(
    tx: &mut ControlTx,
    id: OrganizationId,
    user: UserId,
    role: OrganizationRole,
) -> Result<bool, StoreError> {
    let now = tx.now().0;
    let values = [
        Val::I64(id.0),
        Val::I64(user.0),
        Val::I64(role.code()),
        Val::I64(now),
    ];
    Ok(tx.exec(&INSERT_MEMBER, &values).await? == 1)
}

/// Changes role and suspension; `false` if that would take the last active admin.
pub async fn update_member(
    tx: &mut ControlTx,
    id: OrganizationId,
    user: UserId,
    to: Member,
) -> Result<bool, StoreError> {
    let values = [
        Val::I64(to.role.code()),
        Val::flag(to.suspended),
        Val::I64(id.0),
        Val::I64(user.0),
    ];
    Ok(tx.exec(&UPDATE_MEMBER, &values).await? == 1)
}

/// Removes a member; `false` if that would take the last active admin.
pub async fn delete_member(
    tx: &mut ControlTx,
    id: OrganizationId,
    user: UserId,
) -> Result<bool, StoreError> {
    Ok(tx
        .exec(&DELETE_MEMBER, &[Val::I64(id.0), Val::I64(user.0)])
        .await?
        == 1)
}

/// Members, by id.
pub async fn list_members(
    r: &mut impl Reader,
    id: OrganizationId,
    limit: i64,
) -> Result<Vec<ListedMember>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(ListedMember {
            id: UserId(row.i64(0)?),
            name: row.text(1)?,
            email: row.text(2)?,
            member: Member {
                role: role(row.i64(3)?)?,
                suspended: row.flag(4)?,
            },
            last_active_at: Timestamp::some(row.i64(5)?),
        })
    };
    r.rows(&LIST_MEMBERS, &[Val::I64(id.0), Val::I64(limit)], decode)
        .await
}

/// Organizations in which a user is active.
pub async fn list_of_user(
    r: &mut impl Reader,
    user: UserId,
) -> Result<Vec<OrganizationMembership>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(OrganizationMembership {
            id: OrganizationId(row.i64(0)?),
            name: row.text(1)?,
            role: role(row.i64(2)?)?,
            locale: Locale::from_tag(row.str(3)?).unwrap_or_default(),
        })
    };
    r.rows(&LIST_OF_USER, &[Val::I64(user.0)], decode).await
}

/// Whether a user belongs to organizations, but is suspended in every one of them.
pub async fn is_suspended_everywhere(
    r: &mut impl Reader,
    user: UserId,
) -> Result<bool, StoreError> {
    let decode = |row: &Row<'_>| Ok(row.i64(0)? > 0 && row.i64(1)? == 0);
    Ok(r.row_opt(&COUNT_OF_USER, &[Val::I64(user.0)], decode)
        .await?
        .unwrap_or(false))
}

/// Active members of the organization who are not in the workspace.
pub async fn list_candidates(
    r: &mut impl Reader,
    id: OrganizationId,
    workspace: WorkspaceId,
    limit: i64,
) -> Result<Vec<(UserId, String)>, StoreError> {
    let values = [Val::I64(id.0), Val::I64(workspace.0), Val::I64(limit)];
    r.rows(&LIST_CANDIDATES, &values, |row| {
        Ok((UserId(row.i64(0)?), row.text(1)?))
    })
    .await
}

/// Workspaces of an organization, with the asking user's membership.
pub async fn list_workspaces(
    r: &mut impl Reader,
    id: OrganizationId,
    asking: UserId,
    limit: i64,
) -> Result<Vec<ListedWorkspace>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(ListedWorkspace {
            id: WorkspaceId(row.i64(0)?),
            name: row.text(1)?,
            color: row.text(2)?,
            created_at: Timestamp(row.i64(3)?),
            users: row.i64(4)?,
            mine: row.flag(5)?,
        })
    };
    r.rows(
        &LIST_WORKSPACES,
        &[Val::I64(asking.0), Val::I64(id.0), Val::I64(limit)],
        decode,
    )
    .await
}

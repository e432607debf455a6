//! Invitations into an organization. Only the hash of a link's token is stored; using, renewing
//! and withdrawing are conditional, so of two parallel requests one wins.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{InviteId, OrganizationId, UserId};
use parlance::identity::WorkspaceGrant;
use parlance::permission::OrganizationRole;
use parlance::time::Timestamp;

stmts! {
    INSERT "invite.insert" [I64, I64, Text, Text, I64, Text, Text, I64, I64, I64] Write
        "INSERT INTO invites (id, organization_id, email, email_key, role, workspaces, token_hash, invited_by, created_at, expires_at, used_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)";
    FIND "invite.find" [I64] -> [id: I64, organization_id: I64, email: Text, role: I64, workspaces: Text, invited_by: I64, expires_at: I64] Point
        "SELECT id, organization_id, email, role, workspaces, invited_by, expires_at FROM invites WHERE id = $1 AND used_at = 0 AND revoked_at = 0";
    FIND_BY_TOKEN "invite.find_by_token" [Text, I64] -> [id: I64, organization_id: I64, email: Text, role: I64, workspaces: Text, invited_by: I64, expires_at: I64] Point
        "SELECT id, organization_id, email, role, workspaces, invited_by, expires_at FROM invites WHERE token_hash = $1 AND used_at = 0 AND revoked_at = 0 AND expires_at > $2";
    LIST "invite.list" [I64, I64] -> [id: I64, organization_id: I64, email: Text, role: I64, workspaces: Text, invited_by: I64, expires_at: I64] Range("invites_organization")
        "SELECT id, organization_id, email, role, workspaces, invited_by, expires_at FROM invites WHERE organization_id = $1 AND used_at = 0 AND revoked_at = 0 LIMIT $2";
    USE "invite.use" [I64, Text] Write
        "UPDATE invites SET used_at = $1 WHERE token_hash = $2 AND used_at = 0 AND revoked_at = 0 AND expires_at > $1";
    RENEW "invite.renew" [Text, I64, I64] Write
        "UPDATE invites SET token_hash = $1, expires_at = $2 WHERE id = $3 AND used_at = 0 AND revoked_at = 0";
    REVOKE "invite.revoke" [I64, I64] Write
        "UPDATE invites SET revoked_at = $1 WHERE id = $2 AND used_at = 0 AND revoked_at = 0";
    /// A newer invitation of the same address, or its removal, voids the older ones.
    REVOKE_ADDRESS "invite.revoke_address" [I64, I64, Text] Write
        "UPDATE invites SET revoked_at = $1 WHERE organization_id = $2 AND email_key = $3 AND used_at = 0 AND revoked_at = 0";
    /// What somebody offered ends with the right to offer it.
    REVOKE_BY "invite.revoke_by" [I64, I64, I64] Write
        "UPDATE invites SET revoked_at = $1 WHERE organization_id = $2 AND invited_by = $3 AND used_at = 0 AND revoked_at = 0";
}

/// An invitation that was neither used nor withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The invitation.
    pub id: InviteId,
    /// Into which organization.
    pub organization: OrganizationId,
    /// For whom.
    pub email: String,
    /// Role in the organization.
    pub role: OrganizationRole,
    /// Workspaces and the role in each.
    pub workspaces: Vec<WorkspaceGrant>,
    /// By whom.
    pub invited_by: UserId,
    /// When it stops working.
    pub expires_at: Timestamp,
}

fn invite(row: &Row<'_>) -> Result<Invite, StoreError> {
    let code = row.i64(3)?;
    Ok(Invite {
        id: InviteId(row.i64(0)?),
        organization: OrganizationId(row.i64(1)?),
        email: row.text(2)?,
        role: OrganizationRole::from_code(code)
            .ok_or_else(|| StoreError::Corrupt(format!("organization role {code}")))?,
        workspaces: serde_json::from_str(row.str(4)?)
            .map_err(|error| StoreError::Corrupt(format!("grants of an invitation: {error}")))?,
        invited_by: UserId(row.i64(5)?),
        expires_at: Timestamp(row.i64(6)?),
    })
}

/// Adds an invitation; its id is new, the one in `new` is ignored.
pub async fn insert(
    tx: &mut ControlTx,
    new: &Invite,
    token_hash: &str,
) -> Result<InviteId, StoreError> {
    let id = InviteId(tx.new_id());
    let grants = serde_json::to_string(&new.workspaces)
        .map_err(|error| StoreError::Bug(format!("grants of an invitation: {error}")))?;
    let key = parlance::text::email_key(&new.email);
    let values = [
        Val::I64(id.0),
        Val::I64(new.organization.0),
        Val::Text(&new.email),
        Val::Text(&key),
        Val::I64(new.role.code()),
        Val::Text(&grants),
        Val::Text(token_hash),
        Val::I64(new.invited_by.0),
        Val::I64(tx.now().0),
        Val::I64(new.expires_at.0),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok(id)
}

/// A pending invitation, expired ones included. Callers compare the organization.
pub async fn find(r: &mut impl Reader, id: InviteId) -> Result<Option<Invite>, StoreError> {
    r.row_opt(&FIND, &[Val::I64(id.0)], invite).await
}

/// The invitation whose link can still be used.
pub async fn find_by_token(
    r: &mut impl Reader,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Invite>, StoreError> {
    r.row_opt(
        &FIND_BY_TOKEN,
        &[Val::Text(token_hash), Val::I64(now.0)],
        invite,
    )
    .await
}

/// Pending invitations of an organization, expired ones included.
pub async fn list(
    r: &mut impl Reader,
    organization: OrganizationId,
    limit: i64,
) -> Result<Vec<Invite>, StoreError> {
    r.rows(&LIST, &[Val::I64(organization.0), Val::I64(limit)], invite)
        .await
}

/// Uses a link; `false` if somebody was faster, or it is void.
pub async fn use_token(tx: &mut ControlTx, token_hash: &str) -> Result<bool, StoreError> {
    let now = tx.now().0;
    Ok(tx
        .exec(&USE, &[Val::I64(now), Val::Text(token_hash)])
        .await?
        == 1)
}

/// Replaces the token; the old link stops working. `false` if the invitation is not pending.
pub async fn renew(
    tx: &mut ControlTx,
    id: InviteId,
    token_hash: &str,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    let values = [
        Val::Text(token_hash),
        Val::I64(expires_at.0),
        Val::I64(id.0),
    ];
    Ok(tx.exec(&RENEW, &values).await? == 1)
}

/// Withdraws an invitation; `false` if it is not pending.
pub async fn revoke(tx: &mut ControlTx, id: InviteId) -> Result<bool, StoreError> {
    let now = tx.now().0;
    Ok(tx.exec(&REVOKE, &[Val::I64(now), Val::I64(id.0)]).await? == 1)
}

/// Withdraws what is pending for an address in an organization.
pub async fn revoke_address(
    tx: &mut ControlTx,
    organization: OrganizationId,
    email_key: &str,
) -> Result<(), StoreError> {
    let values = [
        Val::I64(tx.now().0),
        Val::I64(organization.0),
        Val::Text(email_key),
    ];
    tx.exec(&REVOKE_ADDRESS, &values).await.map(drop)
}

/// Withdraws what a user has offered and nobody has accepted yet.
pub async fn revoke_by(
    tx: &mut ControlTx,
    organization: OrganizationId,
    user: UserId,
) -> Result<(), StoreError> {
    let values = [
        Val::I64(tx.now().0),
        Val::I64(organization.0),
        Val::I64(user.0),
    ];
    tx.exec(&REVOKE_BY, &values).await.map(drop)
}

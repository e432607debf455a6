//! Who may offer what in an invitation, and who may renew or withdraw it.
//!
//! Admins of the organization invite into all of it; an owner or manager of a workspace invites
//! into that workspace, into roles that they could give there anyway.

use parlance::error::FieldProblem;
use parlance::id::{OrganizationId, WorkspaceId};
use parlance::identity::WorkspaceGrant;
use parlance::permission::{
    OrganizationActor, OrganizationPermission as Of, OrganizationRole, Permission,
};
use parlance_store::Reader;
use parlance_store::control::invites::Invite;
use parlance_store::control::workspaces;

use super::LIST;
use crate::{Caller, Result, ServiceError, access};

/// Workspaces of one invitation.
const GRANTS: usize = 100;

/// Ids and names of the organization's workspaces.
pub(super) type Names = Vec<(WorkspaceId, String)>;

/// Whether the caller may offer this role and these workspaces.
///
/// # Errors
/// `NotFound`: a workspace is not the organization's; `Forbidden`.
pub(super) async fn may_offer(
    r: &mut impl Reader,
    caller: &Caller,
    organization: OrganizationId,
    role: OrganizationRole,
    grants: &[WorkspaceGrant],
) -> Result<Names> {
    let actor = access::organization_in(r, caller, organization).await?;
    if grants.len() > GRANTS {
        let problem = FieldProblem::TooMany { max: 100 };
        return Err(ServiceError::field("workspaces", problem));
    }
    let names = workspaces::list_names(r, organization, LIST).await?;
    let ours = |grant: &WorkspaceGrant| names.iter().any(|(id, _)| *id == grant.workspace);
    if !grants.iter().all(ours) {
        return Err(ServiceError::NotFound);
    }
    if actor.may(Of::ManageUsers) && actor.may(Of::ManageWorkspaces) {
        return if actor.role.may_grant(role) {
            Ok(names)
        } else {
            Err(ServiceError::Forbidden)
        };
    }
    if role != OrganizationRole::Member || grants.is_empty() {
        return Err(ServiceError::Forbidden);
    }
    for grant in grants {
        let (member, _) = access::member_in(r, caller, grant.workspace).await?;
        member.require(Permission::ManageAgents)?;
        if !member.role.may_grant(grant.role) {
            return Err(ServiceError::Forbidden);
        }
    }
    Ok(names)
}

/// Whether somebody sees and manages an invitation: admins all that they could have made
/// themselves, others their own.
pub(super) fn may_manage(actor: &OrganizationActor, invite: &Invite) -> bool {
    let as_admin = actor.may(Of::ManageUsers) && actor.role.may_grant(invite.role);
    as_admin || invite.invited_by == actor.user
}

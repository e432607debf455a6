//! An organization: members, invitations, workspaces.

use leptos::prelude::*;
use parlance::id::{InviteId, OrganizationId, UserId, WorkspaceId};
use parlance::identity::{InviteRow, MemberRow, WorkspaceRow};
use server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::scope::request_scope;

/// Members, by name.
#[server(input = Json)]
pub async fn list_members(organization: OrganizationId) -> Result<Vec<MemberRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::list_members(&scope.services, &caller, organization).await;
    scope.answer(result)
}

/// Changes role or suspension of a member.
#[server(input = Json)]
pub async fn edit_member(command: parlance::identity::EditMember) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = parlance_services::identity::edit_member(&scope.services, &caller, command).await;
    scope.answer(result)
}

/// Removes a member.
#[server(input = Json)]
pub async fn remove_member(organization: OrganizationId, user: UserId) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::remove_member(&scope.services, &caller, organization, user)
            .await;
    scope.answer(result)
}

/// Changes name and language.
#[server(input = Json)]
pub async fn edit_organization(
    command: parlance::identity::EditOrganization,
) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::edit_organization(&scope.services, &caller, command).await;
    scope.answer(result)
}

/// Invites people.
#[server(input = Json)]
pub async fn invite_users(
    organization: OrganizationId,
    command: parlance::identity::InviteUsers,
) -> Result<Vec<InviteRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::invite_users(&scope.services, &caller, organization, command)
            .await;
    scope.answer(result)
}

/// Pending invitations.
#[server(input = Json)]
pub async fn list_invites(organization: OrganizationId) -> Result<Vec<InviteRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::list_invites(&scope.services, &caller, organization).await;
    scope.answer(result)
}

/// A fresh link for an invitation.
#[server(input = Json)]
pub async fn renew_invite(
    organization: OrganizationId,
    invite: InviteId,
) -> Result<InviteRow, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::renew_invite(&scope.services, &caller, organization, invite)
            .await;
    scope.answer(result)
}

/// Withdraws an invitation.
#[server(input = Json)]
pub async fn revoke_invite(organization: OrganizationId, invite: InviteId) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::revoke_invite(&scope.services, &caller, organization, invite)
            .await;
    scope.answer(result)
}

/// Workspaces, by name.
#[server(input = Json)]
pub async fn list_workspaces(organization: OrganizationId) -> Result<Vec<WorkspaceRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::list_workspaces(&scope.services, &caller, organization).await;
    scope.answer(result)
}

/// Creates a workspace.
#[server(input = Json)]
pub async fn create_workspace(
    command: parlance::identity::CreateWorkspace,
) -> Result<WorkspaceId, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::create_workspace(&scope.services, &caller, command).await;
    scope.answer(result)
}

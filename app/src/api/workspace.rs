//! General settings and members of a workspace.

use leptos::prelude::*;
use parlance::conversation::Person;
use parlance::id::{UserId, WorkspaceId};
use parlance::identity::WorkspaceMemberRow;
use server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::scope::request_scope;

/// General settings.
#[server(input = Json)]
pub async fn workspace_general(
    workspace: WorkspaceId,
) -> Result<parlance::identity::WorkspaceGeneral, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::workspace_general(&scope.services, &caller, workspace).await;
    scope.answer(result)
}

/// Changes the general settings.
#[server(input = Json)]
pub async fn edit_general(
    workspace: WorkspaceId,
    command: parlance::identity::WorkspaceGeneral,
) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::edit_general(&scope.services, &caller, workspace, command)
            .await;
    scope.answer(result)
}

/// Members, by name.
#[server(input = Json)]
pub async fn list_workspace_members(
    workspace: WorkspaceId,
) -> Result<Vec<WorkspaceMemberRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::list_workspace_members(&scope.services, &caller, workspace)
            .await;
    scope.answer(result)
}

/// Members of the organization who could be added.
#[server(input = Json)]
pub async fn workspace_candidates(workspace: WorkspaceId) -> Result<Vec<Person>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::workspace_candidates(&scope.services, &caller, workspace)
            .await;
    scope.answer(result)
}

/// Adds a member, or changes role and restrictions.
#[server(input = Json)]
pub async fn save_workspace_member(
    command: parlance::identity::SaveWorkspaceMember,
) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::save_workspace_member(&scope.services, &caller, command).await;
    scope.answer(result)
}

/// Removes a member.
#[server(input = Json)]
pub async fn remove_workspace_member(workspace: WorkspaceId, user: UserId) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = parlance_services::identity::remove_workspace_member(
        &scope.services,
        &caller,
        workspace,
        user,
    )
    .await;
    scope.answer(result)
}

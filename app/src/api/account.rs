//! The signed-in user's own account.

use leptos::prelude::*;
use parlance::id::{SessionId, WorkspaceId};
use parlance::identity::SessionRow;
use server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::scope::request_scope;

/// Changes name, language, zone and theme.
#[server(input = Json)]
pub async fn edit_profile(command: parlance::identity::EditProfile) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = parlance_services::identity::edit_profile(&scope.services, &caller, command).await;
    scope.answer(result)
}

/// Changes the password; other sessions end.
#[server(input = Json)]
pub async fn change_password(command: parlance::identity::ChangePassword) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::change_password(&scope.services, &caller, command).await;
    scope.answer(result)?;
    // Whoever knew the old session id must not share the session of the new password.
    scope.start_session(caller.user).await
}

/// Notes the workspace used last.
#[server(input = Json)]
pub async fn touch_workspace(workspace: WorkspaceId) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::touch_workspace(&scope.services, &caller, workspace).await;
    scope.answer(result)
}

/// Signed-in browsers.
#[server(input = Json)]
pub async fn list_sessions() -> Result<Vec<SessionRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = parlance_services::identity::sessions::list(&scope.services, &caller).await;
    scope.answer(result)
}

/// Ends one session.
#[server(input = Json)]
pub async fn revoke_session(session: SessionId) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::sessions::revoke(&scope.services, &caller, session).await;
    scope.answer(result)
}

/// Ends all other sessions.
#[server(input = Json)]
pub async fn revoke_other_sessions() -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::identity::sessions::revoke_others(&scope.services, &caller).await;
    scope.answer(result)
}

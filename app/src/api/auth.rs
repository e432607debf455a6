//! Sign-in, sign-out, first set-up, password reset, invitations.
//!
//! Sign-in, sign-out and the request for a reset link are flat forms that also work without
//! script; after them the browser loads a whole page, so that everything starts fresh.

use leptos::prelude::*;
use server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::scope::request_scope;

/// Where to go after signing in: a path of ours, never another site.
pub fn safe_next(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.starts_with("/\\")
        && !next.chars().any(char::is_control);
    if own { next } else { "/" }
}

/// Checks address and password, starts the session and leads to `next`.
#[server]
pub async fn sign_in(email: String, password: String, next: String) -> Result<(), AppError> {
    let scope = request_scope()?;
    let command = parlance::identity::SignIn { email, password };
    let signed_in =
        parlance_services::identity::sign_in(&scope.services, &scope.client, command).await;
    let user = scope.answer(signed_in)?;
    scope.start_session(user).await?;
    leptos_axum::redirect(safe_next(&next));
    Ok(())
}

/// Ends the session.
#[server]
pub async fn sign_out() -> Result<(), AppError> {
    request_scope()?.end_session().await?;
    leptos_axum::redirect("/login");
    Ok(())
}

/// Whether the instance waits for its first account.
#[server(input = Json)]
pub async fn setup_is_open() -> Result<bool, AppError> {
    let scope = request_scope()?;
    let open = parlance_services::identity::setup_is_open(&scope.services).await;
    scope.answer(open)
}

/// Makes the first account, organization and workspace, and signs in.
#[server(input = Json)]
pub async fn set_up(command: parlance::identity::SetUp) -> Result<(), AppError> {
    let scope = request_scope()?;
    let done = parlance_services::identity::set_up(&scope.services, &scope.client, command).await;
    let user = scope.answer(done)?;
    scope.start_session(user).await
}

/// Mails a reset link, if the account exists; the answer never tells.
#[server]
pub async fn request_reset(email: String) -> Result<(), AppError> {
    let scope = request_scope()?;
    let asked =
        parlance_services::identity::request_reset(&scope.services, &scope.client, email).await;
    scope.answer(asked)
}

/// Whether a reset link still works.
#[server(input = Json)]
pub async fn reset_is_valid(token: String) -> Result<bool, AppError> {
    let scope = request_scope()?;
    let valid = parlance_services::identity::reset_is_valid(&scope.services, token).await;
    scope.answer(valid)
}

/// Sets a new password and signs in.
#[server(input = Json)]
pub async fn reset_password(command: parlance::identity::ResetPassword) -> Result<(), AppError> {
    let scope = request_scope()?;
    let set =
        parlance_services::identity::reset_password(&scope.services, &scope.client, command).await;
    let user = scope.answer(set)?;
    scope.start_session(user).await
}

/// What an invitation offers.
#[server(input = Json)]
pub async fn invite_preview(token: String) -> Result<parlance::identity::InvitePreview, AppError> {
    let scope = request_scope()?;
    let preview = parlance_services::identity::invite_preview(&scope.services, token).await;
    scope.answer(preview)
}

/// Accepts an invitation and signs in.
#[server(input = Json)]
pub async fn accept_invite(command: parlance::identity::AcceptInvite) -> Result<(), AppError> {
    let scope = request_scope()?;
    let accepted =
        parlance_services::identity::accept_invite(&scope.services, &scope.client, command).await;
    let user = scope.answer(accepted)?;
    scope.start_session(user).await
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn sec_78_next_leads_nowhere_else() {
        assert_eq!(safe_next("/w/1/inbox?x=1"), "/w/1/inbox?x=1");
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "w/1",
            "/\r\nLocation: x",
            "\t//x",
        ] {
            assert_eq!(safe_next(bad), "/", "{bad:?}");
        }
    }
}

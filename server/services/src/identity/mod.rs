//! Accounts, sessions, organizations, workspaces and their members.
//!
//! Every change is one transaction of the control database that also checks the rights, writes
//! the mails and appends to the audit log; the conditions of its statements hold the invariants
//! (the last admin, the last owner, one use of a link) against parallel requests.

mod account;
mod audit;
mod expiry;
mod invite_accept;
mod invite_rights;
mod invites;
mod links;
mod mail_texts;
mod members;
mod organizations;
mod passwords;
mod reset;
pub mod sessions;
mod setup;
mod sign_in;
#[cfg(test)]
mod tests;
mod throttle;
mod viewer;
mod workspace_members;
mod workspaces;
pub(crate) mod zones;

pub use account::{change_password, edit_profile};
pub use audit::find_broken_audit_system;
pub(crate) use expiry::remove_expired_system;
pub use invite_accept::{accept_invite, invite_preview};
pub use invites::{invite_users, list_invites, renew_invite, revoke_invite};
pub(crate) use links::resolve as resolve_links;
pub use members::{
    edit_member, edit_organization, list_members, organization_general, remove_member,
};
pub use organizations::create_organization_system;
pub use passwords::{PasswordCost, PasswordHasher, Verdict};
pub use reset::{request_reset, reset_is_valid, reset_link_system, reset_password};
pub use setup::{SetupGate, set_up, setup_is_open};
pub use sign_in::sign_in;
pub use viewer::{touch_workspace, viewer};
pub use workspace_members::{
    list_workspace_members, remove_workspace_member, save_workspace_member, workspace_candidates,
};
pub use workspaces::{create_workspace, edit_general, list_workspaces, workspace_general};

use parlance_store::StoreError;
use parlance_store::control::users::{self, User};

use crate::{Caller, Result, ServiceError, Services};

/// Longest name of a person, an organization or a workspace, in characters.
const NAME: usize = 80;
/// Rows of a list that is shown whole.
const LIST: i64 = 1_000;
/// Colour of a new workspace.
const DEFAULT_COLOR: &str = "#0f766e";

/// Sorts for people: case does not matter. The database sorts by bytes, so it is done here.
fn by_name<T>(rows: &mut [T], name: impl Fn(&T) -> &String) {
    rows.sort_by_cached_key(|row| (name(row).to_lowercase(), name(row).clone()));
}

/// The caller's own account.
async fn own_account(services: &Services, caller: &Caller) -> Result<User> {
    let user = caller.user;
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { users::find(r, user).await }))
        .await;
    found?.ok_or(ServiceError::Unauthenticated)
}

//! Acts for the audit log, in the words that the log uses. Every act is appended in the
//! transaction that does it.

use parlance::id::{OrganizationId, UserId, WorkspaceId};
use parlance_store::StoreError;
use parlance_store::control::audit::{self, Act};

use crate::{Caller, Client, Result, Services};

/// For the command line: recomputes the chain of the audit log. The row where it first breaks:
/// changed, or after one that is missing.
///
/// # Errors
/// The control database cannot be read.
pub async fn find_broken_audit_system(services: &Services) -> Result<Option<i64>> {
    let read = services
        .store
        .control()
        .read(|r| Box::pin(async move { audit::find_broken(r).await }));
    let found: Result<_, StoreError> = read.await;
    Ok(found?)
}

/// An act of somebody who is signed in.
pub(super) fn by(caller: &Caller, action: &str, object: impl ToString) -> Act {
    act(caller.user, &caller.client, action, object)
}

/// An act of somebody who is not (yet) signed in; `user` is whom it concerns.
pub(super) fn act(user: UserId, client: &Client, action: &str, object: impl ToString) -> Act {
    Act {
        actor: user,
        address: parlance::text::clean(&client.address),
        user_agent: parlance::text::clean(&client.user_agent)
            .chars()
            .take(300)
            .collect(),
        action: action.to_owned(),
        object: object.to_string(),
        ..Act::default()
    }
}

/// Fills in where it happened, and what changed.
pub(super) trait Detail {
    /// In an organization.
    fn organization(self, id: OrganizationId) -> Self;
    /// In a workspace.
    fn workspace(self, id: WorkspaceId) -> Self;
    /// What changed, without secrets.
    fn change(self, change: impl Into<String>) -> Self;
}

impl Detail for Act {
    fn organization(mut self, id: OrganizationId) -> Self {
        self.organization = id;
        self
    }

    fn workspace(mut self, id: WorkspaceId) -> Self {
        self.workspace = id;
        self
    }

    fn change(mut self, change: impl Into<String>) -> Self {
        self.change = change.into();
        self
    }
}

/// How a user is named as an object.
pub(super) fn user(id: UserId) -> String {
    format!("user:{id}")
}

//! From a signed-in user to an actor in a workspace or organization: the membership check.
//!
//! This is the only way to a [`Workspace`] handle for a request of a user. Not a member and
//! "no such workspace" are the same answer: not found.

use parlance::id::{OrganizationId, SessionId, UserId, WorkspaceId};
use parlance::permission::{Actor, OrganizationActor, Visibility};
use parlance_store::control::{organizations, workspaces};
use parlance_store::ws::teams;
use parlance_store::{OpenError, Reader, StoreError, Workspace};

use crate::{Result, ServiceError, Services};

/// The other end of a connection: for limits, the session list and the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// Network address, from the socket or from a trusted proxy.
    pub address: String,
    /// What the browser calls itself, at most 300 characters.
    pub user_agent: String,
}

/// A signed-in user with the session of this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The other end.
    pub client: Client,
}

/// The caller as an actor in a workspace, with the handle to its database.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is no such workspace or the caller is no (active) member.
pub async fn workspace(
    services: &Services,
    caller: &Caller,
    id: WorkspaceId,
) -> Result<(Actor, Workspace)> {
    let mut actor = member(services, caller, id).await?;
    let handle = services.store.workspace(id).await.map_err(unopened)?;
    // Only this restriction looks at teams, which live in the workspace's own database.
    if matches!(actor.visibility, Visibility::Teams { .. }) {
        let user = caller.user;
        let read = handle.read(move |r| Box::pin(async move { teams::list_ids(r, user).await }));
        let found: Result<_, StoreError> = read.await;
        actor.visibility = Visibility::of(user, actor.role, &actor.flags, &found?);
    }
    Ok((actor, handle))
}

/// The caller as an actor in a workspace whose database is not needed. The actor's teams are not
/// looked up: where contacts are concerned, ask [`workspace`].
///
/// # Errors
/// [`ServiceError::NotFound`] as for [`workspace`].
pub async fn member(services: &Services, caller: &Caller, id: WorkspaceId) -> Result<Actor> {
    let mut read = services.store.control().begin_read().await?;
    let found = member_in(&mut read, caller, id).await;
    read.end().await;
    Ok(found?.0)
}

/// The same inside a transaction that goes on to change something, with the organization.
pub(crate) async fn member_in(
    r: &mut impl Reader,
    caller: &Caller,
    id: WorkspaceId,
) -> Result<(Actor, OrganizationId)> {
    let found = workspaces::find_access(r, id, caller.user).await?;
    let found = found.ok_or(ServiceError::NotFound)?;
    let actor = Actor {
        user: caller.user,
        name: found.name,
        workspace: id,
        role: found.role,
        visibility: Visibility::of(caller.user, found.role, &found.flags, &[]),
        flags: found.flags,
    };
    Ok((actor, found.organization))
}

/// The caller as an actor in an organization.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is no such organization or the caller is no member.
pub async fn organization(
    services: &Services,
    caller: &Caller,
    id: OrganizationId,
) -> Result<OrganizationActor> {
    let mut read = services.store.control().begin_read().await?;
    let found = organization_in(&mut read, caller, id).await;
    read.end().await;
    found
}

/// The same inside a transaction that goes on to change something.
pub(crate) async fn organization_in(
    r: &mut impl Reader,
    caller: &Caller,
    id: OrganizationId,
) -> Result<OrganizationActor> {
    let found = organizations::find_member(r, id, caller.user).await?;
    let active = found
        .filter(|member| !member.suspended)
        .ok_or(ServiceError::NotFound)?;
    Ok(OrganizationActor {
        user: caller.user,
        organization: id,
        role: active.role,
    })
}

/// A workspace that is there but cannot be opened now is unavailable, not absent.
fn unopened(error: OpenError) -> ServiceError {
    match error {
        OpenError::NotFound => ServiceError::NotFound,
        other => StoreError::from(other).into(),
    }
}

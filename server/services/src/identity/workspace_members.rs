//! Who works in a workspace, in which role, with which restrictions.
//!
//! As in [`super::members`], rights are checked inside the transaction of the change.

use std::collections::HashMap;

use parlance::conversation::Person;
use parlance::id::{OrganizationId, UserId, WorkspaceId};
use parlance::identity::{SaveWorkspaceMember, WorkspaceMemberRow};
use parlance::permission::{Actor, Flags, Permission, WorkspaceRole};
use parlance_store::control::{audit as log, organizations, workspaces};
use parlance_store::ws::teams;
use parlance_store::{Class, ControlTx, StoreError};

use super::audit::{self, Detail as _};
use super::{LIST, by_name};
use crate::{Caller, Conflict, Result, ServiceError, Services, access};

/// Members of a workspace, by name.
pub async fn list_workspace_members(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<Vec<WorkspaceMemberRow>> {
    let (actor, handle) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewSettings)?;
    let read = services
        .store
        .control()
        .read(move |r| Box::pin(async move { workspaces::list_members(r, workspace, LIST).await }));
    let members: Result<_, StoreError> = read.await;
    let read = handle.read(|r| Box::pin(async move { teams::list_names(r, 10 * LIST).await }));
    let listed: Result<_, StoreError> = read.await;
    let mut of_user: HashMap<UserId, Vec<String>> = HashMap::new();
    for (user, team) in listed? {
        of_user.entry(user).or_default().push(team);
    }
    let online = services.realtime.online_users(workspace);
    let row = |member: workspaces::ListedMember| WorkspaceMemberRow {
        id: member.id,
        name: member.name,
        email: member.email,
        role: member.role,
        flags: member.flags,
        teams: of_user.remove(&member.id).unwrap_or_default(),
        online: online.contains(&member.id),
        last_active_at: member.last_active_at,
    };
    let mut rows: Vec<WorkspaceMemberRow> = members?.into_iter().map(row).collect();
    by_name(&mut rows, |row| &row.name);
    Ok(rows)
}

/// Members of the organization who could be added to the workspace.
pub async fn workspace_candidates(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<Vec<Person>> {
    access::member(services, caller, workspace)
        .await?
        .require(Permission::ManageAgents)?;
    let user = caller.user;
    let read = services.store.control().read(move |r| {
        Box::pin(async move {
            let access = workspaces::find_access(r, workspace, user).await?;
            let organization = access.map(|access| access.organization).unwrap_or_default();
            organizations::list_candidates(r, organization, workspace, LIST).await
        })
    });
    let found: Result<_, StoreError> = read.await;
    let person = |(id, name)| Person {
        id,
        name,
        online: false,
        active: true,
    };
    let mut people: Vec<Person> = found?.into_iter().map(person).collect();
    by_name(&mut people, |person| &person.name);
    Ok(people)
}

/// Adds a member of the organization to the workspace, or changes role and restrictions. The last owner stays; nobody changes their own role.
pub async fn save_workspace_member(
    services: &Services,
    caller: &Caller,
    command: SaveWorkspaceMember,
) -> Result<()> {
    let by = caller.clone();
    let user = command.user;
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let (workspace, flags) = (command.workspace, &command.flags);
                let target = manage(tx, &by, workspace, user).await?;
                // Found before anything else is told about the user: strangers do not exist here.
                let member = organizations::find_member(tx, target.organization, user).await?;
                if !member.is_some_and(|member| !member.suspended || target.before.is_some()) {
                    return Err(ServiceError::NotFound);
                }
                if !target.actor.role.may_grant(command.role) {
                    return Err(ServiceError::Forbidden);
                }
                let saved = match &target.before {
                    Some(_) => {
                        workspaces::update_member(tx, workspace, user, command.role, flags).await?
                    }
                    None => {
                        workspaces::insert_member(tx, workspace, user, command.role, flags).await?
                    }
                };
                if !saved {
                    return Err(ServiceError::Conflict(Conflict::LastOne));
                }
                let after = words(&Some((command.role, command.flags)));
                let change = format!("{} → {after}", words(&target.before));
                let act = audit::by(&by, "workspace_member.save", audit::user(user));
                let act = act
                    .organization(target.organization)
                    .workspace(workspace)
                    .change(change);
                log::append(tx, &act).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(user);
    Ok(())
}

/// Removes a member from the workspace.
pub async fn remove_workspace_member(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<()> {
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let target = manage(tx, &by, workspace, user).await?;
                if target.before.is_none() {
                    return Err(ServiceError::NotFound);
                }
                if !workspaces::delete_member(tx, workspace, user).await? {
                    return Err(ServiceError::Conflict(Conflict::LastOne));
                }
                let act = audit::by(&by, "workspace_member.remove", audit::user(user));
                let act = act.organization(target.organization).workspace(workspace);
                log::append(tx, &act.change(words(&target.before))).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(user);
    Ok(())
}

/// The caller as somebody who may change this member, and what the member is now.
struct Target {
    actor: Actor,
    organization: OrganizationId,
    before: Option<(WorkspaceRole, Flags)>,
}

async fn manage(
    tx: &mut ControlTx,
    caller: &Caller,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<Target> {
    let (actor, organization) = access::member_in(tx, caller, workspace).await?;
    actor.require(Permission::ManageAgents)?;
    let before = workspaces::find_member(tx, workspace, user).await?;
    // Restrictions count as role here: who could lift their own would have none.
    if user == caller.user {
        return Err(ServiceError::Conflict(Conflict::OwnRole));
    }
    if before
        .as_ref()
        .is_some_and(|(role, _)| !actor.role.may_grant(*role))
    {
        return Err(ServiceError::Forbidden);
    }
    Ok(Target {
        actor,
        organization,
        before,
    })
}

/// A membership in the words of the audit log.
fn words(member: &Option<(WorkspaceRole, Flags)>) -> String {
    match member {
        Some((role, flags)) if flags.0.is_empty() => format!("{role:?}"),
        Some((role, flags)) => format!("{role:?} ({})", flags.words()),
        None => "none".into(),
    }
}

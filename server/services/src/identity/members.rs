//! An organization's name and its members.
//!
//! Rights are checked inside the transaction of the change: of two admins who demote each other
//! at the same time the second one is no longer an admin.

use std::collections::HashMap;

use parlance::error::FieldErrors;
use parlance::id::{OrganizationId, UserId};
use parlance::identity::{EditMember, EditOrganization, MemberRow};
use parlance::permission::{OrganizationActor, OrganizationPermission as Permission};
use parlance::text::{email_key, line};
use parlance_store::control::organizations::{self, Member};
use parlance_store::control::{audit as log, invites, sessions, users, workspaces};
use parlance_store::{Class, ControlTx, StoreError};

use super::audit::{self, Detail as _};
use super::{LIST, NAME, by_name};
use crate::{Caller, Conflict, Result, ServiceError, Services, access};

/// Members of an organization, by name.
pub async fn list_members(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
) -> Result<Vec<MemberRow>> {
    access::organization(services, caller, organization)
        .await?
        .require(Permission::ListUsers)?;
    let read = services.store.control().read(move |r| {
        Box::pin(async move {
            let members = organizations::list_members(r, organization, LIST).await?;
            let places = workspaces::list_of_organization(r, organization, 10 * LIST).await?;
            Ok::<_, StoreError>((members, places))
        })
    });
    let (members, mut places) = read.await?;
    by_name(&mut places, |(_, _, name, _)| name);
    let mut of_user: HashMap<UserId, Vec<_>> = HashMap::new();
    for (user, workspace, name, role) in places {
        of_user
            .entry(user)
            .or_default()
            .push((workspace, name, role));
    }
    let mut rows: Vec<MemberRow> = members
        .into_iter()
        .map(|listed| MemberRow {
            id: listed.id,
            name: listed.name,
            email: listed.email,
            role: listed.member.role,
            workspaces: of_user.remove(&listed.id).unwrap_or_default(),
            suspended: listed.member.suspended,
            last_active_at: listed.last_active_at,
        })
        .collect();
    by_name(&mut rows, |row| &row.name);
    Ok(rows)
}

/// Changes role or suspension of a member. The last admin stays; nobody changes their own role.
pub async fn edit_member(services: &Services, caller: &Caller, command: EditMember) -> Result<()> {
    let by = caller.clone();
    let user = command.user;
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let target = manage(tx, &by, command.organization, user).await?;
                let to = Member {
                    role: command.role,
                    suspended: command.suspended,
                };
                let (actor, before) = target;
                if to == before {
                    return Ok(());
                }
                if !actor.role.may_grant(to.role) {
                    return Err(ServiceError::Forbidden);
                }
                if to.suspended && !before.suspended {
                    keep_owners(tx, command.organization, user).await?;
                }
                if !organizations::update_member(tx, command.organization, user, to).await? {
                    return Err(ServiceError::Conflict(Conflict::LastOne));
                }
                // What was offered with the old rights is void with them.
                invites::revoke_by(tx, command.organization, user).await?;
                if to.suspended {
                    sessions::delete_of_user(tx, user).await?;
                }
                let change = format!("{before:?} → {to:?}");
                let act = audit::by(&by, "member.edit", audit::user(user));
                log::append(tx, &act.organization(command.organization).change(change)).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(user);
    Ok(())
}

/// Removes a member from the organization and all its workspaces, and ends the sessions.
pub async fn remove_member(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
    user: UserId,
) -> Result<()> {
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                manage(tx, &by, organization, user).await?;
                keep_owners(tx, organization, user).await?;
                if !organizations::delete_member(tx, organization, user).await? {
                    return Err(ServiceError::Conflict(Conflict::LastOne));
                }
                workspaces::delete_of_user(tx, organization, user).await?;
                invites::revoke_by(tx, organization, user).await?;
                if let Some(gone) = users::find(tx, user).await? {
                    invites::revoke_address(tx, organization, &email_key(&gone.email)).await?;
                }
                sessions::delete_of_user(tx, user).await?;
                let act = audit::by(&by, "member.remove", audit::user(user));
                log::append(tx, &act.organization(organization)).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(user);
    Ok(())
}

/// The caller as somebody who may change this member, and the member.
async fn manage(
    tx: &mut ControlTx,
    caller: &Caller,
    organization: OrganizationId,
    user: UserId,
) -> Result<(OrganizationActor, Member)> {
    let actor = access::organization_in(tx, caller, organization).await?;
    actor.require(Permission::ManageUsers)?;
    let target = organizations::find_member(tx, organization, user).await?;
    let target = target.ok_or(ServiceError::NotFound)?;
    if user == caller.user {
        return Err(ServiceError::Conflict(Conflict::OwnRole));
    }
    if actor.role.may_grant(target.role) {
        Ok((actor, target))
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// Refuses if a workspace of the organization would be left without an active owner.
async fn keep_owners(tx: &mut ControlTx, organization: OrganizationId, user: UserId) -> Result<()> {
    match workspaces::find_sole_owned(tx, organization, user).await? {
        Some(_) => Err(ServiceError::Conflict(Conflict::LastOne)),
        None => Ok(()),
    }
}

/// The general settings of an organization, as the form wants them.
pub async fn organization_general(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
) -> Result<EditOrganization> {
    let actor = access::organization(services, caller, organization).await?;
    actor.require(Permission::ViewOrganization)?;
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { organizations::find(r, organization).await }))
        .await;
    let (name, locale) = found?.ok_or(ServiceError::NotFound)?;
    Ok(EditOrganization {
        id: organization,
        name,
        locale,
    })
}

/// Changes name and language of an organization.
pub async fn edit_organization(
    services: &Services,
    caller: &Caller,
    command: EditOrganization,
) -> Result<()> {
    let actor = access::organization(services, caller, command.id).await?;
    actor.require(Permission::ManageOrganization)?;
    let mut errors = FieldErrors::default();
    let name = errors
        .take("name", line(&command.name, NAME))
        .unwrap_or_default();
    errors.done()?;
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                organizations::update(tx, command.id, &name, command.locale).await?;
                let change = format!("{name} ({})", command.locale.tag());
                let act = audit::by(
                    &by,
                    "organization.edit",
                    format!("organization:{}", command.id),
                );
                log::append(tx, &act.organization(command.id).change(change)).await
            })
        });
    let edited: Result<(), StoreError> = write.await;
    Ok(edited?)
}

//! Workspaces of an organization, and their general settings.

use parlance::error::FieldErrors;
use parlance::id::{OrganizationId, WorkspaceId};
use parlance::identity::{CreateWorkspace, WorkspaceGeneral, WorkspaceGrant, WorkspaceRow};
use parlance::permission::{OrganizationPermission, Permission, WorkspaceRole};
use parlance::text::{color, line};
use parlance_store::control::{audit as log, organizations, users, workspaces};
use parlance_store::{Class, NewWorkspace, StoreError};

use super::audit::{self, Detail as _};
use super::{DEFAULT_COLOR, LIST, NAME, by_name, zones};
use crate::{Caller, Result, ServiceError, Services, access};

/// Workspaces of an organization, by name.
pub async fn list_workspaces(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
) -> Result<Vec<WorkspaceRow>> {
    let actor = access::organization(services, caller, organization).await?;
    actor.require(OrganizationPermission::ListWorkspaces)?;
    let user = caller.user;
    let read = services.store.control().read(move |r| {
        Box::pin(async move { organizations::list_workspaces(r, organization, user, LIST).await })
    });
    let listed: Result<_, StoreError> = read.await;
    let row = |workspace: organizations::ListedWorkspace| WorkspaceRow {
        id: workspace.id,
        name: workspace.name,
        color: workspace.color,
        users: workspace.users,
        created_at: workspace.created_at,
        mine: workspace.mine,
    };
    let mut rows: Vec<WorkspaceRow> = listed?.into_iter().map(row).collect();
    by_name(&mut rows, |row| &row.name);
    Ok(rows)
}

/// Creates a workspace; the caller becomes its owner.
pub async fn create_workspace(
    services: &Services,
    caller: &Caller,
    command: CreateWorkspace,
) -> Result<WorkspaceId> {
    let organization = command.organization;
    let actor = access::organization(services, caller, organization).await?;
    actor.require(OrganizationPermission::ManageWorkspaces)?;
    let mut errors = FieldErrors::default();
    let name = errors
        .take("name", line(&command.name, NAME))
        .unwrap_or_default();
    let zone = errors
        .take("time_zone", zones::parse(&command.time_zone))
        .unwrap_or_default();
    errors.done()?;
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { organizations::find(r, organization).await }))
        .await;
    let (_, locale) = found?.ok_or(ServiceError::NotFound)?;
    let new = NewWorkspace {
        organization,
        name: name.clone(),
        color: DEFAULT_COLOR.into(),
        locale: locale.tag().into(),
        time_zone: zone,
    };
    // A database of its own first, then its owner: a crash in between leaves a workspace without
    // members, which an admin of the organization sees in the list and can invite an owner to.
    let id = services
        .store
        .create_workspace(new)
        .await
        .map_err(StoreError::from)?;
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let grant = WorkspaceGrant {
                    workspace: id,
                    role: WorkspaceRole::Owner,
                };
                workspaces::grant(tx, organization, by.user, &[grant]).await?;
                users::update_workspace(tx, by.user, id).await?;
                let act = audit::by(&by, "workspace.create", format!("workspace:{id}"));
                log::append(
                    tx,
                    &act.organization(organization).workspace(id).change(name),
                )
                .await
            })
        });
    let created: Result<(), StoreError> = write.await;
    created?;
    Ok(id)
}

/// General settings of a workspace.
pub async fn workspace_general(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<WorkspaceGeneral> {
    access::member(services, caller, workspace)
        .await?
        .require(Permission::ViewSettings)?;
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { workspaces::find_general(r, workspace).await }))
        .await;
    found?.ok_or(ServiceError::NotFound)
}

/// Changes the general settings.
pub async fn edit_general(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: WorkspaceGeneral,
) -> Result<()> {
    access::member(services, caller, workspace)
        .await?
        .require(Permission::ManageGeneral)?;
    let mut errors = FieldErrors::default();
    let name = errors.take("name", line(&command.name, NAME));
    let color = errors.take("color", color(&command.color));
    let zone = errors.take("time_zone", zones::parse(&command.time_zone));
    errors.done()?;
    let to = WorkspaceGeneral {
        name: name.unwrap_or_default(),
        color: color.unwrap_or_default(),
        locale: command.locale,
        time_zone: zone.unwrap_or_default(),
    };
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let access = workspaces::find_access(tx, workspace, by.user).await?;
                let organization = access.ok_or(ServiceError::NotFound)?.organization;
                workspaces::update_general(tx, workspace, &to).await?;
                let change = serde_json::to_string(&to).unwrap_or_default();
                let act = audit::by(&by, "workspace.edit", format!("workspace:{workspace}"));
                let act = act
                    .organization(organization)
                    .workspace(workspace)
                    .change(change);
                log::append(tx, &act).await?;
                Ok(())
            })
        });
    write.await
}

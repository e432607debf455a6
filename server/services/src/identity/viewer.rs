//! The signed-in viewer with all memberships.

use parlance::id::{UserId, WorkspaceId};
use parlance::identity::Viewer;
use parlance_store::control::{organizations, users, workspaces};
use parlance_store::{Class, StoreError};

use super::{by_name, zones};
use crate::{Caller, Result, ServiceError, Services};

/// The viewer; `None` if the user is gone.
pub async fn viewer(services: &Services, user: UserId) -> Result<Option<Viewer>> {
    let read = services.store.control().read(move |r| {
        Box::pin(async move {
            let Some(user) = users::find(r, user).await? else {
                return Ok(None);
            };
            let organizations = organizations::list_of_user(r, user.id).await?;
            let workspaces = workspaces::list_of_user(r, user.id).await?;
            Ok::<_, StoreError>(Some((user, organizations, workspaces)))
        })
    });
    let Some((user, mut organizations, mut workspaces)) = read.await? else {
        return Ok(None);
    };
    by_name(&mut organizations, |organization| &organization.name);
    by_name(&mut workspaces, |workspace| &workspace.name);
    let last_workspace = user
        .last_workspace
        .filter(|last| workspaces.iter().any(|mine| mine.id == *last));
    Ok(Some(Viewer {
        id: user.id,
        name: user.name,
        email: user.email,
        locale: user.locale,
        theme: user.theme,
        zone: zones::offsets(&user.time_zone, services.clock.now()),
        organizations,
        workspaces,
        last_workspace,
    }))
}

/// Notes the workspace used last, where `/` leads.
pub async fn touch_workspace(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<()> {
    let user = caller.user;
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let access = workspaces::find_access(tx, workspace, user).await?;
                access.ok_or(ServiceError::NotFound)?;
                users::update_workspace(tx, user, workspace).await?;
                Ok(())
            })
        });
    write.await
}

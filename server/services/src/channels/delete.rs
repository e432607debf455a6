//! Disconnecting a channel.

use parlance::id::{ChannelId, WorkspaceId};
use parlance::permission::Permission;
use parlance_store::Class;
use parlance_store::ws::objects::Object;
use parlance_store::ws::secrets;

use super::{routes, save, secret};
use crate::{Caller, Result, ServiceError, Services, access};

/// Disconnects a channel; its history stays, its secrets do not.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is none, or it was disconnected.
pub async fn delete_channel(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    channel: ChannelId,
) -> Result<()> {
    let (actor, workspace) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::DeleteChannels)?;
    let pending = routes::begin(services, workspace.id()).await?;
    let user = actor.user;
    workspace
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let (object, mut found) = save::find(tx, channel).await?;
                found.enabled = false;
                for sealed in secrets::list(tx, &secret::prefix(channel)).await? {
                    secrets::delete(tx, &sealed.owner).await?;
                }
                save::update(
                    tx,
                    user,
                    Object {
                        archived: true,
                        ..object
                    },
                    &found,
                )
                .await?;
                Ok(())
            })
        })
        .await?;
    routes::finish(services, &workspace, pending).await
}

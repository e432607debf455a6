//! Channels of a workspace: list, website chat settings, identity secret, disconnect.
//!
//! The workspace is the truth. The control database holds a copy of what must be known about a
//! call before the workspace is opened ([`Route`]). Every change notes first that the copy is
//! about to become old, then changes the workspace, then brings the copy up to date: a crash in
//! between leaves a note that [`heal_system`] works off.

mod delete;
mod routes;
mod save;
mod secret;
mod stored;
#[cfg(test)]
mod tests;

use parlance::channel::{ChannelKind, ChannelRow, WebChatDetail};
use parlance::id::{ChannelId, WorkspaceId};
use parlance::permission::Permission;
use parlance_store::ws::{objects, secrets};
use parlance_store::{StoreError, Workspace};

use crate::{Caller, Result, ServiceError, Services, access};
use stored::{Channel, KIND};

pub use delete::delete_channel;
pub use routes::{Route, first_key_system, heal_system, identity_secrets, route};
pub(crate) use routes::{begin as begin_routes, finish as finish_routes};
pub use save::save_web_chat;
pub use secret::renew_identity_secret;
pub(crate) use stored::takes_messages;

/// Channels, by name.
///
/// # Errors
/// [`ServiceError::Forbidden`] for those who do not see the settings.
pub async fn list_channels(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<Vec<ChannelRow>> {
    let (actor, workspace) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewSettings)?;
    let stored = workspace
        .read::<_, StoreError, _>(|r| Box::pin(async move { objects::list(r, KIND).await }))
        .await?;
    let mut rows = Vec::new();
    for object in stored.iter().filter(|object| !object.archived) {
        let channel = Channel::read(object)?;
        rows.push(ChannelRow {
            id: channel.id,
            name: channel.chat.name,
            kind: ChannelKind::WebChat,
            enabled: channel.enabled,
            created_at: object.created_at,
        });
    }
    rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.id));
    Ok(rows)
}

/// A website chat with its settings, key and snippet.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is none, or it was disconnected.
pub async fn web_chat(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    channel: ChannelId,
) -> Result<WebChatDetail> {
    let (actor, workspace) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewSettings)?;
    detail(services, &workspace, channel).await
}

/// The page of a website chat.
async fn detail(
    services: &Services,
    workspace: &Workspace,
    id: ChannelId,
) -> Result<WebChatDetail> {
    let (object, sealed) = workspace
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                let object = objects::find(r, KIND, id.0).await?;
                let sealed = secrets::list(r, &secret::prefix(id)).await?;
                Ok((object, sealed))
            })
        })
        .await?;
    let object = object
        .filter(|object| !object.archived)
        .ok_or(ServiceError::NotFound)?;
    let channel = Channel::read(&object)?;
    Ok(WebChatDetail {
        id,
        snippet: snippet(&services.settings.public_url, &channel.key),
        key: channel.key,
        config: channel.chat,
        enabled: channel.enabled,
        identity_hint: sealed.last().map(|newest| newest.hint.clone()),
        version: channel.version,
    })
}

/// The lines to paste into a website.
fn snippet(public_url: &str, key: &str) -> String {
    format!(
        "<script>window.Parlance=window.Parlance||function(){{(Parlance.q=Parlance.q||[])\
         .push(arguments)}};</script>\n\
         <script async src=\"{public_url}/widget.js\" data-key=\"{key}\"></script>"
    )
}

//! Creating a website chat, and changing one.

use parlance::channel::{SaveWebChat, WebChatDetail};
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::{ChannelId, UserId, WorkspaceId};
use parlance::permission::Permission;
use parlance_store::ws::objects::{self, Object};
use parlance_store::{Class, StoreError, WriteTx};

use super::stored::{Channel, KIND};
use super::{detail, routes};
use crate::{Caller, Conflict, Result, ServiceError, Services, access, ids};

/// Creates a website chat or changes one; a channel exists in control (its public key) and in the workspace.
///
/// # Errors
/// [`ServiceError::Invalid`] by field; [`Conflict::Stale`] if somebody changed it meanwhile.
pub async fn save_web_chat(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: SaveWebChat,
) -> Result<WebChatDetail> {
    let (actor, workspace) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ManageChannels)?;
    let chat = command.config.parse()?;
    let pending = routes::begin(services, workspace.id()).await?;
    let user = actor.user;
    let new_key = ids::public_key("wk_");
    let id = workspace
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let Some(id) = command.id else {
                    let channel = Channel {
                        id: ChannelId::default(),
                        key: new_key,
                        enabled: command.enabled,
                        chat,
                        version: 1,
                    };
                    let name = channel.chat.name.clone();
                    let id = objects::insert(tx, KIND, &name, &channel.content()?).await?;
                    changed(tx, user, ChannelId(id));
                    return Ok(ChannelId(id));
                };
                let (object, mut channel) = find(tx, id).await?;
                if channel.version != command.version {
                    return Err(ServiceError::Conflict(Conflict::Stale));
                }
                channel.enabled = command.enabled;
                channel.chat = chat;
                update(tx, user, object, &channel).await?;
                Ok(id)
            })
        })
        .await?;
    routes::finish(services, &workspace, pending).await?;
    detail(services, &workspace, id).await
}

/// A channel that was not disconnected.
pub(super) async fn find(tx: &mut WriteTx, id: ChannelId) -> Result<(Object, Channel)> {
    let object = objects::find(tx, KIND, id.0).await?;
    let object = object
        .filter(|object| !object.archived)
        .ok_or(ServiceError::NotFound)?;
    let channel = Channel::read(&object)?;
    Ok((object, channel))
}

/// Writes a channel over the version that was read, with its event.
pub(super) async fn update(
    tx: &mut WriteTx,
    user: UserId,
    object: Object,
    channel: &Channel,
) -> Result<(), StoreError> {
    let version = object.version;
    let changed_object = Object {
        name: channel.chat.name.clone(),
        content: channel.content()?,
        ..object
    };
    if !objects::update(tx, KIND, &changed_object, version).await? {
        return Err(StoreError::Bug(
            "a channel changed inside a transaction".into(),
        ));
    }
    changed(tx, user, channel.id);
    Ok(())
}

fn changed(tx: &mut WriteTx, user: UserId, channel: ChannelId) {
    tx.emit(EventDraft {
        actor: ActorRef::User(user),
        source: Source::User,
        contact: None,
        conversation: None,
        payload: EventPayload::ChannelChanged { channel },
    });
}

//! Giving a conversation to a user, or to nobody.

use parlance::conversation::{Assign, ConversationRow, Status};
use parlance::event::{ActorRef, EventDraft, Source};
use parlance::id::{UserId, WorkspaceId};
use parlance::permission::{Actor, Permission};
use parlance_store::control::workspaces;
use parlance_store::ws::conversations::{self, Listed};
use parlance_store::ws::{contacts, counters};
use parlance_store::{Class, StoreError, WriteTx};

use crate::inbox::view::{self, Sight};
use crate::inbox::visible;
use crate::{Caller, Result, ServiceError, Services, access};

/// Assigns; answers with the changed row.
pub async fn assign(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: Assign,
) -> Result<ConversationRow> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::Assign)?;
    if let Some(to) = command.to
        && !is_active_member(services, workspace, to).await?
    {
        return Err(ServiceError::NotFound);
    }
    let sight = Sight::of(&actor);
    let listed = ws
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { apply(tx, &actor, command).await })
        })
        .await?;
    Ok(view::row(&listed, sight))
}

/// Whoever is assigned sees the contact by that very fact, so membership is all that is asked.
async fn is_active_member(
    services: &Services,
    workspace: WorkspaceId,
    user: UserId,
) -> Result<bool> {
    let found = services
        .store
        .control()
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move { workspaces::find_access(r, workspace, user).await })
        })
        .await?;
    Ok(found.is_some())
}

async fn apply(tx: &mut WriteTx, actor: &Actor, command: Assign) -> Result<Listed> {
    let mut conversation = visible::find(tx, actor, command.conversation)
        .await?
        .conversation;
    let from = conversation.assignee;
    let payload = conversation.assign(command.to)?;
    conversations::update(tx, &conversation).await?;
    if conversation.status == Status::Open {
        counters::count_moved(tx, from, command.to);
    }
    // The assignee sits on the contact. An old conversation beside an open one is history, which
    // does not move the contact.
    let current = conversations::find_open_of(tx, conversation.contact).await?;
    if current.is_none_or(|open| open == conversation.id) {
        contacts::update_assignee(tx, conversation.contact, command.to).await?;
    }
    tx.emit(EventDraft {
        actor: ActorRef::User(actor.user),
        source: Source::User,
        contact: Some(conversation.contact),
        conversation: Some(conversation.id),
        payload,
    });
    visible::changed(tx, actor, &conversation).await
}

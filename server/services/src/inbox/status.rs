//! Closing and reopening.

use parlance::conversation::{ConversationRow, SetStatus, Status};
use parlance::error::FieldProblem;
use parlance::event::{ActorRef, EventDraft, Source};
use parlance::id::WorkspaceId;
use parlance::permission::{Actor, Permission};
use parlance_store::ws::conversations::{self, Listed};
use parlance_store::ws::counters;
use parlance_store::{Class, WriteTx};

use crate::inbox::view::{self, Sight};
use crate::inbox::visible;
use crate::{Caller, Result, ServiceError, Services, access};

/// Closes or reopens; answers with the changed row.
pub async fn set_status(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: SetStatus,
) -> Result<ConversationRow> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::CloseConversations)?;
    if command.status == Status::Snoozed {
        return Err(ServiceError::field("status", FieldProblem::NotAChoice));
    }
    let sight = Sight::of(&actor);
    let listed = ws
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { apply(tx, &actor, command).await })
        })
        .await?;
    Ok(view::row(&listed, sight))
}

async fn apply(tx: &mut WriteTx, actor: &Actor, command: SetStatus) -> Result<Listed> {
    let mut conversation = visible::find(tx, actor, command.conversation)
        .await?
        .conversation;
    let was_open = conversation.status == Status::Open;
    let payload = if command.status == Status::Closed {
        let payload = conversation.close(actor.user, tx.now())?;
        if was_open {
            counters::count_closed(tx, conversation.assignee);
        }
        payload
    } else {
        let open = conversations::find_open_of(tx, conversation.contact).await?;
        let payload = conversation.reopen(open.is_some_and(|id| id != conversation.id))?;
        counters::count_opened(tx, conversation.assignee);
        payload
    };
    conversations::update(tx, &conversation).await?;
    tx.emit(EventDraft {
        actor: ActorRef::User(actor.user),
        source: Source::User,
        contact: Some(conversation.contact),
        conversation: Some(conversation.id),
        payload,
    });
    visible::changed(tx, actor, &conversation).await
}

//! What a user has seen, is typing, and has typed.

use parlance::conversation::MarkRead;
use parlance::error::FieldProblem;
use parlance::id::{ConversationId, MessageId, WorkspaceId};
use parlance::message::TEXT_MAX;
use parlance::permission::Permission;
use parlance::text;
use parlance_store::Class;
use parlance_store::ws::{drafts, reads};

use crate::inbox::visible;
use crate::realtime::ReadMoved;
use crate::{Caller, Result, ServiceError, Services, access};

/// Moves the caller's read mark forward; tells the visitor that it was seen.
pub async fn mark_read(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: MarkRead,
) -> Result<()> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let user = actor.user;
    let moved = ws
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let found = visible::find(tx, &actor, command.conversation).await?;
                // Messages that are still to come cannot have been seen.
                let up_to = command.up_to.min(found.last_message);
                if up_to <= MessageId(0)
                    || !reads::update(tx, user, command.conversation, up_to).await?
                {
                    return Ok(None);
                }
                // A user who may not act must not make visitors believe that somebody cares.
                let team = actor.may(Permission::Reply)
                    && reads::update_team(tx, command.conversation, up_to).await?;
                Ok(Some((found.conversation.contact, up_to, team)))
            })
        })
        .await?;
    if let Some((contact, up_to, team)) = moved {
        let conversation = command.conversation;
        services.realtime.read_moved(
            workspace,
            ReadMoved {
                user,
                conversation,
                contact,
                up_to,
                team,
            },
        );
    }
    Ok(())
}

/// Keeps what the caller typed and did not send; empty removes it.
pub async fn save_draft(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    conversation: ConversationId,
    text: String,
) -> Result<()> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::Reply)?;
    // Not trimmed: somebody is in the middle of a sentence.
    let text = text::clean(&text);
    if text.chars().count() > TEXT_MAX {
        let max = i64::try_from(TEXT_MAX).unwrap_or(i64::MAX);
        return Err(ServiceError::field("text", FieldProblem::TooLong { max }));
    }
    ws.write::<_, ServiceError, _>(Class::Interactive, move |tx| {
        Box::pin(async move {
            visible::find(tx, &actor, conversation).await?;
            Ok(drafts::update(tx, actor.user, conversation, &text).await?)
        })
    })
    .await
}

/// Tells the visitor and colleagues that the caller types, or stopped. Not stored.
pub async fn typing(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    conversation: ConversationId,
    on: bool,
) -> Result<()> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::Reply)?;
    let (user, name) = (actor.user, actor.name.clone());
    let contact = ws
        .read::<_, ServiceError, _>(|r| {
            Box::pin(async move {
                Ok(visible::find(r, &actor, conversation)
                    .await?
                    .conversation
                    .contact)
            })
        })
        .await?;
    services
        .realtime
        .agent_typing(workspace, conversation, contact, user, &name, on);
    Ok(())
}

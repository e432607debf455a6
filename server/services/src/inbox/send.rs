//! An agent's reply.

use parlance::conversation::{ConversationRow, Status};
use parlance::error::FieldProblem;
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::{AttachmentId, MessageId, UserId, WorkspaceId};
use parlance::message::{
    Delivery, Direction, FILES_MAX, MessageView, SendMessage, TEXT_MAX, client_id_is_valid,
    kind_word,
};
use parlance::permission::{Actor, Flag, Permission};
use parlance::text;
use parlance_store::ws::conversations::{self, Found, Listed};
use parlance_store::ws::messages::{self, MessageRecord, NewOutbound};
use parlance_store::ws::{attachments, contacts, counters, drafts, objects};
use parlance_store::{Class, Reader, WriteTx};
use serde::{Deserialize, Serialize};

use crate::inbox::view::{self, Sight};
use crate::inbox::visible;
use crate::{Caller, Conflict, Result, ServiceError, Services, access, channels, files};

/// Longest preview, in characters.
const PREVIEW_MAX: usize = 120;

/// The stored message and the row it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSent {
    /// The message.
    pub message: MessageView,
    /// The row of its conversation.
    pub row: ConversationRow,
}

/// Sends a message. The same client id again gives the same message. A closed conversation is opened by it; the sender becomes assignee if there is none.
pub async fn send_message(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: SendMessage,
) -> Result<MessageSent> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::Reply)?;
    let command = checked(&actor, command)?;
    let sight = Sight::of(&actor);
    let (record, listed) = ws
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { send(tx, &actor, &command).await })
        })
        .await?;
    Ok(MessageSent {
        message: view::message(services, workspace, &record, sight),
        row: view::row(&listed, sight),
    })
}

/// What can be said about the command without looking anything up.
fn checked(actor: &Actor, mut command: SendMessage) -> Result<SendMessage> {
    if !client_id_is_valid(&command.client_id) {
        return Err(ServiceError::field("client_id", FieldProblem::NotAChoice));
    }
    command.text = text::block(&command.text, TEXT_MAX)
        .map_err(|problem| ServiceError::field("text", problem))?;
    command.attachments.sort_unstable();
    command.attachments.dedup();
    if command.attachments.len() > FILES_MAX {
        let max = i64::try_from(FILES_MAX).unwrap_or(i64::MAX);
        return Err(ServiceError::field(
            "attachments",
            FieldProblem::TooMany { max },
        ));
    }
    if command.text.is_empty() && command.attachments.is_empty() {
        return Err(ServiceError::field("text", FieldProblem::Required));
    }
    if !command.attachments.is_empty() && actor.flags.has(Flag::RestrictAttachments) {
        return Err(ServiceError::Forbidden);
    }
    Ok(command)
}

async fn send(
    tx: &mut WriteTx,
    actor: &Actor,
    command: &SendMessage,
) -> Result<(MessageRecord, Listed)> {
    let found = visible::find(tx, actor, command.conversation).await?;
    let channel = found.conversation.channel;
    let id = match messages::find_sent(tx, channel, &command.client_id).await? {
        Some(sent) if sent.conversation == command.conversation => {
            if sent.author != Some(actor.user) {
                return Err(ServiceError::field("client_id", FieldProblem::Taken));
            }
            sent.id
        }
        Some(_) => return Err(ServiceError::field("client_id", FieldProblem::Taken)),
        None => store(tx, actor, command, found.clone()).await?,
    };
    let record = messages::list_by_ids(tx, &[id])
        .await?
        .pop()
        .ok_or(ServiceError::NotFound)?;
    let listed = visible::changed(tx, actor, &found.conversation).await?;
    Ok((record, listed))
}

/// The message, and everything that follows from it.
async fn store(
    tx: &mut WriteTx,
    actor: &Actor,
    command: &SendMessage,
    found: Found,
) -> Result<MessageId> {
    let mut conversation = found.conversation;
    let channel = objects::find(tx, "channel", conversation.channel.0).await?;
    if !channel.is_some_and(|channel| channels::takes_messages(&channel)) {
        return Err(ServiceError::Conflict(Conflict::ChannelDisabled));
    }
    let (first_file, files) = uploads(tx, actor.user, &command.attachments).await?;
    let mut payloads = Vec::with_capacity(3);
    let was_open = conversation.status == Status::Open;
    if !was_open {
        let another = conversations::find_open_of(tx, conversation.contact).await?;
        let another = another.is_some_and(|open| open != conversation.id);
        payloads.push(conversation.reopen(another)?);
        counters::count_opened(tx, conversation.assignee);
    }
    if conversation.assignee.is_none() {
        let to = Some(actor.user);
        payloads.push(conversation.assign(to)?);
        counters::count_moved(tx, None, to);
        contacts::update_assignee(tx, conversation.contact, to).await?;
    }
    let now = tx.now();
    conversation.answered(now);
    let kind = kind_word(&command.text, first_file);
    let message = messages::insert_outbound(
        tx,
        &NewOutbound {
            conversation: conversation.id,
            contact: conversation.contact,
            channel: conversation.channel,
            author: actor.user,
            kind,
            text: &command.text,
            client_id: &command.client_id,
            // Website chat has no carrier that could refuse it: what is stored is sent.
            status: Delivery::Sent,
            files,
        },
    )
    .await?;
    let owner = files::user_owner(actor.user);
    if !attachments::claim(tx, &owner, message, &command.attachments).await? {
        return Err(ServiceError::NotFound);
    }
    conversations::update(tx, &conversation).await?;
    let preview = text::preview(&command.text, PREVIEW_MAX);
    conversations::update_last(tx, conversation.id, message, kind, &preview).await?;
    drafts::delete(tx, actor.user, conversation.id).await?;
    payloads.push(EventPayload::MessageCreated {
        message,
        direction: Direction::Outbound,
    });
    for payload in payloads {
        tx.emit(EventDraft {
            actor: ActorRef::User(actor.user),
            source: Source::User,
            contact: Some(conversation.contact),
            conversation: Some(conversation.id),
            payload,
        });
    }
    Ok(message)
}

/// Kind of the first file and number of files; all of them must be the user's own and unused.
async fn uploads(
    r: &mut impl Reader,
    user: UserId,
    wanted: &[AttachmentId],
) -> Result<(Option<parlance::message::FileKind>, usize)> {
    let found = attachments::list_pending(r, &files::user_owner(user), wanted).await?;
    if found.len() != wanted.len() {
        return Err(ServiceError::NotFound);
    }
    Ok((found.first().map(|file| file.kind), found.len()))
}

//! How far the team's messages have come on the visitor's side, and that the visitor types.

use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::{ContactId, ConversationId, MessageId};
use parlance::message::{Delivery, Direction};
use parlance_store::ws::{conversations, messages, visitors};
use parlance_store::{Class, StoreError, Workspace, WriteTx};

use super::{Visitor, limits, workspace};
use crate::{Result, ServiceError, Services};

/// Conversations that a read mark reaches back to.
const RECENT: i64 = 5;

/// The visitor types, or stopped. Not stored; nothing happens before there is a conversation.
///
/// # Errors
/// [`ServiceError::RateLimited`].
pub async fn typing(services: &Services, visitor: &Visitor, on: bool) -> Result<()> {
    let now = services.clock.now();
    services
        .visitors()
        .limits
        .check(limits::SIGNALS, &visitor.external_id, now)?;
    let handle = workspace(services, visitor).await?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let found = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                let known = visitors::find(r, channel, &external_id).await?;
                let Some(known) = known.filter(|known| !known.blocked) else {
                    return Ok(None);
                };
                let open = conversations::find_open_of(r, known.contact).await?;
                Ok(open.map(|conversation| (known.contact, conversation)))
            })
        })
        .await?;
    if let Some((contact, conversation)) = found {
        services
            .realtime
            .visitor_typing(visitor.workspace, contact, conversation, on);
    }
    Ok(())
}

/// The visitor has seen the team's messages up to one. The mark only moves forward.
///
/// # Errors
/// [`ServiceError::NotFound`] for a message that is not of this visitor's history.
pub async fn read(services: &Services, visitor: &Visitor, up_to: MessageId) -> Result<()> {
    let now = services.clock.now();
    services
        .visitors()
        .limits
        .check(limits::SIGNALS, &visitor.external_id, now)?;
    let handle = workspace(services, visitor).await?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let message = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                let Some(known) = visitors::find(r, channel, &external_id).await? else {
                    return Ok(None);
                };
                let found = messages::list_by_ids(r, &[up_to]).await?.pop();
                let Some(message) = found.filter(|message| message.contact == known.contact) else {
                    return Ok(None);
                };
                let recent = visitors::list_conversations(r, known.contact, RECENT).await?;
                let others = recent.into_iter().map(|other| other.id);
                Ok(Some(Seen {
                    contact: message.contact,
                    conversation: message.conversation,
                    direction: message.direction,
                    status: message.status,
                    earlier: others
                        .filter(|other| *other != message.conversation)
                        .collect(),
                }))
            })
        })
        .await?
        .ok_or(ServiceError::NotFound)?;
    if message.direction == Direction::Outbound && message.status == Delivery::Read {
        return Ok(());
    }
    // The visitor sees one history: what stands above the message, in an earlier conversation,
    // was seen, too.
    let mut conversations = vec![message.conversation];
    conversations.extend(message.earlier);
    advance(
        &handle,
        message.contact,
        conversations,
        up_to,
        Delivery::Read,
    )
    .await
}

/// A message that was seen, with the conversations around it.
struct Seen {
    contact: ContactId,
    conversation: ConversationId,
    direction: Direction,
    status: Delivery,
    earlier: Vec<ConversationId>,
}

/// Messages of the team up to one have reached the visitor's device: on the stream, or with the
/// session.
///
/// # Errors
/// As for every write.
pub async fn delivered(
    handle: &Workspace,
    conversation: ConversationId,
    up_to: MessageId,
) -> Result<()> {
    let contact = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                Ok(conversations::find(r, conversation)
                    .await?
                    .map(|found| found.conversation.contact))
            })
        })
        .await?
        .ok_or(ServiceError::NotFound)?;
    advance(
        handle,
        contact,
        vec![conversation],
        up_to,
        Delivery::Delivered,
    )
    .await
}

/// Moves the state forward and tells everybody, unless it is there already.
async fn advance(
    handle: &Workspace,
    contact: ContactId,
    conversations: Vec<ConversationId>,
    up_to: MessageId,
    status: Delivery,
) -> Result<()> {
    handle
        .write::<_, StoreError, _>(Class::Interactive, move |tx: &mut WriteTx| {
            Box::pin(async move {
                for conversation in conversations {
                    if messages::update_status(tx, conversation, up_to, status).await? {
                        tx.emit(EventDraft {
                            actor: ActorRef::Contact(contact),
                            source: Source::Contact,
                            contact: Some(contact),
                            conversation: Some(conversation),
                            payload: EventPayload::MessageStatus { up_to, status },
                        });
                    }
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

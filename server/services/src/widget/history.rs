//! What a visitor sees of earlier and current conversations: one history, whatever conversation a
//! message belongs to.

use parlance::conversation::Status;
use parlance::event::WidgetMessage;
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId};
use parlance::message::{Delivery, Direction};
use parlance_store::ws::messages::MessageRecord;
use parlance_store::ws::visitors::VisitorConversation;
use parlance_store::ws::{messages as stored, reads, visitors};
use parlance_store::{Reader, StoreError};
use serde::Serialize;

use super::{Visitor, limits, present, workspace};
use crate::{Result, Services};

/// Messages of one page.
pub(super) const PAGE: usize = 50;
/// Conversations that a history reaches back to.
const CONVERSATIONS: i64 = 20;

/// Older messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessagePage {
    /// Oldest first.
    pub messages: Vec<WidgetMessage>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// A part of a history as stored.
#[derive(Default)]
pub(super) struct Part {
    /// Oldest first, each with the newest message of its conversation that the team has read.
    pub(super) messages: Vec<(MessageRecord, MessageId)>,
    pub(super) has_more: bool,
    /// The most recently active conversation.
    pub(super) newest: Option<(ConversationId, Status)>,
}

impl Part {
    /// Messages of the team that the visitor has not seen.
    pub(super) fn unread(&self) -> usize {
        let unread = |record: &MessageRecord| {
            record.direction == Direction::Outbound
                && matches!(record.status, Delivery::Sent | Delivery::Delivered)
        };
        self.messages
            .iter()
            .filter(|(record, _)| unread(record))
            .count()
    }

    /// The newest message of each conversation that the visitor's device did not have so far.
    pub(super) fn undelivered(&self) -> Vec<(ConversationId, MessageId)> {
        let mut newest: Vec<(ConversationId, MessageId)> = Vec::new();
        for (record, _) in self.messages.iter().rev() {
            if record.direction == Direction::Outbound
                && record.status == Delivery::Sent
                && !newest
                    .iter()
                    .any(|(conversation, _)| *conversation == record.conversation)
            {
                newest.push((record.conversation, record.id));
            }
        }
        newest
    }
}

/// The messages before one.
///
/// # Errors
/// As for every read.
pub async fn messages(
    services: &Services,
    visitor: &Visitor,
    before: MessageId,
) -> Result<MessagePage> {
    let now = services.clock.now();
    services
        .visitors()
        .limits
        .check(limits::PAGES, &visitor.external_id, now)?;
    let handle = workspace(services, visitor).await?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let part = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                match visitors::find(r, channel, &external_id).await? {
                    Some(known) => part(r, channel, known.contact, before).await,
                    None => Ok(Part::default()),
                }
            })
        })
        .await?;
    let team = present::team(services, visitor.workspace).await?;
    let has_more = part.has_more;
    let messages = part
        .messages
        .into_iter()
        .map(|(record, seen)| present::message(services, visitor.workspace, &team, record, seen))
        .collect();
    Ok(MessagePage { messages, has_more })
}

/// The newest messages of a contact on a channel before one, over its conversations.
pub(super) async fn part(
    r: &mut impl Reader,
    channel: ChannelId,
    contact: ContactId,
    before: MessageId,
) -> Result<Part, StoreError> {
    let conversations = visitors::list_conversations(r, contact, CONVERSATIONS).await?;
    let newest = conversations
        .first()
        .map(|newest| (newest.id, newest.status));
    let mut found: Vec<MessageRecord> = Vec::new();
    for VisitorConversation {
        id, last_message, ..
    } in conversations
    {
        // Conversations come in the order of their newest messages: once a page is full and this
        // one has nothing newer than its oldest message, neither have the rest.
        if found
            .get(PAGE)
            .is_some_and(|oldest| last_message < oldest.id)
        {
            break;
        }
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let page = stored::list_before(r, id, before, limit).await?;
        found.extend(
            page.into_iter()
                .filter(|message| message.channel == channel),
        );
        found.sort_unstable_by_key(|message| std::cmp::Reverse(message.id));
        found.truncate(PAGE + 1);
    }
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    found.reverse();
    let mut marks: Vec<(ConversationId, MessageId)> = Vec::new();
    let mut messages = Vec::with_capacity(found.len());
    for record in found {
        let known = marks.iter().find(|(id, _)| *id == record.conversation);
        let seen = match known {
            Some((_, seen)) => *seen,
            None => {
                let seen = reads::find_team(r, record.conversation).await?;
                marks.push((record.conversation, seen));
                seen
            }
        };
        messages.push((record, seen));
    }
    Ok(Part {
        messages,
        has_more,
        newest,
    })
}

//! The open conversation: newest part, contact, older parts.

use std::collections::HashMap;

use parlance::contact::{ContactChannel, PastConversation};
use parlance::conversation::{ConversationDetail, ThreadPage, TimelineEvent, TimelineItem};
use parlance::event::{Event, EventPayload};
use parlance::id::{ConversationId, MessageId, UserId, WorkspaceId};
use parlance::message::Author;
use parlance::permission::Permission;
use parlance_store::ws::conversations::Listed;
use parlance_store::ws::messages::{self, MessageRecord};
use parlance_store::ws::{contacts, timeline};
use parlance_store::{Reader, StoreError};

use crate::inbox::view::{self, Sight};
use crate::inbox::visible;
use crate::{Caller, Result, ServiceError, Services, access};

/// Messages of a page.
const PAGE: usize = 50;
/// Events looked at for a page: its messages, their delivery, and the lines between them.
const EVENTS: i64 = 500;

/// The conversation with the newest 50 messages.
pub async fn open_conversation(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    conversation: ConversationId,
) -> Result<ConversationDetail> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let sight = Sight::of(&actor);
    let thread = ws
        .read::<_, ServiceError, _>(|r| {
            Box::pin(async move {
                let listed = visible::listed(r, &actor, conversation).await?;
                Ok(read(r, listed).await?)
            })
        })
        .await?;
    Ok(thread.detail(services, workspace, sight))
}

/// The 50 messages before one.
pub async fn thread_before(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    conversation: ConversationId,
    before: MessageId,
) -> Result<ThreadPage> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let sight = Sight::of(&actor);
    let part = ws
        .read::<_, ServiceError, _>(|r| {
            Box::pin(async move {
                visible::find(r, &actor, conversation).await?;
                Ok(part(r, conversation, Some(before)).await?)
            })
        })
        .await?;
    Ok(part.page(services, workspace, sight))
}

/// What the snapshot says about one conversation.
pub(crate) struct Thread {
    listed: Listed,
    part: Part,
    channels: Vec<ContactChannel>,
    conversations: Vec<PastConversation>,
}

/// Messages and lines of a stretch of a thread.
struct Part {
    messages: Vec<MessageRecord>,
    lines: Vec<Event>,
    /// Position of each message in the log, where it is known.
    seqs: HashMap<MessageId, i64>,
    older: bool,
}

/// Reads the newest part of a thread and the contact's panel, in three statements.
pub(crate) async fn read(r: &mut impl Reader, listed: Listed) -> Result<Thread, StoreError> {
    let part = part(r, listed.id, None).await?;
    let (channels, conversations) = contacts::list_panel(r, listed.contact.id).await?;
    Ok(Thread {
        listed,
        part,
        channels,
        conversations,
    })
}

async fn part(
    r: &mut impl Reader,
    conversation: ConversationId,
    before: Option<MessageId>,
) -> Result<Part, StoreError> {
    let limit = i64::try_from(PAGE).unwrap_or(0) + 1;
    let newest = before.unwrap_or(MessageId(i64::MAX));
    let mut messages = messages::list_before(r, conversation, newest, limit).await?;
    let older = messages.len() > PAGE;
    if older {
        messages.remove(0);
    }
    let mut lines = timeline::list(r, conversation, before, EVENTS).await?;
    let mut seqs = HashMap::new();
    for event in &lines {
        if let EventPayload::MessageCreated { message, .. } = event.payload {
            seqs.insert(message, event.seq);
        }
    }
    // A line belongs to the page whose oldest message it follows.
    let from = messages
        .first()
        .filter(|_| older)
        .map(|first| (first.at, seqs.get(&first.id)));
    lines.retain(|event| {
        event.payload.is_timeline_line()
            && match from {
                None => true,
                Some((_, Some(seq))) => event.seq > *seq,
                Some((at, None)) => event.at > at,
            }
    });
    Ok(Part {
        messages,
        lines,
        seqs,
        older,
    })
}

impl Part {
    fn page(self, services: &Services, workspace: WorkspaceId, sight: Sight) -> ThreadPage {
        let older_than = self
            .messages
            .first()
            .filter(|_| self.older)
            .map(|first| first.id);
        let seq = |id: &MessageId| self.seqs.get(id).copied().unwrap_or(i64::MAX);
        let messages = self.messages.iter().map(|record| {
            let item = TimelineItem::Message(view::message(services, workspace, record, sight));
            ((record.at, seq(&record.id), record.id.0), item)
        });
        let lines = self
            .lines
            .iter()
            .map(|event| ((event.at, event.seq, 0), TimelineItem::Event(line(event))));
        let mut items: Vec<_> = messages.chain(lines).collect();
        items.sort_by_key(|(key, _)| *key);
        ThreadPage {
            items: items.into_iter().map(|(_, item)| item).collect(),
            older_than,
        }
    }
}

impl Thread {
    /// The users who wrote or did something here, for their names.
    pub(crate) fn users(&self) -> impl Iterator<Item = UserId> + '_ {
        let authors = self
            .part
            .messages
            .iter()
            .filter_map(|message| match message.author {
                Author::User { id } => Some(id),
                _ => None,
            });
        let actors = self.part.lines.iter().flat_map(|event| {
            let (from, to) = match event.payload {
                EventPayload::ConversationAssigned { from, to } => (from, to),
                _ => (None, None),
            };
            [event.actor.user(), from, to].into_iter().flatten()
        });
        authors.chain(actors).chain(self.listed.assignee)
    }

    /// As a user is shown it.
    pub(crate) fn detail(
        self,
        services: &Services,
        workspace: WorkspaceId,
        sight: Sight,
    ) -> ConversationDetail {
        let Thread {
            listed,
            part,
            channels,
            conversations,
        } = self;
        ConversationDetail {
            row: view::row(&listed, sight),
            thread: part.page(services, workspace, sight),
            contact: view::contact(&listed.contact, channels, conversations, sight),
            unread_after: listed.read_up_to,
            draft: listed.draft,
        }
    }
}

/// A line of the thread.
pub(crate) fn line(event: &Event) -> TimelineEvent {
    TimelineEvent {
        seq: event.seq,
        at: event.at,
        user: event.actor.user(),
        payload: event.payload.clone(),
    }
}

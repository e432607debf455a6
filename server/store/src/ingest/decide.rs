//! What becomes of each message of a batch: ids and events in the order of the messages.

use super::rows::{
    ContactRow, ConversationRow, FileRow, IdentityRow, MessageRow, OpenConversation, Resolved,
};
use super::{InboundMessage, IngestOutcome, clamp, without_nul};
use crate::error::StoreError;
use crate::lane::WriteTx;
use crate::ws::counters::count_opened;
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId, UserId};
use parlance::message::{Direction, FileKind, kind_word};
use parlance::text::preview;
use std::collections::{BTreeMap, HashMap};

/// Characters of a text that lists show.
const PREVIEW: usize = 120;

/// A sender, by channel and the channel's own id.
type Sender<'a> = (i64, &'a str);

/// What a batch has decided so far.
#[derive(Default)]
pub(super) struct Decided<'a> {
    /// Messages of this batch by channel and provider id, to their position in `outcomes`.
    seen: HashMap<(i64, &'a str), usize>,
    /// Contacts that this batch created.
    created: HashMap<Sender<'a>, i64>,
    /// Conversations that this batch touched, by contact.
    pub(super) touched: BTreeMap<i64, Touched>,
    pub(super) contacts: Vec<ContactRow<'a>>,
    pub(super) identities: Vec<IdentityRow<'a>>,
    pub(super) messages: Vec<MessageRow<'a>>,
    pub(super) files: Vec<FileRow>,
    pub(super) outcomes: Vec<IngestOutcome>,
}

pub(super) struct Touched {
    pub(super) row: ConversationRow,
    pub(super) new: bool,
}

/// Decides one message: draws its ids, emits its events, notes its rows.
pub(super) fn decide<'a>(
    tx: &mut WriteTx,
    decided: &mut Decided<'a>,
    item: &'a InboundMessage,
    known: &Resolved,
    kinds: &HashMap<i64, FileKind>,
) -> Result<(), StoreError> {
    if let Some(outcome) = duplicate(tx, decided, item, known) {
        decided.outcomes.push(outcome);
        return Ok(());
    }
    let (contact, created_contact) = contact(tx, decided, item, known);
    let actor = Draft {
        contact,
        conversation: None,
    };
    if created_contact {
        tx.emit(actor.event(EventPayload::ContactCreated {
            channel: Some(item.channel),
        }));
    }
    let files = usable(item, kinds)?;
    let (conversation, opened, reopened) = conversation(tx, decided, item, known, contact);
    let message = tx.new_id();
    let seq = tx.emit(
        Draft {
            contact,
            conversation: Some(conversation),
        }
        .event(EventPayload::MessageCreated {
            message: MessageId(message),
            direction: Direction::Inbound,
        }),
    );
    let kind = kind_word(&item.text, files.first().copied());
    let body = without_nul(&item.text);
    if let Some(touched) = decided.touched.get_mut(&contact) {
        let row = &mut touched.row;
        row.channel_id = item.channel.0;
        row.last_activity_at = tx.now().0;
        row.message_id = message;
        row.last_kind = kind;
        row.preview = preview(&body, PREVIEW);
        row.n += 1;
        if row.waiting_since == 0 {
            row.waiting_since = clamp(item.at, tx.now()).0;
        }
    }
    decided
        .files
        .extend(item.attachments.iter().map(|file| FileRow {
            id: file.0,
            message_id: message,
        }));
    decided.messages.push(MessageRow {
        id: message,
        conversation_id: conversation,
        contact_id: contact,
        channel_id: item.channel.0,
        kind,
        body,
        provider_id: without_nul(&item.provider_id),
        client_id: item.client_id.as_deref(),
        attachment_count: item.attachments.len(),
        page_url: item.page_url.as_deref().map(without_nul),
        at: clamp(item.at, tx.now()).0,
    });
    decided
        .seen
        .insert((item.channel.0, &item.provider_id), decided.outcomes.len());
    decided.outcomes.push(IngestOutcome {
        contact_id: ContactId(contact),
        conversation_id: ConversationId(conversation),
        message_id: MessageId(message),
        created_contact,
        opened_conversation: opened,
        reopened_conversation: reopened,
        duplicate: false,
        at: clamp(item.at, tx.now()),
        epoch: tx.epoch(),
        seq,
    });
    Ok(())
}

/// The outcome of a message that is stored, or was decided earlier in this batch.
fn duplicate(
    tx: &WriteTx,
    decided: &Decided<'_>,
    item: &InboundMessage,
    known: &Resolved,
) -> Option<IngestOutcome> {
    let (message, conversation, contact) = known.message.or_else(|| {
        let position = decided
            .seen
            .get(&(item.channel.0, item.provider_id.as_str()))?;
        let first = decided.outcomes.get(*position)?;
        Some((
            first.message_id.0,
            first.conversation_id.0,
            first.contact_id.0,
        ))
    })?;
    Some(IngestOutcome {
        contact_id: ContactId(contact),
        conversation_id: ConversationId(conversation),
        message_id: MessageId(message),
        created_contact: false,
        opened_conversation: false,
        reopened_conversation: false,
        duplicate: true,
        at: clamp(item.at, tx.now()),
        epoch: tx.epoch(),
        seq: tx.newest_seq(),
    })
}

/// The sender, created if nobody knows it; whether it was created.
fn contact<'a>(
    tx: &mut WriteTx,
    decided: &mut Decided<'a>,
    item: &'a InboundMessage,
    known: &Resolved,
) -> (i64, bool) {
    let sender: Sender<'a> = (item.channel.0, &item.external_id);
    if let Some(contact) = known
        .contact
        .or_else(|| decided.created.get(&sender).copied())
    {
        return (contact, false);
    }
    let (id, identity, at) = (tx.new_id(), tx.new_id(), tx.now().0);
    decided.contacts.push(ContactRow {
        id,
        name: without_nul(&item.name),
        email: without_nul(&item.email),
        phone: without_nul(&item.phone),
        locale: without_nul(&item.locale),
        time_zone: without_nul(&item.time_zone),
        source: without_nul(&item.source),
        at,
    });
    decided.identities.push(IdentityRow {
        id: identity,
        contact_id: id,
        channel_id: item.channel.0,
        external_id: without_nul(&item.external_id),
        verified: i64::from(item.verified),
        at,
    });
    decided.created.insert(sender, id);
    (id, true)
}

/// The kinds of a message's files. A file that is gone or used makes the message impossible.
fn usable(
    item: &InboundMessage,
    kinds: &HashMap<i64, FileKind>,
) -> Result<Vec<FileKind>, StoreError> {
    let found: Option<Vec<FileKind>> = item
        .attachments
        .iter()
        .map(|id| kinds.get(&id.0).copied())
        .collect();
    found.ok_or_else(|| StoreError::Conflict("attachments_free".into()))
}

/// The sender's conversation that is not closed, opened if there is none. Gives its id, whether
/// it is new, and whether it was snoozed.
fn conversation(
    tx: &mut WriteTx,
    decided: &mut Decided<'_>,
    item: &InboundMessage,
    known: &Resolved,
    contact: i64,
) -> (i64, bool, bool) {
    if let Some(touched) = decided.touched.get(&contact) {
        return (touched.row.id, false, false);
    }
    let stored = known.conversation;
    let assignee = stored.map_or(known.assignee, |stored| stored.assignee);
    let row = ConversationRow {
        id: stored.map_or_else(|| tx.new_id(), |stored| stored.id),
        contact_id: contact,
        channel_id: item.channel.0,
        assignee_id: assignee,
        team_id: known.team,
        waiting_since: stored.map_or(0, |stored| stored.waiting_since),
        last_activity_at: 0,
        message_id: 0,
        last_kind: "text",
        preview: String::new(),
        n: 0,
    };
    let id = row.id;
    decided.touched.insert(
        contact,
        Touched {
            row,
            new: stored.is_none(),
        },
    );
    let draft = Draft {
        contact,
        conversation: Some(id),
    };
    let reopened = match stored {
        Some(OpenConversation { snoozed: false, .. }) => return (id, false, false),
        Some(_) => true,
        None => false,
    };
    tx.emit(draft.event(if reopened {
        EventPayload::ConversationReopened {}
    } else {
        EventPayload::ConversationOpened {
            channel: ChannelId(item.channel.0),
        }
    }));
    count_opened(tx, UserId::some(assignee));
    (id, !reopened, reopened)
}

/// What the events of a message have in common.
struct Draft {
    contact: i64,
    conversation: Option<i64>,
}

impl Draft {
    fn event(&self, payload: EventPayload) -> EventDraft {
        EventDraft {
            actor: ActorRef::Contact(ContactId(self.contact)),
            source: Source::Contact,
            contact: Some(ContactId(self.contact)),
            conversation: self.conversation.map(ConversationId),
            payload,
        }
    }
}

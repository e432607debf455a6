//! What frames are made of: the present state of everything that some events are about, read by
//! id in one snapshot, a statement per kind of thing.

use std::collections::{BTreeSet, HashMap};

use parlance::event::{Event, EventPayload};
use parlance::id::{ContactId, ConversationId, MessageId, UserId};
use parlance_store::ws::contacts::{self, ContactRecord};
use parlance_store::ws::conversations::{self, Listed};
use parlance_store::ws::counters::{self, Open};
use parlance_store::ws::identities::{self, Identity};
use parlance_store::ws::messages::{self, MessageRecord};
use parlance_store::{Reader, StoreError};

use super::feed::Audiences;

/// Conversations whose rows change with the name of their contact.
const RENAMED: i64 = 20;

/// See the module.
#[derive(Default)]
pub(super) struct Facts {
    /// Conversations; `read_up_to` is the team's mark.
    pub rows: HashMap<ConversationId, Listed>,
    /// Messages that were stored.
    pub messages: HashMap<MessageId, MessageRecord>,
    /// Contacts that changed.
    pub contacts: HashMap<ContactId, ContactRecord>,
    /// Identities of contacts that came into being.
    pub known: Vec<Identity>,
    /// Counters, if they changed.
    pub open: Option<Open>,
}

/// Whether an event moves a counter of open conversations.
fn counts(payload: &EventPayload) -> bool {
    matches!(
        payload,
        EventPayload::ConversationOpened { .. }
            | EventPayload::ConversationAssigned { .. }
            | EventPayload::ConversationClosed { .. }
            | EventPayload::ConversationReopened {}
            | EventPayload::ConversationTeamAssigned { .. }
            | EventPayload::ConversationSnoozed { .. }
            | EventPayload::ConversationWoken {}
    )
}

impl Facts {
    /// Reads what `events` are about, and the conversations in `besides`.
    pub async fn load(
        r: &mut impl Reader,
        events: &[Event],
        besides: impl IntoIterator<Item = ConversationId>,
        audiences: Audiences,
    ) -> Result<Facts, StoreError> {
        let mut facts = Facts::default();
        let mut wanted: BTreeSet<ConversationId> = besides.into_iter().collect();
        wanted.extend(events.iter().filter_map(|event| event.conversation));
        for contact in changed(events) {
            if let Some(record) = contacts::find(r, contact).await? {
                facts.contacts.insert(contact, record);
                wanted.extend(conversations::list_of(r, contact, RENAMED).await?);
            }
        }
        let ids: Vec<_> = wanted.into_iter().collect();
        // User 0 has read what anybody of the team has.
        let rows = conversations::list_rows(r, &ids, UserId(0), ConversationId(0)).await?;
        facts.rows = rows.into_iter().map(|listed| (listed.id, listed)).collect();
        let ids: Vec<MessageId> = events
            .iter()
            .filter_map(|event| match event.payload {
                EventPayload::MessageCreated { message, .. } => Some(message),
                _ => None,
            })
            .collect();
        let found = messages::list_by_ids(r, &ids).await?;
        facts.messages = found
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        if audiences.agents > 0 && events.iter().any(|event| counts(&event.payload)) {
            facts.open = Some(counters::list_open(r, audiences.free > 0).await?);
        }
        if audiences.visitors > 0 {
            for contact in created(events) {
                facts.known.extend(identities::list_of(r, contact).await?);
            }
        }
        Ok(facts)
    }
}

/// Whether a contact looks different after such an event.
pub(super) fn changes_contact(payload: &EventPayload) -> bool {
    matches!(
        payload,
        EventPayload::ContactUpdated { .. }
            | EventPayload::ContactTagged { .. }
            | EventPayload::ContactStageChanged { .. }
            | EventPayload::ContactMerged { .. }
            | EventPayload::ContactUnmerged { .. }
            | EventPayload::ContactBlocked {}
            | EventPayload::ContactUnblocked {}
    )
}

fn changed(events: &[Event]) -> BTreeSet<ContactId> {
    events
        .iter()
        .filter(|event| changes_contact(&event.payload))
        .filter_map(|event| event.contact)
        .collect()
}

fn created(events: &[Event]) -> BTreeSet<ContactId> {
    let is_birth = |event: &&Event| matches!(event.payload, EventPayload::ContactCreated { .. });
    events
        .iter()
        .filter(is_birth)
        .filter_map(|event| event.contact)
        .collect()
}

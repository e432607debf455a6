//! The inbox in memory: rows, lists, threads, contacts, who types.
//!
//! Filled from one answer of the server, then patched by live updates and by the viewer's own
//! commands. An older row never replaces a newer one, and the browser's read marks only go
//! forward. Applying the same update twice changes nothing. Nothing in here touches the page.

use std::collections::HashMap;

use leptos::prelude::*;
use parlance::contact::ContactDetail;
use parlance::conversation::{ConversationRow, Counts, InboxPage, Person, Status, View};
use parlance::desk::Desk;
use parlance::event::LiveFrame;
use parlance::id::{ContactId, ConversationId, MessageId, UserId, WorkspaceId};
use parlance::message::{Author, MessageView};
use parlance::time::{Timestamp, ZoneOffsets};

use super::address::Address;
use super::order::{ListState, Phase, Place};
use super::outbox::Outbox;
use super::thread_state::Slot;
use super::typing::Typists;
use crate::locales::Texts;
use crate::ui::{Toasts, timer};

/// A list: whose conversations, in which status.
pub type ListKey = (View, Status);

/// The inbox of one workspace. `Copy`; lives as long as the page.
#[derive(Clone, Copy)]
pub struct Inbox {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The viewer.
    pub me: UserId,
    /// Texts of the page's language.
    pub t: Texts,
    /// Which list is shown, and which conversation is open.
    pub address: Memo<Address>,
    /// The viewer's time zone.
    pub zone: StoredValue<ZoneOffsets>,
    /// The present instant; renewed every 20 seconds.
    pub now: Signal<Timestamp>,
    /// Open conversations by view.
    pub counts: RwSignal<Counts>,
    /// Users of the workspace.
    pub people: RwSignal<Vec<Person>>,
    /// Teams, tags and whatever else the workspace has set up.
    pub desk: RwSignal<Desk>,
    /// Who types where.
    pub typing: RwSignal<Typists>,
    pub(super) lists: RwSignal<Vec<(ListKey, ListState)>>,
    pub(super) frozen: RwSignal<Option<(ListKey, Vec<Place>)>>,
    pub(super) threads: RwSignal<HashMap<ConversationId, Slot>>,
    pub(super) recent: StoredValue<Vec<ConversationId>>,
    pub(super) outbox: StoredValue<Outbox>,
    pub(super) waiting: RwSignal<i64>,
    pub(super) toasts: Toasts,
    rows: StoredValue<HashMap<ConversationId, ArcRwSignal<ConversationRow>>>,
    contacts: StoredValue<HashMap<ContactId, ArcRwSignal<ContactDetail>>>,
}

/// What the store is told about the page around it.
#[derive(Clone)]
pub struct Surroundings {
    /// The viewer.
    pub me: UserId,
    /// The viewer's time zone.
    pub zone: ZoneOffsets,
    /// When the page was made, so that server and browser draw the same.
    pub made_at: Timestamp,
    /// Texts of the page's language.
    pub t: Texts,
    /// Where messages about failures go.
    pub toasts: Toasts,
}

impl Inbox {
    /// The inbox of an answer of the server.
    pub fn new(page: InboxPage, address: Memo<Address>, around: Surroundings) -> Self {
        let clock = timer::use_now();
        let made_at = around.made_at;
        let inbox = Inbox {
            workspace: page.workspace,
            me: around.me,
            t: around.t,
            address,
            zone: StoredValue::new(around.zone),
            now: Signal::derive(move || clock.get().map_or(made_at, Timestamp)),
            counts: RwSignal::new(page.counts),
            people: RwSignal::new(Vec::new()),
            desk: RwSignal::new(Desk::default()),
            typing: RwSignal::new(Typists::default()),
            lists: RwSignal::new(Vec::new()),
            frozen: RwSignal::new(None),
            threads: RwSignal::new(HashMap::new()),
            recent: StoredValue::new(Vec::new()),
            outbox: StoredValue::new(Outbox::default()),
            waiting: RwSignal::new(0),
            toasts: around.toasts,
            rows: StoredValue::new(HashMap::new()),
            contacts: StoredValue::new(HashMap::new()),
        };
        inbox.fill(page);
        inbox
    }

    /// Takes over a whole answer: at the start, and after too much was missed.
    pub(super) fn fill(self, page: InboxPage) {
        let address = self.address.get_untracked();
        self.counts.set(page.counts);
        self.people.set(page.people);
        self.desk.set(page.desk);
        let places: Vec<Place> = page.list.iter().map(Place::of).collect();
        for row in page.list {
            self.take_row(row);
        }
        let mut list = ListState::default();
        list.append(places, page.next);
        self.lists.set(vec![(address.list(), list)]);
        match (page.open, address.conversation) {
            (Some(detail), _) => self.take_detail(detail),
            (None, Some(missing)) => self.set_slot(missing, Slot::Missing),
            (None, None) => {}
        }
    }

    /// Whether the page is still there; asked after every wait.
    pub(super) fn is_alive(self) -> bool {
        !self.lists.is_disposed()
    }

    /// The row of a conversation.
    pub fn row(self, id: ConversationId) -> Option<ArcRwSignal<ConversationRow>> {
        self.rows
            .try_with_value(|rows| rows.get(&id).cloned())
            .flatten()
    }

    /// A contact that was loaded.
    pub fn contact(self, id: ContactId) -> Option<ArcRwSignal<ContactDetail>> {
        self.contacts
            .try_with_value(|contacts| contacts.get(&id).cloned())
            .flatten()
    }

    /// Applies a live update.
    pub fn apply(self, frame: LiveFrame) {
        match frame {
            LiveFrame::Conversation { row } => self.take_row(row),
            LiveFrame::Gone { conversation } => self.drop_row(conversation),
            LiveFrame::Message { message } => self.take_message(message),
            LiveFrame::Delivery {
                conversation,
                up_to,
                status,
            } => {
                if let Some(thread) = self.thread(conversation) {
                    thread
                        .timeline
                        .with_untracked(|timeline| timeline.deliver(up_to, status));
                }
            }
            LiveFrame::Line {
                conversation,
                event,
            } => {
                if let Some(thread) = self.thread(conversation) {
                    thread
                        .timeline
                        .update(|timeline| timeline.take_event(event));
                }
            }
            LiveFrame::Contact { contact } => {
                if self.contact(contact).is_some() {
                    self.load_contact(contact);
                }
            }
            LiveFrame::Desk {} => self.load_desk(),
            LiveFrame::Counts { counts } => self.counts.set(counts),
            LiveFrame::Read {
                conversation,
                up_to,
            } => self.amend_read(conversation, up_to),
            LiveFrame::Typing {
                conversation,
                user,
                on,
            } => {
                if user != Some(self.me) {
                    self.set_typing(conversation, user, on);
                }
            }
            LiveFrame::People { people } => self.people.set(people),
            LiveFrame::Resync {} => self.resync(),
        }
    }

    /// Takes over a row, unless a newer one is known, and puts it in its place in every list.
    pub(super) fn take_row(self, row: ConversationRow) {
        let row = match self.row(row.id) {
            Some(known) => {
                let Some(next) = known.with_untracked(|old| newer(old, row)) else {
                    return;
                };
                known.set(next.clone());
                next
            }
            None => {
                self.rows.update_value(|rows| {
                    rows.insert(row.id, ArcRwSignal::new(row.clone()));
                });
                self.rediscover(row.id);
                row
            }
        };
        self.settle(&row);
    }

    /// Changes a row before the server has answered.
    pub(super) fn amend(self, id: ConversationId, change: impl FnOnce(&mut ConversationRow)) {
        if let Some(known) = self.row(id) {
            known.update(change);
            self.settle(&known.get_untracked());
        }
    }

    /// The viewer has read up to here; marks only go forward.
    pub(super) fn amend_read(self, id: ConversationId, up_to: MessageId) {
        if let Some(row) = self.row(id)
            && row.with_untracked(|row| row.read_up_to < up_to)
        {
            row.update(|row| row.read_up_to = up_to);
        }
    }

    fn settle(self, row: &ConversationRow) {
        self.settle_in_contact(row);
        self.lists.update(|lists| {
            for ((view, status), list) in lists {
                list.settle(Place::of(row), row.matches(*view, *status, self.me));
            }
        });
    }

    /// The list of conversations beside the thread says the same as the row.
    fn settle_in_contact(self, row: &ConversationRow) {
        let Some(contact) = self.contact(row.contact) else {
            return;
        };
        let outdated = contact.with_untracked(|contact| {
            contact.conversations.iter().any(|past| {
                past.id == row.id && (past.status != row.status || past.preview != row.preview)
            })
        });
        if outdated {
            contact.update(|contact| {
                for past in contact
                    .conversations
                    .iter_mut()
                    .filter(|past| past.id == row.id)
                {
                    past.status = row.status;
                    past.preview.clone_from(&row.preview);
                }
            });
        }
    }

    fn drop_row(self, id: ConversationId) {
        self.rows.update_value(|rows| {
            rows.remove(&id);
        });
        self.lists
            .update(|lists| lists.iter_mut().for_each(|(_, list)| list.remove(id)));
        if self
            .threads
            .with_untracked(|threads| threads.contains_key(&id))
        {
            self.set_slot(id, Slot::Missing);
        }
    }

    fn take_message(self, message: MessageView) {
        let typist = match message.author {
            Author::User { id } => Some(id),
            Author::Contact { .. } | Author::System => None,
        };
        self.set_typing(message.conversation, typist, false);
        if let Some(thread) = self.thread(message.conversation) {
            thread.timeline.update(|timeline| {
                timeline.take(message);
            });
        }
    }

    /// Keeps a contact as the server told it; an older state never replaces a newer one.
    pub(super) fn take_contact(self, contact: ContactDetail) {
        match self.contact(contact.id) {
            Some(known) => {
                if known.with_untracked(|old| old.version <= contact.version) {
                    known.set(contact);
                }
            }
            None => self.contacts.update_value(|contacts| {
                contacts.insert(contact.id, ArcRwSignal::new(contact));
            }),
        }
    }

    /// Every known row of a contact gets its new name.
    pub(super) fn rename(self, contact: ContactId, name: &str) {
        let rows: Vec<_> = self
            .rows
            .with_value(|rows| rows.values().cloned().collect());
        for row in rows {
            if row.with_untracked(|row| row.contact == contact && row.contact_name != name) {
                row.update(|row| name.clone_into(&mut row.contact_name));
            }
        }
    }

    /// How far the shown list has been loaded.
    pub fn phase(self) -> Phase {
        let key = self.address.get().list();
        self.lists.with(|lists| {
            find(lists, key)
                .map(|list| list.phase.clone())
                .unwrap_or_default()
        })
    }

    /// Whether the shown list goes on.
    pub fn has_more(self) -> bool {
        let key = self.address.get().list();
        self.lists
            .with(|lists| find(lists, key).is_some_and(|list| list.next.is_some()))
    }

    /// The places of the shown list.
    pub fn places(self) -> Vec<Place> {
        let key = self.address.get().list();
        self.lists.with(|lists| {
            find(lists, key)
                .map(|list| list.places().to_vec())
                .unwrap_or_default()
        })
    }
}

/// A list, if it was asked for.
pub(super) fn find(lists: &[(ListKey, ListState)], key: ListKey) -> Option<&ListState> {
    lists
        .iter()
        .find(|(other, _)| *other == key)
        .map(|(_, list)| list)
}

/// The row to keep when `new` arrives while `old` is known; `None` if nothing changes.
fn newer(old: &ConversationRow, mut new: ConversationRow) -> Option<ConversationRow> {
    let read_up_to = old.read_up_to.max(new.read_up_to);
    if new.version < old.version {
        new = old.clone();
    }
    // Live rows are the same for everybody: the read mark is the browser's own.
    new.read_up_to = read_up_to;
    (new != *old).then_some(new)
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;

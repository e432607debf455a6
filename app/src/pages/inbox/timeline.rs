//! The messages and event lines of one conversation, as far as they are loaded.
//!
//! Messages are merged by id and by client id, so a bubble shown before the server answered
//! becomes the stored message in place. Applying the same thing twice changes nothing. Each
//! bubble has a signal of its own: a tick that changes touches one element.

use leptos::prelude::*;
use parlance::conversation::{TimelineEvent, TimelineItem};
use parlance::event::EventPayload;
use parlance::id::MessageId;
use parlance::message::{Author, Delivery, Direction, MessageView};
use parlance::time::Timestamp;

use crate::error::AppError;

/// Where a message stands between this browser and the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Local {
    /// The server has it.
    Stored,
    /// Waits to be sent, or is on its way.
    Waiting,
    /// The server refused it.
    Refused(AppError),
}

/// A message as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    /// The message; its id is 0 until the server has it.
    pub message: MessageView,
    /// Where it stands.
    pub local: Local,
}

/// A message with what its neighbours need to know.
#[derive(Debug, Clone)]
pub struct MessageEntry {
    /// Stays the same from the optimistic bubble to the stored message.
    pub key: String,
    /// Its id, 0 before it is stored.
    pub id: MessageId,
    /// When it was written.
    pub at: Timestamp,
    /// From or to the contact.
    pub direction: Direction,
    /// Who wrote it.
    pub author: Author,
    /// The server has it.
    pub stored: bool,
    /// What is shown.
    pub bubble: ArcRwSignal<Bubble>,
}

/// A message or a line.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A message.
    Message(MessageEntry),
    /// A line.
    Event(TimelineEvent),
}

impl Entry {
    /// Messages that are not stored yet stay at the end, whatever the clocks say; lines of the
    /// same instant come before messages.
    fn rank(&self) -> (bool, Timestamp, u8, i64) {
        match self {
            // It is stored together with the first message, but a moment later.
            Entry::Event(event)
                if matches!(event.payload, EventPayload::ConversationOpened { .. }) =>
            {
                (false, Timestamp(i64::MIN), 0, event.seq)
            }
            Entry::Event(event) => (false, event.at, 0, event.seq),
            Entry::Message(entry) => (!entry.stored, entry.at, 1, entry.id.0),
        }
    }
}

/// Loaded messages and lines in their order.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    entries: Vec<Entry>,
}

impl Timeline {
    /// A part of a thread.
    pub fn of(items: Vec<TimelineItem>) -> Self {
        let mut timeline = Timeline::default();
        timeline.add(items);
        timeline
    }

    /// Messages and lines, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Merges another part.
    pub fn add(&mut self, items: Vec<TimelineItem>) {
        for item in items {
            match item {
                TimelineItem::Message(message) => self.merge(message),
                TimelineItem::Event(event) => self.push_event(event),
            }
        }
        self.sort();
    }

    /// Merges a message that the server has. Returns whether it was unknown here.
    pub fn take(&mut self, message: MessageView) -> bool {
        let before = self.entries.len();
        self.merge(message);
        self.sort();
        self.entries.len() > before
    }

    /// Adds a line; the same one only once.
    pub fn take_event(&mut self, event: TimelineEvent) {
        self.push_event(event);
        self.sort();
    }

    /// Shows a message that is not sent yet.
    pub fn take_local(&mut self, message: MessageView, local: Local) {
        let known = message
            .client_id
            .as_deref()
            .is_some_and(|id| self.by_client(id).is_some());
        if !known {
            self.entries.push(Entry::Message(entry_of(message, local)));
            self.sort();
        }
    }

    /// Tells how an unsent message fares. A stored one is not touched.
    pub fn set_local(&self, client_id: &str, local: Local) {
        if let Some(entry) = self.by_client(client_id).filter(|entry| !entry.stored) {
            entry.bubble.update(|bubble| bubble.local = local);
        }
    }

    /// Takes an unsent message away.
    pub fn forget_local(&mut self, client_id: &str) {
        self.entries.retain(|entry| match entry {
            Entry::Message(entry) => {
                entry.stored
                    || entry.bubble.with_untracked(|bubble| {
                        bubble.message.client_id.as_deref() != Some(client_id)
                    })
            }
            Entry::Event(_) => true,
        });
    }

    /// Takes everything away that the server can give again.
    pub fn clear_stored(&mut self) {
        self.entries
            .retain(|entry| matches!(entry, Entry::Message(entry) if !entry.stored));
    }

    /// Our messages up to this one reached a state.
    pub fn deliver(&self, up_to: MessageId, status: Delivery) {
        for entry in self
            .messages()
            .filter(|entry| entry.stored && entry.id <= up_to)
        {
            let advances = entry.direction == Direction::Outbound
                && entry.bubble.with_untracked(|b| b.message.status != status)
                && entry
                    .bubble
                    .with_untracked(|b| later(b.message.status, status) == status);
            if advances {
                entry.bubble.update(|bubble| bubble.message.status = status);
            }
        }
    }

    /// The messages, oldest first.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &MessageEntry> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Message(entry) => Some(entry),
            Entry::Event(_) => None,
        })
    }

    fn by_client(&self, client_id: &str) -> Option<&MessageEntry> {
        self.messages().find(|entry| {
            entry.direction == Direction::Outbound
                && entry
                    .bubble
                    .with_untracked(|b| b.message.client_id.as_deref() == Some(client_id))
        })
    }

    fn merge(&mut self, message: MessageView) {
        let same = |entry: &MessageEntry| {
            (entry.stored && entry.id == message.id)
                || (entry.direction == message.direction
                    && message.client_id.is_some()
                    && entry
                        .bubble
                        .with_untracked(|b| b.message.client_id == message.client_id))
        };
        let known = self.entries.iter_mut().find_map(|entry| match entry {
            Entry::Message(entry) if same(entry) => Some(entry),
            _ => None,
        });
        let Some(entry) = known else {
            self.entries
                .push(Entry::Message(entry_of(message, Local::Stored)));
            return;
        };
        (entry.id, entry.at, entry.stored) = (message.id, message.at, true);
        let next = entry.bubble.with_untracked(|old| merged(old, message));
        if entry.bubble.with_untracked(|old| *old != next) {
            entry.bubble.set(next);
        }
    }

    fn push_event(&mut self, event: TimelineEvent) {
        let known = self
            .entries
            .iter()
            .any(|entry| matches!(entry, Entry::Event(old) if old.seq == event.seq));
        if !known && event.payload.is_timeline_line() {
            self.entries.push(Entry::Event(event));
        }
    }

    fn sort(&mut self) {
        self.entries.sort_by_key(Entry::rank);
    }
}

fn entry_of(message: MessageView, local: Local) -> MessageEntry {
    let prefix = match message.direction {
        Direction::Inbound => "i-",
        Direction::Outbound => "o-",
    };
    let own = message
        .client_id
        .clone()
        .unwrap_or_else(|| message.id.to_string());
    MessageEntry {
        key: [prefix, &own].concat(),
        id: message.id,
        at: message.at,
        direction: message.direction,
        author: message.author.clone(),
        stored: local == Local::Stored,
        bubble: ArcRwSignal::new(Bubble { message, local }),
    }
}

/// An address of a file is replaced when the new one lasts longer by this much, in seconds.
const FRESHER: i64 = 20 * 60;

/// When the address of a file expires, in seconds; 0 if it does not say.
fn expiry(address: &str) -> i64 {
    address
        .split(['?', '&'])
        .find_map(|part| part.strip_prefix("e=")?.parse().ok())
        .unwrap_or(0)
}

/// The newer state of a message that is shown already. The addresses of unchanged files stay
/// until they are about to expire, or every update would load the pictures again.
fn merged(old: &Bubble, mut new: MessageView) -> Bubble {
    if old.local == Local::Stored {
        new.status = later(old.message.status, new.status);
    }
    let same_files = old.message.attachments.len() == new.attachments.len()
        && old
            .message
            .attachments
            .iter()
            .zip(&new.attachments)
            .all(|(a, b)| a.id == b.id && expiry(&b.url) - expiry(&a.url) < FRESHER);
    if same_files {
        new.attachments.clone_from(&old.message.attachments);
    }
    Bubble {
        message: new,
        local: Local::Stored,
    }
}

/// The state further on. A failure counts unless the message is known to have arrived.
pub fn later(old: Delivery, new: Delivery) -> Delivery {
    let rank = |state: Delivery| match state {
        Delivery::Queued => 0,
        Delivery::Sending => 1,
        Delivery::Unknown => 2,
        Delivery::Sent => 3,
        Delivery::Failed => 4,
        Delivery::Delivered => 5,
        Delivery::Read => 6,
    };
    if rank(new) >= rank(old) { new } else { old }
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;

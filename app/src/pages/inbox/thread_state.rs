//! One conversation in memory: its timeline, what the viewer types, and how it is loaded.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use parlance::conversation::{ConversationDetail, ThreadPage};
use parlance::id::{ContactId, ConversationId, MessageId};
use parlance::time::{MINUTE, Timestamp};

use super::attached::Attached;
use super::store::Inbox;
use super::timeline::Timeline;
use crate::api::inbox as api;
use crate::error::AppError;

/// Conversations kept in memory; the least recently opened one leaves first.
const KEPT: usize = 60;
/// A conversation from memory is fetched again after this time: addresses of files expire.
const FRESH: i64 = 30 * MINUTE;

/// What is known about a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// On its way.
    Loading,
    /// Here.
    Ready(Thread),
    /// It does not exist, or the viewer may not see it.
    Missing,
    /// It could not be loaded.
    Failed(AppError),
}

/// How the older part is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Older {
    /// There is something before this message.
    pub before: Option<MessageId>,
    /// It is on its way.
    pub loading: bool,
    /// The last attempt failed.
    pub failed: bool,
}

/// A loaded conversation. A cheap clone.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The conversation.
    pub id: ConversationId,
    /// Its contact.
    pub contact: ContactId,
    /// Messages and lines.
    pub timeline: ArcRwSignal<Timeline>,
    /// What is before them.
    pub older: ArcRwSignal<Older>,
    /// Where the unread line stands.
    pub unread_after: ArcRwSignal<Option<MessageId>>,
    /// What the viewer types.
    pub draft: ArcRwSignal<String>,
    /// Files of the next message.
    pub files: ArcRwSignal<Vec<Attached>>,
    /// How far the viewer had scrolled up, in pixels.
    pub scrolled: ArcStoredValue<i32>,
    /// When it was fetched.
    pub fetched_at: ArcStoredValue<Timestamp>,
}

impl PartialEq for Thread {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.timeline == other.timeline
    }
}
impl Eq for Thread {}

impl Thread {
    fn new(detail: ConversationDetail, now: Timestamp) -> Self {
        let unread = detail.row.last_inbound > detail.unread_after;
        Thread {
            id: detail.row.id,
            contact: detail.contact.id,
            timeline: ArcRwSignal::new(Timeline::of(detail.thread.items)),
            older: ArcRwSignal::new(Older {
                before: detail.thread.older_than,
                ..Older::default()
            }),
            unread_after: ArcRwSignal::new(unread.then_some(detail.unread_after)),
            draft: ArcRwSignal::new(detail.draft),
            files: ArcRwSignal::new(Vec::new()),
            scrolled: ArcStoredValue::new(0),
            fetched_at: ArcStoredValue::new(now),
        }
    }

    /// Merges a fresh answer. If it does not reach back to what is known, the old part goes:
    /// a thread has no holes.
    fn refresh(&self, page: ThreadPage) {
        let oldest = page.items.iter().find_map(|item| match item {
            parlance::conversation::TimelineItem::Message(message) => Some(message.id),
            parlance::conversation::TimelineItem::Event(_) => None,
        });
        let newest_known = self.timeline.with_untracked(|timeline| {
            timeline
                .messages()
                .rev()
                .find(|entry| entry.stored)
                .map(|entry| entry.id)
        });
        let hole = page.older_than.is_some() && oldest > newest_known;
        self.timeline.update(|timeline| {
            if hole {
                timeline.clear_stored();
            }
            timeline.add(page.items);
        });
        if hole {
            self.older.set(Older {
                before: page.older_than,
                ..Older::default()
            });
        }
    }
}

impl Inbox {
    /// What is known about a conversation; tracked.
    pub fn slot(self, id: ConversationId) -> Option<Slot> {
        self.threads.with(|threads| threads.get(&id).cloned())
    }

    /// A conversation that is loaded; not tracked.
    pub fn thread(self, id: ConversationId) -> Option<Thread> {
        let slot = self
            .threads
            .try_with_untracked(|threads| threads.get(&id).cloned());
        match slot.flatten() {
            Some(Slot::Ready(thread)) => Some(thread),
            _ => None,
        }
    }

    pub(super) fn set_slot(self, id: ConversationId, slot: Slot) {
        self.threads.update(|threads| {
            threads.insert(id, slot);
        });
    }

    /// Takes over a conversation from the server.
    pub(super) fn take_detail(self, detail: ConversationDetail) {
        let id = detail.row.id;
        self.take_row(detail.row.clone());
        self.take_contact(detail.contact.clone());
        if let Some(thread) = self.thread(id) {
            thread.refresh(detail.thread);
            return;
        }
        let thread = Thread::new(detail, self.now.get_untracked());
        self.show_unsent(&thread);
        self.set_slot(id, Slot::Ready(thread));
        self.remember(id);
    }

    /// Shows a conversation: at once if it is known, otherwise as soon as it is loaded.
    pub fn open(self, id: ConversationId) {
        self.remember(id);
        if let Some(thread) = self.thread(id) {
            let row = self.row(id).map(|row| row.get_untracked());
            let mark = row.filter(|row| row.unread()).map(|row| row.read_up_to);
            if thread.unread_after.get_untracked() != mark {
                thread.unread_after.set(mark);
            }
            let age = self
                .now
                .get_untracked()
                .since(thread.fetched_at.get_value());
            if age > FRESH {
                self.fetch_again(id);
            }
        } else {
            self.load(id);
        }
    }

    /// Loads a conversation that is not known yet, and keeps it.
    pub fn load(self, id: ConversationId) {
        let known = self
            .threads
            .with_untracked(|threads| threads.get(&id).cloned());
        if !matches!(known, None | Some(Slot::Failed(_))) {
            return;
        }
        self.set_slot(id, Slot::Loading);
        spawn_local(async move {
            let answer = api::open_conversation(self.workspace, id).await;
            if !self.is_alive() {
                return;
            }
            match answer {
                Ok(detail) => self.take_detail(detail),
                Err(AppError::NotFound {}) => self.set_slot(id, Slot::Missing),
                Err(error) => self.set_slot(id, Slot::Failed(error)),
            }
        });
    }

    /// Fetches the open conversation again: addresses of its files expire.
    pub fn refresh(self) {
        if let Some(id) = self.address.get_untracked().conversation {
            self.fetch_again(id);
        }
    }

    fn fetch_again(self, id: ConversationId) {
        let Some(thread) = self.thread(id) else {
            return;
        };
        thread.fetched_at.set_value(self.now.get_untracked());
        spawn_local(async move {
            let answer = api::open_conversation(self.workspace, id).await;
            // A failure is tried again with the next occasion; what is shown stays.
            if let (Ok(detail), true) = (answer, self.is_alive()) {
                self.take_detail(detail);
            }
        });
    }

    /// A conversation that was missing may be seen again.
    pub(super) fn rediscover(self, id: ConversationId) {
        let missing = |threads: &HashMap<ConversationId, Slot>| {
            matches!(threads.get(&id), Some(Slot::Missing))
        };
        if self.threads.with_untracked(missing) {
            self.threads.update(|threads| {
                threads.remove(&id);
            });
            if self.address.get_untracked().conversation == Some(id) {
                self.load(id);
            }
        }
    }

    /// Loads the part before what is shown.
    pub fn load_older(self, thread: &Thread) {
        let Older {
            before, loading, ..
        } = thread.older.get_untracked();
        let Some(before) = before.filter(|_| !loading) else {
            return;
        };
        thread
            .older
            .update(|older| (older.loading, older.failed) = (true, false));
        let thread = thread.clone();
        spawn_local(async move {
            let answer = api::thread_before(self.workspace, thread.id, before).await;
            match answer {
                Ok(page) => {
                    thread.timeline.update(|timeline| timeline.add(page.items));
                    thread.older.set(Older {
                        before: page.older_than,
                        ..Older::default()
                    });
                }
                Err(_) => thread
                    .older
                    .update(|older| (older.loading, older.failed) = (false, true)),
            }
        });
    }

    /// The conversation was used; the least recently used ones leave memory.
    fn remember(self, id: ConversationId) {
        let leaves = self.recent.try_update_value(|recent| {
            recent.retain(|other| *other != id);
            recent.push(id);
            (recent.len() > KEPT).then(|| recent.remove(0))
        });
        if let Some(leaves) = leaves.flatten() {
            self.threads.update(|threads| {
                threads.remove(&leaves);
            });
        }
    }
}

//! When a message counts as read: it was in sight for a second, in a tab people look at.

use leptos::{html, prelude::*};
use parlance::conversation::ConversationRow;
use parlance::id::MessageId;

use super::store::Inbox;
use crate::ui::{dom, scroll, timer};

/// Messages of the contact.
const INBOUND: &str = "[data-direction='inbound']";
/// How long a message has to be in sight.
const READ_AFTER_MS: i64 = 1_000;
/// How often we look.
const LOOK_MS: u32 = 250;

/// Messages in sight that wait to count as read, oldest first, with when they came into sight.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sights(Vec<(MessageId, i64)>);

impl Sights {
    /// The newest message in sight is this one.
    fn note(&mut self, seen: MessageId, now: i64) {
        if self.0.last().is_none_or(|(last, _)| *last < seen) {
            self.0.push((seen, now));
        }
    }

    /// The newest one that was in sight long enough.
    fn ripe(&mut self, now: i64) -> Option<MessageId> {
        let ripe = self
            .0
            .partition_point(|(_, since)| now - since >= READ_AFTER_MS);
        self.0.drain(..ripe).next_back().map(|(seen, _)| seen)
    }
}

/// Marks messages as read that were in sight for a second while the tab had the focus.
pub fn read_while_watched(inbox: Inbox, row: RwSignal<ConversationRow>, log: NodeRef<html::Div>) {
    let sights = StoredValue::new(Sights::default());
    let look = move || {
        let Some(row) = row.try_get_untracked() else {
            return;
        };
        let Some(log) = log.try_get_untracked().flatten() else {
            return;
        };
        if !row.unread() || !scroll::is_watched() {
            sights.set_value(Sights::default());
            return;
        }
        let seen = scroll::last_in_sight(&log, INBOUND)
            .and_then(|element| scroll::number(&element, "data-message"))
            .map(MessageId)
            .filter(|seen| *seen > row.read_up_to);
        let now = dom::now();
        let ripe = sights.try_update_value(|sights| {
            if let Some(seen) = seen {
                sights.note(seen, now);
            }
            sights.ripe(now)
        });
        if let Some(ripe) = ripe.flatten() {
            inbox.mark_read(row.id, ripe);
        }
    };
    Effect::new(move |_| timer::every(LOOK_MS, look));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_counts_after_a_second_also_in_a_stream_of_messages() {
        let mut sights = Sights::default();
        let mut read = Vec::new();
        for step in 0..8 {
            sights.note(MessageId(step), step * 250);
            read.extend(sights.ripe(step * 250).map(|id| id.0));
        }
        assert_eq!(read, [0, 1, 2, 3]);
        sights.note(MessageId(3), 2_000);
        assert_eq!(sights.ripe(10_000), Some(MessageId(7)));
        assert_eq!(sights.ripe(20_000), None);
    }
}

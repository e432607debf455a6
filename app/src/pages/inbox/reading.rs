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

/// Marks messages as read that were in sight for a second while the tab had the focus.
pub fn read_while_watched(inbox: Inbox, row: RwSignal<ConversationRow>, log: NodeRef<html::Div>) {
    let candidate = StoredValue::new(None::<(MessageId, i64)>);
    let look = move || {
        let Some(row) = row.try_get_untracked() else {
            return;
        };
        let Some(log) = log.try_get_untracked().flatten().filter(|_| row.unread()) else {
            return;
        };
        if !scroll::is_watched() {
            candidate.set_value(None);
            return;
        }
        let now = dom::now();
        match candidate.get_value() {
            Some((seen, since)) if now - since >= READ_AFTER_MS => {
                candidate.set_value(None);
                inbox.mark_read(row.id, seen);
            }
            Some(_) => {}
            None => {
                let seen = scroll::last_in_sight(&log, INBOUND)
                    .and_then(|element| scroll::number(&element, "data-message"))
                    .map(MessageId)
                    .filter(|seen| *seen > row.read_up_to);
                candidate.set_value(seen.map(|seen| (seen, now)));
            }
        }
    };
    Effect::new(move |_| timer::every(LOOK_MS, look));
}

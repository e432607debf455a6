//! Single-key shortcuts of a page: when they may act.

use leptos::ev::KeyboardEvent;

use super::dom;

/// Whether a key is free for a shortcut: nobody types, no modifier is held, nothing lies above
/// the page, and nobody has used the key already.
pub fn is_free(event: &KeyboardEvent) -> bool {
    let above = || {
        dom::page()
            .and_then(|page| {
                page.query_selector("dialog[open], [popover='auto']:popover-open")
                    .ok()
                    .flatten()
            })
            .is_some()
    };
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    let used = event.default_prevented() || event.is_composing();
    !(modified || used || dom::is_typing(event) || above())
}

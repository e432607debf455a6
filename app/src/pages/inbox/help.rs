//! The shortcuts of the inbox: what they do, and the dialog that lists them.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::composer::COMPOSER_TEXT;
use super::store::Inbox;
use crate::locales::use_texts;
use crate::ui::{Dialog, Kbd, dom, keys, scroll};

/// What keys do with the contact beside the conversation.
#[derive(Clone, Copy)]
pub struct PanelKeys {
    /// Shows or hides it.
    pub on_toggle: Callback<()>,
    /// Takes it away where it covers the conversation; tells whether it did.
    pub on_escape: Callback<(), bool>,
}

/// Listens to single keys while nobody types.
pub fn use_shortcuts(
    inbox: Inbox,
    list: NodeRef<html::Ul>,
    help: RwSignal<bool>,
    may: (bool, bool),
    panel: PanelKeys,
) {
    let (may_assign, may_close) = may;
    let act = move |event: KeyboardEvent| {
        if !keys::is_free(&event) {
            return;
        }
        let open = inbox.address.get_untracked().conversation;
        let acted = match (event.key().as_str(), open) {
            ("j", _) => step(list, 1),
            ("k", _) => step(list, -1),
            // Elsewhere arrows scroll.
            ("ArrowDown", _) if on_row(list) => step(list, 1),
            ("ArrowUp", _) if on_row(list) => step(list, -1),
            ("r", Some(_)) => {
                dom::focus_id(COMPOSER_TEXT);
                true
            }
            ("e", Some(id)) if may_close => {
                inbox.toggle_status(id);
                true
            }
            ("i", Some(id)) if may_assign => {
                inbox.assign(id, Some(inbox.me));
                true
            }
            ("d", Some(_)) => {
                panel.on_toggle.run(());
                true
            }
            ("Escape", _) => panel.on_escape.run(()),
            ("?", _) => {
                help.set(true);
                true
            }
            _ => false,
        };
        if acted {
            event.prevent_default();
        }
    };
    Effect::new(move |_| dom::on_window_key(act));
}

/// Whether the focus is in the list.
fn on_row(list: NodeRef<html::Ul>) -> bool {
    list.get_untracked()
        .is_some_and(|list| dom::focused().is_some_and(|at| list.contains(Some(&at))))
}

/// Moves the focus to the next or previous row; from nowhere, to the open one or the first.
fn step(list: NodeRef<html::Ul>, by: isize) -> bool {
    let Some(list) = list.get_untracked() else {
        return false;
    };
    let focused = dom::focused();
    let rows = dom::all(&list, "a[data-conversation]");
    let on_row = focused.and_then(|at| rows.iter().position(|row| *row == at));
    let current = || {
        rows.iter()
            .position(|row| dom::matches(row, "[aria-current]"))
    };
    let next = match (on_row, current()) {
        (Some(at), _) | (None, Some(at)) => at.saturating_add_signed(by),
        (None, None) => 0,
    };
    let Some(row) = rows.get(next.min(rows.len().saturating_sub(1))) else {
        return false;
    };
    dom::focus(row);
    scroll::into_sight(row);
    true
}

/// The list of shortcuts.
#[component]
pub fn ShortcutHelp(
    /// Whether it shows.
    open: RwSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let all = [
        ("j", t.inbox.key_next()),
        ("k", t.inbox.key_previous()),
        ("Enter", t.inbox.key_open()),
        ("r", t.inbox.key_reply()),
        ("e", t.inbox.key_close()),
        ("i", t.inbox.key_assign_me()),
        ("d", t.inbox.key_details()),
        ("?", t.inbox.key_help()),
        ("Enter", t.inbox.key_send()),
        ("Shift+Enter", t.inbox.key_line()),
    ];
    view! {
        <Dialog id="shortcuts" open=open title=t.inbox.keyboard()>
            <dl class="flex flex-col">
                {all
                    .map(|(keys, words)| {
                        view! {
                            <div class="flex items-center justify-between gap-4 border-b border-line py-1.5 text-sm last:border-b-0">
                                <dt>{words}</dt>
                                <dd>
                                    <Kbd keys=keys />
                                </dd>
                            </div>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </dl>
        </Dialog>
    }
}

//! The command palette (Ctrl+K, ⌘K): everything that can be opened or set, found by a few letters
//! in either language.
//!
//! A combobox with a list: the focus stays in the field, arrows move, Enter acts.

mod commands;
mod fuzzy;

use leptos::{ev, prelude::*};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

pub use self::commands::{Act, Command, commands};
use super::preferences::use_preferences;
use super::whole_page;
use crate::locales::use_texts;
use crate::ui::{Dialog, Icon, IconView, Kbd, dom};

/// How many results are drawn.
const SHOWN: usize = 50;

/// The palette.
#[component]
pub fn Palette(
    /// Whether it shows.
    open: RwSignal<bool>,
    /// What it offers.
    commands: Vec<Command>,
) -> impl IntoView {
    let t = use_texts();
    let all = StoredValue::new(commands);
    view! {
        <Dialog id="palette" open=open title=t.shell.palette()>
            <Finder open=open all=all />
        </Dialog>
    }
}

/// Does what a command says.
fn performer() -> impl Fn(Act) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    let preferences = use_preferences();
    move |act| match act {
        Act::Page(path) => navigate(&path, NavigateOptions::default()),
        Act::WholePage(path) => whole_page::go(&path),
        Act::Theme(theme) => {
            if let Some(preferences) = preferences {
                preferences.set_theme(theme);
            }
        }
        Act::Language(locale) => {
            if let Some(preferences) = preferences {
                preferences.set_locale(locale);
            }
        }
        Act::SignOut => {
            if let Some(button) = dom::by_id("sign-out") {
                button.click();
            }
        }
    }
}

/// The field and the list.
#[component]
fn Finder(open: RwSignal<bool>, all: StoredValue<Vec<Command>>) -> impl IntoView {
    let t = use_texts();
    let words = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let words = words.get();
        all.with_value(|all| {
            fuzzy::ranked(&words, all, |command| command.words.as_str())
                .into_iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let perform = StoredValue::new(performer());
    let run = move |index: usize| {
        let act = found.with_untracked(|found| found.get(index).map(|c| c.act.clone()));
        if let Some(act) = act {
            open.set(false);
            perform.with_value(|perform| perform(act));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Home" if count > 0 => at.set(0),
            "End" if count > 0 => at.set(count - 1),
            "Enter" => run(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
        show_row(at.get_untracked());
    };
    view! {
        <div class="flex flex-col gap-2">
            <div class="input-shell">
                <IconView icon=Icon::Search />
                <input
                    class="input-bare"
                    id="palette-words"
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls="palette-list"
                    aria-activedescendant=move || {
                        found.with(|found| !found.is_empty()).then(|| row_id(at.get()))
                    }
                    aria-label=t.shell.palette_hint()
                    placeholder=t.shell.palette_hint()
                    autocomplete="off"
                    autofocus=true
                    prop:value=move || words.get()
                    on:input=move |event| {
                        words.set(event_target_value(&event));
                        at.set(0);
                    }
                    on:keydown=key
                />
            </div>
            <div
                role="listbox"
                id="palette-list"
                aria-label=t.shell.palette()
                class="-mx-2 h-80 overflow-y-auto"
            >
                <For
                    each=move || found.get().into_iter().enumerate()
                    key=|(index, command)| (*index, command.label.clone(), command.group)
                    children=move |(index, command)| {
                        let current = Signal::derive(move || at.get() == index);
                        view! {
                            <Row
                                index=index
                                command=command
                                current=current
                                on:click=move |_| run(index)
                            />
                        }
                    }
                />
            </div>
            <p role="status" class="text-center text-sm text-ink-muted empty:hidden">
                {move || found.with(Vec::is_empty).then(|| t.common.no_results())}
            </p>
        </div>
    }
}

fn row_id(index: usize) -> String {
    ["palette-row-", &index.to_string()].concat()
}

/// The row the keyboard is on stays in sight.
fn show_row(index: usize) {
    if let Some(row) = dom::by_id(&row_id(index)) {
        row.scroll_into_view_with_bool(false);
    }
}

/// One command.
#[component]
fn Row(index: usize, command: Command, current: Signal<bool>) -> impl IntoView {
    view! {
        <div
            id=row_id(index)
            role="option"
            class="menu-item cursor-pointer"
            aria-selected=move || if current.get() { "true" } else { "false" }
        >
            <IconView icon=command.icon />
            <span class="min-w-0 flex-1 truncate">{command.label}</span>
            <span class="shrink-0 text-xs text-ink-muted">{command.group}</span>
            {command.keys.map(|keys| view! { <Kbd keys=keys /> })}
        </div>
    }
}

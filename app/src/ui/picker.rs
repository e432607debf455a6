//! Choosing from a long list by typing: assignees, teams, tags, languages.

use leptos::{ev, html, prelude::*};

use super::{Avatar, AvatarSize, Icon, IconSize, IconView, PopoverSide, dom};
use crate::locales::use_texts;

/// A choice in a [`Picker`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickOption {
    /// Given back when chosen.
    pub value: String,
    /// What people read and search.
    pub label: String,
    /// Smaller, beside the label.
    pub hint: Option<String>,
    /// Draws the initials of the label before it.
    pub avatar: bool,
    /// `#rrggbb`, a dot before the label.
    pub color: Option<String>,
    /// Before the label, as large as an avatar.
    pub icon: Option<Icon>,
}

impl PickOption {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        PickOption {
            value: value.into(),
            label: label.into(),
            hint: None,
            avatar: false,
            color: None,
            icon: None,
        }
    }

    /// Smaller, beside the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A person: initials before the label.
    #[must_use]
    pub fn person(mut self) -> Self {
        self.avatar = true;
        self
    }

    /// A coloured dot before the label.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// An icon before the label, among people.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    fn matches(&self, words: &str) -> bool {
        let label = fold(&self.label);
        fold(words)
            .split_whitespace()
            .all(|word| label.contains(word))
    }
}

/// Lower case without the accents of French and its neighbours, for matching while typing.
fn fold(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ÿ' | 'ý' => 'y',
            c => c,
        })
        .collect()
}

/// A searchable list in a popover. Open it from any button with `attr:popovertarget=id`.
#[component]
pub fn Picker(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What is chosen; read aloud and in the search field.
    #[prop(into)]
    label: String,
    /// The choices.
    #[prop(into)]
    options: Signal<Vec<PickOption>>,
    /// The values that are chosen now; they carry a tick.
    #[prop(optional, into)]
    chosen: Signal<Vec<String>>,
    /// Stays open after a choice, for several.
    #[prop(optional)]
    multiple: bool,
    /// Where it opens.
    #[prop(optional)]
    side: PopoverSide,
    /// Called with the value people chose (or took back, if `multiple`).
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let t = use_texts();
    let node = NodeRef::<html::Div>::new();
    let words = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let list_id = [id.as_str(), "-list"].concat();
    let option_prefix = StoredValue::new([id.as_str(), "-option-"].concat());
    let shown = Memo::new(move |_| {
        let words = words.get();
        options
            .get()
            .into_iter()
            .filter(|option| option.matches(&words))
            .collect::<Vec<_>>()
    });
    let pick = move |value: String| {
        on_pick.run(value);
        if let Some(panel) = node.get_untracked().filter(|_| !multiple) {
            let _ = panel.hide_popover();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let count = shown.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let value = shown.with_untracked(|list| {
                    list.get(at.get_untracked())
                        .map(|option| option.value.clone())
                });
                value.map(pick);
            }
            "Escape" => return,
            _ => {
                event.stop_propagation();
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // The row the keyboard is on stays in sight.
    Effect::new(move |_| {
        let at = at.get();
        if open.get() {
            let id = option_prefix.with_value(|prefix| [prefix.as_str(), &at.to_string()].concat());
            if let Some(row) = dom::by_id(&id) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    });
    Effect::new(move |_| {
        words.track();
        at.set(0);
    });
    let toggled = move |_| {
        let Some(panel) = node.get_untracked() else {
            return;
        };
        let shows = dom::matches(&panel, ":popover-open");
        dom::mark_openers(&panel, shows);
        open.set(shows);
        words.set(String::new());
        if let Some(input) = dom::all(&panel, "input").first().filter(|_| shows) {
            dom::focus(input);
        }
    };
    let rows = move || {
        shown
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, option)| {
                let value = option.value.clone();
                let ticked = Signal::derive({
                    let value = value.clone();
                    move || chosen.with(|chosen| chosen.contains(&value))
                });
                view! {
                    <PickRow
                        id=option_prefix
                            .with_value(|prefix| [prefix.as_str(), &index.to_string()].concat())
                        option=option
                        current=Signal::derive(move || at.get() == index)
                        ticked=ticked
                        on:click=move |_| pick(value.clone())
                    />
                }
            })
            .collect_view()
    };
    let class = [side.class(), "sm:w-72"].join(" ");
    let (list_label, controlled) = (label.clone(), list_id.clone());
    view! {
        <div node_ref=node id=id popover="auto" class=class on:toggle=toggled on:keydown=key>
            <div class="p-1">
                <label class="input-shell">
                    <IconView icon=Icon::Search />
                    <input
                        class="input-bare"
                        type="text"
                        role="combobox"
                        aria-autocomplete="list"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls=list_id.clone()
                        aria-activedescendant=move || {
                            shown
                                .with(|list| !list.is_empty())
                                .then(|| {
                                    option_prefix
                                        .with_value(|prefix| {
                                            [prefix.as_str(), &at.get().to_string()].concat()
                                        })
                                })
                        }
                        aria-label=label.clone()
                        placeholder=label
                        autocomplete="off"
                        prop:value=move || words.get()
                        on:input=move |event| words.set(event_target_value(&event))
                    />
                </label>
            </div>
            <div role="listbox" id=controlled aria-label=list_label class="max-h-72 overflow-y-auto">
                {rows}
            </div>
            <div role="status" class="empty:hidden">
                {move || {
                    shown
                        .with(Vec::is_empty)
                        .then(|| {
                            view! {
                                <p class="px-2 py-4 text-center text-sm text-ink-muted">
                                    {t.ui.nothing_found()}
                                </p>
                            }
                        })
                }}
            </div>
        </div>
    }
}

/// One row of the list.
#[component]
fn PickRow(
    id: String,
    option: PickOption,
    current: Signal<bool>,
    ticked: Signal<bool>,
) -> impl IntoView {
    let lead = match (option.avatar, option.color, option.icon) {
        (true, ..) => {
            Some(view! { <Avatar name=option.label.clone() size=AvatarSize::Small /> }.into_any())
        }
        (false, Some(color), _) => Some(
            view! { <span class="size-2.5 shrink-0 rounded-full" style:background-color=color></span> }
                .into_any(),
        ),
        (false, None, Some(icon)) => Some(
            view! {
                <span class="grid size-6 shrink-0 place-content-center rounded-full border border-dashed border-line-strong text-ink-muted">
                    <IconView icon=icon size=IconSize::Small />
                </span>
            }
            .into_any(),
        ),
        (false, None, None) => None,
    };
    view! {
        <div
            id=id
            role="option"
            class="menu-item cursor-pointer"
            class=("bg-surface-hover", move || current.get())
            aria-selected=move || if ticked.get() { "true" } else { "false" }
        >
            {lead}
            <span class="min-w-0 flex-1 truncate">{option.label}</span>
            {option
                .hint
                .map(|hint| {
                    view! { <span class="shrink-0 text-xs text-ink-muted">{hint}</span> }
                })}
            <span class="size-4 shrink-0 text-accent-ink">
                {move || {
                    ticked
                        .get()
                        .then(|| view! { <IconView icon=Icon::Check size=IconSize::Medium /> })
                }}
            </span>
        </div>
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn matching_ignores_case_and_accents() {
        let option = PickOption::new("1", "Zoé Lefèvre");
        for words in ["", "zoe", "LEFEVRE", "lef zo"] {
            assert!(option.matches(words), "{words}");
        }
        assert!(!option.matches("anna"));
    }
}

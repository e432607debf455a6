//! One line of text: plain, password with a reveal button, search with a clear button.

use leptos::{html, prelude::*};

use super::{Icon, IconView, bind::bind, dom, use_field};
use crate::locales::use_texts;

/// The attributes every text control takes from the field around it.
pub(super) struct Wiring {
    pub id: Option<String>,
    pub described_by: Signal<Option<String>>,
    pub invalid: Signal<Option<&'static str>>,
    pub required: bool,
}

/// Reads the field around a control; an own id wins.
pub(super) fn wiring(own_id: Option<String>, own_required: bool) -> Wiring {
    match use_field() {
        Some(field) => Wiring {
            id: own_id.or(Some(field.id)),
            described_by: field.described_by,
            invalid: Signal::derive(move || field.invalid.get().then_some("true")),
            required: own_required || field.required,
        },
        None => Wiring {
            id: own_id,
            described_by: Signal::default(),
            invalid: Signal::default(),
            required: own_required,
        },
    }
}

/// A line of text.
#[component]
pub fn TextInput(
    /// Two-way value.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// The value of a plain form; ignored when `value` is given.
    #[prop(optional, into)]
    initial: String,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Own id; otherwise that of the field.
    #[prop(optional, into)]
    id: Option<String>,
    /// The HTML type: `text`, `email`, `url`, `tel`, `number`, `date`, `time`, `datetime-local`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Read aloud; only where there is no field around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// The HTML autocomplete word.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Longest text in characters.
    #[prop(optional)]
    maxlength: Option<i64>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Can be read and copied, not changed.
    #[prop(optional)]
    readonly: bool,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when the page or the dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let value = value.unwrap_or_else(|| RwSignal::new(initial));
    bind(node, value);
    let wired = wiring(id, required);
    let class = ["input", class].join(" ");
    view! {
        <input
            node_ref=node
            class=class
            type=kind
            id=wired.id
            name=name
            value=value.get_untracked()
            aria-label=label
            placeholder=placeholder
            autocomplete=autocomplete
            maxlength=maxlength.map(|max| max.to_string())
            required=wired.required
            readonly=readonly
            autofocus=autofocus
            disabled=move || disabled.get()
            aria-invalid=move || wired.invalid.get()
            aria-describedby=move || wired.described_by.get()
            dir=if kind == "text" { Some("auto") } else { None }
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
}

/// A password, with a button that shows it.
#[component]
pub fn PasswordInput(
    /// Two-way value.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Own id; otherwise that of the field.
    #[prop(optional, into)]
    id: Option<String>,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when the page or the dialog opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let t = use_texts();
    let node = NodeRef::<html::Input>::new();
    let value = value.unwrap_or_else(|| RwSignal::new(String::new()));
    bind(node, value);
    let wired = wiring(id, required);
    let shown = RwSignal::new(false);
    view! {
        <div class="input-shell pr-1">
            <input
                node_ref=node
                class="input-bare"
                type=move || if shown.get() { "text" } else { "password" }
                id=wired.id
                name=name
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                required=wired.required
                autofocus=autofocus
                disabled=move || disabled.get()
                aria-invalid=move || wired.invalid.get()
                aria-describedby=move || wired.described_by.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <button
                type="button"
                class="btn btn-ghost btn-square btn-sm"
                aria-label=move || {
                    if shown.get() { t.ui.hide_password() } else { t.ui.show_password() }
                }
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                disabled=move || disabled.get()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                <span class="contents">
                    {move || {
                        let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                        view! { <IconView icon=icon /> }
                    }}
                </span>
            </button>
        </div>
    }
}

/// A search field: icon, clear button, Esc clears.
#[component]
pub fn SearchInput(
    /// Two-way value.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// The value of a plain form; ignored when `value` is given.
    #[prop(optional, into)]
    initial: String,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Own id.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is searched; read aloud and shown as placeholder.
    #[prop(into)]
    label: String,
    /// Takes the focus when the page or the dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let t = use_texts();
    let node = NodeRef::<html::Input>::new();
    let value = value.unwrap_or_else(|| RwSignal::new(initial));
    bind(node, value);
    let clear = move || {
        value.set(String::new());
        if let Some(input) = node.get_untracked() {
            dom::focus(&input);
        }
    };
    let class = ["input-shell", class].join(" ");
    view! {
        <div class=class>
            <IconView icon=Icon::Search />
            <input
                node_ref=node
                class="input-bare"
                type="search"
                id=id
                name=name
                value=value.get_untracked()
                aria-label=label.clone()
                placeholder=label
                autocomplete="off"
                autofocus=autofocus
                dir="auto"
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && value.with_untracked(|text| !text.is_empty()) {
                        event.stop_propagation();
                        event.prevent_default();
                        clear();
                    }
                }
            />
            <span class="contents">
                {move || {
                    value
                        .with(|text| !text.is_empty())
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="-mr-1.5 btn btn-ghost btn-square btn-sm"
                                    aria-label=t.ui.clear()
                                    on:click=move |_| clear()
                                >
                                    <IconView icon=Icon::X />
                                </button>
                            }
                        })
                }}
            </span>
        </div>
    }
}

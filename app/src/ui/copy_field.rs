//! A value to copy: addresses, keys, snippets of code.

use leptos::{ev, prelude::*};

use super::{ButtonSize, ButtonVariant, Icon, IconView, dom, text_input::wiring, timer};
use crate::locales::use_texts;

/// A button that copies a text and says so for two seconds.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it copies, in words; "Copy" unless told otherwise.
    #[prop(optional, into)]
    label: Option<String>,
    /// Shows the words beside the icon.
    #[prop(optional)]
    with_words: bool,
    /// How large it is.
    #[prop(default = ButtonSize::Small)]
    size: ButtonSize,
) -> impl IntoView {
    let t = use_texts();
    let copied = RwSignal::new(false);
    let back = timer::Debounce::default();
    let label = label.unwrap_or_else(|| t.ui.copy().to_owned());
    let words = Signal::derive(move || {
        if copied.get() {
            t.ui.copied().to_owned()
        } else {
            label.clone()
        }
    });
    let copy = move |_| {
        dom::copy_text(&text.get_untracked(), move |worked| {
            copied.try_set(worked);
            back.run(2_000, move || {
                copied.try_set(false);
            });
        });
    };
    let variant = if with_words {
        ButtonVariant::Secondary
    } else {
        ButtonVariant::Ghost
    };
    let class = [
        "btn",
        if with_words { "" } else { "btn-square" },
        match variant {
            ButtonVariant::Secondary => "btn-secondary",
            _ => "btn-ghost",
        },
        if size == ButtonSize::Small {
            "btn-sm"
        } else {
            ""
        },
    ]
    .join(" ");
    view! {
        <button
            type="button"
            class=class
            aria-label=move || words.get()
            data-tip=move || (!with_words).then(|| words.get())
            on:click=copy
        >
            <span class="contents">
                {move || {
                    let icon = if copied.get() { Icon::Check } else { Icon::Copy };
                    view! { <IconView icon=icon /> }
                }}
            </span>
            {with_words.then(|| view! { <span>{move || words.get()}</span> })}
            <span class="sr-only" role="status">
                {move || copied.get().then(|| t.ui.copied())}
            </span>
        </button>
    }
}

/// A value that can be read, selected and copied.
#[component]
pub fn CopyField(
    /// The value.
    #[prop(into)]
    text: Signal<String>,
    /// Own id; otherwise that of the field.
    #[prop(optional, into)]
    id: Option<String>,
    /// Read aloud; only where there is no field around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Several lines of code instead of one.
    #[prop(optional)]
    code: bool,
    /// Starts as dots with a button that shows it.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    let t = use_texts();
    let wired = wiring(id, false);
    let shown = RwSignal::new(!secret);
    let copy = view! { <CopyButton text=text /> };
    let select = |event: ev::FocusEvent| {
        event_target::<web_sys::HtmlInputElement>(&event).select();
    };
    if code {
        return view! {
            <div class="relative min-w-0">
                <pre
                    id=wired.id
                    aria-label=label
                    tabindex="0"
                    class="max-h-64 overflow-y-auto rounded-lg border border-line bg-surface-sunken p-3 pr-12 font-mono text-xs leading-5 break-all whitespace-pre-wrap text-ink"
                >
                    <code>{move || text.get()}</code>
                </pre>
                <div class="absolute top-1.5 right-1.5">{copy}</div>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="input-shell bg-surface-sunken pr-1">
            <input
                class="input-bare font-mono text-xs"
                type=move || if shown.get() { "text" } else { "password" }
                id=wired.id
                readonly=true
                value=text.get_untracked()
                prop:value=move || text.get()
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                aria-describedby=move || wired.described_by.get()
                on:focus=select
            />
            {secret
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="btn btn-ghost btn-square btn-sm"
                            aria-label=move || if shown.get() { t.ui.hide() } else { t.ui.show() }
                            on:click=move |_| shown.update(|shown| *shown = !*shown)
                        >
                            <span class="contents">
                                {move || {
                                    let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                                    view! { <IconView icon=icon /> }
                                }}
                            </span>
                        </button>
                    }
                })}
            {copy}
        </div>
    }
    .into_any()
}

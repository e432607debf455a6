//! The form before the chat: what is asked, and what must be answered.

use leptos::prelude::*;
use parlance::channel::PreChatKey;

use super::draft::{Ask, Draft};
use crate::locales::{Texts, use_texts};
use crate::ui::{Checkbox, Switch};

/// The name of a question.
pub fn ask_name(t: Texts, key: PreChatKey) -> &'static str {
    match key {
        PreChatKey::Name => t.common.name(),
        PreChatKey::Email => t.common.email_address(),
        PreChatKey::Phone => t.common.phone(),
    }
}

/// The questions.
#[component]
pub fn FormFields(draft: Draft) -> impl IntoView {
    let t = use_texts();
    let rows = draft
        .asks
        .map(|ask| view! { <AskRow ask=ask /> })
        .collect_view();
    let none = move || draft.asks.iter().all(|ask| !ask.asked.get());
    view! {
        <ul class="flex flex-col divide-y divide-line rounded-xl border border-line">{rows}</ul>
        <p class="text-xs text-ink-muted" aria-live="polite">
            {move || if none() { t.channels.no_form() } else { t.channels.form_note() }}
        </p>
    }
}

/// One question.
#[component]
fn AskRow(ask: Ask) -> impl IntoView {
    let t = use_texts();
    let off = Signal::derive(move || !ask.asked.get());
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
            <Switch label=ask_name(t, ask.key) checked=ask.asked id=["ask-", ask.key.word()].concat() />
            <Checkbox
                label=t.common.required()
                checked=ask.required
                disabled=off
                id=["ask-", ask.key.word(), "-required"].concat()
            />
        </li>
    }
}

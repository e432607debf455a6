//! Work under way: a spinner, and a bar when the end is known.

use leptos::prelude::*;

/// Turns. Says what is being waited for, unless the words stand next to it.
#[component]
pub fn Spinner(
    /// Read aloud; silent if absent.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let role = label.as_ref().map(|_| "status");
    view! {
        <span class="inline-flex items-center" role=role>
            <span class="spinner" aria-hidden="true"></span>
            {label.map(|label| view! { <span class="sr-only">{label}</span> })}
        </span>
    }
}

/// How far something has come.
#[component]
pub fn Progress(
    /// What is under way; read aloud.
    #[prop(into)]
    label: String,
    /// From 0 to 100; unknown if `None`.
    #[prop(into)]
    value: Signal<Option<i64>>,
    /// Shows label and percentage above the bar.
    #[prop(optional)]
    with_words: bool,
) -> impl IntoView {
    let locale = crate::locales::use_locale();
    let shown = move || {
        value
            .get()
            .and_then(|value| crate::locales::format::percent(locale, value.clamp(0, 100), 100))
    };
    let words = with_words.then(|| {
        view! {
            <span class="flex justify-between gap-3 text-xs text-ink-muted" aria-hidden="true">
                <span class="truncate">{label.clone()}</span>
                <span class="tabular-nums">{shown}</span>
            </span>
        }
    });
    view! {
        <div class="flex flex-col gap-1">
            {words}
            <progress
                class="progress"
                aria-label=label.clone()
                max="100"
                value=move || value.get().map(|value| value.clamp(0, 100).to_string())
            ></progress>
        </div>
    }
}

//! The texts of the chat, in English and French side by side.

use leptos::prelude::*;

use super::draft::{Both, Draft, Problems};
use crate::locales::use_texts;
use crate::ui::{Field, TextArea, TextInput};

/// All texts.
#[component]
pub fn TextFields(draft: Draft, problems: Problems) -> impl IntoView {
    let t = use_texts().channels;
    view! {
        <Pair
            id="title"
            label=t.chat_title()
            text=draft.title
            errors=[problems.field("title.en"), problems.field("title.fr")]
            max=60
        />
        <Pair
            id="subtitle"
            label=t.chat_subtitle()
            text=draft.subtitle
            errors=[problems.field("subtitle.en"), problems.field("subtitle.fr")]
            max=140
        />
        <Pair
            id="greeting"
            label=t.greeting()
            text=draft.greeting
            errors=[problems.field("greeting.en"), problems.field("greeting.fr")]
            max=500
            long=true
        />
        <Pair
            id="away"
            label=t.away()
            text=draft.away
            errors=[problems.field("away.en"), problems.field("away.fr")]
            max=500
            long=true
        />
        <Pair
            id="reply-time"
            label=t.reply_time()
            text=draft.reply_time
            errors=[problems.field("reply_time.en"), problems.field("reply_time.fr")]
            max=140
        />
        <p class="text-xs text-ink-muted">{t.fallback()}</p>
    }
}

/// One text in both languages.
#[component]
fn Pair(
    id: &'static str,
    label: &'static str,
    text: Both,
    errors: [Signal<Option<String>>; 2],
    max: i64,
    #[prop(optional)] long: bool,
) -> impl IntoView {
    let [en_error, fr_error] = errors;
    view! {
        <fieldset class="flex min-w-0 flex-col gap-2">
            <legend class="mb-1.5 text-sm font-medium">{label}</legend>
            // One line needs the whole width, or its end is out of sight.
            <div class="grid gap-3" class=("sm:grid-cols-2", long)>
                <One id=[id, "-en"].concat() label="English" value=text.en error=en_error max=max long=long lang="en" />
                <One id=[id, "-fr"].concat() label="Français" value=text.fr error=fr_error max=max long=long lang="fr" />
            </div>
        </fieldset>
    }
}

/// One text in one language.
#[component]
fn One(
    id: String,
    label: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    max: i64,
    long: bool,
    lang: &'static str,
) -> impl IntoView {
    view! {
        <Field id=id label=label error=error>
            {if long {
                view! { <TextArea value=value rows=3 maxlength=max attr:lang=lang /> }.into_any()
            } else {
                view! { <TextInput value=value maxlength=max autocomplete="off" attr:lang=lang /> }
                    .into_any()
            }}
        </Field>
    }
}

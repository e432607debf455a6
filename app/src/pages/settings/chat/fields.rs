//! Name, colour, side; allowed domains.

use leptos::prelude::*;

use super::colors::{tenths, verdict};
use super::draft::{Draft, Problems};
use crate::locales::{format, use_texts};
use crate::ui::{
    ColorInput, Field, Icon, IconSize, IconView, Segment, Segmented, TextArea, TextInput,
};

/// Fields of the first step.
pub const LOOK: &[&str] = &[
    "name",
    "color",
    "title.en",
    "title.fr",
    "subtitle.en",
    "subtitle.fr",
    "greeting.en",
    "greeting.fr",
    "away.en",
    "away.fr",
    "reply_time.en",
    "reply_time.fr",
];

/// Name, colour, side.
#[component]
pub fn LookFields(draft: Draft, problems: Problems) -> impl IntoView {
    let t = use_texts();
    view! {
        <Field
            id="channel-name"
            label=t.channels.name()
            hint=t.channels.name_hint()
            error=problems.field("name")
            required=true
        >
            <TextInput value=draft.name autocomplete="off" maxlength=60 />
        </Field>
        <div class="flex flex-col gap-2">
            <Field
                id="channel-color"
                label=t.common.color()
                error=problems.field("color")
            >
                <ColorInput value=draft.color name="channel-color" label=t.common.color() />
            </Field>
            <ColorVerdict color=draft.color />
        </div>
        <div class="flex flex-col gap-1.5">
            <span class="text-sm font-medium">{t.channels.side()}</span>
            <Segmented
                name="side"
                label=t.channels.side()
                value=draft.side
                class="self-start"
                options=vec![
                    Segment::new("left", t.channels.left()),
                    Segment::new("right", t.channels.right()),
                ]
            />
        </div>
    }
}

/// Whether the colour can be read and seen.
#[component]
fn ColorVerdict(color: RwSignal<String>) -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="text-xs" aria-live="polite">
            {move || {
                let found = verdict(&color.get())?;
                let ratio = format::decimal(t.locale, tenths(found.text));
                let words = if found.white_text {
                    t.channels.white_text(&ratio)
                } else {
                    t.channels.dark_text(&ratio)
                };
                let (class, icon, more) = if found.page < 3.0 {
                    ("flex items-start gap-1.5 text-warning-ink", Icon::Alert, t.channels.pale())
                } else {
                    ("flex items-start gap-1.5 text-success-ink", Icon::CheckCircle, "")
                };
                Some(
                    view! {
                        <p class=class>
                            <span class="mt-px">
                                <IconView icon=icon size=IconSize::Small />
                            </span>
                            <span>{words} " " {more}</span>
                        </p>
                    },
                )
            }}
        </div>
    }
}

/// The sites that may show the chat.
#[component]
pub fn DomainFields(draft: Draft, problems: Problems) -> impl IntoView {
    let t = use_texts();
    let open = move || draft.domains.with(|text| text.trim().is_empty());
    view! {
        <Field
            id="channel-domains"
            label=t.channels.domains()
            hint=t.channels.domains_hint()
            error=problems.field("domains")
        >
            <TextArea
                value=draft.domains
                rows=4
                placeholder="example.com\n*.example.com"
                class="font-mono text-sm"
            />
        </Field>
        <p class="flex items-start gap-1.5 text-xs text-warning-ink empty:hidden" aria-live="polite">
            {move || open().then(|| t.channels.every_site())}
        </p>
    }
}

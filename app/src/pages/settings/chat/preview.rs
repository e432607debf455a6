//! What visitors will see: the open panel and the launcher, drawn from the draft. A picture, not
//! the widget: nothing in it can be used.

use leptos::prelude::*;
use parlance::text::Locale;

use super::colors::text_on;
use super::draft::Draft;
use super::form_fields::ask_name;
use crate::locales::{Texts, use_texts};
use crate::ui::{Icon, IconSize, IconView, Segment, Segmented};

/// The preview, in the language that is chosen above it.
#[component]
pub fn Preview(draft: Draft) -> impl IntoView {
    let t = use_texts();
    let language = RwSignal::new(t.locale.tag().to_owned());
    let locale = Signal::derive(move || Locale::from_tag(&language.get()).unwrap_or_default());
    view! {
        <figure class="flex flex-col gap-3" data-testid="chat-preview">
            <div class="flex items-center justify-between gap-3">
                <figcaption class="text-sm font-medium">{t.channels.preview()}</figcaption>
                <Segmented
                    name="preview-language"
                    label=t.common.language()
                    value=language
                    options=vec![Segment::new("en", "EN"), Segment::new("fr", "FR")]
                />
            </div>
            <div
                class="flex flex-col gap-3 rounded-xl border border-line bg-surface-sunken p-4"
                aria-hidden="true"
                inert=true
            >
                <Panel draft=draft locale=locale />
                <Launcher draft=draft />
            </div>
        </figure>
    }
}

/// The open panel.
#[component]
fn Panel(draft: Draft, locale: Signal<Locale>) -> impl IntoView {
    let visitor = move || Texts::new(locale.get());
    let form = move || {
        let asks: Vec<_> = draft
            .asks
            .into_iter()
            .filter(|ask| ask.asked.get())
            .collect();
        (!asks.is_empty()).then(|| {
            let rows = asks
                .into_iter()
                .map(|ask| {
                    let star = move || ask.required.get().then_some(" *");
                    view! {
                        <span class="flex flex-col gap-1">
                            <span class="text-xs">
                                {move || ask_name(visitor(), ask.key)} <span>{star}</span>
                            </span>
                            <span class="h-8 rounded-md border border-line-strong"></span>
                        </span>
                    }
                })
                .collect_view();
            view! {
                <div class="flex flex-col gap-2 rounded-lg border border-line p-3">{rows}</div>
            }
        })
    };
    view! {
        <div
            class="flex w-full flex-col overflow-hidden rounded-xl bg-surface text-sm shadow-overlay"
            lang=move || locale.get().tag()
        >
            <div
                class="flex flex-col gap-0.5 px-4 py-3"
                style:background-color=move || draft.color.get()
                style:color=move || text_on(&draft.color.get())
            >
                <span class="text-base font-semibold break-words">
                    {move || draft.title.shown(locale.get())}
                </span>
                <span class="text-xs break-words">
                    {move || draft.subtitle.shown(locale.get())}
                </span>
            </div>
            <div class="flex min-h-44 flex-col gap-3 p-4">
                <span class="max-w-[85%] self-start rounded-xl rounded-tl-sm bg-bubble-in px-3 py-2 break-words whitespace-pre-line empty:hidden">
                    {move || draft.greeting.shown(locale.get())}
                </span>
                <div class="contents">{form}</div>
                <span class="mt-auto text-center text-xs text-ink-muted">
                    {move || draft.reply_time.shown(locale.get())}
                </span>
            </div>
            <div class="flex items-center justify-between gap-2 border-t border-line px-4 py-2.5 text-ink-faint">
                <span>{move || visitor().channels.write_here()}</span>
                <span style:color=move || draft.color.get()>
                    <IconView icon=Icon::Send size=IconSize::Large />
                </span>
            </div>
        </div>
    }
}

/// The round button.
#[component]
fn Launcher(draft: Draft) -> impl IntoView {
    let left = move || draft.side.with(|side| side == "left");
    view! {
        <div class="flex" class:justify-start=left class:justify-end=move || !left()>
            <span
                class="grid size-12 place-content-center rounded-full shadow-overlay"
                style:background-color=move || draft.color.get()
                style:color=move || text_on(&draft.color.get())
            >
                <IconView icon=Icon::Chat size=IconSize::Huge />
            </span>
        </div>
    }
}

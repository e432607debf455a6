//! A conversation in the list: who, when, what was said last, and what waits.

use leptos::prelude::*;
use parlance::conversation::{ConversationRow, Status};
use parlance::message::Direction;
use parlance::time::{HOUR, Timestamp, ZoneOffsets};

use super::names::contact_title;
use crate::locales::{format, use_texts};
use crate::ui::{Avatar, AvatarSize, Icon, IconSize, IconView, Tone};
use crate::widgets::contact_words::preview_words;

/// Waiting longer than this asks for attention.
const LONG_WAIT: i64 = HOUR;

/// What a row shows besides the conversation itself.
#[derive(Clone, Copy)]
pub struct RowContext {
    /// Name of the assignee, if there is one.
    pub assignee: Signal<Option<String>>,
    /// It is the open conversation.
    pub current: Signal<bool>,
    /// The contact types.
    pub typing: Signal<bool>,
    /// The present instant.
    pub now: Signal<Timestamp>,
}

/// A conversation in the list.
#[component]
pub fn RowView(
    /// The conversation.
    #[prop(into)]
    row: Signal<ConversationRow>,
    /// Where it opens.
    #[prop(into)]
    href: Signal<String>,
    /// Everything around it.
    context: RowContext,
    /// The viewer's time zone.
    zone: StoredValue<ZoneOffsets>,
) -> impl IntoView {
    let t = use_texts();
    let RowContext {
        assignee,
        current,
        typing,
        now,
    } = context;
    let title =
        Memo::new(move |_| row.with(|row| contact_title(t, &row.contact_name, row.contact)));
    let unread = Memo::new(move |_| row.with(ConversationRow::unread));
    let id = row.with_untracked(|row| row.id.to_string());
    view! {
        <a
            class="group relative flex gap-3 border-b border-line px-4 py-row text-start no-underline hover:bg-surface-hover focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft"
            href=move || href.get()
            aria-current=move || current.get().then_some("true")
            data-testid="conversation-row"
            data-conversation=id
        >
            <span class="absolute inset-y-0 left-0 w-0.5 bg-accent opacity-0 group-aria-[current]:opacity-100"></span>
            <span class="contents">
                {move || view! { <Avatar name=title.get() size=AvatarSize::Large /> }}
            </span>
            <span class="flex min-w-0 flex-1 flex-col gap-0.5">
                <span class="flex items-baseline gap-2">
                    <span
                        class="min-w-0 flex-1 truncate text-sm text-ink"
                        class=("font-semibold", move || unread.get())
                        class=("font-medium", move || !unread.get())
                        dir="auto"
                    >
                        {move || title.get()}
                    </span>
                    <RowTime at=Signal::derive(move || row.with(|row| row.last_activity_at)) now=now zone=zone />
                </span>
                <span class="flex min-w-0 items-center gap-1.5 text-sm text-ink-muted">
                    <Preview row=row typing=typing unread=unread.into() />
                    <span class="contents">
                        {move || {
                            unread
                                .get()
                                .then(|| {
                                    view! {
                                        <span
                                            class="size-2.5 shrink-0 rounded-full bg-accent"
                                            data-testid="unread-mark"
                                        >
                                            <span class="sr-only">{t.inbox.unread()}</span>
                                        </span>
                                    }
                                })
                        }}
                    </span>
                </span>
                <Facts row=row assignee=assignee now=now />
            </span>
        </a>
    }
}

/// When something happened last.
#[component]
fn RowTime(
    at: Signal<Timestamp>,
    now: Signal<Timestamp>,
    zone: StoredValue<ZoneOffsets>,
) -> impl IntoView {
    let locale = use_texts().locale;
    let shown =
        move || zone.with_value(|zone| format::list_time(locale, zone, at.get(), now.get()));
    let full = move || zone.with_value(|zone| format::date_time(locale, zone, at.get()));
    view! {
        <time
            class="shrink-0 text-xs text-ink-faint tabular-nums"
            datetime=move || format::machine(at.get())
            title=full
        >
            {shown}
        </time>
    }
}

/// The beginning of the last message, or that the contact types.
#[component]
fn Preview(
    row: Signal<ConversationRow>,
    typing: Signal<bool>,
    unread: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let mark = move || {
        let (direction, kind) = row.with(|row| (row.last_direction, row.last_kind.clone()));
        let (arrow, words) = match direction {
            Direction::Inbound => (None, t.inbox.from_contact()),
            Direction::Outbound => (Some(Icon::Reply), t.inbox.from_us()),
        };
        let icons = arrow.into_iter().chain(kind_icon(&kind)).map(|icon| {
            view! {
                <span class="shrink-0 text-ink-faint">
                    <IconView icon=icon size=IconSize::Small />
                </span>
            }
        });
        view! {
            {icons.collect_view()}
            <span class="sr-only">{words}</span>
        }
    };
    let words = move || row.with(|row| preview_words(t, row));
    move || {
        if typing.get() {
            view! { <span class="min-w-0 flex-1 truncate text-accent-ink">{t.inbox.row_typing()}</span> }
                .into_any()
        } else {
            view! {
                <span class="contents">{mark}</span>
                <span
                    class="min-w-0 flex-1 truncate"
                    class=("text-ink", move || unread.get())
                    dir="auto"
                >
                    {words}
                </span>
            }
            .into_any()
        }
    }
}

fn kind_icon(kind: &str) -> Option<Icon> {
    match kind {
        "image" => Some(Icon::Image),
        "video" => Some(Icon::Play),
        "audio" => Some(Icon::Microphone),
        "file" => Some(Icon::File),
        _ => None,
    }
}

/// Assignee, waiting time, closed.
#[component]
fn Facts(
    row: Signal<ConversationRow>,
    assignee: Signal<Option<String>>,
    now: Signal<Timestamp>,
) -> impl IntoView {
    let t = use_texts();
    let who = move || match assignee.get() {
        Some(name) => view! {
            <span class="flex min-w-0 items-center gap-1">
                <span class="contents" aria-hidden="true">
                    <Avatar name=name.clone() size=AvatarSize::Tiny />
                </span>
                <span class="sr-only">{t.inbox.assignee()}</span>
                <span class="truncate" dir="auto">
                    {name}
                </span>
            </span>
        }
        .into_any(),
        None => view! { <span class="truncate text-ink-faint">{t.inbox.not_assigned()}</span> }
            .into_any(),
    };
    let waits = Memo::new(move |_| {
        row.with(|row| row.waiting_since.filter(|_| row.status == Status::Open))
            .map(|since| now.get().since(since).max(0))
            // Less than a minute is not waiting.
            .filter(|span| *span >= parlance::time::MINUTE)
    });
    let chip = move || {
        waits.get().map(|span| {
            let tone = if span >= LONG_WAIT {
                Tone::Warning
            } else {
                Tone::Neutral
            };
            let class = [
                "ml-auto inline-flex shrink-0 items-center gap-1 rounded-sm px-1 tabular-nums",
                tone.soft(),
            ]
            .join(" ");
            view! {
                <span class=class data-testid="waiting">
                    <IconView icon=Icon::Clock size=IconSize::Small />
                    <span class="sr-only">
                        {t.inbox.waiting(&format::duration(t.locale, span))}
                    </span>
                    <span aria-hidden="true">{format::short_duration(t.locale, span)}</span>
                </span>
            }
        })
    };
    let closed = move || {
        row.with(|row| row.status == Status::Closed).then(|| {
            view! {
                <span class="ml-auto inline-flex shrink-0 items-center gap-1 text-ink-faint">
                    <IconView icon=Icon::Check size=IconSize::Small />
                    <span>{t.inbox.status_closed()}</span>
                </span>
            }
        })
    };
    view! {
        <span class="flex min-h-5 items-center gap-2 text-xs text-ink-muted">
            <span class="contents">{who}</span>
            <span class="contents">{chip}</span>
            <span class="contents">{closed}</span>
        </span>
    }
}

//! A message: what was written, its files, when, and how far it has come. Plain data in, so that
//! any message can be drawn in a test.

use leptos::prelude::*;
use parlance::message::{AttachmentView, Delivery, Direction, MessageView};
use parlance::time::ZoneOffsets;

use super::attachment::Attachments;
use super::links::{Piece, pieces};
use super::timeline::{Bubble, Local};
use crate::locales::{Texts, format, use_texts};
use crate::ui::{Avatar, AvatarSize, Button, ButtonSize, ButtonVariant, Icon, IconSize, IconView};
use crate::widgets::error_text;

/// What can be done with a message.
#[derive(Clone, Copy)]
pub struct BubbleActions {
    /// Send a refused message again; by client id.
    pub on_retry: Callback<String>,
    /// Give a refused message up; by client id.
    pub on_discard: Callback<String>,
    /// Show pictures large: all of the message, and which one.
    pub on_picture: Callback<(Vec<AttachmentView>, usize)>,
}

/// How one side of the conversation is drawn.
struct Look {
    /// The whole message. Within a group only the last message shows its time and ticks; the
    /// others keep them for screen readers.
    row: &'static str,
    /// Name, files, text and time.
    column: &'static str,
    /// The text of the first message of a group.
    first: &'static str,
    /// The text of a further one.
    next: &'static str,
}

const OURS: Look = Look {
    row: "flex flex-row-reverse gap-2 [&:has(+[data-next])_[data-meta]]:sr-only",
    column: "relative flex min-w-0 max-w-[min(85%,40rem)] flex-col items-end gap-1",
    first: "min-w-0 max-w-full rounded-xl rounded-tr-sm bg-bubble-out px-3 py-1.5 text-base text-ink",
    next: "min-w-0 max-w-full rounded-xl bg-bubble-out px-3 py-1.5 text-base text-ink",
};

const THEIRS: Look = Look {
    row: "flex gap-2 [&:has(+[data-next])_[data-meta]]:sr-only",
    column: "relative flex min-w-0 max-w-[min(85%,40rem)] flex-col items-start gap-1",
    first: "min-w-0 max-w-full rounded-xl rounded-tl-sm bg-bubble-in px-3 py-1.5 text-base text-ink",
    next: "min-w-0 max-w-full rounded-xl bg-bubble-in px-3 py-1.5 text-base text-ink",
};

/// A message in the thread.
#[component]
pub fn BubbleView(
    /// The message.
    #[prop(into)]
    bubble: Signal<Bubble>,
    /// It begins a group.
    first: bool,
    /// Who wrote it.
    #[prop(into)]
    author: Signal<String>,
    /// The viewer's time zone.
    zone: StoredValue<ZoneOffsets>,
    /// What can be done with it.
    actions: BubbleActions,
) -> impl IntoView {
    let direction = bubble.with_untracked(|bubble| bubble.message.direction);
    let ours = direction == Direction::Outbound;
    // What was written and the files never change; the ticks do.
    let text = Memo::new(move |_| bubble.with(|bubble| bubble.message.text.clone()));
    let files = Memo::new(move |_| bubble.with(|bubble| bubble.message.attachments.clone()));
    let look = if ours { &OURS } else { &THEIRS };
    let shape = if first { look.first } else { look.next };
    view! {
        <article
            class=[look.row, if first { "mt-3" } else { "mt-1" }].join(" ")
            data-next=(!first).then_some("")
            data-testid="message"
            data-message=move || bubble.with(|bubble| bubble.message.id.to_string())
            data-direction=if ours { "outbound" } else { "inbound" }
            data-anchor=""
        >
            <span class="w-8 shrink-0" class:hidden=ours aria-hidden="true">
                {(first && !ours)
                    .then(|| {
                        view! {
                            <span class="contents">
                                {move || {
                                    view! { <Avatar name=author.get() size=AvatarSize::Medium /> }
                                }}
                            </span>
                        }
                    })}
            </span>
            <div class=look.column>
                <p
                    class="px-1 text-xs font-medium text-ink-muted"
                    class=("sr-only", !first)
                    dir="auto"
                >
                    {move || author.get()}
                </p>
                <div class="contents">
                    {move || {
                        let files = files.get();
                        (!files.is_empty())
                            .then(|| {
                                view! { <Attachments files=files ours=ours on_picture=actions.on_picture /> }
                            })
                    }}
                </div>
                <div class="contents">
                    {move || {
                        let text = text.get();
                        (!text.is_empty())
                            .then(|| {
                                view! {
                                    <div class=shape>
                                        <MessageText text=text />
                                    </div>
                                }
                            })
                    }}
                </div>
                <Meta bubble=bubble zone=zone />
                <Trouble bubble=bubble actions=actions />
            </div>
        </article>
    }
}

/// The text, with its links as elements. Nothing in it is ever markup.
#[component]
pub fn MessageText(
    /// What was written.
    text: String,
) -> impl IntoView {
    let all = pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => view! { <span>{text}</span> }.into_any(),
            Piece::Link { href, label } => view! {
                <a
                    class="link"
                    href=href
                    rel="external noopener noreferrer nofollow ugc"
                    target="_blank"
                    dir="ltr"
                >
                    {label}
                </a>
            }
            .into_any(),
        })
        .collect_view();
    view! {
        <div class="break-words whitespace-pre-wrap" dir="auto" data-testid="message-text">
            {all}
        </div>
    }
}

/// When it was written, and how far it has come.
#[component]
fn Meta(bubble: Signal<Bubble>, zone: StoredValue<ZoneOffsets>) -> impl IntoView {
    let t = use_texts();
    let at = Memo::new(move |_| bubble.with(|bubble| bubble.message.at));
    let tick = Memo::new(move |_| bubble.with(tick_of));
    let page = bubble.with_untracked(|bubble| bubble.message.page_url.clone());
    let ticks = move || {
        tick.get().map(|tick| {
            let (icon, class, words) = tick.look(t);
            view! {
                <span
                    class=["inline-flex", class].join(" ")
                    data-testid="delivery"
                    data-status=tick.word()
                    title=words
                >
                    <IconView icon=icon size=IconSize::Small />
                    <span class="sr-only">{words}</span>
                </span>
            }
        })
    };
    view! {
        <div
            class="flex max-w-full items-center gap-1 px-1 text-2xs text-ink-faint"
            data-meta=""
        >
            {page
                .filter(|page| page.starts_with("http"))
                .map(|page| {
                    let words = t.inbox.wrote_from(&page);
                    let tip = words.clone();
                    view! {
                        <span class="inline-flex" title=tip data-testid="page-url">
                            <IconView icon=Icon::Globe size=IconSize::Small />
                            <span class="sr-only">{words}</span>
                        </span>
                    }
                })}
            <time
                class="tabular-nums"
                datetime=move || format::machine(at.get())
                title=move || zone.with_value(|zone| format::date_time(t.locale, zone, at.get()))
            >
                {move || zone.with_value(|zone| format::time(zone, at.get()))}
            </time>
            <span class="contents">{ticks}</span>
        </div>
    }
}

/// How far one of our messages has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tick {
    Waiting,
    Queued,
    Sending,
    Sent,
    Delivered,
    Read,
    Failed,
    Uncertain,
}

fn tick_of(bubble: &Bubble) -> Option<Tick> {
    if bubble.message.direction == Direction::Inbound {
        return None;
    }
    Some(match (&bubble.local, bubble.message.status) {
        (Local::Waiting, _) => Tick::Waiting,
        (Local::Refused(_), _) | (_, Delivery::Failed) => Tick::Failed,
        (_, Delivery::Queued) => Tick::Queued,
        (_, Delivery::Sending) => Tick::Sending,
        (_, Delivery::Sent) => Tick::Sent,
        (_, Delivery::Delivered) => Tick::Delivered,
        (_, Delivery::Read) => Tick::Read,
        (_, Delivery::Unknown) => Tick::Uncertain,
    })
}

impl Tick {
    fn look(self, t: Texts) -> (Icon, &'static str, &'static str) {
        match self {
            Tick::Waiting => (Icon::Clock, "", t.inbox.waiting_to_send()),
            Tick::Queued => (Icon::Clock, "", t.inbox.queued()),
            Tick::Sending => (Icon::Clock, "", t.inbox.sending()),
            Tick::Sent => (Icon::Check, "", t.inbox.sent()),
            Tick::Delivered => (Icon::CheckCheck, "", t.inbox.delivered()),
            Tick::Read => (Icon::CheckCheck, "text-accent-ink", t.inbox.read()),
            Tick::Failed => (Icon::AlertCircle, "text-danger-ink", t.inbox.failed()),
            Tick::Uncertain => (Icon::Help, "text-warning-ink", t.inbox.uncertain()),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Tick::Waiting => "waiting",
            Tick::Queued => "queued",
            Tick::Sending => "sending",
            Tick::Sent => "sent",
            Tick::Delivered => "delivered",
            Tick::Read => "read",
            Tick::Failed => "failed",
            Tick::Uncertain => "unknown",
        }
    }
}

/// Why a message was not sent, and what to do about it.
#[component]
fn Trouble(bubble: Signal<Bubble>, actions: BubbleActions) -> impl IntoView {
    let t = use_texts();
    let trouble = Memo::new(move |_| {
        bubble.with(|bubble| match (&bubble.local, &bubble.message) {
            (Local::Refused(error), message) => {
                Some((error_text(t, error), message.client_id.clone()))
            }
            (
                Local::Stored,
                MessageView {
                    status: Delivery::Failed,
                    error,
                    ..
                },
            ) => Some((
                error.clone().unwrap_or_else(|| t.inbox.failed().to_owned()),
                None,
            )),
            _ => None,
        })
    });
    view! {
        <div class="contents">
            {move || {
                trouble
                    .get()
                    .map(|(words, client_id)| {
                        view! {
                            <div
                                class="flex flex-wrap items-center gap-1 px-1 text-xs text-danger-ink"
                                data-testid="message-failed"
                            >
                                <span>{words}</span>
                                {client_id.map(|id| view! { <Again id=id actions=actions /> })}
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// Retry and discard.
#[component]
fn Again(id: String, actions: BubbleActions) -> impl IntoView {
    let t = use_texts();
    let other = id.clone();
    view! {
        <span class="inline-flex gap-1">
            <Button
                size=ButtonSize::Small
                icon=Icon::Refresh
                attr:data-testid="retry"
                on:click=move |_| actions.on_retry.run(id.clone())
            >
                {t.inbox.retry()}
            </Button>
            <Button
                size=ButtonSize::Small
                variant=ButtonVariant::DangerGhost
                attr:data-testid="discard"
                on:click=move |_| actions.on_discard.run(other.clone())
            >
                {t.inbox.discard()}
            </Button>
        </span>
    }
}

//! The open conversation: its messages, scrolling, reading, and the composer below.

use leptos::{ev, html, prelude::*};
use parlance::conversation::{ConversationRow, Person};
use parlance::message::AttachmentView;

use super::attachment::{Gallery, Lightbox};
use super::bubble::{BubbleActions, BubbleView};
use super::composer::Composer;
use super::header::Rights;
use super::line::{DayLine, EventLine, UnreadLine};
use super::lines::{Line, LineKind, lines};
use super::names::{author_name, contact_title};
use super::pill::Pill;
use super::reading::read_while_watched;
use super::store::Inbox;
use super::thread_state::{Older, Thread};
use super::typing_line::TypingLine;
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonSize, ButtonVariant, Icon, IconView, Spinner, scroll, timer, upload,
};

/// Everything in the thread that can be the place where the eye rests.
const ANCHORS: &str = "[data-anchor]";
/// Further up than this, new messages do not scroll the thread.
const AWAY_PX: i32 = 80;
/// Older messages are loaded this far before the beginning.
const EARLY_PX: i32 = 400;

/// Messages and composer of a conversation.
#[component]
pub fn ThreadPane(
    /// The inbox.
    inbox: Inbox,
    /// The conversation.
    thread: Thread,
    /// Its row.
    row: RwSignal<ConversationRow>,
    /// What the viewer may do.
    rights: Rights,
) -> impl IntoView {
    let t = use_texts();
    let log = NodeRef::<html::Div>::new();
    let away = RwSignal::new(false);
    let name = Memo::new(move |_| row.with(|row| contact_title(t, &row.contact_name, row.contact)));
    let closed =
        Memo::new(move |_| row.with(|row| row.status == parlance::conversation::Status::Closed));
    let id = thread.id;
    let typists = Memo::new(move |_| inbox.typing.with(|typing| typing.of(id)));
    let over = RwSignal::new(false);
    let to_end = move || {
        // From now on the thread follows what comes.
        away.try_set(false);
        if let Some(log) = log.get_untracked() {
            scroll::set_from_end(&log, 0);
        }
    };
    let dropping = StoredValue::new(thread.clone());
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = upload::dropped(&event);
        dropping.with_value(|thread| inbox.attach(thread, files));
    };
    read_while_watched(inbox, row, log);
    view! {
        <div
            class="relative flex min-h-0 flex-1 flex-col"
            on:dragover=move |event| {
                if rights.attach && rights.reply && upload::drags_files(&event) {
                    event.prevent_default();
                    over.set(true);
                }
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <Log inbox=inbox thread=thread.clone() name=name log=log away=away />
            <Pill thread=thread.clone() away=away on_press=move |()| to_end() />
            <TypingLine typists=typists contact=name people=inbox.people />
            <Composer
                inbox=inbox
                thread=thread
                name=name
                closed=closed
                rights=rights
                on_sent=move |()| {
                    away.set(false);
                    timer::after_paint(to_end);
                }
            />
            <div
                class="pointer-events-none absolute inset-2 z-20 place-content-center rounded-xl border-2 border-dashed border-accent bg-accent-soft text-base font-medium text-accent-ink opacity-95"
                class=("grid", move || over.get())
                class=("hidden", move || !over.get())
            >
                <span class="flex items-center gap-2">
                    <IconView icon=Icon::Upload />
                    {t.inbox.drop_files()}
                </span>
            </div>
        </div>
    }
}

/// The messages. Laid out from the end: it starts at the newest and stays there.
#[component]
fn Log(
    inbox: Inbox,
    thread: Thread,
    name: Memo<String>,
    log: NodeRef<html::Div>,
    away: RwSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let open = RwSignal::new(false);
    let gallery: Gallery = RwSignal::new((Vec::new(), 0));
    let timeline = thread.timeline.clone();
    let unread = thread.unread_after.clone();
    let shown = Memo::new(move |_| {
        inbox
            .zone
            .with_value(|zone| timeline.with(|timeline| lines(timeline, unread.get(), zone)))
    });
    let (older, id) = (thread.older.clone(), thread.id);
    let thread = StoredValue::new(thread);
    let load_older = move || thread.with_value(|thread| inbox.load_older(thread));
    let near_start = move || {
        if let Some(log) = log.try_get_untracked().flatten() {
            let older = thread.try_with_value(|thread| thread.older.get_untracked());
            let waits = older.is_some_and(|o| o.before.is_some() && !o.loading && !o.failed);
            if waits && scroll::from_start(&log) < EARLY_PX {
                load_older();
            }
        }
    };
    let scrolled = move |_| {
        let Some(log) = log.get_untracked() else {
            return;
        };
        let distance = scroll::from_end(&log);
        thread.with_value(|thread| thread.scrolled.set_value(distance));
        if away.get_untracked() != (distance > AWAY_PX) {
            away.set(distance > AWAY_PX);
        }
        scroll::remember(&log, ANCHORS);
        near_start();
    };
    settle(thread, log, shown, away, near_start);
    let actions = BubbleActions {
        on_retry: Callback::new(move |client: String| inbox.retry(id, &client)),
        on_discard: Callback::new(move |client: String| inbox.discard(id, &client)),
        on_picture: Callback::new(move |picture: (Vec<AttachmentView>, usize)| {
            gallery.set(picture);
            open.set(true);
        }),
    };
    view! {
        <div
            node_ref=log
            role="log"
            aria-label=move || t.inbox.thread(&parlance::text::isolate(&name.get()))
            tabindex="0"
            class="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
            data-testid="thread"
            on:scroll=scrolled
        >
            <div class="mx-auto flex w-full max-w-4xl shrink-0 flex-col px-4 pt-4 pb-2">
                <OlderPart older=older.into() on_more=move |()| load_older() />
                <For
                    each=move || shown.get()
                    key=|line| line.key.clone()
                    children=move |line| draw(inbox, line, name, actions)
                />
            </div>
        </div>
        <Lightbox open=open gallery=gallery />
    }
}

/// One line of the thread.
fn draw(inbox: Inbox, line: Line, contact: Memo<String>, actions: BubbleActions) -> AnyView {
    let t = inbox.t;
    match line.kind {
        LineKind::Day(at) => view! { <DayLine at=at now=inbox.now zone=inbox.zone /> }.into_any(),
        LineKind::Unread => view! { <UnreadLine /> }.into_any(),
        LineKind::Event(event) => {
            let people: Signal<Vec<Person>> = inbox.people.into();
            view! { <EventLine event=event people=people desk=inbox.desk zone=inbox.zone /> }
                .into_any()
        }
        LineKind::Message { bubble, first } => {
            let bubble: RwSignal<_> = bubble.into();
            let author = Memo::new(move |_| {
                let author = bubble.with(|bubble| bubble.message.author.clone());
                let contact = contact.get();
                inbox
                    .people
                    .with(|people| author_name(t, people, &contact, &author))
            });
            view! {
                <BubbleView bubble=bubble first=first author=author zone=inbox.zone actions=actions />
            }
            .into_any()
        }
    }
}

/// What is before the loaded part.
#[component]
pub fn OlderPart(
    /// How it is loaded.
    older: Signal<Older>,
    /// Loads it.
    #[prop(into)]
    on_more: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let part = move || {
        let Older {
            before,
            loading,
            failed,
        } = older.get();
        if loading {
            view! { <Spinner label=t.ui.loading() /> }.into_any()
        } else if before.is_some() {
            let words = if failed {
                t.common.retry()
            } else {
                t.inbox.load_earlier()
            };
            view! {
                {failed
                    .then(|| {
                        view! {
                            <span class="text-sm text-danger-ink">{t.inbox.earlier_failed()}</span>
                        }
                    })}
                <Button
                    size=ButtonSize::Small
                    variant=ButtonVariant::Ghost
                    attr:data-testid="load-earlier"
                    on:click=move |_| on_more.run(())
                >
                    {words}
                </Button>
            }
            .into_any()
        } else {
            view! { <span class="text-xs text-ink-faint">{t.inbox.beginning()}</span> }.into_any()
        }
    };
    view! { <div class="flex min-h-9 flex-wrap items-center justify-center gap-2">{part}</div> }
}

/// Scrolls to where the viewer was, or to what is new; then keeps the place while things change.
fn settle(
    thread: StoredValue<Thread>,
    log: NodeRef<html::Div>,
    shown: Memo<Vec<Line>>,
    away: RwSignal<bool>,
    near_start: impl Fn() + Copy + 'static,
) {
    Effect::new(move |before: Option<()>| {
        shown.track();
        if thread.with_value(|thread| thread.older.get()).loading {
            return;
        }
        timer::after_paint(move || {
            let Some(log) = log.try_get_untracked().flatten() else {
                return;
            };
            if before.is_none() {
                if !scroll::reveal_above(&log, "[data-testid='unread-line']") {
                    let distance = thread.try_with_value(|thread| thread.scrolled.get_value());
                    scroll::set_from_end(&log, distance.unwrap_or(0));
                }
                scroll::remember(&log, ANCHORS);
            } else if away.try_get_untracked().unwrap_or_default() {
                scroll::hold(&log);
            }
            near_start();
        });
    });
}

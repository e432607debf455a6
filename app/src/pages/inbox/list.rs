//! The list of conversations: rows that move live, but not under the pointer; further pages as
//! one scrolls; what to do when there is nothing.

use leptos::{html, prelude::*};
use parlance::conversation::{Status, View};
use parlance::id::ConversationId;

use super::names::person_name;
use super::order::{Phase, held};
use super::row::{RowContext, RowView};
use super::store::Inbox;
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonLink, ButtonSize, ButtonVariant, EmptyState, Icon, LoadMore, SkeletonRows, dom,
    scroll, timer,
};
use crate::widgets::error_text;

/// How long a pointer rests on a row before its conversation is loaded ahead.
const HOVER_MS: u32 = 65;

/// What the list shows: order, and how many changes wait for the pointer to leave.
type Shown = (Vec<ConversationId>, i64);

/// The list of conversations.
#[component]
pub fn ConversationList(
    /// The inbox.
    inbox: Inbox,
    /// The list element, for the keyboard.
    node: NodeRef<html::Ul>,
    /// The viewer may set up channels.
    may_connect: bool,
) -> impl IntoView {
    let t = use_texts();
    let shown = Memo::new(move |_| shown(inbox));
    let phase = Memo::new(move |_| inbox.phase());
    let hover = timer::Debounce::default();
    let scrolled = move |event: leptos::ev::Event| {
        let near = scroll::container(&event).is_some_and(|list| dom::is_near_end(&list, 600));
        if near && phase.with_untracked(|phase| *phase == Phase::Ready) {
            inbox.load_list();
        }
    };
    let body = move || {
        let is_empty = shown.with(|(ids, _)| ids.is_empty());
        match (phase.get(), is_empty) {
            (Phase::Failed(error), true) => view! {
                <EmptyState
                    icon=Icon::Alert
                    title=t.inbox.list_failed()
                    text=error_text(t, &error)
                    compact=true
                >
                    <Button on:click=move |_| inbox.load_list()>{t.common.retry()}</Button>
                </EmptyState>
            }
            .into_any(),
            (Phase::Unknown | Phase::Loading, true) => view! { <SkeletonRows rows=8 /> }.into_any(),
            (Phase::Ready | Phase::More, true) => {
                view! { <EmptyList inbox=inbox may_connect=may_connect /> }.into_any()
            }
            (_, false) => ().into_any(),
        }
    };
    // A memo keeps the list's elements while the phase of its next page changes.
    view! {
        <div
            class="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
            on:scroll=scrolled
            on:pointerenter=move |event| {
                if event.pointer_type() == "mouse" {
                    inbox.freeze();
                }
            }
            on:pointerleave=move |_| {
                hover.cancel();
                inbox.thaw();
            }
        >
            <Waiting inbox=inbox shown=shown />
            <ul
                node_ref=node
                role="list"
                aria-label=t.inbox.list()
                data-testid="conversation-list"
                aria-busy=move || matches!(phase.get(), Phase::Loading | Phase::More).then_some("true")
            >
                <For
                    each=move || shown.get().0
                    key=|id| *id
                    children=move |id| {
                        view! {
                            <li
                                class="[contain-intrinsic-size:auto_4.875rem] [content-visibility:auto]"
                                on:pointerenter=move |_| hover.run(HOVER_MS, move || inbox.load(id))
                                on:focusin=move |_| hover.run(HOVER_MS, move || inbox.load(id))
                            >
                                <ListRow inbox=inbox id=id />
                            </li>
                        }
                    }
                />
            </ul>
            <div class="contents">{body}</div>
            <More inbox=inbox phase=phase.into() />
        </div>
    }
}

fn shown(inbox: Inbox) -> Shown {
    let now = inbox.places();
    let key = inbox.address.get().list();
    inbox.frozen.with(|frozen| match frozen {
        Some((of, frozen)) if *of == key => held(frozen, &now),
        _ => (now.iter().map(|place| place.id).collect(), 0),
    })
}

impl Inbox {
    /// Rows stay where they are from now on.
    pub fn freeze(self) {
        let key = self.address.get_untracked().list();
        let places = untrack(|| self.places());
        self.frozen.set(Some((key, places)));
    }

    /// Rows may move again.
    pub fn thaw(self) {
        if self.frozen.with_untracked(Option::is_some) {
            self.frozen.set(None);
        }
    }
}

/// One row, by its signal.
#[component]
fn ListRow(inbox: Inbox, id: ConversationId) -> impl IntoView {
    let t = use_texts();
    let row = inbox.row(id)?;
    let row: RwSignal<_> = row.into();
    let assignee = Memo::new(move |_| {
        let user = row.with(|row| row.assignee)?;
        Some(inbox.people.with(|people| person_name(t, people, user)))
    });
    let current = Memo::new(move |_| inbox.address.get().conversation == Some(id));
    let typing = Memo::new(move |_| inbox.typing.with(|typing| typing.contact_types(id)));
    let href = Signal::derive(move || inbox.address.get().with_conversation(Some(id)).path());
    let context = RowContext {
        assignee: assignee.into(),
        current: current.into(),
        typing: typing.into(),
        now: inbox.now,
    };
    Some(view! { <RowView row=row href=href context=context zone=inbox.zone /> })
}

/// "3 new", while rows must not move.
#[component]
fn Waiting(inbox: Inbox, shown: Memo<Shown>) -> impl IntoView {
    let t = use_texts();
    let count = Memo::new(move |_| shown.with(|(_, waiting)| *waiting));
    view! {
        <div class="pointer-events-none sticky top-2 z-10 flex h-0 justify-center" role="status">
            {move || {
                (count.get() > 0)
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Small
                                variant=ButtonVariant::Primary
                                icon=Icon::ArrowUp
                                class="pointer-events-auto rounded-full shadow-overlay"
                                attr:data-testid="new-rows"
                                on:click=move |_| inbox.freeze()
                            >
                                {t.inbox.new_rows(count.get_untracked())}
                            </Button>
                        }
                    })
            }}
        </div>
    }
}

/// The end of the list: the next page, or why it did not come.
#[component]
fn More(inbox: Inbox, phase: Signal<Phase>) -> impl IntoView {
    let t = use_texts();
    let has_rows = move || !inbox.places().is_empty();
    let failed = move || match phase.get() {
        Phase::Failed(error) if has_rows() => Some(error_text(t, &error)),
        _ => None,
    };
    view! {
        <div class="contents" role="status">
            {move || {
                failed().map(|text| view! { <p class="px-4 pt-3 text-center text-sm text-danger-ink">{text}</p> })
            }}
        </div>
        <LoadMore
            has_more=Signal::derive(move || inbox.has_more() && has_rows())
            loading=Signal::derive(move || phase.get() == Phase::More)
            label=t.inbox.load_more()
            on_more=move |()| inbox.load_list()
        />
    }
}

/// Why the list is empty, and what to do.
#[component]
fn EmptyList(inbox: Inbox, may_connect: bool) -> impl IntoView {
    let t = use_texts();
    let address = inbox.address.get_untracked();
    let (icon, title, text) = match (address.status, address.view) {
        (Status::Closed | Status::Snoozed, _) => (
            Icon::Archive,
            t.inbox.empty_closed(),
            t.inbox.empty_closed_help(),
        ),
        (Status::Open, View::Mine) => (Icon::User, t.inbox.empty_mine(), t.inbox.empty_mine_help()),
        (Status::Open, View::Unassigned) => (
            Icon::CheckCircle,
            t.inbox.empty_unassigned(),
            t.inbox.empty_unassigned_help(),
        ),
        (Status::Open, View::All) => (Icon::Inbox, t.inbox.empty_all(), t.inbox.empty_all_help()),
    };
    let way_on = match (address.status, address.view) {
        (Status::Open, View::Mine) => Some(
            view! {
                <ButtonLink href=address.with_view(View::Unassigned).path()>
                    {t.inbox.see_unassigned()}
                </ButtonLink>
            }
            .into_any(),
        ),
        (Status::Open, View::All) if may_connect => Some(
            view! {
                <ButtonLink
                    href=crate::session::workspace_path(inbox.workspace, "settings/channels/new")
                    icon=Icon::Plus
                >
                    {t.inbox.connect_channel()}
                </ButtonLink>
            }
            .into_any(),
        ),
        _ => None,
    };
    view! {
        <EmptyState icon=icon title=title text=text compact=true>
            {way_on}
        </EmptyState>
    }
}

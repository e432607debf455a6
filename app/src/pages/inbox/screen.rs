//! The panes of the inbox: list, conversation, contact. On a window of 1280 px side by side, with
//! less room the contact lies over the conversation, on a phone there is one pane at a time. The
//! room beside the navigation decides, not the window.

use leptos::{ev, html, prelude::*};
use leptos_meta::Title;
use parlance::conversation::{ConversationRow, InboxPage};
use parlance::id::ConversationId;
use parlance::permission::Permission;
use parlance::time::Timestamp;

use super::address::Address;
use super::contact_panel::ContactPanel;
use super::header::{HeaderActions, Rights, ThreadHeader};
use super::help::{PanelKeys, ShortcutHelp, use_shortcuts};
use super::list::ConversationList;
use super::placeholder::{FailedThread, MissingThread, NothingOpen, ThreadSkeleton};
use super::store::{Inbox, Surroundings};
use super::thread::ThreadPane;
use super::thread_state::{Slot, Thread};
use super::view_nav::ViewNav;
use crate::live::use_live;
use crate::locales::{format, use_texts};
use crate::session::{use_ambient, use_membership};
use crate::ui::{Banner, Tone, timer, use_toasts};
use crate::widgets::access::may;
use crate::widgets::error_text;
use crate::widgets::notifications::use_notifications;
use crate::widgets::offline::use_online;

/// From this room on the contact has a pane of its own: 66rem, as in the classes below.
const WIDE_PX: i32 = 1_056;

/// A conversation that stays open is fetched again this often.
const REFRESH_MS: u32 = 30 * 60 * 1_000;

/// Whether the contact is shown: as a pane where there is room, over the conversation elsewhere.
#[derive(Clone, Copy)]
struct PanelState {
    root: NodeRef<html::Div>,
    wide: RwSignal<bool>,
    pane: RwSignal<bool>,
    over: RwSignal<bool>,
}

impl PanelState {
    fn new(root: NodeRef<html::Div>) -> Self {
        let panel = PanelState {
            root,
            wide: RwSignal::new(true),
            pane: RwSignal::new(true),
            over: RwSignal::new(false),
        };
        Effect::new(move |_| {
            panel.measure();
            let resized = window_event_listener(ev::resize, move |_| panel.measure());
            on_cleanup(move || resized.remove());
        });
        panel
    }

    fn measure(self) {
        let room = self
            .root
            .try_get_untracked()
            .flatten()
            .map(|root| root.client_width());
        if let Some(room) = room {
            self.wide.try_set(room >= WIDE_PX);
        }
    }

    fn part(self) -> RwSignal<bool> {
        if self.wide.get() {
            self.pane
        } else {
            self.over
        }
    }

    fn is_shown(self) -> bool {
        self.part().get()
    }

    fn toggle(self) {
        // Collapsing the navigation gives room without a resize of the window.
        self.measure();
        untrack(|| self.part()).update(|shown| *shown = !*shown);
    }

    fn hide(self) {
        self.measure();
        untrack(|| self.part()).set(false);
    }

    /// What lies over the conversation goes. Returns whether something did.
    fn uncover(self) -> bool {
        let covers = self.over.get_untracked();
        if covers {
            self.over.set(false);
        }
        covers
    }
}

/// The inbox with its data.
#[component]
pub fn InboxScreen(
    /// What the server gave.
    page: InboxPage,
    /// Which list is shown, and which conversation is open.
    address: Memo<Address>,
) -> impl IntoView {
    let ambient = use_ambient();
    let Some(viewer) = ambient.viewer else {
        return ().into_any();
    };
    let t = use_texts();
    let (workspace, cursor) = (page.workspace, page.cursor.clone());
    let inbox = Inbox::new(
        page,
        address,
        Surroundings {
            me: viewer.id,
            zone: viewer.zone,
            made_at: Timestamp(ambient.now),
            t,
            toasts: use_toasts(),
        },
    );
    let member = use_membership();
    let allowed = |permission| member.as_ref().is_none_or(|member| may(member, permission));
    let rights = Rights {
        reply: allowed(Permission::Reply),
        attach: member.as_ref().is_none_or(|member| {
            !member
                .flags
                .has(parlance::permission::Flag::RestrictAttachments)
        }),
        assign: allowed(Permission::Assign),
        close: allowed(Permission::CloseConversations),
        edit: allowed(Permission::EditContacts),
    };
    let root = NodeRef::<html::Div>::new();
    let panel = PanelState::new(root);
    let list = NodeRef::<html::Ul>::new();
    let help = RwSignal::new(false);
    let bell = use_notifications();
    let lost = use_live(
        format!("/w/{workspace}/events"),
        cursor,
        Callback::new(move |frame| {
            if let Some(bell) = bell {
                bell.hear(&frame);
            }
            inbox.apply(frame);
        }),
        Callback::new(move |()| inbox.pump_now()),
    );
    if let Some(bell) = bell {
        bell.follow(lost);
    }
    follow(inbox, panel);
    use_shortcuts(
        inbox,
        list,
        help,
        (rights.assign, rights.close),
        PanelKeys {
            on_toggle: Callback::new(move |()| panel.toggle()),
            on_escape: Callback::new(move |()| panel.uncover()),
        },
    );
    let has_open = Memo::new(move |_| address.get().conversation.is_some());
    let unread = Memo::new(move |_| unread_rows(inbox));
    // The title is asked for once more after this page has gone.
    let title = move || match unread.try_get().unwrap_or(0) {
        0 => t.inbox.title().to_owned(),
        n => t.inbox.title_unread(&format::number(t.locale, n)),
    };
    view! {
        <Title text=title />
        <div
            node_ref=root
            class="@container flex h-full min-h-0 min-w-0 flex-1 flex-col bg-surface"
            data-testid="inbox"
        >
            // On a phone the list, and with it the heading, is away while a conversation is open.
            <h1 class="sr-only sm:hidden" class=("hidden", move || !has_open.get())>
                {t.inbox.title()}
            </h1>
            <Connection inbox=inbox lost=lost />
            <div class="relative flex min-h-0 min-w-0 flex-1 overflow-hidden">
                <section
                    class="flex min-h-0 w-full shrink-0 flex-col border-line @2xl:w-80 @2xl:border-r @min-[66rem]:w-88"
                    class=("@max-2xl:hidden", move || has_open.get())
                    aria-label=t.inbox.list()
                >
                    <ViewNav address=address counts=inbox.counts />
                    <ConversationList
                        inbox=inbox
                        node=list
                        may_connect=allowed(Permission::ManageChannels)
                    />
                </section>
                <Open inbox=inbox rights=rights panel=panel />
            </div>
        </div>
        <ShortcutHelp open=help />
    }
    .into_any()
}

/// Follows the address: loads lists and conversations that are not known yet.
fn follow(inbox: Inbox, panel: PanelState) {
    let address = inbox.address;
    let list = Memo::new(move |_| address.get().list());
    let open = Memo::new(move |_| address.get().conversation);
    Effect::new(move |before: Option<()>| {
        // Read, not only tracked: a memo that nobody reads notices nothing.
        let _ = list.get();
        if before.is_some() {
            inbox.thaw();
        }
        if untrack(|| inbox.phase()) == super::order::Phase::Unknown {
            inbox.load_list();
        }
    });
    Effect::new(move |_| {
        if let Some(id) = open.get() {
            inbox.open(id);
        }
        panel.uncover();
    });
    Effect::new(move |_| inbox.restore_unsent());
    // Addresses of files expire while a tab stays open.
    Effect::new(move |_| timer::every(REFRESH_MS, move || inbox.refresh()));
}

/// Unread conversations in the shown list, for the title of the window.
fn unread_rows(inbox: Inbox) -> i64 {
    let unread = inbox
        .places()
        .into_iter()
        .filter_map(|place| inbox.row(place.id))
        .filter(|row| row.with(ConversationRow::unread))
        .count();
    i64::try_from(unread).unwrap_or(i64::MAX)
}

/// A line across the top while live updates are lost.
#[component]
fn Connection(inbox: Inbox, lost: Signal<bool>) -> impl IntoView {
    let t = use_texts();
    // The frame tells when the whole network is gone.
    let online = use_online();
    let waiting = move || match inbox.waiting.get() {
        0 => String::new(),
        n => t.inbox.queued_messages(n),
    };
    view! {
        <div class="contents">
            {move || {
                (lost.get() && online.get())
                    .then(|| {
                        view! {
                            <div data-testid="connection-banner">
                                <Banner tone=Tone::Warning flat=true title=t.inbox.connection_lost()>
                                    {waiting}
                                </Banner>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// What stands right of the list.
#[derive(Clone, PartialEq)]
struct Shown {
    id: Option<ConversationId>,
    slot: Option<Slot>,
}

impl Shown {
    /// Changes whenever nothing of the old pane may be used again.
    fn key(&self) -> (Option<ConversationId>, u8) {
        let stage = match self.slot {
            None => 0,
            Some(Slot::Loading) => 1,
            Some(Slot::Ready(_)) => 2,
            Some(Slot::Missing) => 3,
            Some(Slot::Failed(_)) => 4,
        };
        (self.id, stage)
    }
}

/// The open conversation with its contact, or what is shown instead.
///
/// A keyed list of one: another conversation gets new elements. Rebuilding the old ones in place
/// would keep what was typed and scrolled in them.
#[component]
fn Open(inbox: Inbox, rights: Rights, panel: PanelState) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let id = inbox.address.get().conversation;
        Shown {
            id,
            slot: id.map(|id| inbox.slot(id).unwrap_or(Slot::Loading)),
        }
    });
    let draw = move |shown: Shown| match (shown.id, shown.slot) {
        (None, _) | (_, None) => view! { <NothingOpen /> }.into_any(),
        (_, Some(Slot::Ready(thread))) => {
            view! { <Conversation inbox=inbox thread=thread rights=rights panel=panel /> }
                .into_any()
        }
        (_, Some(Slot::Loading)) => view! { <ThreadSkeleton inbox=inbox /> }.into_any(),
        (_, Some(Slot::Missing)) => view! { <MissingThread inbox=inbox /> }.into_any(),
        (Some(id), Some(Slot::Failed(error))) => {
            let text = error_text(inbox.t, &error);
            view! { <FailedThread text=text on_retry=move |()| inbox.load(id) /> }.into_any()
        }
    };
    view! { <For each=move || [shown.get()] key=Shown::key children=draw /> }
}

/// A conversation and its contact.
#[component]
fn Conversation(inbox: Inbox, thread: Thread, rights: Rights, panel: PanelState) -> impl IntoView {
    let t = use_texts();
    let row: RwSignal<ConversationRow> = inbox.row(thread.id)?.into();
    let contact: RwSignal<_> = inbox.contact(thread.contact)?.into();
    let id: ConversationId = thread.id;
    let actions = HeaderActions {
        on_assign: Callback::new(move |to| inbox.assign(id, to)),
        on_toggle: Callback::new(move |()| inbox.toggle_status(id)),
        on_panel: Callback::new(move |()| panel.toggle()),
    };
    let back = Signal::derive(move || inbox.address.get().with_conversation(None).path());
    let shown = Signal::derive(move || panel.is_shown());
    Some(view! {
        <section class="flex min-h-0 min-w-0 flex-1 flex-col" data-conversation=id.to_string()>
            <h1 class="sr-only @2xl:hidden">{t.inbox.title()}</h1>
            <ThreadHeader
                row=row
                people=inbox.people
                me=inbox.me
                rights=rights
                back=back
                panel_shown=shown
                actions=actions
            />
            <ThreadPane inbox=inbox thread=thread row=row rights=rights />
        </section>
        <aside
            class="min-h-0 w-80 max-w-full shrink-0 flex-col border-l border-line bg-surface @max-[66rem]:absolute @max-[66rem]:inset-y-0 @max-[66rem]:right-0 @max-[66rem]:z-30 @max-[66rem]:shadow-overlay @max-2xl:w-full"
            class=("@min-[66rem]:flex", move || panel.pane.get())
            class=("@min-[66rem]:hidden", move || !panel.pane.get())
            class=("@max-[66rem]:flex", move || panel.over.get())
            class=("@max-[66rem]:hidden", move || !panel.over.get())
            aria-label=t.inbox.contact()
            data-testid="contact-panel"
        >
            <ContactPanel
                inbox=inbox
                contact=contact
                conversation=id
                may_edit=rights.edit
                on_close=move |()| panel.hide()
            />
        </aside>
    })
}

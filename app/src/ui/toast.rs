//! Short messages about what just happened, at the corner of the window.
//!
//! They leave by themselves, except errors and those with something to do in them; the pointer
//! or the focus on them stops the clock. Two live regions read them aloud.

use leptos::{context::Provider, html, prelude::*};

use super::{Button, ButtonSize, ButtonVariant, Icon, IconButton, IconView, Tone, dom, timer};
use crate::locales::use_texts;

/// How long a message stays: long enough to read it twice.
const STAYS_MS: u32 = 6_000;

/// A message.
#[derive(Debug, Clone)]
struct Toast {
    id: u64,
    tone: Tone,
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// Shows messages. `Copy`; take it with [`use_toasts`].
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

impl Toasts {
    fn new() -> Self {
        Toasts {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(1),
        }
    }

    /// It worked.
    pub fn success(self, text: impl Into<String>) {
        self.show(Tone::Success, text.into(), None);
    }

    /// It did not work. Stays until dismissed.
    pub fn error(self, text: impl Into<String>) {
        self.show(Tone::Danger, text.into(), None);
    }

    /// Worth knowing.
    pub fn info(self, text: impl Into<String>) {
        self.show(Tone::Neutral, text.into(), None);
    }

    /// It worked and can be taken back.
    pub fn undoable(
        self,
        text: impl Into<String>,
        undo: impl Into<String>,
        on_undo: impl Into<Callback<()>>,
    ) {
        self.show(
            Tone::Success,
            text.into(),
            Some((undo.into(), on_undo.into())),
        );
    }

    fn show(self, tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(id) = id else { return };
        self.list.try_update(|list| {
            // The same failure twice is one message; more than four would hide the work.
            list.retain(|old| old.text != text);
            if list.len() >= 4 {
                list.remove(0);
            }
            list.push(Toast {
                id,
                tone,
                text,
                action,
            });
        });
    }

    fn dismiss(self, id: u64) {
        self.list
            .try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Makes messages possible for everything inside, and shows them. Once, in `App`.
#[component]
pub fn ToastProvider(
    /// The app.
    children: Children,
) -> impl IntoView {
    view! {
        <Provider value=Toasts::new()>
            {children()}
            <ToastRegion />
        </Provider>
    }
}

/// Where to send messages. Outside `App` (view tests) they go nowhere.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(Toasts::new)
}

/// The corner where messages appear.
#[component]
fn ToastRegion() -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let node = NodeRef::<html::Section>::new();
    // In the top layer, or an open dialog would cover the message about it; the latest element
    // there is on top, so it enters anew when a dialog is open. It stays open while empty,
    // because a live region must be there before its content.
    Effect::new(move |_| {
        toasts.list.track();
        let Some(region) = node.get() else { return };
        if dom::matches(&region, ":popover-open") {
            if dom::is_dialog_open() {
                let _ = region.hide_popover();
                let _ = region.show_popover();
            }
        } else {
            let _ = region.show_popover();
        }
    });
    view! {
        <section node_ref=node class="toasts" popover="manual" aria-label=t.ui.notifications()>
            <ToastList toasts=toasts urgent=false />
            <ToastList toasts=toasts urgent=true />
        </section>
    }
}

/// What went wrong, or everything else. Live regions without a role: `log` belongs to the
/// conversation, and each message stands for itself.
#[component]
fn ToastList(toasts: Toasts, urgent: bool) -> impl IntoView {
    let some = move || {
        let mut list = toasts.list.get();
        list.retain(|toast| (toast.tone == Tone::Danger) == urgent);
        list
    };
    view! {
        <div
            class="flex flex-col gap-2 not-empty:mt-2"
            aria-live=if urgent { "assertive" } else { "polite" }
            aria-relevant="additions"
        >
            <For
                each=some
                key=|toast| toast.id
                children=move |toast| view! { <ToastView toasts=toasts toast=toast /> }
            />
        </div>
    }
}

/// One message.
#[component]
fn ToastView(toasts: Toasts, toast: Toast) -> impl IntoView {
    let t = use_texts();
    let id = toast.id;
    let stays = toast.tone == Tone::Danger;
    let clock = timer::Debounce::default();
    let start = move || {
        if !stays {
            clock.run(STAYS_MS, move || toasts.dismiss(id));
        }
    };
    Effect::new(move |_| start());
    let icon_class = toast.tone.ink();
    let action = toast.action.map(|(words, act)| {
        view! {
            <Button
                variant=ButtonVariant::Secondary
                size=ButtonSize::Small
                on:click=move |_| {
                    toasts.dismiss(id);
                    act.run(());
                }
            >
                {words}
            </Button>
        }
    });
    view! {
        <div
            class="toast"
            data-testid="toast"
            on:mouseenter=move |_| clock.cancel()
            on:mouseleave=move |_| start()
            on:focusin=move |_| clock.cancel()
            on:focusout=move |_| start()
        >
            <span class=["mt-1.5", icon_class].join(" ")>
                <IconView icon=toast.tone.icon() />
            </span>
            <p class="min-w-0 flex-1 py-1 break-words">{toast.text}</p>
            {action}
            <IconButton
                icon=Icon::X
                label=t.ui.dismiss()
                size=ButtonSize::Small
                on:click=move |_| toasts.dismiss(id)
            />
        </div>
    }
}

//! Writing: grows with the text, keeps a draft on the server, takes files by button, paste and
//! drop. Nothing typed is ever lost: the text leaves only together with the message.

use leptos::task::spawn_local;
use leptos::{ev, html, prelude::*};
use parlance::id::ConversationId;
use parlance::message::TEXT_MAX;

use super::attached::ready;
use super::emoji::{EMOJI_PANEL, EmojiPanel};
use super::header::Rights;
use super::store::Inbox;
use super::thread_state::Thread;
use super::tray::{Tray, TrayActions};
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonVariant, Icon, IconButton, IconView, TextArea, dom, scroll, timer, upload,
};

/// Id of the text area, for the keyboard.
pub const COMPOSER_TEXT: &str = "composer-text";

/// A draft is kept after this much quiet.
const DRAFT_MS: u32 = 1_000;
/// A draft that could not be kept is tried again after this time.
const DRAFT_AGAIN_MS: u32 = 5_000;
/// Signs of typing go at most this often.
const TYPING_EVERY_MS: i64 = 3_000;
/// Typing has ended after this much quiet.
const TYPING_ENDS_MS: u32 = 5_000;

/// Writes to the contact.
#[component]
pub fn Composer(
    /// The inbox.
    inbox: Inbox,
    /// The conversation.
    thread: Thread,
    /// What to call the contact.
    #[prop(into)]
    name: Signal<String>,
    /// The conversation is closed; sending opens it.
    #[prop(into)]
    closed: Signal<bool>,
    /// What the viewer may do.
    rights: Rights,
    /// Called after a message went out.
    #[prop(into)]
    on_sent: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    if !rights.reply {
        return view! {
            <p class="border-t border-line px-4 py-3 text-center text-sm text-ink-muted">
                {t.inbox.read_only()}
            </p>
        }
        .into_any();
    }
    let area = NodeRef::<html::Textarea>::new();
    let text: RwSignal<String> = thread.draft.clone().into();
    let files: RwSignal<_> = thread.files.clone().into();
    let id = thread.id;
    let thread = StoredValue::new(thread);
    let saved = keep_draft(inbox, id, text);
    let stop_typing = tell_typing(inbox, id, text);
    let can_send = Memo::new(move |_| {
        let uploads = files.with(|files| ready(files));
        let has_text = text.with(|text| !text.trim().is_empty());
        uploads.is_some_and(|uploads| has_text || !uploads.is_empty())
    });
    let send = move || {
        let Some(uploads) = untrack(|| files.with(|files| ready(files))) else {
            return;
        };
        if !can_send.get_untracked() {
            return;
        }
        let words = text.with_untracked(|text| text.trim().to_owned());
        for file in files.get_untracked() {
            file.upload.cancel();
        }
        thread.with_value(|thread| inbox.send(thread, words, uploads));
        text.set(String::new());
        files.set(Vec::new());
        stop_typing();
        if let Some(area) = area.get_untracked() {
            dom::focus(&area);
        }
        on_sent.run(());
    };
    let in_text = move || {
        area.get_untracked()
            .is_some_and(|area| dom::focused().is_some_and(|at| at == *area))
    };
    // On a touch keyboard Enter is the only way to a new line; the button sends there.
    let sends = move |event: &ev::KeyboardEvent| {
        let plain = !event.shift_key() && !event.is_composing();
        plain && in_text() && !dom::media("(pointer: coarse)")
    };
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if sends(&event) => {
            event.prevent_default();
            send();
        }
        "Escape" => {
            if let Some(area) = area.get_untracked() {
                let _ = area.blur();
            }
        }
        _ => {}
    };
    let attach = move |chosen: Vec<upload::ChosenFile>| {
        thread.with_value(|thread| inbox.attach(thread, chosen));
    };
    let pasted = move |event: ev::ClipboardEvent| {
        let chosen = upload::pasted(&event);
        if rights.attach && !chosen.is_empty() {
            event.prevent_default();
            attach(chosen);
        }
    };
    let insert = move |emoji: &'static str| {
        if let Some(area) = area.get_untracked() {
            text.set(scroll::insert_at_caret(&area, emoji));
            dom::focus(&area);
        }
    };
    let actions = TrayActions {
        on_remove: Callback::new(move |upload| {
            thread.with_value(|thread| inbox.detach(thread, upload))
        }),
        on_again: Callback::new(move |file| inbox.attach_again(&file)),
    };
    let label = t
        .inbox
        .reply_to(&parlance::text::isolate(&name.get_untracked()));
    view! {
        <div
            class="shrink-0 px-3 pb-3 @2xl:px-4"
            data-testid="composer"
            on:keydown=key
            on:paste=pasted
        >
            <div class="rounded-xl border border-line-strong bg-surface focus-within:border-transparent focus-within:outline-2 focus-within:outline-focus">
                <Tray files=files actions=actions />
                <div class="flex px-3 pt-2">
                    <TextArea
                        value=text
                        id=COMPOSER_TEXT
                        label=label
                        placeholder=t.inbox.write_here()
                        rows=1
                        grow=true
                        maxlength=i64::try_from(TEXT_MAX).unwrap_or(i64::MAX)
                        node_ref=area
                        look="block w-full bg-transparent text-base text-ink outline-none"
                    />
                </div>
                <div class="flex items-center gap-1 p-1.5">
                    {rights.attach.then(|| view! { <AttachButton on_files=attach /> })}
                    <IconButton
                        icon=Icon::Smile
                        label=t.inbox.emoji()
                        attr:popovertarget=EMOJI_PANEL
                        attr:aria-haspopup="dialog"
                    />
                    <p class="ml-1 line-clamp-2 min-w-0 flex-1 text-xs text-ink-faint" role="status">
                        {move || {
                            if closed.get() {
                                t.inbox.closed_hint()
                            } else if saved.get() {
                                t.inbox.draft_saved()
                            } else {
                                ""
                            }
                        }}
                    </p>
                    <Button
                        variant=ButtonVariant::Primary
                        icon=Icon::Send
                        disabled=Signal::derive(move || !can_send.get())
                        attr:data-testid="composer-send"
                        attr:title=t.inbox.send_hint()
                        on:click=move |_| send()
                    >
                        {t.common.send()}
                    </Button>
                </div>
            </div>
            <EmojiPanel on_pick=insert />
        </div>
    }
    .into_any()
}

/// Chooses files.
#[component]
fn AttachButton(#[prop(into)] on_files: Callback<Vec<upload::ChosenFile>>) -> impl IntoView {
    let t = use_texts();
    view! {
        <label
            class="btn btn-ghost btn-square has-focus-visible:outline-2 has-focus-visible:outline-focus"
            data-tip=t.inbox.attach()
        >
            <IconView icon=Icon::Paperclip />
            <span class="sr-only">{t.inbox.attach()}</span>
            <input
                type="file"
                class="sr-only"
                multiple
                data-testid="attach-input"
                on:change=move |event| on_files.run(upload::chosen(&event))
            />
        </label>
    }
}

/// The draft of a conversation on its way to the server.
#[derive(Clone, Copy)]
struct Draft {
    inbox: Inbox,
    id: ConversationId,
    text: RwSignal<String>,
    saved: RwSignal<bool>,
    dirty: StoredValue<bool>,
    quiet: timer::Debounce,
}

impl Draft {
    /// Saves what is typed now, unless the server has it. A failure is tried again.
    fn save(self) {
        let Some(words) = self.text.try_get_untracked() else {
            return;
        };
        if !self.dirty.try_get_value().unwrap_or_default() {
            return;
        }
        self.quiet.cancel();
        self.dirty.try_set_value(false);
        spawn_local(async move {
            let shows = !words.is_empty();
            let kept = self.inbox.save_draft(self.id, words).await;
            self.saved.try_set(kept && shows);
            if !kept {
                self.dirty.try_set_value(true);
                self.quiet.run(DRAFT_AGAIN_MS, move || self.save());
            }
        });
    }
}

/// Saves what is typed after a second of quiet, when the tab goes out of sight, and at the end.
/// Tells whether the server has it.
fn keep_draft(inbox: Inbox, id: ConversationId, text: RwSignal<String>) -> Signal<bool> {
    let draft = Draft {
        inbox,
        id,
        text,
        saved: RwSignal::new(false),
        dirty: StoredValue::new(false),
        quiet: timer::Debounce::default(),
    };
    Effect::new(move |before: Option<String>| {
        let words = text.get();
        if before.is_some_and(|before| before != words) {
            draft.dirty.set_value(true);
            draft.saved.set(false);
            draft.quiet.run(DRAFT_MS, move || draft.save());
        }
        words
    });
    Effect::new(move |_| {
        let hides = window_event_listener(ev::visibilitychange, move |_| draft.save());
        on_cleanup(move || hides.remove());
    });
    on_cleanup(move || draft.save());
    draft.saved.into()
}

/// Tells the contact and colleagues that the viewer types. Gives what ends it at once.
fn tell_typing(
    inbox: Inbox,
    id: ConversationId,
    text: RwSignal<String>,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let told = StoredValue::new(None::<i64>);
    let quiet = timer::Debounce::default();
    let stop = move || {
        quiet.cancel();
        if told.try_update_value(Option::take).flatten().is_some() {
            inbox.tell_typing(id, false);
        }
    };
    Effect::new(move |before: Option<String>| {
        let words = text.get();
        match before {
            Some(before) if before != words && !words.is_empty() => {
                let now = dom::now();
                if told
                    .get_value()
                    .is_none_or(|at| now - at >= TYPING_EVERY_MS)
                {
                    told.set_value(Some(now));
                    inbox.tell_typing(id, true);
                }
                quiet.run(TYPING_ENDS_MS, stop);
            }
            Some(before) if before != words => stop(),
            _ => {}
        }
        words
    });
    on_cleanup(stop);
    stop
}

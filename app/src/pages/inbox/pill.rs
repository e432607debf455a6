//! What floats over the end of the thread while the viewer reads further up.

use leptos::prelude::*;
use parlance::id::MessageId;
use parlance::message::Direction;

use super::thread_state::Thread;
use crate::locales::use_texts;
use crate::ui::{Button, ButtonSize, ButtonVariant, Icon};

/// "3 new messages", or only an arrow, while the viewer reads further up.
#[component]
pub fn Pill(
    /// The conversation.
    thread: Thread,
    /// The viewer is away from the end.
    away: RwSignal<bool>,
    /// Called to go to the end.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let timeline = thread.timeline;
    let newest = {
        let timeline = timeline.clone();
        move || {
            timeline.with(|timeline| {
                let inbound = timeline
                    .messages()
                    .filter(|m| m.direction == Direction::Inbound);
                inbound.map(|message| message.id).max().unwrap_or_default()
            })
        }
    };
    // Where the thread ended when the viewer went up.
    let left_at = Memo::new(move |old: Option<&Option<MessageId>>| {
        let newest = newest();
        away.get().then(|| old.copied().flatten().unwrap_or(newest))
    });
    let count = Memo::new(move |_| {
        let Some(left_at) = left_at.get() else {
            return 0;
        };
        let fresh = timeline.with(|timeline| {
            let inbound = timeline
                .messages()
                .filter(|m| m.direction == Direction::Inbound);
            inbound.filter(|message| message.id > left_at).count()
        });
        i64::try_from(fresh).unwrap_or(i64::MAX)
    });
    let pill = move || {
        away.get().then(|| {
            let count = count.get();
            let words = if count > 0 {
                t.inbox.new_messages(count)
            } else {
                String::new()
            };
            let variant = if count > 0 {
                ButtonVariant::Primary
            } else {
                ButtonVariant::Secondary
            };
            view! {
                <Button
                    size=ButtonSize::Small
                    variant=variant
                    icon=Icon::ArrowDown
                    class="pointer-events-auto rounded-full shadow-overlay"
                    attr:aria-label=(count == 0).then(|| t.inbox.to_newest())
                    attr:data-testid="to-newest"
                    on:click=move |_| on_press.run(())
                >
                    {words}
                </Button>
            }
        })
    };
    view! {
        <div class="pointer-events-none relative z-10 h-0">
            <div class="absolute inset-x-0 bottom-2 flex justify-center" role="status">
                {pill}
            </div>
        </div>
    }
}

//! A message in the page: what happened, and what to do about it.

use leptos::prelude::*;

use super::{ButtonSize, Icon, IconButton, IconView, Tone};
use crate::locales::use_texts;

/// A message across the place it concerns.
#[component]
pub fn Banner(
    /// What it means.
    #[prop(default = Tone::Info)]
    tone: Tone,
    /// The message in one line.
    #[prop(optional, into)]
    title: Option<String>,
    /// Edge to edge, at the top of the window or a pane.
    #[prop(optional)]
    flat: bool,
    /// Read aloud at once; for messages that appear later.
    #[prop(optional)]
    urgent: bool,
    /// Adds a button that hides it.
    #[prop(optional, into)]
    on_dismiss: Option<Callback<()>>,
    /// Buttons at its end.
    #[prop(optional, into)]
    actions: ViewFn,
    /// The rest of the message.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let t = use_texts();
    let shape = if flat {
        "flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2 text-sm"
    } else {
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-3 py-2.5 text-sm"
    };
    let class = [shape, tone.soft()].join(" ");
    view! {
        <div class=class role=if urgent { "alert" } else { "status" }>
            <span class="mt-0.5">
                <IconView icon=tone.icon() />
            </span>
            <div class="flex min-w-40 flex-1 flex-col gap-0.5">
                {title.map(|title| view! { <p class="font-semibold">{title}</p> })}
                {children.map(|children| view! { <div class="text-ink">{children()}</div> })}
            </div>
            <div class="flex items-center gap-1 empty:hidden">
                {actions.run()}
                {on_dismiss
                    .map(|on_dismiss| {
                        view! {
                            <IconButton
                                icon=Icon::X
                                label=t.ui.dismiss()
                                size=ButtonSize::Small
                                class="-my-1 -mr-1"
                                on:click=move |_| on_dismiss.run(())
                            />
                        }
                    })}
            </div>
        </div>
    }
}

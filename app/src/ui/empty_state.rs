//! What a place says when it has nothing to show: why, and what to do.

use leptos::prelude::*;

use super::{Icon, IconSize, IconView};

/// An empty place.
#[component]
pub fn EmptyState(
    /// What would be here.
    icon: Icon,
    /// That it is empty.
    #[prop(into)]
    title: String,
    /// Why, or what fills it.
    #[prop(optional, into)]
    text: Option<String>,
    /// Less room around it, inside cards and panes.
    #[prop(optional)]
    compact: bool,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if compact {
        "flex flex-col items-center gap-3 px-4 py-8 text-center"
    } else {
        "flex min-h-64 flex-col items-center justify-center gap-3 px-4 py-12 text-center"
    };
    view! {
        <div class=class>
            <span class="grid size-12 place-content-center rounded-full bg-surface-active text-ink-muted">
                <IconView icon=icon size=IconSize::Huge />
            </span>
            <div class="flex max-w-96 flex-col gap-1">
                <p class="text-base font-semibold">{title}</p>
                {text.map(|text| view! { <p class="text-sm text-ink-muted">{text}</p> })}
            </div>
            {children
                .map(|children| {
                    view! {
                        <div class="mt-1 flex flex-wrap justify-center gap-2">{children()}</div>
                    }
                })}
        </div>
    }
}

//! Pieces of page layout: split panes, toolbars, lists of properties, disclosures.

use leptos::prelude::*;

use super::{Icon, IconView};

/// The first thing the keyboard reaches: jumps over the navigation.
#[component]
pub fn SkipLink(
    /// Id of the main content.
    target: &'static str,
    /// The words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        // The router would change the address only; the browser also moves the focus.
        <a class="skip-link btn btn-primary" href=["#", target].concat() rel="external">
            {label}
        </a>
    }
}

/// Panes side by side, as high as the room they get. Each pane scrolls by itself.
#[component]
pub fn Split(
    /// The panes.
    children: Children,
) -> impl IntoView {
    view! { <div class="flex min-h-0 min-w-0 flex-1 overflow-hidden">{children()}</div> }
}

/// One pane: a header that stays, and content that scrolls.
#[component]
pub fn Pane(
    /// Read aloud as the name of the region.
    #[prop(into)]
    label: String,
    /// What stays at the top.
    #[prop(optional, into)]
    header: ViewFn,
    /// What stays at the bottom.
    #[prop(optional, into)]
    footer: ViewFn,
    /// Width and border, for example `w-80 border-r`; takes the rest of the room if empty.
    #[prop(default = "min-w-0 flex-1")]
    class: &'static str,
    /// What scrolls.
    children: Children,
) -> impl IntoView {
    let class = ["flex min-h-0 flex-col bg-surface", class].join(" ");
    view! {
        <section class=class aria-label=label>
            <div class="shrink-0 border-b border-line empty:hidden">{header.run()}</div>
            <div class="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children()}</div>
            <div class="shrink-0 border-t border-line empty:hidden">{footer.run()}</div>
        </section>
    }
}

/// A row of controls above a list.
#[component]
pub fn Toolbar(
    /// Read aloud.
    #[prop(into)]
    label: String,
    /// The controls.
    children: Children,
) -> impl IntoView {
    view! {
        <div role="group" aria-label=label class="flex flex-wrap items-center gap-2">
            {children()}
        </div>
    }
}

/// Names and values, in a side panel or on a profile.
#[component]
pub fn Properties(
    /// [`Property`] rows.
    children: Children,
) -> impl IntoView {
    view! { <dl class="flex flex-col gap-2.5 text-sm">{children()}</dl> }
}

/// One name and its value.
#[component]
pub fn Property(
    /// The name.
    #[prop(into)]
    label: String,
    /// Before the name.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="grid grid-cols-[8.5rem_minmax(0,1fr)] items-start gap-2">
            <dt class="flex items-center gap-1.5 text-ink-muted">
                {icon.map(|icon| view! { <IconView icon=icon /> })} <span>{label}</span>
            </dt>
            <dd class="min-w-0 break-words text-ink">{children()}</dd>
        </div>
    }
}

/// A section that opens and closes, without script.
#[component]
pub fn Disclosure(
    /// What it holds.
    #[prop(into)]
    summary: String,
    /// Starts open.
    #[prop(optional)]
    open: bool,
    /// At the far end of the summary: a count, a badge. No controls.
    #[prop(optional, into)]
    aside: ViewFn,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="group" open=open>
            <summary class="flex min-h-9 list-none items-center gap-2 rounded-md px-1 text-sm font-semibold select-none hover:bg-surface-hover [&::-webkit-details-marker]:hidden">
                <span class="text-ink-muted transition-transform group-open:rotate-90">
                    <IconView icon=Icon::ChevronRight />
                </span>
                <span class="flex-1">{summary}</span>
                <span class="contents">{aside.run()}</span>
            </summary>
            <div class="pt-2 pb-3 pl-7">{children()}</div>
        </details>
    }
}

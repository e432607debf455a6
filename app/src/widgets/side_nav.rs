//! The navigation of an area with several pages: beside the page on wide screens, above it as
//! a row that scrolls on narrow ones.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::{Icon, IconView};

/// One page of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavEntry {
    /// Where it leads.
    pub href: String,
    /// What people read.
    pub label: String,
    /// Before the words.
    pub icon: Icon,
}

impl NavEntry {
    /// A page.
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: Icon) -> Self {
        NavEntry {
            href: href.into(),
            label: label.into(),
            icon,
        }
    }
}

/// Whether the page of a link is shown, or one below it.
pub fn is_within(path: &str, href: &str) -> bool {
    path.strip_prefix(href)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// An area: its pages at the side, the present one beside them.
#[component]
pub fn Area(
    /// Name of the area; read aloud, and above the pages.
    #[prop(into)]
    label: String,
    /// Smaller, below the name.
    #[prop(optional, into)]
    sub: Option<String>,
    /// The pages.
    entries: Vec<NavEntry>,
    /// The present page.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let links = entries
        .into_iter()
        .map(|entry| {
            let own = entry.href.clone();
            let here = Memo::new(move |_| path.with(|path| is_within(path, &own)));
            view! {
                <li class="shrink-0">
                    <a
                        href=entry.href
                        class="flex min-h-8 items-center gap-2 rounded-md px-2.5 text-sm font-medium whitespace-nowrap coarse:min-h-11"
                        class=("bg-accent-soft", here)
                        class=("text-accent-ink", here)
                        class=("text-ink-muted", move || !here.get())
                        class=("hover:bg-surface-hover", move || !here.get())
                        class=("hover:text-ink", move || !here.get())
                        aria-current=move || here.get().then_some("page")
                    >
                        <IconView icon=entry.icon />
                        <span>{entry.label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let heading = label.clone();
    view! {
        <div class="flex min-h-0 min-w-0 flex-1 flex-col md:flex-row">
            <nav
                aria-label=label
                class="flex shrink-0 flex-col gap-3 border-line bg-surface max-md:border-b max-md:px-3 max-md:py-2 md:w-56 md:overflow-y-auto md:border-r md:p-3"
            >
                <div class="px-2.5 pt-1 max-md:hidden">
                    <p class="text-base font-semibold">{heading}</p>
                    {sub
                        .map(|sub| {
                            view! { <p class="truncate text-xs text-ink-muted">{sub}</p> }
                        })}
                </div>
                <ul class="flex gap-1 max-md:-mx-3 max-md:overflow-x-auto max-md:px-3 md:flex-col">
                    {links}
                </ul>
            </nav>
            <div class="min-h-0 min-w-0 flex-1 overflow-y-auto bg-surface">
                <div class="mx-auto flex w-full max-w-240 flex-col gap-6 px-4 py-6 sm:px-8">
                    {children()}
                </div>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_page_below_belongs_to_its_link() {
        assert!(is_within(
            "/w/1/settings/channels/3",
            "/w/1/settings/channels"
        ));
        assert!(is_within("/w/1/inbox", "/w/1/inbox"));
        assert!(!is_within("/w/1/inboxes", "/w/1/inbox"));
        assert!(!is_within("/w/12/inbox", "/w/1/inbox"));
    }
}

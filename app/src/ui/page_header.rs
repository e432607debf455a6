//! The head of a page: where one is, its heading, what one can do here.

use leptos::prelude::*;

use super::{Icon, IconSize, IconView};
use crate::locales::use_texts;

/// One step of the way to this page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Crumb {
    /// A step.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Crumb {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// The head of a page.
#[component]
pub fn PageHeader(
    /// The only `<h1>` of the page.
    #[prop(into)]
    title: Signal<String>,
    /// One or two lines below it.
    #[prop(optional, into)]
    description: Option<String>,
    /// The way here, outermost first.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Beside the heading, for example a badge.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Buttons at the far end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let t = use_texts();
    let way = (!crumbs.is_empty()).then(|| {
        let steps = crumbs
            .into_iter()
            .enumerate()
            .map(|(index, crumb)| {
                let first = index == 0;
                view! {
                    <li class="flex min-w-0 items-center gap-1">
                        <IconView icon=if first { Icon::ArrowLeft } else { Icon::ChevronRight } size=IconSize::Small />
                        <a
                            href=crumb.href
                            class="inline-flex min-h-6 items-center truncate rounded-sm text-ink-muted hover:text-ink hover:underline"
                        >
                            {crumb.label}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <nav aria-label=t.ui.breadcrumb()>
                <ol class="flex flex-wrap items-center gap-1 text-xs text-ink-faint">{steps}</ol>
            </nav>
        }
    });
    view! {
        <header class="flex flex-col gap-1">
            {way}
            <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
                <div class="flex min-w-0 flex-col gap-1">
                    <div class="flex flex-wrap items-center gap-2">
                        <h1 class="text-xl font-semibold" tabindex="-1">
                            {move || title.get()}
                        </h1>
                        <span class="contents">{aside.run()}</span>
                    </div>
                    {description
                        .map(|description| {
                            view! {
                                <p class="max-w-160 text-sm text-ink-muted">{description}</p>
                            }
                        })}
                </div>
                {children
                    .map(|children| {
                        view! { <div class="flex flex-wrap items-center gap-2">{children()}</div> }
                    })}
            </div>
        </header>
    }
}

//! A framed group on a page, and the section of a settings form.

use leptos::prelude::*;

/// A framed group.
#[component]
pub fn Card(
    /// Heading.
    #[prop(optional, into)]
    title: Option<String>,
    /// One line below the heading.
    #[prop(optional, into)]
    description: Option<String>,
    /// Buttons beside the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// No inner margin, for tables and lists.
    #[prop(optional)]
    flush: bool,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
    /// The content.
    children: Children,
) -> impl IntoView {
    let class = ["card flex min-w-0 flex-col", class].join(" ");
    let body = if flush {
        "min-w-0 overflow-hidden rounded-b-xl"
    } else {
        "min-w-0 p-4"
    };
    let head = title.map(|title| {
        view! {
            <header class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
                <div class="flex min-w-0 flex-col gap-0.5">
                    <h2 class="text-base font-semibold">{title}</h2>
                    {description
                        .map(|description| {
                            view! { <p class="text-sm text-ink-muted">{description}</p> }
                        })}
                </div>
                <div class="flex items-center gap-2 empty:hidden">{actions.run()}</div>
            </header>
        }
    });
    view! {
        <section class=class>
            {head} <div class=body>{children()}</div>
        </section>
    }
}

/// A section of a settings form: what it is about at the side, the fields beside it.
#[component]
pub fn FormSection(
    /// Heading.
    #[prop(into)]
    title: String,
    /// What it is about.
    #[prop(optional, into)]
    description: Option<String>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="grid gap-x-8 gap-y-4 border-b border-line py-6 first:pt-0 last:border-b-0 lg:grid-cols-[16rem_minmax(0,1fr)]">
            <div class="flex flex-col gap-1">
                <h2 class="text-base font-semibold">{title}</h2>
                {description
                    .map(|description| {
                        view! { <p class="text-sm text-ink-muted">{description}</p> }
                    })}
            </div>
            <div class="flex min-w-0 flex-col gap-4">{children()}</div>
        </section>
    }
}

//! The shape of what is on its way. Never for less than 300 ms of waiting.

use leptos::prelude::*;

use crate::locales::use_texts;

/// One grey shape; `class` gives its size, for example `h-4 w-32`.
#[component]
pub fn Skeleton(
    /// Size and roundness.
    #[prop(default = "h-4 w-full")]
    class: &'static str,
) -> impl IntoView {
    view! { <span class=["skeleton", class].join(" ") aria-hidden="true"></span> }
}

/// Rows of a list: a circle and two lines each.
#[component]
pub fn SkeletonRows(
    /// How many.
    #[prop(default = 6)]
    rows: usize,
) -> impl IntoView {
    let t = use_texts();
    let all = (0..rows)
        .map(|_| {
            view! {
                <div class="flex items-center gap-3 px-4 py-3" aria-hidden="true">
                    <span class="skeleton size-9 shrink-0 rounded-full"></span>
                    <span class="flex flex-1 flex-col gap-2">
                        <span class="skeleton h-3 w-2/5"></span>
                        <span class="skeleton h-3 w-4/5"></span>
                    </span>
                </div>
            }
        })
        .collect_view();
    view! {
        <div role="status">
            <span class="sr-only">{t.ui.loading()}</span>
            {all}
        </div>
    }
}

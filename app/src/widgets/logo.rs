//! The mark of the product, drawn for it: a speech bubble that reads as a P.

use leptos::prelude::*;

/// The mark alone. Decorative: the name stands next to it or is read by what it links to.
#[component]
pub fn Mark(
    /// Its size, for example `size-8`.
    #[prop(default = "size-8")]
    class: &'static str,
) -> impl IntoView {
    let class = ["shrink-0 text-accent", class].join(" ");
    view! {
        <svg class=class viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="9" fill="currentColor" />
            <path
                fill="var(--accent-contrast)"
                d="M9 8.5h9.2a6.3 6.3 0 0 1 0 12.6h-3.4L9 26.5z"
            />
            <path
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
                d="M13.5 12.9h5M13.5 16.7h3"
            />
        </svg>
    }
}

/// The mark with the name.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <span class="inline-flex items-center gap-2.5">
            <Mark />
            <span class="text-lg font-semibold tracking-tight text-ink">"Parlance"</span>
        </span>
    }
}

//! A few more words on hover and focus. Never the only place of something important: touch has
//! no hover.
//!
//! Drawn by `style/surfaces.css` from `data-tip`; icon buttons have theirs built in.

use leptos::prelude::*;

/// Gives its content a tooltip, also read aloud.
#[component]
pub fn Tooltip(
    /// The words.
    #[prop(into)]
    text: String,
    /// Can be focused by itself; for plain text and badges, not around buttons.
    #[prop(optional)]
    focusable: bool,
    /// What it explains.
    children: Children,
) -> impl IntoView {
    let words = text.clone();
    view! {
        <span class="inline-flex" data-tip=text tabindex=focusable.then_some("0")>
            {children()}
            <span class="sr-only">{words}</span>
        </span>
    }
}

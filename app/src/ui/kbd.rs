//! Keys, drawn as keys.

use leptos::prelude::*;

/// A shortcut such as `Ctrl+K` or `g i`: plus joins keys pressed together, a space keys pressed
/// one after the other.
#[component]
pub fn Kbd(
    /// The shortcut.
    #[prop(into)]
    keys: String,
) -> impl IntoView {
    let all = keys
        .split(['+', ' '])
        .filter(|key| !key.is_empty())
        .map(|key| view! { <kbd class="kbd">{key.to_owned()}</kbd> })
        .collect_view();
    view! { <span class="inline-flex items-center gap-0.5">{all}</span> }
}

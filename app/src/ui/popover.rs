//! A panel next to the button that opened it, on the browser's `popover`.
//!
//! The browser opens it from any button with `attr:popovertarget=id`, also without JavaScript,
//! closes it on Esc and on a press outside, gives the focus back, and places it: the button that
//! opened it is its anchor (`style/surfaces.css`).

use leptos::{html, prelude::*};

use super::dom;

/// Where a panel opens relative to its button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PopoverSide {
    /// Below, aligned with the start of the button.
    #[default]
    Start,
    /// Below, aligned with the end of the button.
    End,
    /// Above, for buttons at the bottom of the window.
    Above,
}

impl PopoverSide {
    pub(super) fn class(self) -> &'static str {
        match self {
            PopoverSide::Start => "popover popover-sheet",
            PopoverSide::End => "popover popover-sheet popover-end",
            PopoverSide::Above => "popover popover-sheet popover-above",
        }
    }
}

/// A panel with any content.
#[component]
pub fn Popover(
    /// Unique on the page; the button names it in `attr:popovertarget`.
    #[prop(into)]
    id: String,
    /// Read aloud as the name of the panel.
    #[prop(into)]
    label: String,
    /// Where it opens.
    #[prop(optional)]
    side: PopoverSide,
    /// Called with whether it is open now.
    #[prop(optional, into)]
    on_toggle: Option<Callback<bool>>,
    /// Width and padding.
    #[prop(default = "p-3 sm:w-72")]
    class: &'static str,
    /// The content.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let class = [side.class(), class].join(" ");
    view! {
        <div
            node_ref=node
            id=id
            popover="auto"
            role="dialog"
            aria-label=label
            class=class
            on:toggle=move |_| {
                let Some(panel) = node.get_untracked() else { return };
                let open = dom::matches(&panel, ":popover-open");
                dom::mark_openers(&panel, open);
                if let Some(on_toggle) = on_toggle {
                    on_toggle.run(open);
                }
            }
        >
            {children()}
        </div>
    }
}

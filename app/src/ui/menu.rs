//! A list of things to do, behind a button.
//!
//! Arrows, Home and End move, letters jump, Enter acts, Esc closes and returns to the button.

use leptos::{ev, html, prelude::*};

use super::{ButtonSize, ButtonVariant, Icon, IconSize, IconView, Kbd, PopoverSide, dom};

/// What the keyboard can reach in a menu.
const ITEMS: &str = "[role^='menuitem']:not(:disabled)";

/// A button with its menu.
#[component]
pub fn Menu(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What the menu is for: read aloud, and on the button unless it is only an icon.
    #[prop(into)]
    label: String,
    /// On the button.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Shows only the icon; the label becomes a tooltip.
    #[prop(optional)]
    icon_only: bool,
    /// How much the button asks for attention.
    #[prop(optional)]
    variant: Option<ButtonVariant>,
    /// How large the button is.
    #[prop(optional)]
    size: ButtonSize,
    /// Where it opens.
    #[prop(optional)]
    side: PopoverSide,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// [`MenuItem`]s.
    children: Children,
) -> impl IntoView {
    let variant = variant.unwrap_or(if icon_only {
        ButtonVariant::Ghost
    } else {
        ButtonVariant::Secondary
    });
    let button = if icon_only {
        view! {
            <super::IconButton
                icon=icon.unwrap_or(Icon::More)
                label=label.clone()
                variant=variant
                size=size
                disabled=disabled
                attr:popovertarget=id.clone()
                attr:aria-haspopup="menu"
            />
        }
        .into_any()
    } else {
        let words = label.clone();
        let target = id.clone();
        match icon {
            Some(icon) => view! {
                <super::Button
                    icon=icon
                    icon_end=Icon::ChevronDown
                    variant=variant
                    size=size
                    disabled=disabled
                    attr:popovertarget=target
                    attr:aria-haspopup="menu"
                >
                    {words}
                </super::Button>
            }
            .into_any(),
            None => view! {
                <super::Button
                    icon_end=Icon::ChevronDown
                    variant=variant
                    size=size
                    disabled=disabled
                    attr:popovertarget=target
                    attr:aria-haspopup="menu"
                >
                    {words}
                </super::Button>
            }
            .into_any(),
        }
    };
    view! {
        <span class="inline-flex">
            {button}
            <MenuPanel id=id label=label side=side>
                {children()}
            </MenuPanel>
        </span>
    }
}

/// The list alone, for a button of your own: give it `attr:popovertarget=id` and
/// `attr:aria-haspopup="menu"`.
#[component]
pub fn MenuPanel(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// Read aloud as the name of the menu.
    #[prop(into)]
    label: String,
    /// Where it opens.
    #[prop(optional)]
    side: PopoverSide,
    /// [`MenuItem`]s.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let toggled = move |_| {
        let Some(menu) = node.get_untracked() else {
            return;
        };
        let shows = dom::matches(&menu, ":popover-open");
        dom::mark_openers(&menu, shows);
        if let Some(first) = dom::all(&menu, ITEMS).first().filter(|_| shows) {
            dom::focus(first);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let Some(menu) = node.get_untracked() else {
            return;
        };
        let items = dom::all(&menu, ITEMS);
        let key = event.key();
        let moved = match key.as_str() {
            "ArrowDown" | "ArrowUp" | "Home" | "End" => dom::move_focus(&items, &key),
            "Tab" => {
                let _ = menu.hide_popover();
                false
            }
            _ if event.ctrl_key() || event.meta_key() || event.alt_key() => false,
            letter if letter.chars().count() == 1 && letter != " " => jump(&items, letter),
            _ => false,
        };
        if moved {
            event.prevent_default();
        }
        // Shortcuts of the page do not act while a menu is open.
        if key != "Escape" {
            event.stop_propagation();
        }
    };
    view! {
        <div
            node_ref=node
            id=id
            popover="auto"
            role="menu"
            aria-label=label
            class=side.class()
            on:toggle=toggled
            on:keydown=key
            on:click=move |event| {
                let chosen = dom::closest(&event, "[role='menuitem'], [role='menuitemradio']");
                if let (Some(_), Some(menu)) = (chosen, node.get_untracked()) {
                    let _ = menu.hide_popover();
                }
            }
        >
            {children()}
        </div>
    }
}

/// Moves to the next item that begins with a letter, after the present one, around the end.
fn jump(items: &[web_sys::HtmlElement], letter: &str) -> bool {
    let letter = letter.to_lowercase();
    let at = dom::focused().and_then(|now| items.iter().position(|item| *item == now));
    let start = at.map_or(0, |at| at + 1);
    items
        .iter()
        .cycle()
        .skip(start)
        .take(items.len())
        .find(|item| {
            item.text_content()
                .is_some_and(|text| text.trim_start().to_lowercase().starts_with(&letter))
        })
        .map(dom::focus)
        .is_some()
}

/// One thing to do, or a place to go to.
#[component]
pub fn MenuItem(
    /// Called when chosen.
    #[prop(optional, into)]
    on_select: Option<Callback<()>>,
    /// Leads somewhere instead.
    #[prop(optional, into)]
    href: Option<String>,
    /// Not a page of the app: the browser loads it.
    #[prop(optional)]
    external: bool,
    /// Before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Destroys something.
    #[prop(optional)]
    danger: bool,
    /// One of several choices, or on and off: whether it is the one.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// The shortcut that does the same.
    #[prop(optional, into)]
    shortcut: Option<String>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = if danger {
        "menu-item menu-item-danger"
    } else {
        "menu-item"
    };
    let content = view! {
        {icon.map(|icon| view! { <IconView icon=icon /> })}
        <span class="min-w-0 flex-1 truncate">{children()}</span>
        {shortcut.map(|keys| view! { <Kbd keys=keys /> })}
        {checked
            .map(|checked| {
                view! {
                    <span class="size-4 shrink-0 text-accent-ink">
                        {move || {
                            checked
                                .get()
                                .then(|| {
                                    view! { <IconView icon=Icon::Check size=IconSize::Medium /> }
                                })
                        }}
                    </span>
                }
            })}
    };
    if let Some(href) = href {
        return view! {
            <a
                role="menuitem"
                tabindex="-1"
                class=class
                href=href
                rel=external.then_some("external")
                aria-current=move || checked.and_then(|on| on.get().then_some("true"))
            >
                {content}
            </a>
        }
        .into_any();
    }
    view! {
        <button
            type="button"
            role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
            tabindex="-1"
            class=class
            aria-checked=move || checked.map(|on| if on.get() { "true" } else { "false" })
            disabled=move || disabled.get()
            on:click=move |_| {
                if let Some(on_select) = on_select {
                    on_select.run(());
                }
            }
        >
            {content}
        </button>
    }
    .into_any()
}

/// A line between groups.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <div role="separator" class="menu-line"></div> }
}

/// The name of a group. Not reachable: it only informs.
#[component]
pub fn MenuHeading(
    /// The name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div role="presentation" class="px-2 pt-2 pb-1 text-xs font-semibold text-ink-faint">
            {label}
        </div>
    }
}

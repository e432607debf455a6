//! Tabs: links when each tab has an address of its own, panels when they share one.

use leptos::{ev, html, prelude::*};

use super::{CountBadge, Icon, IconView, dom};

/// Tabs that are places. The current one is marked by the caller.
#[component]
pub fn TabLinks(
    /// Read aloud as the name of the navigation.
    #[prop(into)]
    label: String,
    /// [`TabLink`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            {children()}
        </nav>
    }
}

/// A tab that is a place.
#[component]
pub fn TabLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// Whether one is there.
    #[prop(into)]
    active: Signal<bool>,
    /// Before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// How many are behind it; nothing at zero.
    #[prop(optional, into)]
    count: Signal<i64>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="tab"
            href=move || href.get()
            aria-current=move || active.get().then_some("page")
        >
            {icon.map(|icon| view! { <IconView icon=icon /> })}
            <span>{children()}</span>
            <CountBadge count=count quiet=true />
        </a>
    }
}

/// The head of one panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabItem {
    /// Names the panel.
    pub key: String,
    /// What people read.
    pub label: String,
    /// Before the words.
    pub icon: Option<Icon>,
}

impl TabItem {
    /// A tab.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        TabItem {
            key: key.into(),
            label: label.into(),
            icon: None,
        }
    }

    /// Before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

/// The heads of panels: arrows move, the panel follows.
#[component]
pub fn Tabs(
    /// Unique on the page; the panels name it.
    #[prop(into)]
    id: String,
    /// Read aloud.
    #[prop(into)]
    label: String,
    /// The tabs.
    items: Vec<TabItem>,
    /// The key of the open one.
    selected: RwSignal<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let key = move |event: ev::KeyboardEvent| {
        let Some(list) = node.get_untracked() else {
            return;
        };
        let key = event.key();
        if matches!(key.as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End")
            && dom::move_focus(&dom::all(&list, "[role='tab']"), &key)
        {
            event.prevent_default();
            if let Some(tab) = dom::focused() {
                tab.click();
            }
        }
    };
    let heads = items
        .into_iter()
        .map(|item| {
            let (own, mine) = (item.key.clone(), item.key.clone());
            let on = Signal::derive(move || selected.with(|selected| *selected == own));
            view! {
                <button
                    type="button"
                    role="tab"
                    class="tab"
                    id=[id.as_str(), "-tab-", item.key.as_str()].concat()
                    aria-controls=[id.as_str(), "-panel-", item.key.as_str()].concat()
                    aria-selected=move || if on.get() { "true" } else { "false" }
                    tabindex=move || if on.get() { "0" } else { "-1" }
                    on:click=move |_| selected.set(mine.clone())
                >
                    {item.icon.map(|icon| view! { <IconView icon=icon /> })}
                    <span>{item.label}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <div node_ref=node role="tablist" aria-label=label class="tabs" on:keydown=key>
            {heads}
        </div>
    }
}

/// What a tab opens. Stays in the page while hidden, so its fields keep their content.
#[component]
pub fn TabPanel(
    /// Id of the [`Tabs`].
    #[prop(into)]
    tabs: String,
    /// Key of its tab.
    #[prop(into)]
    key: String,
    /// The key of the open one.
    selected: RwSignal<String>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            role="tabpanel"
            id=[tabs.as_str(), "-panel-", key.as_str()].concat()
            aria-labelledby=[tabs.as_str(), "-tab-", key.as_str()].concat()
            hidden=move || selected.with(|selected| *selected != key)
            class="pt-4"
        >
            {children()}
        </div>
    }
}

//! Tables. Rows are plain `<tr>`s; the component gives the head, the frame that scrolls, and the
//! states without rows.

use leptos::prelude::*;

use super::{Icon, IconSize, IconView, SkeletonRows};
use crate::locales::use_texts;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortDirection {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    label: String,
    number: bool,
    hidden_label: bool,
    class: &'static str,
    sort_href: Option<String>,
    sorted: Option<SortDirection>,
}

impl Column {
    /// A column of text.
    pub fn new(label: impl Into<String>) -> Self {
        Column {
            label: label.into(),
            ..Column::default()
        }
    }

    /// A column of numbers, aligned at the end. Its cells have the class `num`.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// A column of buttons: its name is only read aloud.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden_label = true;
        self
    }

    /// Width or visibility, for example `w-40` or `max-md:hidden` (repeat it on the cells).
    #[must_use]
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Can be sorted: where the head leads, and how it is sorted now.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, now: Option<SortDirection>) -> Self {
        self.sort_href = Some(href.into());
        self.sorted = now;
        self
    }
}

/// A table.
#[component]
pub fn Table(
    /// What it lists; read aloud.
    #[prop(into)]
    label: String,
    /// The heads of its columns.
    columns: Vec<Column>,
    /// Rows are on their way: grey shapes instead.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// There are no rows: shows `when_empty` instead of the head.
    #[prop(optional, into)]
    empty: Signal<bool>,
    /// An [`EmptyState`](super::EmptyState).
    #[prop(optional, into)]
    when_empty: ViewFn,
    /// `<tr>`s.
    children: Children,
) -> impl IntoView {
    let heads = columns
        .into_iter()
        .map(|column| view! { <ColumnHead column=column /> })
        .collect_view();
    let caption = label.clone();
    view! {
        <div
            class="min-w-0 overflow-x-auto"
            role="region"
            aria-label=label
            tabindex="0"
            aria-busy=move || loading.get().then_some("true")
        >
            <table class="table" hidden=move || !loading.get() && empty.get()>
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
            <div class="contents">
                {move || {
                    if loading.get() {
                        view! { <SkeletonRows rows=4 /> }.into_any()
                    } else if empty.get() {
                        when_empty.run().into_any()
                    } else {
                        ().into_any()
                    }
                }}
            </div>
        </div>
    }
}

/// The head of one column.
#[component]
fn ColumnHead(column: Column) -> impl IntoView {
    let t = use_texts();
    let class = [if column.number { "num" } else { "" }, column.class].join(" ");
    let (state, words, icon) = match column.sorted {
        Some(SortDirection::Up) => (Some("ascending"), Some(t.ui.sorted_up()), Icon::ArrowUp),
        Some(SortDirection::Down) => (
            Some("descending"),
            Some(t.ui.sorted_down()),
            Icon::ArrowDown,
        ),
        None => (None, None, Icon::Sort),
    };
    let content = match column.sort_href {
        Some(href) => view! {
            <a
                href=href
                class="-mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:text-ink"
            >
                <span>{column.label}</span>
                <IconView icon=icon size=IconSize::Small />
                {words.map(|words| view! { <span class="sr-only">{words}</span> })}
            </a>
        }
        .into_any(),
        None if column.hidden_label => {
            view! { <span class="sr-only">{column.label}</span> }.into_any()
        }
        None => view! { <span>{column.label}</span> }.into_any(),
    };
    view! {
        <th scope="col" class=class aria-sort=state>
            {content}
        </th>
    }
}

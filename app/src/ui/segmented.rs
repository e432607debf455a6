//! One of a few, as one bar: views, themes, reply or comment.

use leptos::prelude::*;

use super::{Icon, IconView};

/// A choice in a [`Segmented`] bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Before the words.
    pub icon: Option<Icon>,
    /// Shows only the icon; the label is read aloud.
    pub icon_only: bool,
}

impl Segment {
    /// A choice with words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Segment {
            value: value.into(),
            label: label.into(),
            icon: None,
            icon_only: false,
        }
    }

    /// Before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Shows only the icon.
    #[must_use]
    pub fn only_icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self.icon_only = true;
        self
    }
}

/// A bar of radio buttons: arrows move, and it works in a plain form.
#[component]
pub fn Segmented(
    /// Name in the form; unique on the page.
    #[prop(into)]
    name: String,
    /// What is being chosen; read aloud.
    #[prop(into)]
    label: String,
    /// The choices.
    options: Vec<Segment>,
    /// Two-way value.
    value: RwSignal<String>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with the value people chose.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = ["segments", class].join(" ");
    let items = options
        .into_iter()
        .map(|option| {
            let (own, mine) = (option.value.clone(), option.value.clone());
            let tip = option.icon_only.then(|| option.label.clone());
            let words = if option.icon_only { "sr-only" } else { "" };
            view! {
                <label class="segment" data-tip=tip>
                    <input
                        type="radio"
                        name=name.clone()
                        value=option.value
                        checked=value.with_untracked(|chosen| *chosen == own)
                        prop:checked=move || value.with(|chosen| *chosen == own)
                        disabled=move || disabled.get()
                        on:change=move |_| {
                            value.set(mine.clone());
                            if let Some(on_change) = on_change {
                                on_change.run(mine.clone());
                            }
                        }
                    />
                    {option.icon.map(|icon| view! { <IconView icon=icon /> })}
                    <span class=words>{option.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div role="radiogroup" aria-label=label class=class>
            {items}
        </div>
    }
}

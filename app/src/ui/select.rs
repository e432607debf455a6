//! One of many, as the browser's own list.

use leptos::{html, prelude::*};

use super::{bind::bind, text_input::wiring};

/// A choice in a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectOption {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Visible but not possible.
    pub disabled: bool,
}

impl SelectOption {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        SelectOption {
            value: value.into(),
            label: label.into(),
            disabled: false,
        }
    }
}

/// A drop-down list.
#[component]
pub fn Select(
    /// The choices.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// Two-way value.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// The value of a plain form; ignored when `value` is given.
    #[prop(optional, into)]
    initial: String,
    /// Shown while nothing is chosen; its value is empty.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Own id; otherwise that of the field.
    #[prop(optional, into)]
    id: Option<String>,
    /// Read aloud; only where there is no field around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Must be chosen.
    #[prop(optional)]
    required: bool,
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
    let node = NodeRef::<html::Select>::new();
    let value = value.unwrap_or_else(|| RwSignal::new(initial));
    bind(node, value);
    // New options must not lose the choice: the browser would jump to the first one.
    Effect::new(move |_| {
        options.track();
        if let Some(select) = node.get() {
            select.set_value(&value.get_untracked());
        }
    });
    let wired = wiring(id, required);
    let class = ["input select", class].join(" ");
    let all = move || {
        let chosen = value.get_untracked();
        options
            .get()
            .into_iter()
            .map(|option| {
                let selected = option.value == chosen;
                view! {
                    <option value=option.value selected=selected disabled=option.disabled>
                        {option.label}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <select
            node_ref=node
            class=class
            id=wired.id
            name=name
            aria-label=label
            required=wired.required
            disabled=move || disabled.get()
            aria-invalid=move || wired.invalid.get()
            aria-describedby=move || wired.described_by.get()
            on:change=move |event| {
                let chosen = event_target_value(&event);
                value.set(chosen.clone());
                if let Some(on_change) = on_change {
                    on_change.run(chosen);
                }
            }
        >
            {placeholder.map(|placeholder| view! { <option value="">{placeholder}</option> })}
            {all}
        </select>
    }
}

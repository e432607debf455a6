//! Yes or no: a checkbox for choices that a form sends, a switch for what takes effect at once.

use leptos::{html, prelude::*};

/// Keeps a box and its signal in step; what was ticked before hydration wins.
fn bind_checked(node: NodeRef<html::Input>, checked: RwSignal<bool>) {
    Effect::new(move |bound: Option<bool>| {
        let on = checked.get();
        let Some(input) = node.get() else {
            return false;
        };
        let first = !bound.unwrap_or(false);
        if first && input.checked() != on && input.checked() != input.default_checked() {
            checked.set(input.checked());
        } else if input.checked() != on {
            input.set_checked(on);
        }
        true
    });
}

/// A box to tick, with its words.
#[component]
pub fn Checkbox(
    /// The words next to the box.
    #[prop(into)]
    label: String,
    /// Two-way value.
    #[prop(optional)]
    checked: Option<RwSignal<bool>>,
    /// The state in a plain form; ignored when `checked` is given.
    #[prop(optional)]
    initial: bool,
    /// Neither: some of what it stands for is ticked.
    #[prop(optional, into)]
    indeterminate: Signal<bool>,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// What the form sends when ticked.
    #[prop(default = "true".into(), into)]
    value: String,
    /// Id of the box.
    #[prop(optional, into)]
    id: Option<String>,
    /// Help below the words.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Only read aloud, in table rows.
    #[prop(optional)]
    label_hidden: bool,
    /// Must be ticked.
    #[prop(optional)]
    required: bool,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with the state people chose.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let checked = checked.unwrap_or_else(|| RwSignal::new(initial));
    bind_checked(node, checked);
    Effect::new(move |_| {
        let neither = indeterminate.get();
        if let Some(input) = node.get() {
            input.set_indeterminate(neither);
        }
    });
    view! {
        <label class="choice">
            <input
                node_ref=node
                type="checkbox"
                class="check"
                id=id
                name=name
                value=value
                checked=checked.get_untracked()
                required=required
                disabled=move || disabled.get()
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    checked.set(on);
                    if let Some(on_change) = on_change {
                        on_change.run(on);
                    }
                }
            />
            <ChoiceText label=label hint=hint label_hidden=label_hidden />
        </label>
    }
}

/// A switch: on or off, at once.
#[component]
pub fn Switch(
    /// What it turns on.
    #[prop(into)]
    label: String,
    /// Two-way value.
    #[prop(optional)]
    checked: Option<RwSignal<bool>>,
    /// The state in a plain form; ignored when `checked` is given.
    #[prop(optional)]
    initial: bool,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Id of the switch.
    #[prop(optional, into)]
    id: Option<String>,
    /// Help below the words.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Only read aloud, in table rows.
    #[prop(optional)]
    label_hidden: bool,
    /// Words first, switch at the far end: for lists of settings.
    #[prop(optional)]
    spread: bool,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with the state people chose.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let checked = checked.unwrap_or_else(|| RwSignal::new(initial));
    bind_checked(node, checked);
    let class = if spread {
        "choice flex-row-reverse justify-between"
    } else {
        "choice"
    };
    view! {
        <label class=class>
            <input
                node_ref=node
                type="checkbox"
                role="switch"
                class="switch"
                id=id
                name=name
                value="true"
                checked=checked.get_untracked()
                disabled=move || disabled.get()
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    checked.set(on);
                    if let Some(on_change) = on_change {
                        on_change.run(on);
                    }
                }
            />
            <ChoiceText label=label hint=hint label_hidden=label_hidden />
        </label>
    }
}

/// The words of a choice: label and hint.
#[component]
pub(super) fn ChoiceText(
    label: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional)] label_hidden: bool,
) -> impl IntoView {
    let class = if label_hidden {
        "sr-only"
    } else {
        "flex min-w-0 flex-col gap-0.5"
    };
    view! {
        <span class=class>
            <span class="text-sm">{label}</span>
            {hint.map(|hint| view! { <span class="text-xs text-ink-muted">{hint}</span> })}
        </span>
    }
}

//! Several lines of text. The only `<textarea>` of the product.
//!
//! It never has children: the server would not escape them (stored XSS). The text is written by
//! the binding after hydration, so without JavaScript the area starts empty.

use leptos::{html, prelude::*};

use super::{bind::bind, text_input::wiring};
use crate::locales::use_texts;

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Two-way value.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Own id; otherwise that of the field.
    #[prop(optional, into)]
    id: Option<String>,
    /// Read aloud; only where there is no field around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Lines it shows when empty.
    #[prop(default = 3)]
    rows: i32,
    /// Grows with its text, up to 40 % of the window.
    #[prop(optional)]
    grow: bool,
    /// Longest text in characters; the last hundred are counted down.
    #[prop(optional)]
    maxlength: Option<i64>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Can be read and copied, not changed.
    #[prop(optional)]
    readonly: bool,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when the page or the dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// For focus and selection, in composers.
    #[prop(optional)]
    node_ref: Option<NodeRef<html::Textarea>>,
    /// Replaces the framed look, for composers that draw their own frame.
    #[prop(default = "input")]
    look: &'static str,
    /// Layout of the control.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let t = use_texts();
    let node = node_ref.unwrap_or_default();
    let value = value.unwrap_or_else(|| RwSignal::new(String::new()));
    bind(node, value);
    let wired = wiring(id, required);
    let class = [look, if grow { "input-grow" } else { "" }, class].join(" ");
    let left = move || {
        let used = i64::try_from(value.with(|text| text.chars().count())).unwrap_or(i64::MAX);
        maxlength
            .map(|max| max.saturating_sub(used))
            .filter(|left| *left <= 100)
    };
    view! {
        <div class="flex min-w-0 flex-1 flex-col gap-1">
            <textarea
                node_ref=node
                class=class
                id=wired.id
                name=name
                rows=rows.to_string()
                aria-label=label
                placeholder=placeholder
                maxlength=maxlength.map(|max| max.to_string())
                required=wired.required
                readonly=readonly
                autofocus=autofocus
                disabled=move || disabled.get()
                aria-invalid=move || wired.invalid.get()
                aria-describedby=move || wired.described_by.get()
                dir="auto"
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            {maxlength
                .map(|_| {
                    view! {
                        <div class="text-end text-xs text-ink-faint" aria-live="polite">
                            {move || left().map(|left| t.ui.characters_left(left))}
                        </div>
                    }
                })}
        </div>
    }
}

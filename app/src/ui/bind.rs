//! Keeps a text control and its signal in step, in both directions.
//!
//! `prop:value` alone would overwrite what people or their password manager typed before
//! hydration. The first run therefore takes over what it finds in the control; later runs write.

use leptos::{html::ElementType, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// A control that holds text.
pub(super) trait TextControl {
    /// What is in the control.
    fn text(&self) -> String;
    /// Replaces it.
    fn set_text(&self, text: &str);
    /// Whether the content before hydration is the person's doing.
    fn keeps_early_text(&self, ours: &str) -> bool;
}

impl TextControl for HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
    fn keeps_early_text(&self, ours: &str) -> bool {
        self.value() != ours && self.value() != self.default_value()
    }
}

impl TextControl for HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
    // The server cannot render the text of a text area (it would not be escaped), so anything
    // in it was typed.
    fn keeps_early_text(&self, ours: &str) -> bool {
        !self.value().is_empty() && self.value() != ours
    }
}

impl TextControl for HtmlSelectElement {
    fn text(&self) -> String {
        self.value()
    }
    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
    // Without a choice of ours the browser shows the first option; the signal must say so too.
    fn keeps_early_text(&self, ours: &str) -> bool {
        ours.is_empty() && !self.value().is_empty()
    }
}

/// Binds a control to a signal. The control also reports `input` events itself.
pub(super) fn bind<E>(node: NodeRef<E>, value: RwSignal<String>)
where
    E: ElementType,
    E::Output: TextControl + JsCast + Clone + 'static,
{
    Effect::new(move |bound: Option<bool>| {
        let text = value.get();
        let Some(control) = node.get() else {
            return false;
        };
        let first = !bound.unwrap_or(false);
        if first && control.keeps_early_text(&text) {
            value.set(control.text());
        } else if control.text() != text {
            control.set_text(&text);
        }
        true
    });
}

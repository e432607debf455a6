//! A labelled form field: label, hint, error, and the wiring between them and the control.
//!
//! The control inside takes its id, its description and its validity from [`FieldContext`].

use leptos::{context::Provider, prelude::*};

use super::{Icon, IconSize, IconView};
use crate::locales::use_texts;

/// What a field tells the control inside it.
#[derive(Clone)]
pub struct FieldContext {
    /// The id the label points to.
    pub id: String,
    /// For `aria-describedby`: hint and error.
    pub described_by: Signal<Option<String>>,
    /// For `aria-invalid`.
    pub invalid: Signal<bool>,
    /// For `required`.
    pub required: bool,
}

/// The field around this control, if any.
pub fn use_field() -> Option<FieldContext> {
    use_context::<FieldContext>()
}

/// A label with one control.
#[component]
pub fn Field(
    /// Id of the control; unique on the page.
    #[prop(into)]
    id: String,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// Help that is always visible.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Says "(optional)", for forms where most fields are required.
    #[prop(optional)]
    optional: bool,
    /// Only read aloud, where the place says it already.
    #[prop(optional)]
    label_hidden: bool,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    let t = use_texts();
    let hint_id = [id.as_str(), "-hint"].concat();
    let error_id = [id.as_str(), "-error"].concat();
    let described_by = {
        let (hint_id, error_id) = (hint.as_ref().map(|_| hint_id.clone()), error_id.clone());
        Signal::derive(move || {
            let error_id = error.with(Option::is_some).then(|| error_id.clone());
            match (&hint_id, error_id) {
                (Some(hint), Some(error)) => Some([error.as_str(), " ", hint].concat()),
                (Some(hint), None) => Some(hint.clone()),
                (None, error) => error,
            }
        })
    };
    let context = FieldContext {
        id: id.clone(),
        described_by,
        invalid: Signal::derive(move || error.with(Option::is_some)),
        required,
    };
    let class = ["flex flex-col gap-1.5", class].join(" ");
    let label_class = if label_hidden {
        "sr-only"
    } else {
        "text-sm font-medium text-ink"
    };
    view! {
        <div class=class>
            <label for=id class=label_class>
                <span>{label}</span>
                {required
                    .then(|| {
                        view! {
                            <span class="ml-0.5 text-danger-ink" aria-hidden="true">
                                "*"
                            </span>
                        }
                    })}
                {optional
                    .then(|| {
                        view! {
                            <span class="ml-1 font-normal text-ink-faint">
                                {["(", t.ui.optional(), ")"].concat()}
                            </span>
                        }
                    })}
            </label>
            <Provider value=context>{children()}</Provider>
            {hint
                .map(|hint| {
                    view! {
                        <p id=hint_id class="text-xs text-ink-muted">
                            {hint}
                        </p>
                    }
                })}
            <FieldErrorText id=error_id error=error />
        </div>
    }
}

/// The line below a control that says what is wrong.
#[component]
pub(super) fn FieldErrorText(id: String, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="-mt-1.5" aria-live="polite">
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p id=id.clone() class="mt-1.5 flex items-start gap-1 text-xs text-danger-ink">
                                <span class="mt-px">
                                    <IconView icon=Icon::AlertCircle size=IconSize::Small />
                                </span>
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// What is wrong with a whole form, above its fields; takes the attention when it appears.
#[component]
pub fn FormError(
    /// The message, if any.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <div class="flex items-start gap-2 rounded-lg bg-danger-soft px-3 py-2.5 text-sm text-danger-ink">
                                <span class="mt-0.5">
                                    <IconView icon=Icon::AlertCircle />
                                </span>
                                <span>{error}</span>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

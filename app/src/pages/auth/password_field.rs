//! A new password: the rule before it is broken, and a button that shows what is typed.

use leptos::prelude::*;

use crate::locales::use_texts;
use crate::ui::{Field, PasswordInput};

/// The field. The rule itself is in the domain; here it is said.
#[component]
pub fn NewPassword(
    /// Two-way value.
    value: RwSignal<String>,
    /// What is wrong, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <Field
            id="password"
            label=t.auth.new_password()
            hint=t.auth.password_rule()
            error=error
            required=true
        >
            <PasswordInput value=value autocomplete="new-password" />
        </Field>
    }
}

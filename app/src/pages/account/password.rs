//! Changing one's own password.

use leptos::{html, prelude::*};
use parlance::identity::ChangePassword;

use crate::api::account::change_password;
use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::ui::{Button, ButtonKind, ButtonVariant, Field, PasswordInput, use_toasts};
use crate::widgets::Attempt;
use crate::widgets::attempt::{FormAlert, on_success};

/// The form.
#[component]
pub(super) fn PasswordForm(
    /// Called after the password was changed.
    on_changed: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let form = NodeRef::<html::Form>::new();
    let [current, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let send = Action::new(|command: &ChangePassword| change_password(command.clone()));
    on_success(send, move |()| {
        current.set(String::new());
        password.set(String::new());
        toasts.success(t.account.password_changed());
        on_changed.run(());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(ChangePassword {
            current: current.get_untracked(),
            password: password.get_untracked(),
        });
    };
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    view! {
        <form
            node_ref=form
            method="post"
            novalidate=true
            on:submit=submit
            class="flex max-w-96 flex-col gap-4"
        >
            <PasswordFields attempt=attempt current=current password=password />
            <Button
                variant=ButtonVariant::Primary
                kind=ButtonKind::Submit
                loading=attempt.busy()
                class="self-start"
            >
                {t.account.change_password()}
            </Button>
        </form>
    }
}

/// The two passwords, with what is wrong with them.
#[component]
pub(super) fn PasswordFields(
    attempt: Attempt,
    current: RwSignal<String>,
    password: RwSignal<String>,
) -> impl IntoView {
    let t = use_texts();
    let address = use_viewer().map(|viewer| viewer.email).unwrap_or_default();
    let general = attempt.general(&["current", "password"]);
    let error = Signal::derive(move || match attempt.error().get() {
        // Asked for the password, not for the session.
        Some(AppError::Unauthenticated {}) => Some(t.auth.wrong_password().to_owned()),
        _ => general.get(),
    });
    view! {
        <FormAlert error=error />
        // Password managers want to know whose password it is.
        <input type="text" autocomplete="username" value=address hidden=true />
        <Field
            id="current-password"
            label=t.account.current_password()
            error=attempt.field_or_wrong("current", t.auth.wrong_password())
            required=true
        >
            <PasswordInput value=current autocomplete="current-password" />
        </Field>
        <Field
            id="new-password"
            label=t.auth.new_password()
            hint=t.auth.password_rule()
            error=attempt.field("password")
            required=true
        >
            <PasswordInput value=password autocomplete="new-password" />
        </Field>
    }
}

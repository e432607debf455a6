//! Sign-in. A plain form post without script; with it, a failure keeps what was typed.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::demo::DemoAccounts;
use crate::api::auth::{SignIn, safe_next};
use crate::error::AppError;
use crate::locales::{Texts, use_texts};
use crate::session::use_ambient;
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, ButtonVariant, Field, PasswordInput, TextInput,
    TextLink, Tone,
};
use crate::widgets::attempt::FormAlert;
use crate::widgets::error_text;
use crate::widgets::public_frame::PublicFrame;

/// Why a sign-in failed. Which of the two was wrong is never told.
fn failure(t: Texts, error: &AppError) -> String {
    match error {
        AppError::Unauthenticated {} | AppError::Invalid { .. } | AppError::Forbidden {} => {
            t.auth.wrong_credentials().to_owned()
        }
        other => error_text(t, other),
    }
}

/// The sign-in page.
#[component]
pub fn LoginPage() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next").unwrap_or_default());
    let next = safe_next(&next).to_owned();
    let action = ServerAction::<SignIn>::new();
    let value = action.value();
    // The answer to a success redirects, which loads a whole page.
    let error = Signal::derive(move || {
        value.with(|value| match value {
            Some(Err(error)) => Some(failure(t, error)),
            _ => None,
        })
    });
    view! {
        <Title text=t.auth.sign_in() />
        <PublicFrame title=t.auth.sign_in_title()>
            <ActionForm action=action>
                <LoginFields next=next error=error busy=action.pending().into() />
            </ActionForm>
        </PublicFrame>
    }
}

/// What is inside the form.
#[component]
pub(super) fn LoginFields(
    next: String,
    error: Signal<Option<String>>,
    busy: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let ambient = use_ambient();
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let here = ambient.viewer.map(|viewer| {
        let words = t.auth.signed_in_as(&viewer.name);
        view! {
            <Banner tone=Tone::Info>
                <span>{words} " "</span>
                <TextLink href="/" external=true>
                    {t.auth.continue_there()}
                </TextLink>
            </Banner>
        }
    });
    view! {
        <div class="flex flex-col gap-5">
            {here}
            <FormAlert error=error />
            <input type="hidden" name="next" value=next />
            <Field id="email" label=t.common.email_address() required=true>
                <TextInput
                    value=email
                    name="email"
                    kind="email"
                    autocomplete="email"
                    autofocus=true
                    attr:inputmode="email"
                    attr:spellcheck="false"
                />
            </Field>
            <Field id="password" label=t.common.password() required=true>
                <PasswordInput value=password name="password" autocomplete="current-password" />
            </Field>
            <Button
                variant=ButtonVariant::Primary
                size=ButtonSize::Large
                kind=ButtonKind::Submit
                loading=busy
            >
                {t.auth.sign_in()}
            </Button>
            <p class="text-center text-sm">
                <TextLink href="/forgot">{t.auth.forgot_link()}</TextLink>
            </p>
            {ambient.demo.then(|| view! { <DemoAccounts email=email password=password /> })}
        </div>
    }
}

//! Asking for a reset link. The answer is the same whether or not the account exists.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::auth::RequestReset;
use crate::locales::use_texts;
use crate::session::use_ambient;
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, ButtonVariant, Field, TextInput, TextLink, Tone,
};
use crate::widgets::attempt::FormAlert;
use crate::widgets::public_frame::PublicFrame;
use crate::widgets::{error_text, problem_text};

/// The page.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let t = use_texts();
    let mail = use_ambient().mail;
    view! {
        <Title text=t.auth.forgot() />
        <PublicFrame title=t.auth.forgot() text=t.auth.forgot_text()>
            {if mail {
                view! { <ForgotForm /> }.into_any()
            } else {
                view! { <WithoutMail /> }.into_any()
            }}
            <p class="text-center text-sm">
                <TextLink href="/login">{t.auth.back_to_sign_in()}</TextLink>
            </p>
        </PublicFrame>
    }
}

/// No mail leaves this instance: says who can help, and how.
#[component]
pub(super) fn WithoutMail() -> impl IntoView {
    let t = use_texts();
    view! {
        <Banner tone=Tone::Info title=t.auth.no_mail_title()>
            <p>{t.auth.no_mail_text()}</p>
            <p class="mt-2">
                <code class="rounded-sm bg-surface px-1.5 py-0.5 font-mono text-xs break-words">
                    "parlance admin reset-password " {t.auth.address_example()}
                </code>
            </p>
        </Banner>
    }
}

/// The form; without script the page comes back with a failure or unchanged.
#[component]
fn ForgotForm() -> impl IntoView {
    let t = use_texts();
    let action = ServerAction::<RequestReset>::new();
    let value = action.value();
    let sent = Signal::derive(move || value.with(|value| matches!(value, Some(Ok(())))));
    let failed = move |at_field: bool| {
        Signal::derive(move || {
            value.with(|value| match value {
                Some(Err(error)) => match error.problem("email") {
                    Some(problem) => at_field.then(|| problem_text(t, &problem)),
                    None => (!at_field).then(|| error_text(t, error)),
                },
                _ => None,
            })
        })
    };
    let email = RwSignal::new(String::new());
    view! {
        <div role="status" class="contents">
            {move || {
                sent.get()
                    .then(|| {
                        view! {
                            <Banner tone=Tone::Success title=t.auth.sent_title()>
                                {t.auth.sent_text()}
                            </Banner>
                        }
                    })
            }}
        </div>
        <ActionForm action=action>
            <div class="flex flex-col gap-5">
                <FormAlert error=failed(false) />
                <Field
                    id="email"
                    label=t.common.email_address()
                    error=failed(true)
                    required=true
                >
                    <TextInput
                        value=email
                        name="email"
                        kind="email"
                        autocomplete="email"
                        autofocus=true
                        attr:spellcheck="false"
                    />
                </Field>
                <Button
                    variant=ButtonVariant::Primary
                    size=ButtonSize::Large
                    kind=ButtonKind::Submit
                    loading=action.pending()
                >
                    {t.auth.send_link()}
                </Button>
            </div>
        </ActionForm>
    }
}

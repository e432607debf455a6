//! The first visit to a new instance: makes account, organization and workspace, once.
//!
//! Without the token of the server's log there is nothing to fill in but the token.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use parlance::identity::SetUp;

use super::password_field::NewPassword;
use crate::api::auth::{set_up, setup_is_open};
use crate::error::AppError;
use crate::locales::use_texts;
use crate::ui::{Button, ButtonKind, ButtonLink, ButtonSize, ButtonVariant, Field, TextInput};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::problem::document_status;
use crate::widgets::public_frame::PublicFrame;
use crate::widgets::time_zone::browser_zone;
use crate::widgets::{Attempt, loaded, whole_page};

/// Fields of the form that show their own problems.
const FIELDS: &[&str] = &[
    "token",
    "name",
    "email",
    "password",
    "organization",
    "workspace",
];

/// The set-up page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let token = query.with_untracked(|query| query.get("token").unwrap_or_default());
    let open_res = Resource::new(|| (), |()| setup_is_open());
    view! {
        <Title text=t.auth.set_up() />
        <div class="contents">
            {loaded(
                open_res,
                move |open| {
                    let token = token.clone();
                    match (open, token.is_empty()) {
                        (false, _) => view! { <SetUpClosed /> }.into_any(),
                        (true, true) => view! { <TokenForm /> }.into_any(),
                        (true, false) => view! { <SetUpForm token=token /> }.into_any(),
                    }
                },
            )}
        </div>
    }
}

/// The instance has been set up: the page does not exist any more.
#[component]
pub(super) fn SetUpClosed() -> impl IntoView {
    let t = use_texts();
    document_status(404);
    view! {
        <PublicFrame title=t.auth.closed_title() text=t.auth.closed_text()>
            <ButtonLink
                href="/login"
                external=true
                variant=ButtonVariant::Primary
                size=ButtonSize::Large
            >
                {t.auth.sign_in()}
            </ButtonLink>
        </PublicFrame>
    }
}

/// Asks for the token, as a plain form that comes back with it in the address.
#[component]
pub(super) fn TokenForm() -> impl IntoView {
    let t = use_texts();
    view! {
        <PublicFrame title=t.auth.set_up_title() text=t.auth.token_text()>
            <form method="get" action="/setup" class="flex flex-col gap-5">
                <Field
                    id="token"
                    label=t.auth.token()
                    hint=t.auth.token_hint()
                    required=true
                >
                    <TextInput
                        name="token"
                        autocomplete="off"
                        autofocus=true
                        attr:spellcheck="false"
                    />
                </Field>
                <Button
                    variant=ButtonVariant::Primary
                    size=ButtonSize::Large
                    kind=ButtonKind::Submit
                >
                    {t.common.continue_()}
                </Button>
            </form>
        </PublicFrame>
    }
}

/// Everything the first account needs.
#[component]
pub(super) fn SetUpForm(token: String) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let [name, email, password, organization] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let token = RwSignal::new(token);
    let workspace = RwSignal::new(t.auth.first_workspace().to_owned());
    let zone = RwSignal::new(String::new());
    Effect::new(move |_| zone.set(browser_zone().unwrap_or_default()));
    let send = Action::new(|command: &SetUp| set_up(command.clone()));
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    on_success(send, |()| whole_page::go("/"));
    let busy = Signal::derive(move || send.pending().get() || done(send));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(SetUp {
            token: token.get_untracked(),
            name: name.get_untracked(),
            email: email.get_untracked(),
            password: password.get_untracked(),
            organization: organization.get_untracked(),
            workspace: workspace.get_untracked(),
            locale: t.locale,
            time_zone: zone.get_untracked(),
        });
    };
    let zone_words = move || {
        Some(zone.get())
            .filter(|zone| !zone.is_empty())
            .map(|zone| t.auth.zone_found(&zone))
    };
    view! {
        <PublicFrame title=t.auth.set_up_title() text=t.auth.set_up_text()>
            <form
                node_ref=form
                method="post"
                novalidate=true
                on:submit=submit
                class="flex flex-col gap-5"
            >
                <FormAlert error=attempt.general(FIELDS) />
                <Field
                    id="token"
                    label=t.auth.token()
                    error=attempt.field_or_wrong("token", t.auth.token_wrong())
                    required=true
                >
                    <TextInput value=token autocomplete="off" attr:spellcheck="false" />
                </Field>
                <Field id="name" label=t.auth.your_name() error=attempt.field("name") required=true>
                    <TextInput value=name autocomplete="name" autofocus=true />
                </Field>
                <Field
                    id="email"
                    label=t.common.email_address()
                    error=attempt.field("email")
                    required=true
                >
                    <TextInput
                        value=email
                        kind="email"
                        autocomplete="email"
                        attr:spellcheck="false"
                    />
                </Field>
                <NewPassword value=password error=attempt.field("password") />
                <Field
                    id="organization"
                    label=t.shell.organization()
                    hint=t.auth.organization_hint()
                    error=attempt.field("organization")
                    required=true
                >
                    <TextInput value=organization autocomplete="organization" />
                </Field>
                <Field
                    id="workspace"
                    label=t.auth.workspace()
                    hint=t.auth.workspace_hint()
                    error=attempt.field("workspace")
                    required=true
                >
                    <TextInput value=workspace autocomplete="off" />
                </Field>
                <p class="text-xs text-ink-muted empty:hidden">{zone_words}</p>
                <Button
                    variant=ButtonVariant::Primary
                    size=ButtonSize::Large
                    kind=ButtonKind::Submit
                    loading=busy
                >
                    {t.auth.set_up_button()}
                </Button>
            </form>
        </PublicFrame>
    }
}

/// Whether the last attempt succeeded: the button keeps turning until the next page is there.
pub(super) fn done<I: Send + Sync + 'static>(action: Action<I, Result<(), AppError>>) -> bool {
    action.value().with(|value| matches!(value, Some(Ok(()))))
}

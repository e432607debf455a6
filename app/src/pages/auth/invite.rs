//! Accepting an invitation: a new account, or the password of an existing one.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use parlance::error::Conflict;
use parlance::identity::{AcceptInvite, InvitePreview};

use super::password_field::NewPassword;
use super::set_up::done;
use crate::api::auth::{accept_invite, invite_preview};
use crate::error::AppError;
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonSize, ButtonVariant, Field, PasswordInput, TextInput,
};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::problem::{Problem, document_status};
use crate::widgets::public_frame::PublicFrame;
use crate::widgets::time_zone::browser_zone;
use crate::widgets::{Attempt, whole_page};

/// Fields of the form that show their own problems.
const FIELDS: &[&str] = &["name", "password"];

/// The page.
#[component]
pub fn InvitePage() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    let asked = token.clone();
    let preview_res = Resource::new(|| (), move |()| invite_preview(asked.clone()));
    let draw = move |preview: Result<InvitePreview, AppError>| match preview {
        Ok(preview) => view! { <InviteForm token=token.clone() preview=preview /> }.into_any(),
        Err(
            AppError::NotFound {}
            | AppError::Conflict {
                why: Conflict::LinkInvalid,
            },
        ) => view! { <InviteOver /> }.into_any(),
        Err(error) => view! { <Problem error=error /> }.into_any(),
    };
    view! {
        <Title text=t.auth.invitation() />
        <Suspense>
            <div class="contents">
                {move || {
                    let draw = draw.clone();
                    Suspend::new(async move { draw(preview_res.await) })
                }}
            </div>
        </Suspense>
    }
}

/// The link was used, withdrawn, or is too old. The page itself is fine, so its status is 200
/// whatever the lookup answered.
#[component]
pub(super) fn InviteOver() -> impl IntoView {
    let t = use_texts();
    document_status(200);
    view! {
        <PublicFrame title=t.auth.invite_over_title() text=t.auth.invite_over_text()>
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

/// Name and password.
#[component]
pub(super) fn InviteForm(token: String, preview: InvitePreview) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let [name, password, zone] = std::array::from_fn(|_| RwSignal::new(String::new()));
    Effect::new(move |_| zone.set(browser_zone().unwrap_or_default()));
    let send = Action::new(|command: &AcceptInvite| accept_invite(command.clone()));
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    on_success(send, |()| whole_page::go("/"));
    let busy = Signal::derive(move || send.pending().get() || done(send));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(AcceptInvite {
            token: token.clone(),
            name: name.get_untracked(),
            password: password.get_untracked(),
            locale: t.locale,
            time_zone: zone.get_untracked(),
        });
    };
    let fields = if preview.has_account {
        view! {
            <Field
                id="password"
                label=t.common.password()
                hint=t.auth.existing_hint()
                error=attempt.field_or_wrong("password", t.auth.wrong_password())
                required=true
            >
                <PasswordInput value=password autocomplete="current-password" />
            </Field>
        }
        .into_any()
    } else {
        view! {
            <Field id="name" label=t.auth.your_name() error=attempt.field("name") required=true>
                <TextInput value=name autocomplete="name" autofocus=true />
            </Field>
            <NewPassword value=password error=attempt.field("password") />
        }
        .into_any()
    };
    let address = preview.email.clone();
    view! {
        <PublicFrame
            title=t.auth.join(&preview.organization)
            text=t.auth.invited_by(&preview.invited_by)
        >
            <form
                node_ref=form
                method="post"
                novalidate=true
                on:submit=submit
                class="flex flex-col gap-5"
            >
                <FormAlert error=attempt.general(FIELDS) />
                <Field id="email" label=t.common.email_address()>
                    <TextInput
                        initial=address
                        kind="email"
                        autocomplete="username"
                        readonly=true
                    />
                </Field>
                {fields}
                <Button
                    variant=ButtonVariant::Primary
                    size=ButtonSize::Large
                    kind=ButtonKind::Submit
                    loading=busy
                >
                    {t.auth.accept()}
                </Button>
            </form>
        </PublicFrame>
    }
}

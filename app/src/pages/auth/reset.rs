//! A new password with the link from a mail or from the command line.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use parlance::identity::ResetPassword;

use super::password_field::NewPassword;
use super::set_up::done;
use crate::api::auth::{reset_is_valid, reset_password};
use crate::locales::use_texts;
use crate::ui::{Button, ButtonKind, ButtonLink, ButtonSize, ButtonVariant};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::public_frame::PublicFrame;
use crate::widgets::{Attempt, loaded, whole_page};

/// The page.
#[component]
pub fn ResetPage() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    let asked = token.clone();
    let valid_res = Resource::new(|| (), move |()| reset_is_valid(asked.clone()));
    view! {
        <Title text=t.auth.reset() />
        <div class="contents">
            {loaded(
                valid_res,
                move |valid| {
                    let token = token.clone();
                    if valid {
                        view! { <ResetForm token=token /> }.into_any()
                    } else {
                        view! { <LinkOver /> }.into_any()
                    }
                },
            )}
        </div>
    }
}

/// The link was used or is too old.
#[component]
pub(super) fn LinkOver() -> impl IntoView {
    let t = use_texts();
    view! {
        <PublicFrame title=t.auth.link_over_title() text=t.auth.link_over_text()>
            <ButtonLink href="/forgot" variant=ButtonVariant::Primary size=ButtonSize::Large>
                {t.auth.ask_again()}
            </ButtonLink>
        </PublicFrame>
    }
}

/// The new password.
#[component]
pub(super) fn ResetForm(token: String) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let password = RwSignal::new(String::new());
    let send = Action::new(|command: &ResetPassword| reset_password(command.clone()));
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    on_success(send, |()| whole_page::go("/"));
    let busy = Signal::derive(move || send.pending().get() || done(send));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(ResetPassword {
            token: token.clone(),
            password: password.get_untracked(),
        });
    };
    view! {
        <PublicFrame title=t.auth.reset() text=t.auth.reset_text()>
            <form
                node_ref=form
                method="post"
                novalidate=true
                on:submit=submit
                class="flex flex-col gap-5"
            >
                <FormAlert error=attempt.general(&["password"]) />
                <NewPassword value=password error=attempt.field("password") />
                <Button
                    variant=ButtonVariant::Primary
                    size=ButtonSize::Large
                    kind=ButtonKind::Submit
                    loading=busy
                >
                    {t.auth.reset_button()}
                </Button>
            </form>
        </PublicFrame>
    }
}

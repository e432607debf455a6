//! What a place shows instead of its content: not found, not allowed, failed. Each says what
//! happened and what to do, and sets the status of the document while the server renders it.

use leptos::prelude::*;

use super::error_text;
use crate::error::AppError;
use crate::locales::use_texts;
use crate::ui::{ButtonLink, ButtonVariant, Icon, IconSize, IconView};

/// Sets the status of the document; in the browser there is none to set.
pub fn document_status(code: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        http::StatusCode::from_u16(code),
    ) {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = code;
}

/// The common shape: an icon, a heading, a text, and ways out.
#[component]
pub fn Notice(
    /// What it is about.
    icon: Icon,
    /// What happened; the heading of the page.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into)]
    text: String,
    /// Ways out.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex min-h-80 flex-1 flex-col items-center justify-center gap-4 bg-surface px-4 pt-12 pb-24 text-center">
            <span class="grid size-14 place-content-center rounded-full bg-surface-active text-ink-muted">
                <IconView icon=icon size=IconSize::Huge />
            </span>
            <div class="flex max-w-112 flex-col gap-1.5">
                <h1 class="text-xl font-semibold">{title}</h1>
                <p class="text-base text-ink-muted">{text}</p>
            </div>
            {children
                .map(|children| {
                    view! {
                        <div class="mt-2 flex flex-wrap justify-center gap-2">{children()}</div>
                    }
                })}
        </div>
    }
}

/// The page or the object does not exist, or is not for this user: 404.
#[component]
pub fn NotFound() -> impl IntoView {
    let t = use_texts();
    document_status(404);
    view! {
        <Notice icon=Icon::Search title=t.errors.not_found_title() text=t.errors.not_found_text()>
            <ButtonLink href="/" external=true variant=ButtonVariant::Primary>
                {t.errors.to_start()}
            </ButtonLink>
        </Notice>
    }
}

/// The role does not allow it: 403.
#[component]
pub fn NotAllowed() -> impl IntoView {
    let t = use_texts();
    document_status(403);
    view! {
        <Notice icon=Icon::Lock title=t.errors.forbidden_title() text=t.errors.forbidden_text()>
            <ButtonLink href="/" external=true variant=ButtonVariant::Primary>
                {t.errors.to_start()}
            </ButtonLink>
        </Notice>
    }
}

/// A failure in the place of what failed. The server function has set the status already.
#[component]
pub fn Problem(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    let t = use_texts();
    match error {
        AppError::NotFound {} => view! { <NotFound /> }.into_any(),
        AppError::Forbidden {} => view! { <NotAllowed /> }.into_any(),
        AppError::Unauthenticated {} => view! {
            <Notice
                icon=Icon::Lock
                title=t.errors.signed_out_title()
                text=t.errors.unauthenticated()
            >
                <ButtonLink href="/login" external=true variant=ButtonVariant::Primary>
                    {t.auth.sign_in()}
                </ButtonLink>
            </Notice>
        }
        .into_any(),
        error => view! {
            <Notice
                icon=Icon::Alert
                title=t.common.something_went_wrong()
                text=error_text(t, &error)
            >
                <ButtonLink href="" external=true variant=ButtonVariant::Primary>
                    {t.common.reload()}
                </ButtonLink>
                <ButtonLink href="/" external=true>
                    {t.errors.to_start()}
                </ButtonLink>
            </Notice>
        }
        .into_any(),
    }
}

/// Nobody is signed in although the page needs it: this happens when a session ends while the
/// page is open, or right after signing in. The server knows better, so it is asked again.
#[component]
pub fn AskServerAgain() -> impl IntoView {
    let t = use_texts();
    Effect::new(move |_| super::whole_page::reload());
    view! {
        <div class="grid min-h-dvh place-content-center gap-3 text-center text-ink-muted">
            <p role="status">{t.common.loading()}</p>
        </div>
    }
}

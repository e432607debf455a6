//! Pages about what is not there: unknown address, not allowed, failed, no workspace yet. They
//! say what happened and where to go.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use parlance::identity::Viewer;

use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::{use_viewer, workspace_path};
use crate::ui::{Button, ButtonKind, ButtonLink, ButtonVariant, Icon};
pub use crate::widgets::OfflineNotice;
use crate::widgets::access::{home_workspace, organization_start};
use crate::widgets::problem::{NotAllowed, NotFound, Notice, Problem};
use crate::widgets::public_frame::LanguageLinks;
use crate::widgets::sign_out::SignOutForm;
use crate::widgets::{Brand, whole_page};

/// The frame of these pages: the brand, and the message in the middle.
#[component]
fn Bare(children: Children) -> impl IntoView {
    let t = use_texts();
    // Who is signed in has a language of their own.
    let language = use_viewer().is_none().then(|| view! { <LanguageLinks /> });
    view! {
        <div class="flex min-h-dvh flex-col bg-surface">
            <header class="flex items-center justify-between gap-4 px-4 py-4 sm:px-8">
                <a href="/" rel="external" class="rounded-md" aria-label=t.shell.home()>
                    <Brand />
                </a>
                {language}
            </header>
            <main id="main" class="grid flex-1 place-content-center">
                {children()}
            </main>
        </div>
    }
}

/// No page has this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let t = use_texts();
    let path = use_location().pathname;
    // `/` belongs to the server, which knows where it leads.
    Effect::new(move |_| {
        if path.with(|path| path == "/") {
            whole_page::go("/");
        }
    });
    view! {
        <Title text=t.errors.not_found_title() />
        <Bare>
            <NotFound />
        </Bare>
    }
}

/// The role does not allow this page.
#[component]
pub fn ForbiddenPage() -> impl IntoView {
    let t = use_texts();
    view! {
        <Title text=t.errors.forbidden_title() />
        <Bare>
            <NotAllowed />
        </Bare>
    }
}

/// Something broke; the id finds the log line.
#[component]
pub fn ErrorPage(
    /// Opaque.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let t = use_texts();
    crate::widgets::problem::document_status(500);
    view! {
        <Title text=t.common.something_went_wrong() />
        <Bare>
            <Problem error=AppError::Internal { id } />
        </Bare>
    }
}

/// Signed in, but a member of no workspace.
#[component]
pub fn NoWorkspacePage() -> impl IntoView {
    let t = use_texts();
    let Some(viewer) = use_viewer() else {
        return view! { <SignInFirst /> }.into_any();
    };
    // Somebody has been added meanwhile.
    if let Some(workspace) = home_workspace(&viewer) {
        let path = workspace_path(workspace.id, "inbox");
        return view! { <Redirect path=path /> }.into_any();
    }
    view! {
        <Title text=t.errors.welcome_title() />
        <Bare>
            <Welcome viewer=viewer />
        </Bare>
    }
    .into_any()
}

/// The address is open to everybody, the page is not.
#[component]
fn SignInFirst() -> impl IntoView {
    let t = use_texts();
    view! {
        <Title text=t.errors.signed_out_title() />
        <Bare>
            <Problem error=AppError::Unauthenticated {} />
        </Bare>
    }
}

/// What to do without a workspace.
#[component]
fn Welcome(viewer: Viewer) -> impl IntoView {
    let t = use_texts();
    let organizations = viewer
        .organizations
        .iter()
        .filter_map(|organization| {
            let page = organization_start(organization.role)?;
            let page = if page == "users" { "workspaces" } else { page };
            let href = format!("/org/{}/{page}", organization.id);
            let words = t.errors.open_organization(&organization.name);
            Some(view! {
                <ButtonLink href=href variant=ButtonVariant::Primary icon=Icon::Building>
                    {words}
                </ButtonLink>
            })
        })
        .collect::<Vec<_>>();
    let text = if organizations.is_empty() {
        t.errors.welcome_member()
    } else {
        t.errors.welcome_admin()
    };
    view! {
        <Notice icon=Icon::Building title=t.errors.welcome_title() text=text>
            {organizations.collect_view()}
            <ButtonLink href="/account/profile">{t.account.profile()}</ButtonLink>
            <SignOutForm>
                <Button kind=ButtonKind::Submit variant=ButtonVariant::Ghost icon=Icon::Logout>
                    {t.auth.sign_out()}
                </Button>
            </SignOutForm>
        </Notice>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::widgets::testing::{html, viewer};
    use parlance::permission::OrganizationRole;
    use parlance::text::Locale;

    #[test]
    fn without_a_workspace_an_admin_is_led_to_the_organization() {
        let mut somebody = viewer();
        somebody.workspaces.clear();
        let page = html(Locale::En, {
            let somebody = somebody.clone();
            move || view! { <Welcome viewer=somebody /> }
        });
        assert!(page.contains("/org/1/workspaces"), "{page}");
        for organization in &mut somebody.organizations {
            organization.role = OrganizationRole::Member;
        }
        let page = html(Locale::Fr, move || view! { <Welcome viewer=somebody /> });
        assert!(!page.contains("/org/"), "{page}");
        assert!(page.contains("/account/profile"));
    }
}

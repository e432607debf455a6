//! The root component and the routes.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::locales::provide_texts;
use crate::pages::{account, auth, errors, inbox, layout, organization, settings};
use crate::session::{ambient_of_request, provide_ambient};
use crate::ui::ToastProvider;

/// The application. On the server it runs once per request, and once more at start-up while the
/// routes are listed, without a request: nothing here may need one.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Unconditional and first: shared values are found again by their position (leptos T4).
    let ambient = SharedValue::new(ambient_of_request).into_inner();
    provide_texts(ambient.locale);
    provide_ambient(ambient);
    // Redirects of server functions (sign-in, sign-out) load whole pages. Not in an effect: the
    // router below would be first.
    if cfg!(feature = "hydrate") {
        crate::widgets::whole_page::on_redirect();
    }
    // End-to-end tests wait for this before they touch anything.
    Effect::new(move |_| {
        crate::ui::dom::hide_tips_on_escape();
        crate::ui::dom::mark_hydrated();
    });

    view! {
        <Title formatter=|text: String| if text.is_empty() { "Parlance".to_owned() } else { format!("{text} · Parlance") } />
        <ToastProvider>
            <Router>
                <Routes fallback=errors::NotFoundPage>
                    <Route path=path!("/setup") view=auth::SetUpPage ssr=SsrMode::Async />
                    <Route path=path!("/login") view=auth::LoginPage ssr=SsrMode::Async />
                    <Route path=path!("/forgot") view=auth::ForgotPage ssr=SsrMode::Async />
                    <Route path=path!("/reset/:token") view=auth::ResetPage ssr=SsrMode::Async />
                    <Route path=path!("/invite/:token") view=auth::InvitePage ssr=SsrMode::Async />
                    <Route path=path!("/welcome") view=errors::NoWorkspacePage ssr=SsrMode::Async />
                    <ParentRoute path=path!("/w/:ws") view=layout::WorkspaceLayout ssr=SsrMode::Async>
                        <Route path=path!("") view=|| view! { <Redirect path="inbox" /> } />
                        // One page for three addresses: going from one to another keeps its state.
                        <ParentRoute path=path!("/inbox") view=inbox::InboxPage>
                            <Route path=path!("") view=|| () />
                            <Route path=path!("/:view") view=|| () />
                            <Route path=path!("/:view/:conversation") view=|| () />
                        </ParentRoute>
                        <ParentRoute path=path!("/settings") view=settings::SettingsLayout>
                            <Route path=path!("") view=settings::SettingsHome />
                            <Route path=path!("/general") view=settings::GeneralPage />
                            <Route path=path!("/users") view=settings::UsersPage />
                            <Route path=path!("/channels") view=settings::ChannelsPage />
                            <Route path=path!("/channels/new") view=settings::NewChannelPage />
                            <Route path=path!("/channels/:channel") view=settings::ChannelPage />
                        </ParentRoute>
                    </ParentRoute>
                    <ParentRoute path=path!("/org/:org") view=organization::OrganizationLayout ssr=SsrMode::Async>
                        <Route path=path!("") view=|| view! { <Redirect path="users" /> } />
                        <Route path=path!("/general") view=organization::GeneralPage />
                        <Route path=path!("/users") view=organization::UsersPage />
                        <Route path=path!("/workspaces") view=organization::WorkspacesPage />
                    </ParentRoute>
                    <ParentRoute path=path!("/account") view=account::AccountLayout ssr=SsrMode::Async>
                        <Route path=path!("") view=|| view! { <Redirect path="profile" /> } />
                        <Route path=path!("/profile") view=account::ProfilePage />
                        <Route path=path!("/security") view=account::SecurityPage />
                    </ParentRoute>
                    <Route path=path!("/dev/ui") view=dev_ui ssr=SsrMode::Async />
                </Routes>
            </Router>
        </ToastProvider>
    }
}

/// Every component of the design system in every state; debug builds only.
fn dev_ui() -> AnyView {
    #[cfg(debug_assertions)]
    {
        view! { <crate::pages::dev_ui::DevUiPage /> }.into_any()
    }
    #[cfg(not(debug_assertions))]
    {
        view! { <errors::NotFoundPage /> }.into_any()
    }
}

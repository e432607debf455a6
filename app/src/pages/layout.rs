//! The layout of a workspace: checks the membership and puts the page into the frame.
//!
//! It gives [`WorkspaceMembership`] to everything below. Another workspace is a whole page load,
//! so the membership never changes under a page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use parlance::id::WorkspaceId;
use parlance::identity::WorkspaceMembership;

use crate::api::account::touch_workspace;
use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::widgets::access::home_workspace;
use crate::widgets::frame::Frame;
use crate::widgets::problem::{AskServerAgain, NotFound};
use crate::widgets::whole_page;

/// The layout. Somebody else's workspace does not exist: 404.
#[component]
pub fn WorkspaceLayout() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let wanted = move || params.with(|params| params.get("ws")?.parse::<WorkspaceId>().ok());
    let id = untrack(wanted);
    let Some(viewer) = use_viewer() else {
        return view! { <AskServerAgain /> }.into_any();
    };
    let membership = id.and_then(|id| viewer.workspace(id).cloned());
    // The router keeps the layout when only the id changes; the page must not.
    Effect::new(move |_| {
        if wanted() != id {
            whole_page::reload();
        }
    });
    let Some(membership) = membership else {
        let home = home_workspace(&viewer).cloned();
        return view! {
            <Title text=t.errors.not_found_title() />
            <Frame viewer=viewer workspace=home>
                <NotFound />
            </Frame>
        }
        .into_any();
    };
    if viewer.last_workspace != id {
        Effect::new(move |_| {
            if let Some(id) = id {
                // Only decides where `/` leads next time; nobody waits for it.
                spawn_local(async move { drop(touch_workspace(id).await) });
            }
        });
    }
    provide_context::<WorkspaceMembership>(membership.clone());
    view! {
        <Frame viewer=viewer workspace=Some(membership)>
            <Outlet />
        </Frame>
    }
    .into_any()
}

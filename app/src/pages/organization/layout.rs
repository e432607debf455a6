//! The layout of an organization's pages: checks the membership, and shows what the role allows.
//!
//! It gives [`OrganizationMembership`] to everything below.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use parlance::id::OrganizationId;
use parlance::identity::OrganizationMembership;
use parlance::permission::OrganizationPermission as P;

use crate::locales::{Texts, use_texts};
use crate::session::use_viewer;
use crate::ui::Icon;
use crate::widgets::access::{home_workspace, organization_start};
use crate::widgets::frame::Frame;
use crate::widgets::problem::{AskServerAgain, NotAllowed, NotFound};
use crate::widgets::side_nav::{Area, NavEntry};
use crate::widgets::whole_page;

/// The pages that a role sees.
pub(super) fn entries(t: Texts, organization: &OrganizationMembership) -> Vec<NavEntry> {
    let may = |permission| organization.role.allows(permission);
    let page = |rest: &str| format!("/org/{}/{rest}", organization.id);
    let mut all = Vec::new();
    if may(P::ManageOrganization) {
        all.push(NavEntry::new(
            page("general"),
            t.settings.general(),
            Icon::Building,
        ));
    }
    if may(P::ListUsers) {
        all.push(NavEntry::new(
            page("users"),
            t.settings.users(),
            Icon::Users,
        ));
    }
    if may(P::ListWorkspaces) {
        all.push(NavEntry::new(
            page("workspaces"),
            t.organization.workspaces(),
            Icon::Inbox,
        ));
    }
    all
}

/// The organization of the page, given by the layout.
pub(super) fn use_organization() -> Option<OrganizationMembership> {
    use_context::<OrganizationMembership>()
}

/// The layout. Somebody else's organization does not exist: 404; a mere member may not see it: 403.
#[component]
pub fn OrganizationLayout() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let wanted = move || params.with(|params| params.get("org")?.parse::<OrganizationId>().ok());
    let id = untrack(wanted);
    let Some(viewer) = use_viewer() else {
        return view! { <AskServerAgain /> }.into_any();
    };
    Effect::new(move |_| {
        if wanted() != id {
            whole_page::reload();
        }
    });
    let home = home_workspace(&viewer).cloned();
    let Some(organization) = id.and_then(|id| viewer.organization(id).cloned()) else {
        return view! {
            <Title text=t.errors.not_found_title() />
            <Frame viewer=viewer workspace=home>
                <NotFound />
            </Frame>
        }
        .into_any();
    };
    if organization_start(organization.role).is_none() {
        return view! {
            <Title text=t.errors.forbidden_title() />
            <Frame viewer=viewer workspace=home>
                <NotAllowed />
            </Frame>
        }
        .into_any();
    }
    provide_context(organization.clone());
    view! {
        <Frame viewer=viewer workspace=home>
            <Area
                label=t.shell.organization()
                sub=organization.name.clone()
                entries=entries(t, &organization)
            >
                <Outlet />
            </Area>
        </Frame>
    }
    .into_any()
}

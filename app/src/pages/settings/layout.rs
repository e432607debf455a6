//! The layout of the settings pages, and where the area begins.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{Outlet, Redirect};
use parlance::identity::WorkspaceMembership;
use parlance::permission::Permission;

use crate::locales::{Texts, use_texts};
use crate::session::{use_membership, workspace_path};
use crate::ui::Icon;
use crate::widgets::access::{may, sees_settings};
use crate::widgets::problem::NotAllowed;
use crate::widgets::side_nav::{Area, NavEntry};

/// The pages that a member sees.
pub(super) fn entries(t: Texts, member: &WorkspaceMembership) -> Vec<NavEntry> {
    let page = |rest: &str| workspace_path(member.id, rest);
    let mut all = Vec::new();
    if may(member, Permission::ViewSettings) {
        all.push(NavEntry::new(
            page("settings/general"),
            t.settings.general(),
            Icon::Settings,
        ));
        all.push(NavEntry::new(
            page("settings/users"),
            t.settings.users(),
            Icon::Users,
        ));
    }
    if sees_settings(member) {
        all.push(NavEntry::new(
            page("settings/channels"),
            t.settings.channels(),
            Icon::Chat,
        ));
    }
    all
}

/// The member of the page, if allowed what the page needs.
pub(super) fn member_who_may(permission: Permission) -> Option<WorkspaceMembership> {
    use_membership().filter(|member| may(member, permission))
}

/// The layout. Members without any setting get 403.
#[component]
pub fn SettingsLayout() -> impl IntoView {
    let t = use_texts();
    let Some(member) = use_membership().filter(sees_settings) else {
        return view! {
            <Title text=t.errors.forbidden_title() />
            <NotAllowed />
        }
        .into_any();
    };
    view! {
        <Area
            label=t.common.settings()
            sub=member.name.clone()
            entries=entries(t, &member)
        >
            <Outlet />
        </Area>
    }
    .into_any()
}

/// The first page that the member sees.
#[component]
pub fn SettingsHome() -> impl IntoView {
    let t = use_texts();
    let first = use_membership().and_then(|member| entries(t, &member).into_iter().next());
    match first {
        Some(first) => view! { <Redirect path=first.href /> }.into_any(),
        None => view! { <NotAllowed /> }.into_any(),
    }
}

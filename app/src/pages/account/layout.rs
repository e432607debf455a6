//! The layout of the account pages.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::ui::Icon;
use crate::widgets::access::home_workspace;
use crate::widgets::frame::Frame;
use crate::widgets::problem::AskServerAgain;
use crate::widgets::side_nav::{Area, NavEntry};

/// The layout.
#[component]
pub fn AccountLayout() -> impl IntoView {
    let t = use_texts();
    let Some(viewer) = use_viewer() else {
        return view! { <AskServerAgain /> }.into_any();
    };
    let home = home_workspace(&viewer).cloned();
    let entries = vec![
        NavEntry::new("/account/profile", t.account.profile(), Icon::User),
        NavEntry::new("/account/security", t.account.security(), Icon::Shield),
    ];
    let email = viewer.email.clone();
    view! {
        <Frame viewer=viewer workspace=home>
            <Area label=t.shell.account() sub=email entries=entries>
                <Outlet />
            </Area>
        </Frame>
    }
    .into_any()
}

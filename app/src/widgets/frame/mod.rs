//! The frame around every page of a signed-in user: navigation with labels, workspace switcher,
//! account menu, command palette, connection notice. Below 640 px the navigation is a bar at the
//! bottom.
//!
//! The frame gives its page the whole height; the page decides what scrolls.

mod account_menu;
mod bars;
mod bell;
mod keys;
mod places;
mod switcher;

use leptos::prelude::*;
use parlance::identity::{Viewer, WorkspaceMembership};

use self::account_menu::AccountMenu;
use self::bars::{BottomBar, SideBar};
use self::bell::NotificationPanel;
use self::switcher::Switcher;
use super::notifications::provide_notifications;
use super::offline::{OfflineNotice, use_online};
use super::palette::{Palette, commands};
use super::preferences::provide_preferences;
use crate::locales::use_texts;
use crate::ui::{PresenceDot, SkipLink};

/// Id of the account menu, opened from both bars.
const ACCOUNT_MENU: &str = "account-menu";
/// Id of the panel of notifications, opened from both bars.
const NOTIFICATIONS: &str = "notifications";
/// Id of the workspace switcher, opened from both bars.
const SWITCHER: &str = "workspaces";

/// The frame.
#[component]
pub fn Frame(
    /// Who is signed in.
    viewer: Viewer,
    /// The workspace of the page, or the one that other pages lead back to.
    #[prop(optional_no_strip)]
    workspace: Option<WorkspaceMembership>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let t = use_texts();
    provide_preferences(&viewer);
    let online = use_online();
    let notifications = provide_notifications(&viewer, workspace.as_ref());
    let presence = Signal::derive(move || {
        // Colleagues see somebody without a stream as absent.
        let lost = notifications.is_some_and(|notifications| notifications.is_lost());
        Some(if online.get() && !lost {
            PresenceDot::Online
        } else {
            PresenceDot::Offline
        })
    });
    let palette = RwSignal::new(false);
    let places = places::places(t, workspace.as_ref());
    keys::listen(&places, palette);
    let all = commands(t, &viewer, workspace.as_ref());
    view! {
        <SkipLink target="main" label=t.common.skip_to_content() />
        <div class="flex h-dvh min-h-0 flex-col overflow-hidden bg-surface-sunken">
            // The panels that both bars open need a landmark of their own while they show.
            <header class="contents">
                <OfflineNotice online=online />
                <Switcher
                    viewer=viewer.clone()
                    current=workspace.as_ref().map(|workspace| workspace.id)
                />
                <AccountMenu viewer=viewer.clone() presence=presence />
                {notifications
                    .map(|notifications| {
                        view! { <NotificationPanel notifications=notifications /> }
                    })}
            </header>
            <div class="flex min-h-0 flex-1">
                <SideBar
                    viewer=viewer.clone()
                    workspace=workspace.clone()
                    places=places.clone()
                    presence=presence
                    notifications=notifications
                    palette=palette
                />
                <main
                    id="main"
                    tabindex="-1"
                    class="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden"
                >
                    {children()}
                </main>
            </div>
            <BottomBar
                viewer=viewer
                workspace=workspace
                places=places
                presence=presence
                notifications=notifications
            />
            <Palette open=palette commands=all />
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::widgets::testing::{html, membership, viewer};
    use parlance::permission::WorkspaceRole;
    use parlance::text::Locale;

    fn frame(locale: Locale, role: WorkspaceRole) -> String {
        html(locale, move || {
            view! {
                <Frame viewer=viewer() workspace=Some(membership(role))>
                    <p>"page"</p>
                </Frame>
            }
        })
    }

    #[test]
    fn the_frame_has_landmarks_and_works_without_script() {
        let page = frame(Locale::En, WorkspaceRole::Owner);
        assert_eq!(page.matches("<main").count(), 1);
        assert_eq!(page.matches("<nav").count(), 3);
        assert!(page.contains(r##"href="#main""##));
        // Signing out is a form post to the server function.
        assert!(
            page.contains(r#"<form method="post" action="/api/sign_out"#),
            "{page}"
        );
        for id in [ACCOUNT_MENU, NOTIFICATIONS, SWITCHER] {
            assert_eq!(page.matches(&format!(r#" id="{id}""#)).count(), 1, "{id}");
            assert_eq!(
                page.matches(&format!(r#"popovertarget="{id}""#)).count(),
                2,
                "{id}"
            );
        }
        assert!(page.contains(r#"href="/w/3/inbox""#) && page.contains(r#"href="/w/3/settings""#));
        assert!(page.contains(r#"aria-current="page""#));
    }

    #[test]
    fn without_a_workspace_there_is_no_bell() {
        let page = html(Locale::En, || {
            view! {
                <Frame viewer=viewer() workspace=None>
                    <p>"page"</p>
                </Frame>
            }
        });
        assert!(!page.contains(NOTIFICATIONS) && !page.contains(r#"data-testid="bell"#));
    }

    #[test]
    fn an_agent_sees_no_settings() {
        let page = frame(Locale::Fr, WorkspaceRole::Agent);
        assert!(page.contains("Boîte de réception"));
        // The count comes after hydration.
        assert!(page.contains(r#"aria-label="Notifications""#) && !page.contains("bell-count"));
        assert!(!page.contains("/w/3/settings"));
    }
}

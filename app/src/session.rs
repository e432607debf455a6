//! What every page knows without asking: who is signed in, the language, the theme.
//!
//! It arrives synchronously, once, in [`App`](crate::App): the server takes it from the request
//! (put there by the session layer), the browser reads it back from the page. No Suspense outside
//! the routes (leptos T4).

use leptos::prelude::{provide_context, use_context};
use parlance::id::WorkspaceId;
use parlance::identity::{Viewer, WorkspaceMembership};
use parlance::text::{Locale, Theme};
use serde::{Deserialize, Serialize};

/// The surroundings of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ambient {
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// Language of the page: the viewer's, or what the browser prefers.
    pub locale: Locale,
    /// Theme of the page.
    pub theme: Theme,
    /// Milliseconds UTC when the page was made, so that both sides agree on "today".
    pub now: i64,
    /// The demo shop is served, and its accounts may be shown on the sign-in page.
    pub demo: bool,
    /// Mail leaves this instance; otherwise links are shown instead of mailed.
    pub mail: bool,
}

/// Takes the surroundings from the request; at start-up, while routes are listed, there is none.
pub fn ambient_of_request() -> Ambient {
    #[cfg(feature = "ssr")]
    {
        use_context::<http::request::Parts>()
            .and_then(|parts| parts.extensions.get::<Ambient>().cloned())
            .unwrap_or_default()
    }
    #[cfg(not(feature = "ssr"))]
    {
        Ambient::default()
    }
}

/// Gives the surroundings to everything below. Called once, by `App`.
pub fn provide_ambient(ambient: Ambient) {
    provide_context(ambient);
}

/// The surroundings of the page.
pub fn use_ambient() -> Ambient {
    use_context::<Ambient>().unwrap_or_default()
}

/// Who is signed in.
pub fn use_viewer() -> Option<Viewer> {
    use_ambient().viewer
}

/// The viewer's membership in the workspace of the page, given by the workspace layout.
pub fn use_membership() -> Option<WorkspaceMembership> {
    use_context::<WorkspaceMembership>()
}

/// The address of a page inside a workspace.
pub fn workspace_path(workspace: WorkspaceId, rest: &str) -> String {
    format!("/w/{workspace}/{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surroundings_survive_the_wire() {
        // A value that fails to decode falls back to the default silently: everybody signed out.
        let ambient = Ambient {
            viewer: Some(Viewer {
                id: parlance::id::UserId(1),
                name: "Zoé".into(),
                email: "z@example.com".into(),
                locale: Locale::Fr,
                theme: Theme::Dark,
                zone: parlance::time::ZoneOffsets::utc(),
                organizations: Vec::new(),
                workspaces: Vec::new(),
                last_workspace: None,
            }),
            locale: Locale::Fr,
            theme: Theme::Dark,
            now: 5,
            demo: true,
            mail: false,
        };
        let json = serde_json::to_string(&ambient).unwrap();
        assert_eq!(serde_json::from_str::<Ambient>(&json).unwrap(), ambient);
    }
}

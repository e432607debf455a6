//! The places of the navigation. What is not built yet, or not allowed, is absent.

use parlance::identity::WorkspaceMembership;

use crate::locales::Texts;
use crate::session::workspace_path;
use crate::ui::Icon;
use crate::widgets::access::sees_settings;

/// One entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it leads.
    pub href: String,
    /// What people read.
    pub label: &'static str,
    /// The same where room is short.
    pub short: &'static str,
    /// Before the words.
    pub icon: Icon,
    /// The second key after `g`.
    pub key: &'static str,
}

/// The places of a workspace, in the order of the bar.
pub fn places(t: Texts, workspace: Option<&WorkspaceMembership>) -> Vec<Place> {
    let Some(workspace) = workspace else {
        return Vec::new();
    };
    let place = |rest: &str, label, short, icon, key| Place {
        href: workspace_path(workspace.id, rest),
        label,
        short,
        icon,
        key,
    };
    let mut all = vec![place(
        "inbox",
        t.shell.inbox(),
        t.shell.inbox_short(),
        Icon::Inbox,
        "i",
    )];
    if sees_settings(workspace) {
        all.push(place(
            "settings",
            t.common.settings(),
            t.common.settings(),
            Icon::Settings,
            "s",
        ));
    }
    all
}

//! What the palette offers: pages, settings, workspaces, theme, language, signing out. What the
//! viewer may not open is absent.

use parlance::identity::{Viewer, WorkspaceMembership};
use parlance::permission::{OrganizationPermission, Permission};
use parlance::text::{Locale, Theme};

use crate::locales::Texts;
use crate::session::workspace_path;
use crate::ui::Icon;
use crate::widgets::access::{may, sees_settings};

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Opens a page of the app.
    Page(String),
    /// Loads a page whole.
    WholePage(String),
    /// Changes the theme.
    Theme(Theme),
    /// Changes the language.
    Language(Locale),
    /// Signs out.
    SignOut,
}

/// One entry of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What people read.
    pub label: String,
    /// Smaller, at the far end.
    pub group: &'static str,
    /// What is searched: the label in both languages.
    pub words: String,
    /// Before the words.
    pub icon: Icon,
    /// The shortcut that does the same.
    pub keys: Option<&'static str>,
    /// What it does.
    pub act: Act,
}

/// Collects commands with their words in both languages.
struct List {
    texts: Texts,
    all: Vec<Command>,
}

impl List {
    fn add(
        &mut self,
        icon: Icon,
        group: fn(Texts) -> &'static str,
        label: impl Fn(Texts) -> String,
        act: Act,
    ) -> &mut Command {
        let mut words = String::new();
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            words.push_str(&label(t));
            words.push(' ');
            words.push_str(group(t));
            words.push(' ');
        }
        self.all.push(Command {
            label: label(self.texts),
            group: group(self.texts),
            words,
            icon,
            keys: None,
            act,
        });
        let last = self.all.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "pushed in the line above")]
        &mut self.all[last]
    }

    fn in_workspace(&mut self, workspace: &WorkspaceMembership) {
        let page = |rest: &str| Act::Page(workspace_path(workspace.id, rest));
        let go: fn(Texts) -> &'static str = |t| t.shell.group_go();
        let settings: fn(Texts) -> &'static str = |t| t.common.settings();
        self.add(
            Icon::Inbox,
            go,
            |t| t.shell.inbox().to_owned(),
            page("inbox"),
        )
        .keys = Some("g i");
        if sees_settings(workspace) {
            self.add(
                Icon::Settings,
                go,
                |t| t.common.settings().to_owned(),
                page("settings"),
            )
            .keys = Some("g s");
        }
        if may(workspace, Permission::ViewSettings) {
            self.add(
                Icon::Settings,
                settings,
                |t| t.settings.general().to_owned(),
                page("settings/general"),
            );
            self.add(
                Icon::Users,
                settings,
                |t| t.settings.users().to_owned(),
                page("settings/users"),
            );
        }
        if sees_settings(workspace) {
            self.add(
                Icon::Chat,
                settings,
                |t| t.settings.channels().to_owned(),
                page("settings/channels"),
            );
        }
        if may(workspace, Permission::ManageChannels) {
            self.add(
                Icon::Plus,
                settings,
                |t| t.channels.add_chat().to_owned(),
                page("settings/channels/new"),
            );
        }
    }

    fn in_organizations(&mut self, viewer: &Viewer) {
        use OrganizationPermission as P;
        for organization in &viewer.organizations {
            let page = |rest: &str| Act::Page(format!("/org/{}/{rest}", organization.id));
            let named = |words: &str| format!("{} · {words}", organization.name);
            let group: fn(Texts) -> &'static str = |t| t.shell.organization();
            if organization.role.allows(P::ManageOrganization) {
                self.add(
                    Icon::Building,
                    group,
                    |t| named(t.settings.general()),
                    page("general"),
                );
            }
            if organization.role.allows(P::ListUsers) {
                self.add(
                    Icon::Users,
                    group,
                    |t| named(t.settings.users()),
                    page("users"),
                );
            }
            if organization.role.allows(P::ListWorkspaces) {
                self.add(
                    Icon::Building,
                    group,
                    |t| named(t.organization.workspaces()),
                    page("workspaces"),
                );
            }
        }
    }

    fn account(&mut self) {
        let account: fn(Texts) -> &'static str = |t| t.shell.account();
        let page = |path: &str| Act::Page(path.to_owned());
        self.add(
            Icon::User,
            account,
            |t| t.account.profile().to_owned(),
            page("/account/profile"),
        );
        self.add(
            Icon::Shield,
            account,
            |t| t.account.security().to_owned(),
            page("/account/security"),
        );
        let theme: fn(Texts) -> &'static str = |t| t.account.theme();
        self.add(
            Icon::Sun,
            theme,
            |t| t.common.theme_light().to_owned(),
            Act::Theme(Theme::Light),
        );
        self.add(
            Icon::Moon,
            theme,
            |t| t.common.theme_dark().to_owned(),
            Act::Theme(Theme::Dark),
        );
        self.add(
            Icon::Monitor,
            theme,
            |t| t.common.theme_system().to_owned(),
            Act::Theme(Theme::System),
        );
        let language: fn(Texts) -> &'static str = |t| t.common.language();
        for (locale, name) in [(Locale::En, "English"), (Locale::Fr, "Français")] {
            if locale != self.texts.locale {
                self.add(
                    Icon::Globe,
                    language,
                    |_| name.to_owned(),
                    Act::Language(locale),
                );
            }
        }
        self.add(
            Icon::Logout,
            account,
            |t| t.auth.sign_out().to_owned(),
            Act::SignOut,
        );
    }
}

/// Everything the palette offers to this viewer on this page.
pub fn commands(
    t: Texts,
    viewer: &Viewer,
    workspace: Option<&WorkspaceMembership>,
) -> Vec<Command> {
    let mut list = List {
        texts: t,
        all: Vec::new(),
    };
    if let Some(workspace) = workspace {
        list.in_workspace(workspace);
    }
    let group: fn(Texts) -> &'static str = |t| t.shell.workspace();
    for other in &viewer.workspaces {
        if workspace.is_none_or(|workspace| workspace.id != other.id) {
            let act = Act::WholePage(workspace_path(other.id, "inbox"));
            list.add(Icon::Building, group, |_| other.name.clone(), act);
        }
    }
    list.in_organizations(viewer);
    list.account();
    list.all
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::widgets::testing::{membership, viewer};
    use parlance::permission::{OrganizationRole, WorkspaceRole};

    fn pages(commands: &[Command]) -> Vec<&str> {
        commands
            .iter()
            .filter_map(|command| match &command.act {
                Act::Page(path) | Act::WholePage(path) => Some(path.as_str()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn an_agent_is_offered_only_what_agents_may_open() {
        let mut agent = viewer();
        agent.organizations[0].role = OrganizationRole::Member;
        let own = membership(WorkspaceRole::Agent);
        let all = commands(Texts::new(Locale::En), &agent, Some(&own));
        assert_eq!(
            pages(&all),
            ["/w/3/inbox", "/account/profile", "/account/security"]
        );
    }

    #[test]
    fn words_of_both_languages_find_a_command() {
        let own = membership(WorkspaceRole::Owner);
        let all = commands(Texts::new(Locale::En), &viewer(), Some(&own));
        let inbox = &all[0];
        assert_eq!((inbox.label.as_str(), inbox.keys), ("Inbox", Some("g i")));
        assert!(inbox.words.contains("Boîte de réception"));
        // The language of the page is no choice.
        assert!(
            !all.iter()
                .any(|command| command.act == Act::Language(Locale::En))
        );
        assert!(pages(&all).contains(&"/org/1/users"));
    }
}

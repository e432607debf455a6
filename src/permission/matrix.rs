//! Roles, flags and the two tables that say what a role may do.

use serde::{Deserialize, Serialize};

/// Role in an organization; says nothing about access to its workspaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationRole {
    /// Manages everything of the organization.
    Admin,
    /// Plan, invoices, usage.
    BillingAdmin,
    /// Users and workspaces, except the two roles above.
    UserAdmin,
    /// Works in workspaces.
    Member,
}

impl OrganizationRole {
    /// Every role, strongest first.
    pub const ALL: [OrganizationRole; 4] = [
        Self::Admin,
        Self::BillingAdmin,
        Self::UserAdmin,
        Self::Member,
    ];

    /// The number in the database.
    pub fn code(self) -> i64 {
        match self {
            Self::Admin => 1,
            Self::BillingAdmin => 2,
            Self::UserAdmin => 3,
            Self::Member => 4,
        }
    }

    /// The role of a number in the database.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Product specification §2.2.
    pub fn allows(self, permission: OrganizationPermission) -> bool {
        use OrganizationPermission as P;
        match self {
            Self::Admin => true,
            Self::BillingAdmin => {
                matches!(
                    permission,
                    P::ViewOrganization
                        | P::ListUsers
                        | P::ListWorkspaces
                        | P::ManageBilling
                        | P::ViewUsage
                )
            }
            Self::UserAdmin => matches!(
                permission,
                P::ViewOrganization
                    | P::ListUsers
                    | P::ManageUsers
                    | P::ListWorkspaces
                    | P::ManageWorkspaces
                    | P::ViewUsage
            ),
            Self::Member => false,
        }
    }

    /// Whether somebody with this role may give or take the role `other`.
    pub fn may_grant(self, other: OrganizationRole) -> bool {
        match self {
            Self::Admin => true,
            Self::UserAdmin => matches!(other, Self::UserAdmin | Self::Member),
            Self::BillingAdmin | Self::Member => false,
        }
    }
}

/// What can be done in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganizationPermission {
    /// See its settings and dashboard.
    ViewOrganization,
    /// Name, language, deletion.
    ManageOrganization,
    /// See its users.
    ListUsers,
    /// Invite, change and remove users.
    ManageUsers,
    /// See its workspaces.
    ListWorkspaces,
    /// Add, change and delete workspaces.
    ManageWorkspaces,
    /// Plan, invoices, payment.
    ManageBilling,
    /// Usage figures.
    ViewUsage,
}

/// Role in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceRole {
    /// Everything.
    Owner,
    /// Everything but roles, deletions of configuration, and erasure.
    Manager,
    /// Conversations and contacts.
    Agent,
}

impl WorkspaceRole {
    /// Every role, strongest first.
    pub const ALL: [WorkspaceRole; 3] = [Self::Owner, Self::Manager, Self::Agent];

    /// The number in the database.
    pub fn code(self) -> i64 {
        match self {
            Self::Owner => 1,
            Self::Manager => 2,
            Self::Agent => 3,
        }
    }

    /// The role of a number in the database.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Product specification §3.1, before restriction flags.
    pub fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Owner => true,
            Self::Manager => !matches!(
                permission,
                P::ManageAllUsers | P::DeleteTeams | P::DeleteChannels
            ),
            Self::Agent => matches!(
                permission,
                P::ViewInbox | P::Reply | P::Assign | P::CloseConversations | P::EditContacts
            ),
        }
    }

    /// Whether somebody with this role may invite, change or remove somebody with `other`.
    pub fn may_grant(self, other: WorkspaceRole) -> bool {
        match self {
            Self::Owner => true,
            Self::Manager => other == Self::Agent,
            Self::Agent => false,
        }
    }
}

/// What can be done in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read conversations.
    ViewInbox,
    /// Send messages.
    Reply,
    /// Assign contacts.
    Assign,
    /// Open and close conversations.
    CloseConversations,
    /// Create and edit contacts.
    EditContacts,
    /// See the settings pages.
    ViewSettings,
    /// Invite, edit and remove agents.
    ManageAgents,
    /// Invite, edit and remove everybody, roles included.
    ManageAllUsers,
    /// Add and edit teams.
    ManageTeams,
    /// Delete teams.
    DeleteTeams,
    /// Add and edit channels.
    ManageChannels,
    /// Disconnect channels.
    DeleteChannels,
    /// Name, colour, zone, language of the workspace.
    ManageGeneral,
}

impl Permission {
    /// Every permission; the tests walk through it.
    pub const ALL: [Permission; 13] = [
        Self::ViewInbox,
        Self::Reply,
        Self::Assign,
        Self::CloseConversations,
        Self::EditContacts,
        Self::ViewSettings,
        Self::ManageAgents,
        Self::ManageAllUsers,
        Self::ManageTeams,
        Self::DeleteTeams,
        Self::ManageChannels,
        Self::DeleteChannels,
        Self::ManageGeneral,
    ];
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident $word:literal;)*) => {
        /// A restriction of one user, which wins over any role (product specification §3.2).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Flag { $($(#[$doc])* $name,)* }

        impl Flag {
            /// Every flag.
            pub const ALL: &'static [Flag] = &[$(Flag::$name,)*];

            /// The word in the database and in the API.
            pub fn word(self) -> &'static str {
                match self { $(Flag::$name => $word,)* }
            }
        }
    };
}

flags! {
    /// No settings of the workspace.
    RestrictSpaceSetting "restrict_space_setting";
    /// No channels and integrations.
    RestrictSpaceIntegration "restrict_space_integration";
    /// Only contacts assigned to the user.
    ShowOnlyMine "show_only_mine";
    /// Only contacts assigned to the user or to one of the user's teams.
    ShowTeamContacts "show_team_contacts";
    /// With one of the two above: also contacts with neither assignee nor team.
    IncludeUnassigned "include_unassigned";
    /// Phone numbers and addresses are masked.
    MaskContactDetails "mask_contact_details";
    /// May look, not act.
    ReadOnly "read_only";
    /// May comment, not reply.
    CommentOnly "comment_only";
    /// May not download or send files.
    RestrictAttachments "restrict_attachments";
}

/// The restriction flags of one user in one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flags(pub Vec<Flag>);

impl Flags {
    /// Whether a flag is set.
    pub fn has(&self, flag: Flag) -> bool {
        self.0.contains(&flag)
    }

    /// From the comma-separated words in the database; unknown words are dropped.
    pub fn parse(words: &str) -> Flags {
        let known = |word: &str| Flag::ALL.iter().copied().find(|flag| flag.word() == word);
        Flags(
            words
                .split(',')
                .filter_map(|word| known(word.trim()))
                .collect(),
        )
    }

    /// The comma-separated words for the database.
    pub fn words(&self) -> String {
        self.0
            .iter()
            .map(|flag| flag.word())
            .collect::<Vec<_>>()
            .join(",")
    }

    /// Whether the flags take a permission away.
    pub fn deny(&self, permission: Permission) -> bool {
        use Permission as P;
        let settings = matches!(
            permission,
            P::ViewSettings
                | P::ManageGeneral
                | P::ManageTeams
                | P::DeleteTeams
                | P::ManageAgents
                | P::ManageAllUsers
        );
        let acts = !matches!(permission, P::ViewInbox | P::ViewSettings);
        (self.has(Flag::RestrictSpaceSetting) && settings)
            || (self.has(Flag::RestrictSpaceIntegration)
                && matches!(permission, P::ManageChannels | P::DeleteChannels))
            || (self.has(Flag::ReadOnly) && acts)
            || (self.has(Flag::CommentOnly) && permission == P::Reply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_only_grow_weaker_down_the_list() {
        for permission in Permission::ALL {
            let mut before = true;
            for role in WorkspaceRole::ALL {
                let now = role.allows(permission);
                assert!(
                    before || !now,
                    "{role:?} may {permission:?}, a stronger role may not"
                );
                before = now;
            }
        }
    }

    #[test]
    fn codes_and_words_round_trip() {
        for role in OrganizationRole::ALL {
            assert_eq!(OrganizationRole::from_code(role.code()), Some(role));
        }
        for role in WorkspaceRole::ALL {
            assert_eq!(WorkspaceRole::from_code(role.code()), Some(role));
        }
        let all = Flags(Flag::ALL.to_vec());
        assert_eq!(Flags::parse(&all.words()), all);
        assert_eq!(Flags::parse("nonsense,read_only").0, vec![Flag::ReadOnly]);
    }

    #[test]
    fn a_read_only_owner_may_only_look() {
        let flags = Flags(vec![Flag::ReadOnly]);
        let left: Vec<_> = Permission::ALL
            .into_iter()
            .filter(|permission| !flags.deny(*permission))
            .collect();
        assert_eq!(left, vec![Permission::ViewInbox, Permission::ViewSettings]);
    }

    #[test]
    fn user_admins_cannot_make_admins() {
        assert!(!OrganizationRole::UserAdmin.may_grant(OrganizationRole::Admin));
        assert!(!OrganizationRole::UserAdmin.may_grant(OrganizationRole::BillingAdmin));
        assert!(OrganizationRole::UserAdmin.may_grant(OrganizationRole::Member));
        assert!(!WorkspaceRole::Manager.may_grant(WorkspaceRole::Manager));
    }
}

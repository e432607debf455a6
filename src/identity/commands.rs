//! Commands about accounts, organizations and workspaces, as forms send them.

use serde::{Deserialize, Serialize};

use crate::id::{OrganizationId, UserId, WorkspaceId};
use crate::permission::{Flags, OrganizationRole, WorkspaceRole};
use crate::text::{Locale, Theme};

/// Command: make the first account, organization and workspace of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The one-time token that the server printed at its start.
    pub token: String,
    /// Name of the person.
    pub name: String,
    /// E-mail address of the person.
    pub email: String,
    /// Password of the person.
    pub password: String,
    /// Name of the organization.
    pub organization: String,
    /// Name of the first workspace.
    pub workspace: String,
    /// Language.
    pub locale: Locale,
    /// IANA time zone, as the browser tells; empty: UTC.
    pub time_zone: String,
}

/// Command: sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Command: accept an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvite {
    /// The token of the link.
    pub token: String,
    /// Name, for new accounts; ignored for existing ones.
    pub name: String,
    /// A new password for new accounts, the present one for existing accounts.
    pub password: String,
    /// Language, for new accounts.
    pub locale: Locale,
    /// IANA time zone, for new accounts.
    pub time_zone: String,
}

/// Command: set a new password with a reset link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// The token of the link.
    pub token: String,
    /// The new password.
    pub password: String,
}

/// Command: change one's own password; ends all other sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present password.
    pub current: String,
    /// The new password.
    pub password: String,
}

/// Command: change one's own profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditProfile {
    /// Display name.
    pub name: String,
    /// Language of the user interface.
    pub locale: Locale,
    /// IANA time zone.
    pub time_zone: String,
    /// Light, dark, system.
    pub theme: Theme,
}

/// Command: change name and language of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Language of its mails.
    pub locale: Locale,
}

/// Command: change role or suspension of a member of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditMember {
    /// The organization.
    pub organization: OrganizationId,
    /// The member.
    pub user: UserId,
    /// The wanted role.
    pub role: OrganizationRole,
    /// Whether the member is kept out.
    pub suspended: bool,
}

/// Command: create a workspace; its creator becomes an owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateWorkspace {
    /// In which organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
}

/// General settings of a workspace, and the command that changes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceGeneral {
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// Language for automatic texts.
    pub locale: Locale,
    /// IANA time zone.
    pub time_zone: String,
}

/// Command: add somebody of the organization to a workspace, or change role and restrictions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveWorkspaceMember {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The user.
    pub user: UserId,
    /// The role.
    pub role: WorkspaceRole,
    /// The restrictions.
    pub flags: Flags,
}

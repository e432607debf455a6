//! Read models and commands about users, as they cross the wire.

use serde::{Deserialize, Serialize};

use crate::id::{InviteId, OrganizationId, SessionId, UserId, WorkspaceId};
use crate::permission::{Flags, OrganizationRole, WorkspaceRole};
use crate::text::{Locale, Theme};
use crate::time::{Timestamp, ZoneOffsets};

/// Who is signed in: travels with every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Language of the user interface.
    pub locale: Locale,
    /// Light, dark or system.
    pub theme: Theme,
    /// The user's time zone.
    pub zone: ZoneOffsets,
    /// Organizations, by name.
    pub organizations: Vec<OrganizationMembership>,
    /// Workspaces of all organizations, by name.
    pub workspaces: Vec<WorkspaceMembership>,
    /// The workspace used last, where `/` leads.
    pub last_workspace: Option<WorkspaceId>,
}

impl Viewer {
    /// The viewer's membership in a workspace.
    pub fn workspace(&self, id: WorkspaceId) -> Option<&WorkspaceMembership> {
        self.workspaces.iter().find(|workspace| workspace.id == id)
    }

    /// The viewer's membership in an organization.
    pub fn organization(&self, id: OrganizationId) -> Option<&OrganizationMembership> {
        self.organizations
            .iter()
            .find(|organization| organization.id == id)
    }
}

/// The viewer's place in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationMembership {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The language in which the organization writes.
    pub locale: Locale,
    /// The viewer's role.
    pub role: OrganizationRole,
}

/// The viewer's place in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceMembership {
    /// The workspace.
    pub id: WorkspaceId,
    /// Its organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// The viewer's role.
    pub role: WorkspaceRole,
    /// The viewer's restrictions.
    pub flags: Flags,
}

/// A member in the list of an organization's users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Role in the organization.
    pub role: OrganizationRole,
    /// Workspaces with the role in each.
    pub workspaces: Vec<(WorkspaceId, String, WorkspaceRole)>,
    /// Suspended members cannot sign in to this organization.
    pub suspended: bool,
    /// Last request seen; `None` if never.
    pub last_active_at: Option<Timestamp>,
}

/// A member in the list of a workspace's users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceMemberRow {
    /// The user.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Role in the workspace.
    pub role: WorkspaceRole,
    /// Restrictions in the workspace.
    pub flags: Flags,
    /// Names of the user's teams in the workspace.
    pub teams: Vec<String>,
    /// Connected right now.
    pub online: bool,
    /// Last request seen; `None` if never.
    pub last_active_at: Option<Timestamp>,
}

/// A workspace in the list of an organization's workspaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceRow {
    /// The workspace.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// Number of users.
    pub users: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// Whether the viewer is a member and can open it.
    pub mine: bool,
}

/// Access to one workspace, given by an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceGrant {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The role there.
    pub role: WorkspaceRole,
}

/// Command: invite people into an organization and some of its workspaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InviteUsers {
    /// 1 to 50 addresses, separated by commas, semicolons, spaces or lines.
    pub emails: String,
    /// Role in the organization.
    pub role: OrganizationRole,
    /// Workspaces and the role in each.
    pub workspaces: Vec<WorkspaceGrant>,
}

/// A pending invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRow {
    /// The invitation.
    pub id: InviteId,
    /// To whom it was sent.
    pub email: String,
    /// Role in the organization.
    pub role: OrganizationRole,
    /// Workspaces with the role in each.
    pub workspaces: Vec<(WorkspaceId, String, WorkspaceRole)>,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// The link, only in the answer to creating or renewing it; it cannot be read again.
    pub link: Option<String>,
}

/// What somebody with an invitation link sees before accepting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitePreview {
    /// The inviting organization.
    pub organization: String,
    /// Who invited.
    pub invited_by: String,
    /// The invited address.
    pub email: String,
    /// Whether an account with this address exists: then its password is asked for.
    pub has_account: bool,
}

/// A signed-in browser in the session list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// Browser and system as the browser tells.
    pub user_agent: String,
    /// Network address of the last request.
    pub address: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// Last request.
    pub seen_at: Timestamp,
    /// The session of this very request.
    pub current: bool,
}

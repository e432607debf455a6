//! People who can sign in: the signed-in viewer, memberships, invitations, sessions, passwords.

mod commands;
mod password;
mod viewer;

pub use commands::{
    AcceptInvite, ChangePassword, CreateWorkspace, EditMember, EditOrganization, EditProfile,
    ResetPassword, SaveWorkspaceMember, SetUp, SignIn, WorkspaceGeneral,
};
pub use password::{COMMON_MINIMUM, check_password};
pub use viewer::{
    InvitePreview, InviteRow, InviteUsers, MemberRow, OrganizationMembership, SessionRow, Viewer,
    WorkspaceGrant, WorkspaceMemberRow, WorkspaceMembership, WorkspaceRow,
};

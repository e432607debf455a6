//! What the viewer may see, from the memberships that travel with the page. Only hides what the
//! services would refuse anyway.

use parlance::identity::{Viewer, WorkspaceMembership};
use parlance::permission::{OrganizationPermission, OrganizationRole, Permission};

/// Whether a member has a permission in the workspace.
pub fn may(member: &WorkspaceMembership, permission: Permission) -> bool {
    member.role.allows(permission) && !member.flags.deny(permission)
}

/// Whether a member sees the settings area at all.
pub fn sees_settings(member: &WorkspaceMembership) -> bool {
    may(member, Permission::ViewSettings) || may(member, Permission::ManageChannels)
}

/// Where an organization's area begins for a role; `None` if the role sees nothing there.
pub fn organization_start(role: OrganizationRole) -> Option<&'static str> {
    if role.allows(OrganizationPermission::ListUsers) {
        Some("users")
    } else if role.allows(OrganizationPermission::ListWorkspaces) {
        Some("workspaces")
    } else if role.allows(OrganizationPermission::ManageOrganization) {
        Some("general")
    } else {
        None
    }
}

/// The workspace that pages outside of workspaces lead back to: the last one used, or the first.
pub fn home_workspace(viewer: &Viewer) -> Option<&WorkspaceMembership> {
    viewer
        .last_workspace
        .and_then(|id| viewer.workspace(id))
        .or_else(|| viewer.workspaces.first())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlance::id::{OrganizationId, WorkspaceId};
    use parlance::permission::{Flag, Flags, WorkspaceRole};

    fn member(role: WorkspaceRole, flags: &[Flag]) -> WorkspaceMembership {
        WorkspaceMembership {
            id: WorkspaceId(1),
            organization: OrganizationId(1),
            name: "Support".into(),
            color: "#0c746c".into(),
            role,
            flags: Flags(flags.to_vec()),
        }
    }

    #[test]
    fn settings_are_hidden_from_those_who_may_do_nothing_there() {
        assert!(sees_settings(&member(WorkspaceRole::Owner, &[])));
        assert!(!sees_settings(&member(WorkspaceRole::Agent, &[])));
        assert!(sees_settings(&member(
            WorkspaceRole::Manager,
            &[Flag::RestrictSpaceSetting]
        )));
        let both = [Flag::RestrictSpaceSetting, Flag::RestrictSpaceIntegration];
        assert!(!sees_settings(&member(WorkspaceRole::Manager, &both)));
    }

    #[test]
    fn members_have_no_way_into_the_organization() {
        assert_eq!(organization_start(OrganizationRole::Member), None);
        assert_eq!(
            organization_start(OrganizationRole::BillingAdmin),
            Some("users")
        );
    }
}

//! The acting user of a call, as the services know it after the membership check.

use thiserror::Error;

use crate::id::{OrganizationId, UserId, WorkspaceId};
use crate::permission::{
    Flag, Flags, OrganizationPermission, OrganizationRole, Permission, Visibility, WorkspaceRole,
};

/// The actor lacks a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not allowed")]
pub struct Forbidden;

/// A user acting in one workspace of which the user is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// The display name, for typing and timeline lines.
    pub name: String,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// With which role.
    pub role: WorkspaceRole,
    /// With which restrictions.
    pub flags: Flags,
    /// Which contacts the user sees.
    pub visibility: Visibility,
}

impl Actor {
    /// Whether the actor has a permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.role.allows(permission) && !self.flags.deny(permission)
    }

    /// The first line of every service function.
    ///
    /// # Errors
    /// [`Forbidden`] if the actor lacks the permission.
    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Forbidden)
        }
    }

    /// Whether phone numbers and addresses are masked for this user.
    pub fn masked(&self) -> bool {
        self.role == WorkspaceRole::Agent && self.flags.has(Flag::MaskContactDetails)
    }
}

/// A user acting in an organization of which the user is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationActor {
    /// Who.
    pub user: UserId,
    /// In which organization.
    pub organization: OrganizationId,
    /// With which role.
    pub role: OrganizationRole,
}

impl OrganizationActor {
    /// Whether the actor has a permission.
    pub fn may(&self, permission: OrganizationPermission) -> bool {
        self.role.allows(permission)
    }

    /// The first line of every service function.
    ///
    /// # Errors
    /// [`Forbidden`] if the actor lacks the permission.
    pub fn require(&self, permission: OrganizationPermission) -> Result<(), Forbidden> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Forbidden)
        }
    }
}

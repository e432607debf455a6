//! Who may do what: roles, restriction flags, the permission matrix and contact visibility.
//!
//! The matrix is data (product specification §2.2 and §3.1), read in one place. Services ask
//! [`Actor::require`] in their first line; nothing else decides.

mod actor;
mod matrix;
mod visibility;

pub use actor::{Actor, Forbidden, OrganizationActor};
pub use matrix::{
    Flag, Flags, OrganizationPermission, OrganizationRole, Permission, WorkspaceRole,
};
pub use visibility::Visibility;

//! Pages of an organization: name and language, users, workspaces.

mod general;
mod invites;
mod layout;
mod member_dialog;
mod members;
mod users;
mod workspaces;

pub use self::{
    general::GeneralPage, layout::OrganizationLayout, users::UsersPage, workspaces::WorkspacesPage,
};

#[cfg(all(test, feature = "ssr"))]
mod tests;

//! The signed-in user's own pages: profile and security.

mod devices;
mod layout;
mod password;
mod profile;
mod security;
mod sessions;

pub use self::{layout::AccountLayout, profile::ProfilePage, security::SecurityPage};

#[cfg(all(test, feature = "ssr"))]
mod tests;

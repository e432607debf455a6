//! Pages, one folder or file per area. A page never imports another page.

pub mod account;
pub mod auth;
#[cfg(debug_assertions)]
pub mod dev_ui;
pub mod errors;
pub mod inbox;
pub mod layout;
pub mod organization;
pub mod settings;

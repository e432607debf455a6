//! Aggregates of the control database: people, organizations, who works where, sessions, links,
//! mail, audit. Statements and row conversion only; who may do what is decided above.

pub mod audit;
pub mod instance;
pub mod invites;
pub mod mails;
pub mod organizations;
pub mod people;
pub mod reset_links;
pub mod routes;
pub mod sessions;
pub mod throttles;
pub mod users;
pub mod workspaces;

#[cfg(test)]
mod tests;

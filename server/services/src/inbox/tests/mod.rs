//! The conversation desk on real databases.

mod contacts;
pub(crate) mod desk;
mod lists;
mod notifications;
mod send;
mod tenancy;
mod threads;

//! Use cases of Parlance: authorize, apply the rule, store, publish.
//!
//! Every function takes the [`Services`] and an actor (or a named system actor) first, and
//! authorizes in its first statement. A function that serves people without an account
//! (sign-in, invitation, website visitor) says who is trusted for what.

pub mod access;
pub mod backup;
pub mod channels;
pub mod clock;
pub mod contacts;
pub mod demo;
pub mod error;
pub mod files;
pub mod identity;
pub mod ids;
pub mod inbox;
pub mod jobs;
pub mod realtime;
pub mod secrets;
pub mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod widget;

mod services;

pub use access::{Caller, Client};
pub use error::{Conflict, ServiceError};
pub use services::{Inner, Opened, Services, StartError};
pub use settings::Settings;

/// The result of a use case.
pub type Result<T, E = ServiceError> = std::result::Result<T, E>;

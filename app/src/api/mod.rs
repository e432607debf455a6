//! Server functions: scope, call, answer; no logic (at most ten lines each).
//!
//! Structured input travels as JSON (leptos T11); only flat forms that must work without script
//! use the form encoding.

pub mod account;
pub mod auth;
pub mod channels;
pub mod inbox;
pub mod organization;
pub mod workspace;

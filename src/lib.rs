//! The domain of Parlance: vocabulary and rules of the product, and the types that cross the
//! wire between server and browser.
//!
//! Invariant: nothing in here does I/O, asks for the time or for randomness, or is async. The
//! crate compiles for the host and for wasm without features; whoever calls it passes the time
//! and the ids as values.

#![warn(missing_docs)]

pub mod channel;
pub mod contact;
pub mod conversation;
pub mod desk;
pub mod error;
pub mod event;
pub mod filter;
pub mod id;
pub mod identity;
pub mod message;
pub mod page;
pub mod permission;
pub mod text;
pub mod time;
mod word;

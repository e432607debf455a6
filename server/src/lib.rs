//! The HTTP shell and command line of Parlance.
//!
//! Knows HTTP, processes and flags; no SQL, no rules, no vendor formats. A library beside the
//! binary, so that tests drive the router in process.

#![recursion_limit = "256"]

pub mod cli;
pub mod config;
pub mod http;
pub mod startup;
pub mod telemetry;

//! Integration tests of the server: one binary, so that it links once.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail like tests; clippy only excepts the test functions themselves"
)]

mod app;
mod auth;
mod canary;
mod cost;
mod files;
mod headers;
mod inputs;
mod matrix;
mod pages;
mod process;
mod slow;
mod tidy;
mod widget;

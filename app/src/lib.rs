//! The user interface of Parlance: design system, pages, server functions.
//!
//! Rendered on the server (feature `ssr`) and hydrated in the browser (feature `hydrate`); the
//! two features never meet in one build. Knows no SQL, no routing of requests, no vendors.

#![recursion_limit = "256"]

pub mod api;
mod app;
pub mod error;
pub mod live;
pub mod locales;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod scope;
pub mod session;
pub mod shell;
pub mod ui;
pub mod widgets;

pub use app::App;
pub use shell::shell;

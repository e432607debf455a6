//! HTTP: the router and everything behind it that is not a page.

pub mod auth;
pub mod connection;
pub mod demo_site;
pub mod error;
pub mod files;
pub mod health;
pub mod pages;
pub mod router;
pub mod security_headers;
pub mod session;
pub mod slow;
pub mod sse;
pub mod widget;

pub use router::router;

//! Integration tests of the server: one binary, so that it links once.

mod app;
mod auth;
mod files;
mod headers;
mod matrix;
mod pages;
mod tidy;
mod widget;

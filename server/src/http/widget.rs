//! Website chat for the browsers of visitors: the loader, the frame and its files, the API.
//!
//! Visitors have no session and no cookie: the token travels in a header. Every call says where it
//! comes from and is answered only for pages that may use the chat. Nothing here holds a rule;
//! `parlance_services::widget` does.

mod api;
pub(super) mod assets;
mod frame;
mod origin;
mod problem;
mod texts;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use parlance_services::Services;

/// All routes of the chat.
pub fn routes() -> Router<Services> {
    let api = Router::new()
        .route("/session", post(api::session))
        .route("/messages", get(api::messages).post(api::send))
        .route("/uploads", post(api::upload))
        .route("/typing", post(api::typing))
        .route("/read", post(api::read))
        .route("/identify", post(api::identify))
        .route("/events", get(api::events))
        // Bodies are read by the handlers, with a limit of their own each.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(origin::cors));
    Router::new()
        .route("/widget.js", get(assets::loader))
        .route("/widget/assets/{version}/{*path}", get(assets::file))
        .route("/widget/config/{key}", get(frame::config))
        .route("/widget/frame/{key}", get(frame::document))
        .nest("/w/v1", api)
}

/// Bytes of the whole chat as they go over the wire, for the size budget.
pub fn compressed_bytes() -> usize {
    let (loader, frame) = assets::compressed_bytes();
    loader + frame
}

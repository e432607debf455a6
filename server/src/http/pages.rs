//! Where `/` leads, the language before sign-in, and small public files.

use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::header;
use parlance::identity::Viewer;
use parlance::text::Locale;
use parlance_services::{Services, identity};
use serde::Deserialize;

use crate::http::auth::locale_cookie;
use crate::http::error::HttpError;

/// The routes of this file.
pub fn routes() -> Router<Services> {
    Router::new()
        .route("/", get(home))
        .route("/language/{tag}", get(language))
}

async fn home(
    State(services): State<Services>,
    viewer: Option<Extension<Viewer>>,
) -> Result<Response, HttpError> {
    let Some(Extension(viewer)) = viewer else {
        let open = identity::setup_is_open(&services).await?;
        return Ok(Redirect::to(if open { "/setup" } else { "/login" }).into_response());
    };
    let workspace = viewer
        .last_workspace
        .filter(|id| viewer.workspace(*id).is_some())
        .or_else(|| viewer.workspaces.first().map(|workspace| workspace.id));
    let target = match workspace {
        Some(id) => format!("/w/{id}/inbox"),
        None => "/welcome".into(),
    };
    Ok(Redirect::to(&target).into_response())
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// Keeps the chosen language in a cookie. A preference, not a change of anybody's data, hence
/// a link.
async fn language(Path(tag): Path<String>, Query(query): Query<Next>) -> Response {
    let target = app::api::auth::safe_next(&query.next);
    match Locale::from_tag(&tag) {
        Some(locale) => (
            AppendHeaders([(header::SET_COOKIE, locale_cookie(locale))]),
            Redirect::to(target),
        )
            .into_response(),
        None => Redirect::to(target).into_response(),
    }
}

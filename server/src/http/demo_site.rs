//! The shop of the demo, a customer's website with the chat in it. Served in demo mode only.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use parlance_services::{Services, channels};

use crate::http::error::HttpError;
use crate::http::widget::assets::{DEMO_SITE, media_type};

/// What stands in the page where the key of the chat belongs.
const PLACEHOLDER: &str = "{{WIDGET_KEY}}";
/// What a customer would allow: the own files, and the chat.
const POLICY: &str = "default-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page and its files.
pub fn routes() -> Router<Services> {
    Router::new()
        .route("/demo-site", get(page))
        .route("/demo-site/{*path}", get(file))
}

async fn page(State(services): State<Services>) -> Response {
    let Some(page) = find(&services, "index.html") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let key = match channels::first_key_system(&services).await {
        Ok(key) => key.unwrap_or_default(),
        Err(error) => return HttpError(error).into_response(),
    };
    let page = String::from_utf8_lossy(page).replace(PLACEHOLDER, &key);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, page).into_response()
}

async fn file(State(services): State<Services>, Path(path): Path<String>) -> Response {
    match find(&services, &path) {
        Some(_) if path == "index.html" => page(State(services)).await,
        Some(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, media_type(&path)),
                (header::CACHE_CONTROL, "public, max-age=300"),
            ];
            (headers, bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn find(services: &Services, path: &str) -> Option<&'static [u8]> {
    let found = DEMO_SITE.iter().find(|(name, _)| *name == path);
    found
        .filter(|_| services.settings.demo)
        .map(|(_, bytes)| *bytes)
}

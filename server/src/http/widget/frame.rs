//! The public settings of a chat, and the document of its frame.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use parlance_services::{ServiceError, Services, widget};
use serde_json::json;

use super::problem::{self, Problem};
use super::{assets, origin};

/// `GET /widget/config/{key}`.
pub(super) async fn config(
    State(services): State<Services>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Response {
    let locale = problem::locale(&headers);
    let from = origin::of(&services, &headers);
    let found = widget::public_config(&services, &key, from.as_deref(), locale).await;
    let refused = found == Err(ServiceError::Forbidden);
    let mut response = match found {
        Ok(config) => (
            [(header::CACHE_CONTROL, "public, max-age=60")],
            Json(config),
        )
            .into_response(),
        Err(error) => Problem::at_the_door(error, locale).into_response(),
    };
    let answer = response.headers_mut();
    answer.insert(
        header::VARY,
        HeaderValue::from_static("Origin, Accept-Language"),
    );
    if let Some(origin) = headers.get(header::ORIGIN).filter(|_| !refused) {
        origin::allow(answer, origin.clone());
    }
    response
}

/// `GET /widget/frame/{key}`.
pub(super) async fn document(
    State(services): State<Services>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Response {
    let locale = problem::locale(&headers);
    let frame = match widget::frame(&services, &key).await {
        Ok(frame) => frame,
        Err(error) => {
            let problem = Problem::at_the_door(error, locale).into_response();
            return (StatusCode::NOT_FOUND, problem).into_response();
        }
    };
    let boot = json!({ "key": frame.key, "origins": frame.origins, "api": "/w/v1" }).to_string();
    // A data block ends at the first `</`, whatever it means.
    let boot = boot.replace('<', "\\u003c");
    let title = escape(parlance::channel::pick(&frame.title, locale));
    let (version, language) = (assets::version(), locale.tag());
    let mut links = String::new();
    for path in assets::names("css") {
        links += &format!("<link rel=\"stylesheet\" href=\"/widget/assets/{version}/{path}\">\n");
    }
    // Without these the browser would find the modules one level at a time.
    for path in assets::names("js").filter(|path| path.starts_with("chat/")) {
        links +=
            &format!("<link rel=\"modulepreload\" href=\"/widget/assets/{version}/{path}\">\n");
    }
    let document = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, \
         viewport-fit=cover\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n{links}\
         </head>\n<body>\n<div id=\"app\"></div>\n\
         <script type=\"application/json\" id=\"boot\">{boot}</script>\n\
         <script type=\"module\" src=\"/widget/assets/{version}/app.js\"></script>\n\
         </body>\n</html>\n"
    );
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
         media-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {}",
        frame.origins.join(" ")
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        // The document names the version of its files and the pages that may show it.
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::VARY, "Accept-Language".to_owned()),
        (
            header::REFERRER_POLICY,
            "strict-origin-when-cross-origin".to_owned(),
        ),
    ];
    (headers, document).into_response()
}

/// Text between tags.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

//! Where a call comes from, and what a page of another origin may read.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use parlance_services::{Services, widget};

/// Seconds for which a browser need not ask again (`OPTIONS`).
const PREFLIGHT_LIFE: &str = "600";

/// The origin of the calling page, as its browser vouches for.
///
/// Browsers leave `Origin` out of GET requests to the page's own server, which is how the frame
/// fetches its history and its stream. They say so in `Sec-Fetch-Site`, or, on plain http where
/// that header does not exist, in the referrer. Scripts can set neither. Who sends nothing of all
/// this is nobody.
pub(super) fn of(services: &Services, headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("null"))
    };
    if let Some(origin) = text("origin") {
        return Some(origin.to_owned());
    }
    let own = widget::own_origin(services);
    let same = match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text("referer").is_some_and(|referrer| {
            referrer
                .strip_prefix(own)
                .is_some_and(|rest| rest.starts_with('/'))
        }),
    };
    same.then(|| own.to_owned())
}

/// Answers preflights, and lets the pages read answers that the handlers gave them. A refusal
/// because of the origin stays unreadable for it.
pub(super) async fn cors(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let preflight = request.method() == Method::OPTIONS;
    let mut response = if preflight {
        // Which chat is meant is not known yet; the call itself is checked.
        let allowed = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type, accept-language, last-event-id",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_LIFE),
        ];
        (StatusCode::NO_CONTENT, allowed).into_response()
    } else {
        next.run(request).await
    };
    let readable = response.extensions().get::<Refused>().is_none();
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin.filter(|_| readable) {
        allow(headers, origin);
    }
    response
}

/// Marks an answer that the calling page must not read.
#[derive(Clone)]
pub(super) struct Refused;

/// Lets exactly this origin read, without credentials: there are no cookies here.
pub(super) fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("retry-after"),
    );
}

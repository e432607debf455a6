//! Live updates over server-sent events: for users here, for visitors through [`respond`].
//!
//! Events go down this way only; what people do comes as ordinary requests. Proxies must neither
//! store nor buffer nor compress it.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use parlance::id::WorkspaceId;
use parlance_services::realtime::{self, Outgoing};
use parlance_services::{ServiceError, Services, ids};
use serde::Deserialize;

use crate::http::auth::CallerExt;
use crate::http::error::HttpError;

/// Proxies and browsers give up on a silent connection after half a minute or more.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Browsers wait between these before they come back, so that a restart does not bring everybody
/// at once. Milliseconds.
const RETRY: std::ops::Range<u64> = 2_000..10_000;

/// The stream of users.
pub fn routes() -> Router<Services> {
    Router::new().route("/w/{workspace}/events", get(events))
}

/// Where the page was read, for the first connection; later ones say it in a header.
#[derive(Debug, Deserialize)]
struct Start {
    after: Option<String>,
}

/// `GET /w/{workspace}/events`.
async fn events(
    State(services): State<Services>,
    CallerExt(caller): CallerExt,
    Path(workspace): Path<String>,
    Query(start): Query<Start>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    // A stream looks again whether its session lives, so it needs one.
    if caller.session.0 == 0 {
        return Err(HttpError(ServiceError::Unauthenticated));
    }
    let workspace: WorkspaceId = workspace
        .parse()
        .map_err(|_| HttpError(ServiceError::NotFound))?;
    let last = last_event_id(&headers).or(start.after);
    let stream = realtime::subscribe_agent(&services, &caller, workspace, last).await?;
    Ok(respond(stream))
}

/// Where a reconnecting browser stopped.
fn last_event_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("last-event-id")?.to_str().ok()?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// A stream as the answer to a request.
pub fn respond(stream: impl Stream<Item = Outgoing> + Send + 'static) -> Response {
    let first = stream::once(std::future::ready(Event::default().retry(retry())));
    let events = first.chain(stream.map(event)).map(Ok::<_, Infallible>);
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-transform"),
    );
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    response
}

fn retry() -> Duration {
    let random = u64::from(u16::from_le_bytes(ids::random()));
    Duration::from_millis(RETRY.start + random % (RETRY.end - RETRY.start))
}

fn event(out: Outgoing) -> Event {
    let mut event = Event::default().data(out.data);
    if let Some(id) = out.id {
        event = event.id(id);
    }
    if let Some(name) = out.event {
        event = event.event(name);
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stream_becomes_events_that_no_proxy_holds_back() {
        let out = |id: Option<&str>, event| Outgoing {
            id: id.map(str::to_owned),
            event,
            data: r#"[{"frame":"resync"}]"#.into(),
        };
        let response = respond(stream::iter([
            out(Some("1.2"), None),
            out(None, Some("typing")),
        ]));
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!(header("cache-control"), "no-cache, no-transform");
        assert_eq!(header("x-accel-buffering"), "no");
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let (retry, rest) = text.split_once("\n\n").unwrap();
        let millis: u64 = retry
            .strip_prefix("retry:")
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        assert!(RETRY.contains(&millis), "{millis}");
        let lines: Vec<String> = rest
            .lines()
            .map(|line| line.replacen(": ", ":", 1))
            .collect();
        let data = r#"data:[{"frame":"resync"}]"#;
        assert_eq!(lines, [data, "id:1.2", "", data, "event:typing", ""]);
    }

    #[test]
    fn an_empty_last_event_id_is_none() {
        let mut headers = HeaderMap::new();
        assert_eq!(last_event_id(&headers), None);
        headers.insert("last-event-id", HeaderValue::from_static(""));
        assert_eq!(last_event_id(&headers), None);
        headers.insert("last-event-id", HeaderValue::from_static("1.5"));
        assert_eq!(last_event_id(&headers).as_deref(), Some("1.5"));
    }
}

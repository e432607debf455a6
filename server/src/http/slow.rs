//! Clients that are slow on purpose (SEC-115): how long they may keep us waiting, and bodies that
//! do not arrive. Heads of requests are the business of [`connection`](super::connection).

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Json};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use http_body::{Frame, SizeHint};
use parlance::text::Locale;
use serde_json::{Value, json};
use tokio::time::{Instant, Sleep, sleep};

use crate::http::auth::locale_of;

app::texts! {
    /// What somebody is told whose request took too long.
    pub(super) Late {
        timeout: "The request did not arrive in time. Please check your connection and try again.", "La requête n’est pas arrivée à temps. Veuillez vérifier votre connexion et réessayer.";
    }
}

/// How long a client may keep the server waiting.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the first byte of a request to the end of its head; on a new connection also until
    /// the first byte.
    pub head: Duration,
    /// Between two requests of one connection. Longer than proxies and browsers keep theirs open.
    pub idle: Duration,
    /// Within each span of this length a body must end, or bring `rate` bytes per second of it.
    pub window: Duration,
    /// Bytes per second.
    pub rate: u64,
    /// How long somebody may take nothing of an answer that is there.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(180),
            window: Duration::from_secs(30),
            rate: 1 << 10,
            stall: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// What a body must bring in each window.
    fn share(&self) -> u64 {
        let millis = u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX);
        (self.rate.saturating_mul(millis) / 1_000).max(1)
    }
}

/// The body of an answer 408.
pub(super) fn refusal(locale: Locale) -> Value {
    json!({ "error": { "code": "timeout", "message": Late(locale).timeout() } })
}

/// Middleware: a body that is too slow breaks off for whoever reads it, and the answer is 408
/// whatever the reader made of that.
pub async fn bodies(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let slow = Arc::new(AtomicBool::new(false));
    let locale = locale_of(request.headers());
    let request = request.map(|body| Body::new(Paced::new(body, limits, Arc::clone(&slow))));
    let response = next.run(request).await;
    if !slow.load(Ordering::Relaxed) {
        return response;
    }
    // The reader's headers stay: they say, for example, which pages may read the answer.
    let (mut parts, _) = response.into_parts();
    let (late, body) = (StatusCode::REQUEST_TIMEOUT, Json(refusal(locale)))
        .into_response()
        .into_parts();
    parts.status = late.status;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(late.headers);
    // The rest of the request would be taken for the next one.
    let close = HeaderValue::from_static("close");
    parts.headers.insert(header::CONNECTION, close);
    Response::from_parts(parts, body)
}

/// A body that must keep coming. Only the time in which somebody waits for it counts.
struct Paced {
    body: Body,
    limits: Limits,
    slow: Arc<AtomicBool>,
    /// End of the present window; none before the first wait.
    end: Option<Pin<Box<Sleep>>>,
    /// Bytes in the present window.
    received: u64,
}

impl Paced {
    fn new(body: Body, limits: Limits, slow: Arc<AtomicBool>) -> Paced {
        Paced {
            body,
            limits,
            slow,
            end: None,
            received: 0,
        }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame {
                let length = frame.data_ref().map_or(0, Bytes::len);
                this.received += u64::try_from(length).unwrap_or(u64::MAX);
            }
            if this.received >= this.limits.share() {
                this.received = 0;
                if let Some(end) = &mut this.end {
                    end.as_mut().reset(Instant::now() + this.limits.window);
                }
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let end = this
            .end
            .get_or_insert_with(|| Box::pin(sleep(this.limits.window)));
        ready!(end.as_mut().poll(context));
        this.slow.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err("the body arrives too slowly".into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

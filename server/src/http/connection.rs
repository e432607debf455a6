//! The accept loop: one task per connection, and how long a connection may do nothing (SEC-115).
//!
//! The limit of hyper for heads also runs between two requests, so it would close the connections
//! that browsers and proxies keep open. Here a connection knows what it is waiting for: the socket
//! tells when a head begins, the service when it is complete, the end of the answer when the
//! connection is idle again. An answer may take as long as it likes, and live updates never end, as
//! long as the other end takes what there is.

use std::convert::Infallible;
use std::future::pending;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use parlance::text::Locale;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::http::slow::{self, Limits};

/// Largest head of a request in bytes, and how many headers it may have.
const HEAD_BYTES: usize = 16 << 10;
const HEAD_COUNT: usize = 100;
/// For telling somebody why they are cut off; it fits into the buffer of the socket.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Serves until `stop`. Then nobody is let in any more, and this returns when every request that
/// has begun is answered.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let (closing, connections) = (CancellationToken::new(), TaskTracker::new());
    let mut stop = pin!(stop);
    loop {
        let (socket, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        let (router, closing) = (router.clone(), closing.clone());
        connections.spawn(connection(socket, peer, router, limits, closing));
    }
    drop(listener);
    closing.cancel();
    connections.close();
    connections.wait().await;
}

/// What a connection waits for, and since when.
#[derive(Debug, Clone, Copy)]
enum Phase {
    /// The first byte.
    Silent(Instant),
    /// The rest of a head.
    Head(Instant),
    /// The answer, which is ours to give.
    Busy,
    /// The next request.
    Idle(Instant),
}

impl Phase {
    fn deadline(self, limits: Limits) -> Option<Instant> {
        match self {
            Phase::Silent(since) | Phase::Head(since) => Some(since + limits.head),
            Phase::Busy => None,
            Phase::Idle(since) => Some(since + limits.idle),
        }
    }
}

type Phases = Arc<watch::Sender<Phase>>;

async fn connection(
    socket: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    closing: CancellationToken,
) {
    let phases: Phases = Arc::new(watch::Sender::new(Phase::Silent(Instant::now())));
    let mut overdue = pin!(overdue(phases.subscribe(), limits));
    let io = TokioIo::new(Watched {
        socket,
        phases: Arc::clone(&phases),
        stall: limits.stall,
        stalled: None,
    });
    let service = service_fn(move |request: http::Request<Incoming>| {
        phases.send_replace(Phase::Busy);
        let answered = Answered(Arc::clone(&phases));
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request);
        async move {
            let response = answer.await?;
            Ok::<_, Infallible>(response.map(|body| UntilEnd {
                body,
                _answered: answered,
            }))
        }
    });
    let mut connection = http1::Builder::new()
        .header_read_timeout(None)
        .max_headers(HEAD_COUNT)
        .max_header_size(HEAD_BYTES)
        .serve_connection(io, service)
        .with_upgrades();
    let mut told = false;
    let late = loop {
        tokio::select! {
            // What has arrived counts before the clock does, however busy we are.
            biased;
            ended = &mut connection => {
                if let Err(error) = ended {
                    tracing::trace!(%error, "connection broke");
                }
                return;
            }
            late = &mut overdue => break late,
            () = closing.cancelled(), if !told => {
                told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    // Only who has begun to ask is told: a browser may open a connection in advance, and would
    // take this for the answer to what it asks later.
    if let (Phase::Head(_), Some(parts)) = (late, connection.into_parts()) {
        refuse(parts.io.into_inner().socket).await;
    }
}

/// Returns when a connection has taken too long, with what it was waiting for.
async fn overdue(mut phases: watch::Receiver<Phase>, limits: Limits) -> Phase {
    loop {
        let phase = *phases.borrow_and_update();
        let late = async {
            match phase.deadline(limits) {
                Some(deadline) => sleep_until(deadline).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            changed = phases.changed() => if changed.is_err() {
                // The connection has ended.
                return pending().await;
            },
            () = late => return phase,
        }
    }
}

async fn refuse(mut socket: TcpStream) {
    let body = slow::refusal(Locale::default()).to_string();
    let answer = format!(
        "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\n\
         content-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let told = async {
        socket.write_all(answer.as_bytes()).await?;
        socket.shutdown().await
    };
    // Who does not listen either is cut off all the same.
    drop(timeout(LAST_WORDS, told).await);
}

/// Marks the end of an answer, whether it was sent or given up.
struct Answered(Phases);

impl Drop for Answered {
    fn drop(&mut self) {
        self.0.send_replace(Phase::Idle(Instant::now()));
    }
}

/// The body of an answer.
struct UntilEnd {
    body: Body,
    _answered: Answered,
}

impl HttpBody for UntilEnd {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A socket that tells when a head begins: the first byte that arrives while nothing else is due.
/// One that arrives during an answer is of a body or of a request sent in advance; such a request
/// has the time of an idle connection until its next byte.
///
/// It also breaks when the other end has taken nothing of an answer for too long.
struct Watched {
    socket: TcpStream,
    phases: Phases,
    stall: Duration,
    /// Runs while there is no room for what we have to say.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Watched {
    fn taken(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stall = self.stall;
        let end = self.stalled.get_or_insert_with(|| Box::pin(sleep(stall)));
        ready!(end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.socket).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.phases.send_if_modified(|phase| {
                let begins = matches!(phase, Phase::Silent(_) | Phase::Idle(_));
                if begins {
                    *phase = Phase::Head(Instant::now());
                }
                begins
            });
        }
        polled
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.taken(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, bytes);
        self.taken(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }
}

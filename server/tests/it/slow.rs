//! SEC-115, F-26: clients that keep the server waiting are cut off, and nobody else is. The clock
//! of these tests are other connections: when one that says nothing is cut off, its time has passed
//! for everybody.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::middleware;
use axum::routing::{get, post};
use bytes::Bytes;
use futures::{Stream, StreamExt as _, stream};
use http::Method;
use parlance_server::http::slow::{self, Limits};
use parlance_server::http::{connection, sse};
use parlance_services::realtime::Outgoing;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::app::{TestApp, send};

const HEAD: &str = "GET /ok HTTP/1.1\r\nhost: desk.example\r\n\r\n";

/// Short, so that nobody waits long for a refusal.
fn short() -> Limits {
    Limits {
        head: Duration::from_millis(150),
        idle: Duration::from_secs(60),
        window: Duration::from_millis(150),
        rate: 1 << 10,
        stall: Duration::from_millis(150),
    }
}

const CHUNK: usize = 64 << 10;

/// Tells when it is dropped.
struct Ended(mpsc::UnboundedSender<()>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.send(()).ok();
    }
}

/// A small site behind the real accept loop.
struct Site {
    address: SocketAddr,
    /// An event for those who follow `/events`.
    publish: mpsc::UnboundedSender<Outgoing>,
    /// Somebody's download has ended.
    downloaded: mpsc::UnboundedReceiver<()>,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<()>,
}

async fn site(limits: Limits) -> Site {
    let (publish, published) = mpsc::unbounded_channel();
    let events = Arc::new(Mutex::new(Some(published)));
    let (download, downloaded) = mpsc::unbounded_channel();
    let router = Router::new()
        .route("/ok", get(async || "fine"))
        .route(
            "/peer",
            get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()),
        )
        .route("/length", post(async |body: Bytes| body.len().to_string()))
        .route(
            "/events",
            get(move || async move {
                let published = events.lock().unwrap().take().unwrap();
                sse::respond(stream::unfold(published, async |mut published| {
                    Some((published.recv().await?, published))
                }))
            }),
        )
        .route(
            "/download",
            get(move || {
                let tell = Ended(download.clone());
                let chunks = stream::repeat_with(move || {
                    let Ended(_) = &tell;
                    Ok::<_, std::io::Error>(Bytes::from_static(&[0; CHUNK]))
                });
                async { Body::from_stream(chunks) }
            }),
        )
        .layer(middleware::from_fn_with_state(limits, slow::bodies));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(connection::serve(listener, router, limits, async {
        stopped.await.ok();
    }));
    Site {
        address,
        publish,
        downloaded,
        stop: Some(stop),
        ended,
    }
}

impl Site {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// The time in which a head must arrive passes.
    async fn let_time_pass(&self) {
        let mut silent = self.connect().await;
        assert_eq!(
            rest(&mut silent).await,
            "",
            "who asked nothing is told nothing"
        );
    }
}

/// What hangs fails instead.
async fn patient<T>(work: impl Future<Output = T>) -> T {
    let patience = Duration::from_secs(60);
    tokio::time::timeout(patience, work).await.unwrap()
}

/// Everything until the end of the connection.
async fn rest(socket: &mut TcpStream) -> String {
    let mut text = Vec::new();
    patient(socket.read_to_end(&mut text)).await.unwrap();
    String::from_utf8(text).unwrap()
}

/// Reads until a text has come.
async fn until(socket: &mut TcpStream, text: &str) -> String {
    let mut read = String::new();
    while !read.contains(text) {
        let mut bytes = [0; 1_024];
        let count = patient(socket.read(&mut bytes)).await.unwrap();
        assert!(count > 0, "the connection ended after {read:?}");
        read += std::str::from_utf8(&bytes[..count]).unwrap();
    }
    read
}

/// Fifty bytes per second until there is an answer.
async fn drip(socket: &mut TcpStream) -> String {
    let (mut reads, mut writes) = socket.split();
    let feed = async {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while writes.write_all(b"x").await.is_ok() {
            tick.tick().await;
        }
    };
    let mut answer = [0; 1_024];
    let count = tokio::select! {
        count = patient(reads.read(&mut answer)) => count.unwrap(),
        () = feed => 0,
    };
    std::str::from_utf8(&answer[..count]).unwrap().to_owned()
}

async fn ask(socket: &mut TcpStream) {
    socket.write_all(HEAD.as_bytes()).await.unwrap();
    assert!(until(socket, "fine").await.starts_with("HTTP/1.1 200"));
}

fn refused(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("connection: close"), "{head}");
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["error"]["code"], "timeout");
    assert!(body["error"]["message"].as_str().unwrap().len() > 20);
}

#[tokio::test]
async fn sec_115_slow_heads_are_cut_off() {
    let site = site(short()).await;
    let began = Instant::now();
    let mut slow = site.connect().await;
    slow.write_all(b"GET /ok HTTP/1.1\r\nx-slow: ")
        .await
        .unwrap();
    // A byte now and then does not buy time.
    refused(&drip(&mut slow).await);
    assert!(began.elapsed() >= short().head);

    // Also on a connection that has asked properly before.
    let mut second = site.connect().await;
    ask(&mut second).await;
    second.write_all(b"GET /o").await.unwrap();
    refused(&rest(&mut second).await);
    ask(&mut site.connect().await).await;
}

#[tokio::test]
async fn sec_115_idle_connections_and_streams_stay() {
    let site = site(short()).await;
    let mut idle = site.connect().await;
    ask(&mut idle).await;
    let mut follower = site.connect().await;
    follower
        .write_all(b"GET /events HTTP/1.1\r\nhost: desk.example\r\n\r\n")
        .await
        .unwrap();
    until(&mut follower, "retry:").await;
    for round in 0..3 {
        site.let_time_pass().await;
        let data = format!("round {round}");
        let event = Outgoing {
            id: None,
            event: None,
            data: data.clone(),
        };
        site.publish.send(event).unwrap();
        until(&mut follower, &data).await;
        ask(&mut idle).await;
    }
}

#[tokio::test]
async fn sec_115_connections_are_not_idle_for_ever() {
    let limits = Limits {
        idle: Duration::from_millis(150),
        ..short()
    };
    let site = site(limits).await;
    let mut idle = site.connect().await;
    ask(&mut idle).await;
    assert_eq!(rest(&mut idle).await, "");
}

/// The head of a request with a body.
fn post_head(length: usize) -> String {
    format!("POST /length HTTP/1.1\r\nhost: desk.example\r\ncontent-length: {length}\r\n\r\n")
}

#[tokio::test]
async fn sec_115_slow_bodies_and_drips_are_cut_off() {
    let site = site(short()).await;
    let mut stuck = site.connect().await;
    stuck.write_all(post_head(100).as_bytes()).await.unwrap();
    stuck.write_all(b"half").await.unwrap();
    refused(&rest(&mut stuck).await);

    // Fifty bytes per second, for as long as the server likes.
    let mut dripping = site.connect().await;
    let head = post_head(1 << 20);
    dripping.write_all(head.as_bytes()).await.unwrap();
    refused(&drip(&mut dripping).await);
    ask(&mut site.connect().await).await;
}

#[tokio::test]
async fn sec_115_a_body_at_an_honest_speed_arrives() {
    // Four times as long as a window in all, and a busy machine may be late by half of one.
    let limits = Limits {
        head: Duration::from_millis(700),
        window: Duration::from_millis(1_400),
        ..short()
    };
    let site = site(limits).await;
    let part = vec![b'x'; 2_000];
    let mut honest = site.connect().await;
    let head = post_head(part.len() * 4);
    honest.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..4 {
        site.let_time_pass().await;
        honest.write_all(&part).await.unwrap();
    }
    let answer = until(&mut honest, "8000").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn sec_115_addresses_are_known_and_stopping_lets_answers_finish() {
    let mut site = site(Limits::default()).await;
    let mut peer = site.connect().await;
    let own = peer.local_addr().unwrap().to_string();
    peer.write_all(b"GET /peer HTTP/1.1\r\nhost: desk.example\r\n\r\n")
        .await
        .unwrap();
    until(&mut peer, &own).await;

    let mut asking = site.connect().await;
    asking.write_all(post_head(8).as_bytes()).await.unwrap();
    asking.write_all(b"half").await.unwrap();
    // It is being served: whoever comes after it is.
    ask(&mut site.connect().await).await;
    site.stop.take().unwrap().send(()).unwrap();
    assert_eq!(rest(&mut peer).await, "", "idle connections end at once");
    asking.write_all(b"half").await.unwrap();
    let answer = rest(&mut asking).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with('8'));
    site.ended.await.unwrap();
    assert!(TcpStream::connect(site.address).await.is_err());
}

#[tokio::test]
async fn sec_115_downloads_that_nobody_takes_are_cut_off() {
    let mut site = site(short()).await;
    let ask = b"GET /download HTTP/1.1\r\nhost: desk.example\r\n\r\n";
    let mut stuck = site.connect().await;
    stuck.write_all(ask).await.unwrap();
    patient(site.downloaded.recv()).await.unwrap();

    // Who takes a little now and then goes on.
    let limits = Limits {
        head: Duration::from_millis(400),
        stall: Duration::from_millis(1_000),
        ..short()
    };
    let mut site = self::site(limits).await;
    let mut slow = site.connect().await;
    slow.write_all(ask).await.unwrap();
    let mut part = vec![0; 128 * CHUNK];
    for _ in 0..4 {
        site.let_time_pass().await;
        patient(slow.read_exact(&mut part)).await.unwrap();
    }
    assert!(site.downloaded.try_recv().is_err());
}

/// Begins as it should and never ends.
fn stuck(start: &'static str) -> Body {
    let start =
        stream::once(async move { Ok::<_, std::io::Error>(Bytes::from_static(start.as_bytes())) });
    Body::from_stream(start.chain(endless()))
}

fn endless() -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::pending()
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_115_every_kind_of_call_is_cut_off_in_its_own_words() {
    let app = TestApp::start_with(short()).await;
    let upload = format!("/w/{}/uploads", app.ours.id);
    let sign_in = crate::auth::path_of("sign_in");
    let form = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhal";
    let json = ("content-type", "application/json");
    let multipart = ("content-type", "multipart/form-data; boundary=x");
    let ours = ("sec-fetch-site", "same-origin");
    let visitor = ("origin", crate::app::ORIGIN);
    for (who, path, headers, start) in [
        (Some(&app.owner), upload.as_str(), [multipart, ours], form),
        (None, sign_in, [json, ours], "{"),
        (None, "/w/v1/session", [json, visitor], "{"),
    ] {
        for (language, word) in [("en", "in time"), ("fr", "à temps")] {
            let headers = [headers[0], headers[1], ("accept-language", language)];
            let answer = send(&app.router, who, Method::POST, path, &headers, stuck(start)).await;
            assert_eq!(answer.status, 408, "{path}: {}", answer.body);
            let body: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(body["error"]["code"], "timeout", "{path}");
            let message = body["error"]["message"].as_str().unwrap();
            assert!(message.contains(word), "{path}: {message}");
            assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        }
    }
    assert_eq!(
        app.get(Some(&app.owner), "/account/profile").await.status,
        200
    );
}

#[test]
fn sec_115_the_limits_are_those_of_the_documents() {
    let limits = Limits::default();
    assert_eq!(limits.head, Duration::from_secs(10));
    assert_eq!(limits.window, Duration::from_secs(30));
    assert_eq!(limits.rate, 1 << 10);
    assert_eq!(limits.stall, Duration::from_secs(30));
    assert!(
        limits.idle > Duration::from_secs(60),
        "proxies keep theirs for a minute"
    );
}

//! The measurements themselves.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use bytes::Bytes;
use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::Instant;

use super::client::Client;
use super::seed::{Seeded, Wanted, seed};
use super::{Child, Figure, load};

/// The demo company at its usual size.
const DEMO_CONTACTS: i64 = 2_400;

/// Measures one figure.
///
/// # Errors
/// The server does not start, or answers wrongly: such a run has no speed.
pub async fn measure(name: &str, seconds: u64) -> anyhow::Result<Figure> {
    let duration = Duration::from_secs(seconds);
    match name {
        "ingest.hot" => ingest(0, 20_000, duration).await,
        "ingest.100_workspaces" => ingest(100, 100, duration).await,
        "inbox.page" => inbox_page(duration).await,
        "sse.fanout_1000" => fan_out(duration).await,
        "start.ready" => start_ready().await,
        "memory.idle" => memory_idle().await,
        "size.app_brotli" => size_app(),
        "size.widget_brotli" => size_widget(),
        other => bail!("no measurement is called {other}"),
    }
}

/// A visitor's message over HTTP until it is durable and acknowledged. First the capacity by a
/// closed load, then the latency by an open one at half of it.
async fn ingest(workspaces: usize, visitors: usize, duration: Duration) -> anyhow::Result<Figure> {
    let seeded = seed(&Wanted {
        contacts: 8,
        agents: 0,
        workspaces,
        visitors,
    })
    .await?;
    let baseline = durable_writes(&seeded.data)?;
    let child = Child::start(&seeded.data).await?;
    let client = Client::new(&child.address);
    let origin = format!("http://{}", child.address);
    let tokens: Arc<Vec<String>> = Arc::new(interleave(&seeded.visitors));
    let send = move |round: u64| {
        let (client, tokens, origin) = (client.clone(), Arc::clone(&tokens), origin.clone());
        move |number: u64| {
            let (client, tokens, origin) = (client.clone(), Arc::clone(&tokens), origin.clone());
            async move {
                let index = usize::try_from(number).unwrap_or_default() % tokens.len().max(1);
                let Some(token) = tokens.get(index) else {
                    return false;
                };
                let body = format!(
                    r#"{{"client_id":"bench-{round}-{number:012}","text":"Is the blue one still in stock? I would need two of them before Friday.","locale":"en"}}"#
                );
                let headers = [
                    ("authorization", format!("Bearer {token}")),
                    ("origin", origin),
                    ("content-type", "application/json".to_owned()),
                ];
                let headers: Vec<(&str, &str)> = headers
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                let sent = client
                    .send(Method::POST, "/w/v1/messages", &headers, body.into())
                    .await;
                matches!(sent, Ok((200, _, _)))
            }
        }
    };
    load::closed(64, Duration::from_secs(2), send(0)).await;
    let capacity = load::closed(192, duration, send(1)).await;
    accept(&capacity)?;
    let half = half_of(capacity.rate());
    let steady = load::open(half, duration, 2_000, send(2)).await;
    accept(&steady)?;
    let rate = capacity.rate();
    Ok(Figure {
        baseline: Some(baseline),
        ratio: Some(rate / baseline),
        ..steady.figure("msg/s", Some(rate))
    })
}

/// Visitors of all workspaces in turn, so that neighbours in time are of different ones.
fn interleave(by_workspace: &[Vec<String>]) -> Vec<String> {
    let longest = by_workspace.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest)
        .flat_map(|index| {
            by_workspace
                .iter()
                .filter_map(move |tokens| tokens.get(index).cloned())
        })
        .collect()
}

fn accept(outcome: &load::Outcome) -> anyhow::Result<()> {
    if outcome.failed > 0 {
        bail!(
            "{} of {} requests failed",
            outcome.failed,
            outcome.failed + outcome.done
        );
    }
    Ok(())
}

#[expect(
    clippy::as_conversions,
    reason = "a rate is positive and far below 2^53"
)]
#[expect(clippy::cast_possible_truncation, reason = "see above")]
#[expect(clippy::cast_sign_loss, reason = "see above")]
fn half_of(rate: f64) -> u64 {
    (rate / 2.0).max(1.0) as u64
}

/// 4 KB appends with a flush each, one after the other, per second: what the disk allows
/// without group commit.
fn durable_writes(folder: &std::path::Path) -> anyhow::Result<f64> {
    let path = folder.join(".bench-flush");
    let mut file = std::fs::File::create(&path)?;
    let started = Instant::now();
    let mut count = 0_u32;
    while started.elapsed() < Duration::from_secs(2) {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    std::fs::remove_file(&path)?;
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

/// The inbox page of 100 agents at once: each loads, reads for a moment, loads again.
async fn inbox_page(duration: Duration) -> anyhow::Result<Figure> {
    let seeded = seed(&Wanted {
        contacts: DEMO_CONTACTS,
        agents: 100,
        workspaces: 0,
        visitors: 0,
    })
    .await?;
    let child = Child::start(&seeded.data).await?;
    let client = Client::new(&child.address);
    let path = format!("/w/{}/inbox/all", seeded.workspace);
    check_page(&client, &path, &seeded).await?;
    let baseline = {
        let client = client.clone();
        let static_file = move |_| {
            let client = client.clone();
            async move { client.get_ok("/healthz", &[]).await }
        };
        load::open(100, Duration::from_secs(3), 200, static_file)
            .await
            .quantile(0.5)
    };
    let cookies = Arc::new(seeded.cookies.clone());
    let page = move |number: u64| {
        let (client, cookies, path) = (client.clone(), Arc::clone(&cookies), path.clone());
        async move {
            let index = usize::try_from(number).unwrap_or_default() % cookies.len().max(1);
            let Some(cookie) = cookies.get(index) else {
                return false;
            };
            client.get_ok(&path, &[("cookie", cookie)]).await
        }
    };
    load::closed(4, Duration::from_secs(2), page.clone()).await;
    // 100 agents who load a page every second: far more than people do.
    let steady = load::open(100, duration, 400, page).await;
    accept(&steady)?;
    let p50 = steady.quantile(0.5);
    Ok(Figure {
        baseline: Some(baseline),
        ratio: Some(p50 / baseline),
        ..steady.figure("pages/s", Some(steady.rate()))
    })
}

/// A page that is not the inbox must not count as a fast one.
async fn check_page(client: &Client, path: &str, seeded: &Seeded) -> anyhow::Result<()> {
    let cookie = seeded.cookies.first().context("no agent")?;
    let (status, _, body) = client
        .send(Method::GET, path, &[("cookie", cookie)], Bytes::new())
        .await?;
    let text = String::from_utf8_lossy(&body);
    if status != 200 || !text.contains("conversation-row") {
        bail!("the inbox page is not right (status {status})");
    }
    Ok(())
}

/// A visitor's message until the frame is at 1,000 connected agents.
async fn fan_out(duration: Duration) -> anyhow::Result<Figure> {
    let seeded = seed(&Wanted {
        contacts: 8,
        agents: 100,
        workspaces: 0,
        visitors: 200,
    })
    .await?;
    let child = Child::start(&seeded.data).await?;
    let (arrived, mut arrivals) = tokio::sync::mpsc::channel::<(u64, Instant)>(100_000);
    let mut readers = Vec::new();
    for number in 0..1_000_usize {
        let cookie = seeded
            .cookies
            .get(number % seeded.cookies.len().max(1))
            .context("no agent")?;
        let stream = listen(&child.address, seeded.workspace.0, cookie).await?;
        readers.push(tokio::spawn(read_marks(stream, arrived.clone())));
    }
    let client = Client::new(&child.address);
    let origin = format!("http://{}", child.address);
    let tokens = seeded.visitors.first().context("no visitors")?;
    let mut histogram = load::empty();
    let rounds = duration.as_secs().max(1) * 4;
    let mut expected = 0_u64;
    for round in 0..rounds {
        let token = tokens
            .get(usize::try_from(round)? % tokens.len())
            .context("no visitor")?;
        let body =
            format!(r#"{{"client_id":"fanout-{round:012}","text":"mark-{round}-","locale":"en"}}"#);
        let authorization = format!("Bearer {token}");
        let headers = [
            ("authorization", authorization.as_str()),
            ("origin", origin.as_str()),
            ("content-type", "application/json"),
        ];
        let sent = Instant::now();
        let (status, _, _) = client
            .send(Method::POST, "/w/v1/messages", &headers, body.into())
            .await?;
        if status != 200 {
            bail!("a message was refused with {status}");
        }
        expected += 1_000;
        let mut left = 1_000;
        while left > 0 {
            let next = tokio::time::timeout(Duration::from_secs(10), arrivals.recv()).await;
            let Ok(Some((mark, at))) = next else {
                bail!("{left} of 1000 frames of round {round} did not arrive")
            };
            if mark == round {
                left -= 1;
                histogram.saturating_record(u64::try_from(at.duration_since(sent).as_micros())?);
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for reader in &readers {
        reader.abort();
    }
    let baseline = raw_sockets().await?;
    let outcome = load::Outcome {
        done: expected,
        failed: 0,
        took: duration,
        histogram,
    };
    let p50 = outcome.quantile(0.5);
    Ok(Figure {
        baseline: Some(baseline),
        ratio: Some(p50 / baseline),
        ..outcome.figure("frames", Some(1_000.0))
    })
}

async fn listen(
    address: &str,
    workspace: i64,
    cookie: &str,
) -> anyhow::Result<tokio::net::TcpStream> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    let request = format!(
        "GET /w/{workspace}/events HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut head = [0_u8; 512];
    let count = stream.read(&mut head).await?;
    let head = String::from_utf8_lossy(head.get(..count).unwrap_or_default()).into_owned();
    if !head.starts_with("HTTP/1.1 200") {
        bail!(
            "the stream was refused: {}",
            head.lines().next().unwrap_or_default()
        );
    }
    Ok(stream)
}

/// Finds `mark-N-` in what arrives. A mark split over two reads is found by keeping the tail.
async fn read_marks(
    mut stream: tokio::net::TcpStream,
    arrived: tokio::sync::mpsc::Sender<(u64, Instant)>,
) {
    let mut buffer = vec![0_u8; 16 * 1024];
    let mut kept = String::new();
    let mut last = None;
    while let Ok(count) = stream.read(&mut buffer).await {
        if count == 0 {
            return;
        }
        let at = Instant::now();
        kept.push_str(&String::from_utf8_lossy(
            buffer.get(..count).unwrap_or_default(),
        ));
        while let Some(start) = kept.find("mark-") {
            let rest = kept.get(start + 5..).unwrap_or_default().to_owned();
            let Some((number, after)) = rest.split_once('-') else {
                break;
            };
            // Row preview and message carry the same mark: the first counts.
            if let Ok(number) = number.parse::<u64>()
                && last.is_none_or(|seen| number > seen)
            {
                last = Some(number);
                if arrived.send((number, at)).await.is_err() {
                    return;
                }
            }
            kept = after.to_owned();
        }
        let tail = kept.len().saturating_sub(64);
        if let Some(position) = kept.char_indices().map(|(i, _)| i).find(|i| *i >= tail) {
            kept = kept.split_off(position);
        }
    }
}

/// 400 bytes to 1,000 sockets and read there, in milliseconds: what the machine allows.
async fn raw_sockets() -> anyhow::Result<f64> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (mut ends, mut others) = (Vec::new(), Vec::new());
    for _ in 0..1_000 {
        let (near, far) = tokio::join!(tokio::net::TcpStream::connect(address), listener.accept());
        ends.push(near?);
        others.push(far?.0);
    }
    let frame = [b'x'; 400];
    let mut best = f64::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        for end in &mut ends {
            end.write_all(&frame).await?;
        }
        for other in &mut others {
            let mut buffer = [0_u8; 400];
            other.read_exact(&mut buffer).await?;
        }
        best = best.min(started.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(best)
}

async fn start_ready() -> anyhow::Result<Figure> {
    let seeded = seed(&Wanted {
        contacts: DEMO_CONTACTS,
        agents: 0,
        workspaces: 0,
        visitors: 0,
    })
    .await?;
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(Child::start(&seeded.data).await?.ready_after.as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(Figure {
        unit: "ms".into(),
        value: times.get(2).copied(),
        p50: times.get(2).copied(),
        max: times.last().copied(),
        ..Figure::default()
    })
}

async fn memory_idle() -> anyhow::Result<Figure> {
    let seeded = seed(&Wanted {
        contacts: DEMO_CONTACTS,
        agents: 1,
        workspaces: 0,
        visitors: 0,
    })
    .await?;
    let child = Child::start(&seeded.data).await?;
    let client = Client::new(&child.address);
    // One page, so that the workspace is open; then quiet.
    check_page(
        &client,
        &format!("/w/{}/inbox/all", seeded.workspace),
        &seeded,
    )
    .await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let megabytes = child.resident()? / 1_000_000.0;
    Ok(Figure {
        unit: "MB".into(),
        value: Some(megabytes),
        ..Figure::default()
    })
}

fn brotli_kilobytes(paths: &[std::path::PathBuf]) -> anyhow::Result<f64> {
    let mut total = 0;
    for path in paths {
        total += std::fs::metadata(path)
            .with_context(|| path.display().to_string())?
            .len();
    }
    Ok(f64::from(u32::try_from(total)?) / 1_000.0)
}

/// Wasm and script of the first route, as the build precompressed them.
fn size_app() -> anyhow::Result<Figure> {
    let config = crate::config::load(
        &std::collections::BTreeMap::new(),
        &std::collections::BTreeMap::new(),
        None,
    )?;
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(config.site_root.join("pkg"))? {
        let path = entry?.path();
        let name = path.to_string_lossy().into_owned();
        if name.ends_with(".wasm.br") || name.ends_with(".js.br") {
            paths.push(path);
        }
    }
    Ok(Figure {
        unit: "KB".into(),
        value: Some(brotli_kilobytes(&paths)?),
        ..Figure::default()
    })
}

/// Loader, script and style of the widget, as they go over the wire.
fn size_widget() -> anyhow::Result<Figure> {
    let bytes = crate::http::widget::compressed_bytes();
    let kilobytes = f64::from(u32::try_from(bytes)?) / 1_000.0;
    Ok(Figure {
        unit: "KB".into(),
        value: Some(kilobytes),
        ..Figure::default()
    })
}

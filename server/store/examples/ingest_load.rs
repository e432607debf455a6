//! Measures the inbound path: messages per second until they are durable, by number in flight.
//!
//! `cargo run --release -p parlance-store --example ingest_load -- [MESSAGES] [WORKSPACES] [URL]`
//! With a URL it runs on that Postgres (in the schemas `control` and `ws_…`: use a throw-away
//! server), otherwise on SQLite files in a temporary folder.

use parlance::id::{ChannelId, OrganizationId};
use parlance::time::Timestamp;
use parlance_store::{Class, InboundMessage, NewWorkspace, Store, StoreConfig, Workspace};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Distinct senders; a message comes from any of them.
const SENDERS: u64 = 20_000;

fn message(number: u64) -> InboundMessage {
    // A multiplicative hash spreads senders and keys as a provider's random ids would.
    let random = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
    InboundMessage {
        channel: ChannelId(1),
        external_id: format!(
            "visitor-{:016x}",
            (random % SENDERS).wrapping_mul(0xD6E8_FEB8)
        ),
        verified: false,
        name: "Ada Lovelace".into(),
        email: "ada@example.com".into(),
        phone: String::new(),
        locale: "en".into(),
        time_zone: "Europe/London".into(),
        source: "web_chat".into(),
        provider_id: format!("{random:016x}-{number}"),
        client_id: None,
        text: "Good morning, could you tell me where my order is? It was sent a week ago.".into(),
        attachments: Vec::new(),
        at: Timestamp(1_750_000_000_000),
        page_url: None,
    }
}

async fn load(
    workspaces: &[Workspace],
    from: u64,
    messages: u64,
    in_flight: u64,
) -> Result<(Duration, Vec<Duration>), Box<dyn Error + Send + Sync>> {
    let next = Arc::new(AtomicU64::new(from));
    let started = Instant::now();
    let tasks: Vec<_> = (0..in_flight)
        .map(|_| {
            let (next, workspaces) = (Arc::clone(&next), workspaces.to_vec());
            tokio::spawn(async move {
                let mut times = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= from + messages {
                        return Ok::<_, parlance_store::StoreError>(times);
                    }
                    let turn = usize::try_from(number).unwrap_or(0) % workspaces.len();
                    if let Some(ws) = workspaces.get(turn) {
                        let sent = Instant::now();
                        ws.ingest(Class::Inbound, message(number)).await?;
                        times.push(sent.elapsed());
                    }
                }
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    Ok((started.elapsed(), times))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut args = std::env::args().skip(1);
    let messages: u64 = args.next().map_or(Ok(20_000), |text| text.parse())?;
    let count: usize = args.next().map_or(Ok(1), |text| text.parse())?;
    let database_url = args.next();
    let folder = tempfile::tempdir()?;
    let epoch = Instant::now();
    let store = Store::open(StoreConfig {
        data_dir: folder.path().to_owned(),
        database_url,
        max_open: 256,
        clock: Arc::new(move || {
            let millis = i64::try_from(epoch.elapsed().as_millis()).unwrap_or(0);
            Timestamp(1_750_000_000_000 + millis)
        }),
    })
    .await?;
    let mut workspaces = Vec::new();
    for _ in 0..count {
        let new = NewWorkspace {
            organization: OrganizationId(1),
            name: "Load".into(),
            color: "#000000".into(),
            locale: "en".into(),
            time_zone: "UTC".into(),
        };
        let id = store.create_workspace(new).await?;
        workspaces.push(store.workspace(id).await?);
    }
    println!(
        "{:?}, {count} workspaces, {messages} messages a run",
        store.engine()
    );
    let mut from = 0;
    for in_flight in [1, 16, 64, 256] {
        let messages = if in_flight == 1 {
            messages / 10
        } else {
            messages
        };
        let (took, mut times) = load(&workspaces, from, messages, in_flight).await?;
        from += messages;
        times.sort_unstable();
        let at = |share: usize| {
            times
                .get(times.len() * share / 1_000)
                .copied()
                .unwrap_or_default()
        };
        println!(
            "{in_flight:4} in flight: {:7.0} messages/s, p50 {:.2?}, p99 {:.2?}",
            f64::from(u32::try_from(messages)?) / took.as_secs_f64(),
            at(500),
            at(990),
        );
    }
    store.shutdown().await;
    Ok(())
}

//! `serve`, `worker`, `migrate`: the long-running roles and the one that prepares for them.

use anyhow::Context as _;
use parlance_services::Opened;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::http::connection;
use crate::http::router::HttpOptions;
use crate::http::slow::Limits;
use crate::{startup, telemetry};

/// Serves until SIGTERM or SIGINT, then lets requests and lanes finish.
pub async fn serve(mut config: Config) -> anyhow::Result<()> {
    startup::raise_descriptor_limit();
    let metrics = telemetry::start_metrics();
    // The port first: when it is taken, nothing else has happened yet.
    let listener = tokio::net::TcpListener::bind(config.addr)
        .await
        .with_context(|| format!("cannot listen on {}", config.addr))?;
    let address = listener.local_addr()?;
    if config.url.is_empty() {
        config.url = format!("http://{address}");
    }
    let Opened {
        services,
        setup_token,
    } = startup::open(&config).await?;
    if let (Some(address), Some(handle)) = (config.metrics_addr, metrics) {
        telemetry::serve_metrics(address, handle)
            .await
            .with_context(|| format!("cannot serve metrics on {address}"))?;
    }
    if let Some(token) = setup_token {
        println!(
            "Nobody has set up this instance yet. Open {}/setup?token={token}",
            config.url
        );
    }
    let options = HttpOptions {
        leptos: startup::leptos_options(&config, address)?,
        tls: config.url.starts_with("https://"),
        proxies: crate::http::auth::TrustedProxies(config.trusted_proxies.clone()),
        limits: Limits::default(),
    };
    let router = crate::http::router(&services, &options);
    let stop = CancellationToken::new();
    let jobs = tokio::spawn(parlance_services::jobs::run(services.clone(), stop.clone()));
    println!("Parlance is ready on http://{address}");
    let shutdown = {
        let (services, stop) = (services.clone(), stop.clone());
        async move {
            startup::until_told_to_stop().await;
            tracing::info!("stopping");
            stop.cancel();
            // Streams never end by themselves; browsers come back to the next process.
            services.realtime.close();
        }
    };
    connection::serve(listener, router, options.limits, shutdown).await;
    jobs.await.ok();
    services.store.shutdown().await;
    Ok(())
}

/// Runs jobs only.
pub async fn worker(mut config: Config) -> anyhow::Result<()> {
    if config.database_url.is_empty() {
        anyhow::bail!(
            "a worker beside the server needs Postgres (database_url); with the embedded database `parlance serve` runs the jobs itself"
        );
    }
    if config.url.is_empty() {
        config.url = format!("http://{}", config.addr);
    }
    let services = startup::services(&config).await?;
    println!("Parlance worker is ready");
    let stop = CancellationToken::new();
    let jobs = tokio::spawn(parlance_services::jobs::run(services.clone(), stop.clone()));
    startup::until_told_to_stop().await;
    stop.cancel();
    jobs.await.ok();
    services.store.shutdown().await;
    Ok(())
}

/// Opens every database once, which migrates it.
pub async fn migrate(config: Config) -> anyhow::Result<()> {
    let services = startup::services(&config).await?;
    let mut after = parlance::id::WorkspaceId(0);
    let (mut done, mut failed) = (0, Vec::new());
    loop {
        let page = services.store.list_workspaces(after, 100).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (id, _) in &page {
            match services.store.workspace(*id).await {
                Ok(_) => done += 1,
                Err(error) => failed.push(format!("workspace {id}: {error}")),
            }
        }
    }
    services.store.shutdown().await;
    if failed.is_empty() {
        println!("{done} workspaces are at the schema of this version");
        Ok(())
    } else {
        anyhow::bail!(
            "{done} workspaces are ready, {} are not: {}",
            failed.len(),
            failed.join("; ")
        )
    }
}

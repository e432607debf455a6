//! From a configuration to running services; what is checked before the port opens.

use std::net::SocketAddr;

use anyhow::Context as _;
use leptos::config::{Env, LeptosOptions, ReloadWSProtocol};
use parlance_services::clock::Clock;
use parlance_services::identity::PasswordCost;
use parlance_services::{Opened, Services, Settings};

use crate::config::Config;

/// Less free space than this, and the instance says it is not ready.
const MIN_FREE_BYTES: u64 = 1 << 30;
/// File systems whose locks and shared memory are not good enough for an embedded database
/// (magic numbers of statfs(2)).
const NETWORK_FILE_SYSTEMS: [(i64, &str); 4] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0x0102_1997, "9p"),
];

/// Opens key, databases and files, and connects the log with the live hub.
///
/// # Errors
/// One sentence about what is wrong and what to do.
pub async fn open(config: &Config) -> anyhow::Result<Opened> {
    check_data_folder(config)?;
    let settings = settings(config);
    Services::open(
        settings,
        &config.secret_key_file,
        Clock::System,
        PasswordCost::STANDARD,
    )
    .await
    .context("cannot start")
}

fn settings(config: &Config) -> Settings {
    Settings {
        public_url: config.url.clone(),
        data_dir: config.data.clone(),
        database_url: config.database_url.clone(),
        max_open_workspaces: config.max_open_workspaces,
        mail: config.mail.clone(),
        max_upload: config.max_upload,
        demo: config.demo || config.data.join("demo.json").exists(),
    }
}

fn check_data_folder(config: &Config) -> anyhow::Result<()> {
    let folder = &config.data;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    let probe = folder.join(".write-test");
    std::fs::write(&probe, b"")
        .and_then(|()| std::fs::remove_file(&probe))
        .with_context(|| format!("cannot write to the data folder {}", folder.display()))?;
    if parlance_services::backup::is_interrupted(folder) {
        anyhow::bail!(
            "a restore into {} was interrupted: run `parlance restore` again before anything else",
            folder.display()
        );
    }
    if config.database_url.is_empty()
        && let Ok(stat) = rustix::fs::statfs(folder)
        && let Some((_, name)) = NETWORK_FILE_SYSTEMS
            .iter()
            .find(|(magic, _)| *magic == stat.f_type)
    {
        anyhow::bail!(
            "the data folder {} is on {name}; the embedded database needs a local disk (or use database_url)",
            folder.display()
        );
    }
    Ok(())
}

/// What keeps this process from serving; empty if nothing.
pub async fn readiness(services: &Services) -> Vec<String> {
    let mut problems = Vec::new();
    if parlance_services::identity::setup_is_open(services)
        .await
        .is_err()
    {
        problems.push("the control database does not answer".to_owned());
    }
    if free_bytes(services).is_some_and(|free| free < MIN_FREE_BYTES) {
        problems.push("less than 1 GB of disk space is free in the data folder".to_owned());
    }
    problems
}

/// Free bytes on the disk of the data folder.
pub fn free_bytes(services: &Services) -> Option<u64> {
    let stat = rustix::fs::statvfs(&services.settings.data_dir).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Opens the services of a command that does not care about the first start.
///
/// # Errors
/// As [`open`].
pub async fn services(config: &Config) -> anyhow::Result<Services> {
    Ok(open(config).await?.services)
}

/// Opens the services for a command that only touches the control database; a server may run on
/// the same folder.
///
/// # Errors
/// As [`open`].
pub async fn services_beside(config: &Config) -> anyhow::Result<Services> {
    check_data_folder(config)?;
    let (settings, key) = (settings(config), &config.secret_key_file);
    Services::open_beside(settings, key, Clock::System, PasswordCost::STANDARD)
        .await
        .context("cannot open the data")
}

/// Where the browser part lies. The hashes of its files are in `hash.txt` beside the program.
///
/// # Errors
/// The browser part was not built.
pub fn leptos_options(config: &Config, address: SocketAddr) -> anyhow::Result<LeptosOptions> {
    let package = config.site_root.join("pkg");
    if !package.is_dir() {
        anyhow::bail!(
            "the browser part is not at {}; build it with `make build`, or say where it is with site_root",
            package.display()
        );
    }
    let hashes = std::env::current_exe()?.with_file_name("hash.txt");
    let hashed = hashes.is_file() && !package.join("parlance.wasm").is_file();
    Ok(LeptosOptions::builder()
        .output_name("parlance")
        .site_root(config.site_root.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .hash_files(hashed)
        .env(if cfg!(debug_assertions) {
            Env::DEV
        } else {
            Env::PROD
        })
        .reload_ws_protocol(ReloadWSProtocol::WS)
        .build())
}

/// Every open workspace costs descriptors: take what the system allows.
pub fn raise_descriptor_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    if setrlimit(Resource::Nofile, raised).is_err() {
        tracing::warn!("cannot raise the limit of open files");
    }
}

/// Waits for SIGTERM or SIGINT.
pub async fn until_told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        // Without handlers the default action ends the process.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

//! `backup` and `restore`: copies of the embedded databases and the uploaded files.

use std::path::Path;

use anyhow::{Context as _, bail};
use parlance_services::clock::Clock;

use crate::config::Config;

fn only_embedded(config: &Config) -> anyhow::Result<()> {
    if config.database_url.is_empty() {
        return Ok(());
    }
    bail!(
        "with Postgres, copy the databases with its own tools (pg_basebackup, pg_dump), and the folder {} beside them",
        config.data.join("files").display()
    )
}

/// Copies the data; the server may run meanwhile.
pub async fn backup(config: Config, folder: &Path) -> anyhow::Result<()> {
    only_embedded(&config)?;
    if !config.data.join("control.db").exists() {
        bail!("there is no data in {}", config.data.display());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let at = Clock::System.now().0;
    let manifest = parlance_services::backup::backup(&config.data, folder, at).await?;
    let bytes: u64 = manifest.files.iter().map(|file| file.size).sum();
    let databases = manifest.files.iter().filter(|file| file.database).count();
    println!(
        "{databases} databases and {} files, {} MB, are in {}",
        manifest.files.len() - databases,
        bytes / 1_000_000,
        folder.display()
    );
    println!(
        "Keep a copy of the key file {} elsewhere.",
        config.secret_key_file.display()
    );
    if manifest.left_out.is_empty() {
        return Ok(());
    }
    let left_out: Vec<_> = manifest
        .left_out
        .iter()
        .map(|one| format!("{} ({})", one.path, one.reason))
        .collect();
    bail!(
        "everything else was copied, but not {}; look at them with `parlance admin list-workspaces`",
        left_out.join(", ")
    )
}

/// Puts a backup into an empty data folder.
pub async fn restore(config: Config, folder: &Path) -> anyhow::Result<()> {
    only_embedded(&config)?;
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make {}", config.data.display()))?;
    let manifest = parlance_services::backup::restore(folder, &config.data).await?;
    println!(
        "{} files were checked and restored to {}",
        manifest.files.len(),
        config.data.display()
    );
    if !config.secret_key_file.exists() {
        println!(
            "Now put the key file of this data at {}; the server does not start without it.",
            config.secret_key_file.display()
        );
    }
    println!("Browsers will reload what they show; mails that waited are held, not sent again.");
    Ok(())
}

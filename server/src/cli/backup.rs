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
    Ok(())
}

/// Puts a backup into an empty data folder.
pub async fn restore(config: Config, folder: &Path) -> anyhow::Result<()> {
    only_embedded(&config)?;
    std::fs::create_dir_all(&config.data)?;
    let manifest = parlance_services::backup::restore(folder, &config.data).await?;
    println!(
        "{} files were checked and restored to {}",
        manifest.files.len(),
        config.data.display()
    );
    println!(
        "Browsers will reload what they show; start the server with the key file of this data."
    );
    Ok(())
}

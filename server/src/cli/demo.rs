//! `demo`: fills a data folder with the demonstration company.

use anyhow::{Context as _, bail};
use parlance_services::{Opened, demo};

use crate::config::Config;
use crate::startup;

/// Fills the data folder and says who can sign in. The folder remembers that it is a demo, so
/// that a server on it serves the demo shop.
pub async fn demo(mut config: Config, contacts: i64, json: bool) -> anyhow::Result<()> {
    if contacts < 8 {
        bail!("--contacts: the demo needs 8 or more");
    }
    if config.url.is_empty() {
        config.url = format!("http://{}", config.addr);
    }
    let Opened {
        services,
        setup_token,
    } = startup::open(&config).await?;
    let Some(token) = setup_token else {
        services.store.shutdown().await;
        bail!(
            "the data in {} is in use; choose an empty folder for the demo",
            config.data.display()
        );
    };
    let filled = demo::fill(&services, token, contacts).await;
    services.store.shutdown().await;
    let filled = filled.context("cannot fill the demo")?;
    let text = serde_json::to_string(&filled)?;
    std::fs::write(config.data.join("demo.json"), &text)?;
    if json {
        println!("{text}");
    } else {
        println!("The demo company is in {}.", config.data.display());
        println!("Everybody's password: {}", demo::PASSWORD);
        for user in &filled.users {
            println!("  {}", user.email);
        }
    }
    Ok(())
}

//! `keys`: the instance's key, for the operator at the shell.

use crate::config::Config;
use crate::startup;

/// Replaces the instance's key; the server may run meanwhile.
pub async fn rotate(config: Config, end_signatures: bool) -> anyhow::Result<()> {
    let services = startup::services_beside(&config).await?;
    let done = services.keys.rotate(end_signatures).await;
    services.store.shutdown().await;
    let done = done?;
    println!(
        "{} has a new key; back it up now, and copy it to every machine of this instance.",
        config.secret_key_file.display()
    );
    println!(
        "The previous one is {}: keep it as long as you keep backups that were made with it.",
        done.previous.display()
    );
    println!(
        "{} data keys were wrapped anew. A running server takes the new key over within a minute and then encrypts every secret anew; `parlance doctor` says when that is done.",
        done.data_keys
    );
    if end_signatures {
        println!(
            "Addresses of files and links in unsent mails have ended; visitors of websites begin new conversations."
        );
    }
    if done.damaged.is_empty() {
        Ok(())
    } else {
        anyhow::bail!(
            "these data keys could not be read and were left as they were: {}",
            done.damaged.join(", ")
        )
    }
}

//! `doctor`: checks what an installation needs, and says in plain words what to do.

use std::time::Duration;

use anyhow::bail;

use crate::config::Config;
use crate::startup;

/// A finding: whether it is fine, and what it says.
struct Finding {
    fine: bool,
    text: String,
}

/// Checks settings, disk, databases, clock and mail. Fails if something needs attention.
pub async fn doctor(mut config: Config) -> anyhow::Result<()> {
    let mut findings = vec![Finding {
        fine: true,
        text: "the settings are valid".into(),
    }];
    if config.url.is_empty() {
        config.url = format!("http://{}", config.addr);
        note(
            &mut findings,
            config.addr.ip().is_loopback(),
            "no `url` is set: fine for this machine alone; set it to the address that people use before inviting them",
        );
    } else {
        note(
            &mut findings,
            config.url.starts_with("https://"),
            "`url` is not https: put a TLS proxy in front, cookies are only protected with it",
        );
    }
    match tokio::net::TcpListener::bind(config.addr).await {
        Ok(_) => findings.push(Finding {
            fine: true,
            text: format!("{} is free", config.addr),
        }),
        Err(error) => findings.push(Finding {
            fine: true,
            text: format!(
                "{} is taken ({error}); that is right while the server runs",
                config.addr
            ),
        }),
    }
    match startup::services_beside(&config).await {
        Ok(services) => {
            findings.push(Finding {
                fine: true,
                text: "key, databases and files open".into(),
            });
            let waiting = parlance_services::secrets::count_waiting_system(&services).await?;
            findings.push(Finding {
                fine: waiting == 0,
                text: if waiting == 0 {
                    "every secret is encrypted with the newest key".into()
                } else {
                    format!("the secrets of {waiting} workspaces wait to be encrypted with the newest key; a running server does that by itself")
                },
            });
            if let Some(free) = startup::free_bytes(&services) {
                let gigabytes = free / (1 << 30);
                findings.push(Finding {
                    fine: gigabytes >= 1,
                    text: format!(
                        "{gigabytes} GB are free in the data folder (at least 1 GB is needed)"
                    ),
                });
            }
            let flush = flush_time(&services.settings.data_dir)?;
            findings.push(Finding {
                fine: flush > Duration::from_micros(20),
                text: format!(
                    "a flush to disk takes {} µs{}",
                    flush.as_micros(),
                    if flush > Duration::from_micros(20) {
                        ""
                    } else {
                        ": implausibly fast, this disk may lose data on power failure"
                    }
                ),
            });
            // Before the first release of this program: the clock of the machine is wrong.
            let sane = services.clock.now().0 > 1_764_000_000_000;
            findings.push(Finding {
                fine: sane,
                text: "the clock shows a plausible time".into(),
            });
            match parlance_services::jobs::check_mail(&services).await {
                None => findings.push(Finding {
                    fine: true,
                    text: "no mail is configured; links are printed by `parlance admin`".into(),
                }),
                Some(Ok(())) => findings.push(Finding {
                    fine: true,
                    text: "the mail server accepts us".into(),
                }),
                Some(Err(error)) => findings.push(Finding {
                    fine: false,
                    text: format!("the mail server does not accept us: {error}"),
                }),
            }
            services.store.shutdown().await;
        }
        Err(error) => findings.push(Finding {
            fine: false,
            text: format!("{error:#}"),
        }),
    }
    let bad = findings.iter().filter(|finding| !finding.fine).count();
    for finding in &findings {
        println!(
            "{} {}",
            if finding.fine { "ok  " } else { "LOOK" },
            finding.text
        );
    }
    if bad > 0 {
        bail!("{bad} of {} checks need attention", findings.len())
    } else {
        Ok(())
    }
}

fn note(findings: &mut Vec<Finding>, fine: bool, advice: &str) {
    if !fine {
        findings.push(Finding {
            fine: false,
            text: advice.to_owned(),
        });
    }
}

/// The shortest of five 4 KB writes that are flushed to the disk.
fn flush_time(folder: &std::path::Path) -> anyhow::Result<Duration> {
    use std::io::Write as _;
    let path = folder.join(".flush-test");
    let mut file = std::fs::File::create(&path)?;
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = tokio::time::Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        best = best.min(started.elapsed());
    }
    drop(file);
    std::fs::remove_file(&path)?;
    Ok(best)
}

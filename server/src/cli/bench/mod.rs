//! `bench`: measures this build and prints a table.
//!
//! Loads are open: requests start by a schedule and their latency counts from the scheduled
//! time, so that a queue shows. Each figure stands beside a baseline of the same run, because
//! machines differ; ratios are what is compared. Nothing here is a test.

mod cases;
mod child;
mod client;
mod load;
mod seed;

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

pub use child::Child;

/// One measured figure.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Figure {
    /// `area.case`.
    pub name: String,
    /// Unit of `value` and of the baseline.
    pub unit: String,
    /// The figure itself.
    pub value: Option<f64>,
    /// Latencies in milliseconds.
    pub p50: Option<f64>,
    /// See `p50`.
    pub p95: Option<f64>,
    /// See `p50`.
    pub p99: Option<f64>,
    /// See `p50`.
    pub max: Option<f64>,
    /// What it is compared with, measured in the same run.
    pub baseline: Option<f64>,
    /// `value / baseline` (for latencies: `p50 / baseline`).
    pub ratio: Option<f64>,
}

/// The figures by name, in the order of the table.
pub const NAMES: &[&str] = &[
    "ingest.hot",
    "ingest.100_workspaces",
    "inbox.page",
    "sse.fanout_1000",
    "start.ready",
    "memory.idle",
    "size.app_brotli",
    "size.widget_brotli",
];

/// Measures what was asked for; no names: everything.
pub async fn bench(names: Vec<String>, json: Option<PathBuf>, seconds: u64) -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        bail!("this is a debug build; measure a release build (`make bench`)");
    }
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(&name.as_str())) {
        bail!(
            "no measurement is called {unknown}; there are: {}",
            NAMES.join(", ")
        );
    }
    let mut figures = Vec::new();
    for name in NAMES
        .iter()
        .filter(|name| names.is_empty() || names.iter().any(|n| n == *name))
    {
        eprintln!("measuring {name} …");
        let figure = cases::measure(name, seconds)
            .await
            .with_context(|| format!("measuring {name}"))?;
        figures.push(Figure {
            name: (*name).to_owned(),
            ..figure
        });
    }
    print(&figures);
    if let Some(path) = json {
        let mut all: Vec<Figure> = std::fs::read_to_string(&path)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        for figure in figures {
            match all.iter_mut().find(|old| old.name == figure.name) {
                Some(old) => *old = figure,
                None => all.push(figure),
            }
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}

fn print(figures: &[Figure]) {
    let number = |value: Option<f64>| {
        value.map_or_else(
            || "–".to_owned(),
            |v| {
                if v >= 100.0 {
                    format!("{v:.0}")
                } else {
                    format!("{v:.2}")
                }
            },
        )
    };
    println!(
        "{:<22} {:>10} {:<8} {:>8} {:>8} {:>8} {:>8} {:>10} {:>7}",
        "name", "value", "unit", "p50 ms", "p95 ms", "p99 ms", "max ms", "baseline", "ratio"
    );
    for f in figures {
        println!(
            "{:<22} {:>10} {:<8} {:>8} {:>8} {:>8} {:>8} {:>10} {:>7}",
            f.name,
            number(f.value),
            f.unit,
            number(f.p50),
            number(f.p95),
            number(f.p99),
            number(f.max),
            number(f.baseline),
            number(f.ratio)
        );
    }
}

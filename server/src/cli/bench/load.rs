//! An open load: requests by schedule, latencies from the scheduled time, percentiles.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::Instant;

use super::Figure;

/// Result of a load.
pub struct Outcome {
    /// Latencies in microseconds.
    pub histogram: Histogram<u64>,
    /// Answered well.
    pub done: u64,
    /// Answered badly, or not at all.
    pub failed: u64,
    /// From the first to the last answer.
    pub took: Duration,
}

impl Outcome {
    /// Answers per second.
    pub fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.done).unwrap_or(u32::MAX)) / self.took.as_secs_f64().max(0.001)
    }

    /// A percentile in milliseconds.
    pub fn quantile(&self, q: f64) -> f64 {
        millis(self.histogram.value_at_quantile(q))
    }

    /// The latencies as columns of a figure.
    pub fn figure(&self, unit: &str, value: Option<f64>) -> Figure {
        Figure {
            unit: unit.into(),
            value,
            p50: Some(self.quantile(0.5)),
            p95: Some(self.quantile(0.95)),
            p99: Some(self.quantile(0.99)),
            max: Some(millis(self.histogram.max())),
            ..Figure::default()
        }
    }
}

fn millis(micros: u64) -> f64 {
    f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1_000.0
}

/// Starts `rate` requests per second for some seconds, at most `in_flight` at once; what waits
/// for a place counts its waiting.
pub async fn open<F, Fut>(rate: u64, duration: Duration, in_flight: usize, request: F) -> Outcome
where
    F: Fn(u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = bool> + Send,
{
    let request = Arc::new(request);
    let places = Arc::new(Semaphore::new(in_flight));
    let failed = Arc::new(AtomicU64::new(0));
    let histogram = Arc::new(Mutex::new(empty()));
    let started = Instant::now();
    let total = u64::try_from(duration.as_millis()).unwrap_or(0) * rate / 1_000;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..total {
        let due = started
            + Duration::from_nanos(1_000_000_000 / rate.max(1))
                .saturating_mul(u32::try_from(number).unwrap_or(u32::MAX));
        if due > Instant::now() {
            tokio::time::sleep_until(due).await;
        }
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let (request, failed, histogram) = (
            Arc::clone(&request),
            Arc::clone(&failed),
            Arc::clone(&histogram),
        );
        tasks.spawn(async move {
            let well = request(number).await;
            drop(place);
            let micros = u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX);
            if !well {
                failed.fetch_add(1, Ordering::Relaxed);
            }
            histogram.lock().await.saturating_record(micros);
        });
        while tasks.try_join_next().is_some() {}
    }
    while tasks.join_next().await.is_some() {}
    let took = started.elapsed();
    let failed = failed.load(Ordering::Relaxed);
    let histogram = histogram.lock().await.clone();
    Outcome {
        done: histogram.len() - failed,
        histogram,
        failed,
        took,
    }
}

/// `workers` clients, each with one request in flight, as fast as it goes: finds the capacity.
pub async fn closed<F, Fut>(workers: u64, duration: Duration, request: F) -> Outcome
where
    F: Fn(u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = bool> + Send,
{
    let request = Arc::new(request);
    let started = Instant::now();
    let numbers = Arc::new(AtomicU64::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..workers {
        let (request, numbers) = (Arc::clone(&request), Arc::clone(&numbers));
        tasks.spawn(async move {
            let (mut histogram, mut failed) = (empty(), 0_u64);
            while started.elapsed() < duration {
                let before = Instant::now();
                let well = request(numbers.fetch_add(1, Ordering::Relaxed)).await;
                failed += u64::from(!well);
                histogram.saturating_record(
                    u64::try_from(before.elapsed().as_micros()).unwrap_or(u64::MAX),
                );
            }
            (histogram, failed)
        });
    }
    let (mut histogram, mut failed) = (empty(), 0);
    while let Some(joined) = tasks.join_next().await {
        if let Ok((part, bad)) = joined {
            histogram.add(part).ok();
            failed += bad;
        }
    }
    Outcome {
        done: histogram.len() - failed,
        histogram,
        failed,
        took: started.elapsed(),
    }
}

/// Three digits of precision from a microsecond to a minute.
pub fn empty() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000, 3).unwrap_or_else(|_| fallback())
}

fn fallback() -> Histogram<u64> {
    // The bounds above are constants that the library accepts; this is never reached.
    std::process::abort()
}

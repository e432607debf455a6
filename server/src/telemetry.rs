//! Logs and metrics: one structured line per request, Prometheus text on an address of its own.

use std::net::SocketAddr;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::{self, FormatEvent, FormatFields};
use tracing_subscriber::fmt::{FmtContext, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::http::connection;
use crate::http::slow::Limits;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people at a terminal.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
}

/// Starts logging to standard error.
pub fn start_logs(filter: &str, format: LogFormat) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry()
        .with(filter)
        .with(layer(format, std::io::stderr));
    // A second start in the same process (tests) keeps the first subscriber.
    drop(registry.try_init());
}

fn layer<S, W>(format: LogFormat, writer: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let plain = tracing_subscriber::fmt::layer().with_writer(writer);
    match format {
        LogFormat::Text => Box::new(plain.with_ansi(false).event_format(OneLine)),
        LogFormat::Json => Box::new(plain.json()),
    }
}

/// An event is one line of printable text, whatever is in its values: the standard format writes
/// what is logged with `%` as it is, so that a name with a line break could forge a line. JSON
/// escapes by itself.
struct OneLine;

impl<S, N> FormatEvent<S, N> for OneLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: format::Writer<'_>,
        event: &Event<'_>,
    ) -> std::fmt::Result {
        let mut line = String::new();
        tracing_subscriber::fmt::format().format_event(
            context,
            format::Writer::new(&mut line),
            event,
        )?;
        for c in line.strip_suffix('\n').unwrap_or(&line).chars() {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                write!(writer, "{}", c.escape_default())?;
            } else {
                writer.write_char(c)?;
            }
        }
        writeln!(writer)
    }
}

/// Installs the metrics recorder.
pub fn start_metrics() -> Option<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().ok()
}

/// Serves `/metrics` on its own address until the process ends.
///
/// # Errors
/// The address cannot be bound.
pub async fn serve_metrics(address: SocketAddr, handle: PrometheusHandle) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    let router = axum::Router::new().route("/metrics", get(move || async move { handle.render() }));
    let always = std::future::pending();
    tokio::spawn(connection::serve(
        listener,
        router,
        Limits::default(),
        always,
    ));
    Ok(())
}

/// Counts and times a request under the pattern of its route (never the address itself, which
/// holds ids and tokens).
pub async fn record(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let started = tokio::time::Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    metrics::histogram!("http_request_seconds", "route" => route.clone()).record(seconds);
    metrics::counter!("http_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    if status >= 500 {
        tracing::warn!(%method, route, status, seconds, "request failed");
    } else {
        tracing::debug!(%method, route, status, seconds, "request");
    }
    response
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    const EVIL: &str =
        "Ana\r\n2026-01-01T00:00:00Z ERROR forged\u{1b}[2J\u{9b}31m\0\u{7}\u{2028}\u{85}end";

    fn logged(log_format: LogFormat) -> String {
        let memory = Memory::default();
        let writer = memory.clone();
        let registry =
            tracing_subscriber::registry().with(layer(log_format, move || writer.clone()));
        tracing::subscriber::with_default(registry, || {
            let span = tracing::info_span!("request", name = %EVIL, other = EVIL);
            let _entered = span.enter();
            tracing::info!(name = %EVIL, other = EVIL, debug = ?EVIL, "{EVIL}");
            tracing::warn!("second");
        });
        let bytes = memory.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn sec_112_values_do_not_break_a_line_of_text() {
        let text = logged(LogFormat::Text);
        let lines: Vec<_> = text.split_terminator('\n').collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(
            !lines.iter().any(|line| line.contains(char::is_control)),
            "{text:?}"
        );
        assert!(
            !text.contains('\u{2028}') && lines[1].ends_with("second"),
            "{text}"
        );
        assert!(
            text.contains("ERROR forged"),
            "nothing is swallowed: {text}"
        );
    }

    #[test]
    fn sec_112_values_do_not_break_a_line_of_json() {
        let text = logged(LogFormat::Json);
        let lines: Vec<_> = text.split_terminator('\n').collect();
        assert_eq!(lines.len(), 2, "{text}");
        let first: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
        assert_eq!(first["fields"]["name"], EVIL);
        assert!(!text.contains('\u{1b}') && !text.contains('\0'), "{text:?}");
    }
}

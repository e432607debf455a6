//! R1, R2, F-01: a server is killed while visitors write. Whatever it acknowledged is there, and
//! what a visitor sends again because no answer came is there once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parlance_services::testing::ScratchDatabase;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{Demo, Http, Place};

const VISITORS: usize = 6;
const ROUNDS: usize = 3;

/// A visitor, with what they know.
struct Visitor {
    number: usize,
    token: String,
    /// Texts that were answered with 200.
    acknowledged: Vec<String>,
    /// The message that was on its way when the connection broke.
    open: Option<String>,
    next: usize,
}

impl Visitor {
    async fn send(&mut self, http: &Http, text: String) -> bool {
        // The text is the message's own id, too: a repeated message has the same.
        match http.write(&self.token, &text, &text).await {
            Ok(reply) => {
                assert_eq!(reply.status, 200, "{}", reply.body);
                self.acknowledged.push(text);
                true
            }
            Err(_) => {
                self.open = Some(text);
                false
            }
        }
    }

    /// Writes until the server is gone.
    async fn write_on(
        mut self,
        http: Http,
        acknowledged: Arc<AtomicUsize>,
        enough: Arc<Notify>,
    ) -> Self {
        // The server's own limit is 30 messages a minute.
        for _ in 0..25 {
            let text = format!("message-of-{}-number-{:04}", self.number, self.next);
            self.next += 1;
            if !self.send(&http, text).await {
                break;
            }
            if acknowledged.fetch_add(1, Ordering::SeqCst) == 40 {
                enough.notify_one();
            }
        }
        self
    }
}

async fn newcomers(http: &Http, demo: &Demo) -> Vec<Visitor> {
    let mut visitors = Vec::new();
    for number in 0..VISITORS {
        visitors.push(Visitor {
            number,
            token: http.visitor(&demo.widget_key).await,
            acknowledged: Vec::new(),
            open: None,
            next: 0,
        });
    }
    visitors
}

/// All of them write; told when enough was acknowledged.
fn write_all(visitors: &mut Vec<Visitor>, http: &Http) -> (Vec<JoinHandle<Visitor>>, Arc<Notify>) {
    let (acknowledged, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let writers = visitors
        .drain(..)
        .map(|visitor| {
            let (acknowledged, enough) = (Arc::clone(&acknowledged), Arc::clone(&enough));
            tokio::spawn(visitor.write_on(http.clone(), acknowledged, enough))
        })
        .collect();
    (writers, enough)
}

async fn survive(place: &Place, demo: &Demo) {
    let mut visitors = Vec::new();
    for round in 0..ROUNDS {
        let mut server = place.serve("error");
        let http = server.http();
        check(&http, demo, &mut visitors).await;
        if visitors.is_empty() {
            visitors = newcomers(&http, demo).await;
        }
        let (writers, enough) = write_all(&mut visitors, &http);
        // All of them are in flight now.
        enough.notified().await;
        server.kill();
        for writer in writers {
            visitors.push(writer.await.unwrap());
        }
        assert!(
            visitors.iter().any(|visitor| visitor.open.is_some()),
            "round {round}: nobody was interrupted"
        );
    }
    let server = place.serve("error");
    check(&server.http(), demo, &mut visitors).await;
    let (code, log) = server.stop();
    assert_eq!((code, log.as_str()), (Some(0), ""));
}

/// After a restart: a browser sends again what was not answered; then the history is complete.
async fn check(http: &Http, demo: &Demo, visitors: &mut [Visitor]) {
    for visitor in visitors {
        if let Some(text) = visitor.open.take() {
            assert!(visitor.send(http, text).await);
        }
        let found = http.history(&demo.widget_key, &visitor.token).await;
        let unique: BTreeSet<_> = found.iter().collect();
        assert_eq!(
            unique.len(),
            found.len(),
            "a message is there twice: {found:?}"
        );
        // The answer carries the newest page.
        let newest: Vec<_> = visitor
            .acknowledged
            .iter()
            .rev()
            .take(found.len())
            .rev()
            .cloned()
            .collect();
        assert!(
            found.len() >= visitor.acknowledged.len().min(20),
            "{found:?}"
        );
        assert_eq!(found, newest, "visitor {}", visitor.number);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f_01_acknowledged_messages_survive_a_kill_and_none_is_doubled() {
    let (place, demo) = Place::demo().await;
    survive(&place, &demo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f_01_acknowledged_messages_survive_a_kill_on_postgres() {
    let Some(database) = ScratchDatabase::create().await.unwrap() else {
        return;
    };
    let place = Place {
        database_url: database.url.clone(),
        ..Place::empty()
    };
    let demo = place.fill();
    survive(&place, &demo).await;
    database.end().await.unwrap();
}

/// F-38: told to stop while visitors write, a server finishes what it was asked, acknowledges
/// nothing that it drops, and exits with 0; the next start finds nothing to repair.
#[tokio::test(flavor = "multi_thread")]
async fn f_38_a_server_that_is_told_to_stop_under_load_loses_nothing() {
    let (place, demo) = Place::demo().await;
    let server = place.serve("error");
    let http = server.http();
    let mut visitors = newcomers(&http, &demo).await;
    let (writers, enough) = write_all(&mut visitors, &http);
    enough.notified().await;
    let (code, log) = tokio::task::block_in_place(|| server.stop());
    assert_eq!((code, log.as_str()), (Some(0), ""));
    for writer in writers {
        visitors.push(writer.await.unwrap());
    }
    let mut logs = Vec::new();
    collect_logs(&place.data(), &mut logs);
    assert!(logs.is_empty(), "a clean close leaves no log: {logs:?}");
    let server = place.serve("error");
    check(&server.http(), &demo, &mut visitors).await;
}

fn collect_logs(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_logs(&path, found);
        } else if path.to_string_lossy().ends_with("-wal")
            && std::fs::metadata(&path).unwrap().len() > 0
        {
            found.push(path);
        }
    }
}

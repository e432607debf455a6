//! Small payloads from process to process that are never stored: who is connected, who types.
//!
//! On Postgres they travel with the hints; on SQLite there is one process and nobody to tell.
//! Best effort: a full queue drops the oldest, a lost connection loses what was under way, and
//! the sender hears its own.

use parlance::id::WorkspaceId;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast};

/// Signals that may wait for the sender, and that a slow subscriber may be behind.
const WAITING: usize = 1_024;
/// A notification of Postgres holds less than 8,000 bytes.
const MAX_BYTES: usize = 7_500;

/// Signals on their way out and in.
pub(crate) struct Signals {
    waiting: Mutex<VecDeque<(WorkspaceId, String)>>,
    pub(crate) added: Notify,
    received: broadcast::Sender<(WorkspaceId, Arc<str>)>,
}

impl Signals {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Mutex::new(VecDeque::new()),
            added: Notify::new(),
            received: broadcast::Sender::new(WAITING),
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(WorkspaceId, String)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, id: WorkspaceId, payload: String) {
        if payload.len() > MAX_BYTES {
            tracing::debug!(bytes = payload.len(), "a signal is too large");
            return;
        }
        let mut waiting = self.lock();
        if waiting.len() >= WAITING {
            waiting.pop_front();
        }
        waiting.push_back((id, payload));
        drop(waiting);
        self.added.notify_one();
    }

    /// What waits, as notification payloads.
    pub(crate) fn take(&self) -> Vec<String> {
        self.lock()
            .drain(..)
            .map(|(id, payload)| format!("~{id}:{payload}"))
            .collect()
    }

    /// Passes on a notification payload, if it is a signal; whether it was one.
    pub(crate) fn receive(&self, payload: &str) -> bool {
        let Some((id, content)) = payload
            .strip_prefix('~')
            .and_then(|rest| rest.split_once(':'))
        else {
            return false;
        };
        if let Ok(id) = id.parse() {
            // Nobody subscribed is fine.
            drop(self.received.send((id, content.into())));
        }
        true
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<(WorkspaceId, Arc<str>)> {
        self.received.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_comes_back_as_it_was_sent() {
        let signals = Signals::new();
        let mut heard = signals.subscribe();
        signals.add(WorkspaceId(7), r#"{"a":"x:y"}"#.into());
        for payload in signals.take() {
            assert!(signals.receive(&payload));
        }
        assert_eq!(
            heard.try_recv().unwrap(),
            (WorkspaceId(7), r#"{"a":"x:y"}"#.into())
        );
        assert!(!signals.receive("7:12"));
    }

    #[test]
    fn a_full_queue_drops_the_oldest_and_large_ones_are_refused() {
        let signals = Signals::new();
        for i in 0..=WAITING {
            signals.add(WorkspaceId(1), i.to_string());
        }
        signals.add(WorkspaceId(1), "x".repeat(MAX_BYTES + 1));
        let waiting = signals.take();
        assert_eq!((waiting.len(), waiting[0].as_str()), (WAITING, "~1:1"));
    }
}

//! Closing databases: the least recently used one when too many are open, all of them at the end.

use super::rows;
use super::shared::Shared;
use super::slot::{Slot, State};
use super::store::DRAIN;
use crate::lane::Class;
use metrics::{counter, gauge};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often idle readers are looked for.
const REAP: Duration = Duration::from_secs(10);

/// Closes least recently used workspaces until `more` may be opened. If all are in use the cap
/// is exceeded for a while: somebody waits for each of them.
pub(super) async fn make_room(shared: &Arc<Shared>, more: usize) {
    let mut open = Vec::new();
    for slot in shared.slots() {
        // A slot that is locked is being opened or closed: it counts neither way.
        let Ok(state) = slot.state.try_read() else {
            continue;
        };
        if let State::Open(database) = &*state {
            let busy = slot.is_used() || !database.lane.queue.is_empty();
            let used = slot.used.load(Ordering::Relaxed);
            drop(state);
            open.push((used, busy, slot));
        }
    }
    gauge!("store_workspaces_open").set(u32::try_from(open.len()).unwrap_or(u32::MAX));
    let mut surplus = (open.len() + more).saturating_sub(shared.config.max_open.max(1));
    open.sort_unstable_by_key(|(used, ..)| *used);
    for (_, busy, slot) in open {
        if surplus == 0 {
            return;
        }
        if !busy && close(shared, &slot, false).await {
            counter!("store_evictions").increment(1);
            surplus -= 1;
        }
    }
}

/// Closes one workspace. `even_used`: at shutdown and deletion, users get errors from then on.
pub(super) async fn close(shared: &Arc<Shared>, slot: &Arc<Slot>, even_used: bool) -> bool {
    let mut state = slot.state.write().await;
    let State::Open(database) = &*state else {
        return false;
    };
    if !even_used && slot.is_used() {
        return false;
    }
    let database = Arc::clone(database);
    database.lane.queue.close();
    // Readers first: the final checkpoint cannot truncate the log under an open snapshot.
    database.db.close().await;
    let clean = database.lane.close(DRAIN).await;
    *state = State::Closed;
    let id = slot.id;
    if clean {
        let done = shared
            .control
            .write(Class::Background, move |tx| {
                Box::pin(async move { rows::set_clean(tx, id).await })
            })
            .await;
        if let Err(error) = done {
            tracing::warn!(workspace = id.0, %error, "a closed workspace stays marked as open");
        }
    }
    true
}

/// Closes everything.
pub(super) async fn close_all(shared: &Arc<Shared>) {
    let slots = shared.slots();
    let closing = slots.iter().map(|slot| close(shared, slot, true));
    futures::future::join_all(closing).await;
}

/// Closes readers that nobody used for a while, and workspaces beyond the cap.
pub(super) async fn reap(shared: Weak<Shared>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(REAP) => {}
        }
        let Some(shared) = shared.upgrade() else {
            return;
        };
        for slot in shared.slots() {
            if let Ok(state) = slot.state.try_read()
                && let State::Open(database) = &*state
            {
                database.db.reap();
            }
        }
        make_room(&shared, 0).await;
    }
}

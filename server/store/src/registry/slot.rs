//! The place of one workspace in the registry: closed, open or out of service.
//!
//! Opening happens under the slot's write lock, so that concurrent callers share one open. A pin
//! is taken under the read lock and counted, so that the evictor, which holds the write lock,
//! sees every user.

use super::OpenError;
use crate::db::Db;
use crate::lane::{InWorkspace, Lane};
use parlance::id::WorkspaceId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use tokio::sync::RwLock;

pub(super) struct Slot {
    pub(super) id: WorkspaceId,
    pub(super) state: RwLock<State>,
    /// Reads and commands under way.
    users: AtomicUsize,
    /// Tick of the registry at the last use.
    pub(super) used: AtomicU64,
}

pub(super) enum State {
    Closed,
    Open(Arc<Open>),
    /// Sticky until the operator retries.
    Quarantined(String),
}

/// An open database of a workspace.
pub(super) struct Open {
    pub(super) db: Db,
    pub(super) lane: Lane<InWorkspace>,
}

/// Keeps a workspace open while it is used.
pub(super) struct Pin {
    pub(super) open: Arc<Open>,
    slot: Arc<Slot>,
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.slot.users.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Slot {
    pub(super) fn new(id: WorkspaceId) -> Arc<Self> {
        Arc::new(Self {
            id,
            state: RwLock::new(State::Closed),
            users: AtomicUsize::new(0),
            used: AtomicU64::new(0),
        })
    }

    /// Pins an open database. Call with the lock of `state` held.
    pub(super) fn pin(self: &Arc<Self>, open: &Arc<Open>, tick: u64) -> Pin {
        self.users.fetch_add(1, Ordering::AcqRel);
        self.used.store(tick, Ordering::Relaxed);
        Pin {
            open: Arc::clone(open),
            slot: Arc::clone(self),
        }
    }

    /// The pin of an open database; `Ok(None)`: it is closed.
    pub(super) async fn pin_open(self: &Arc<Self>, tick: u64) -> Result<Option<Pin>, OpenError> {
        match &*self.state.read().await {
            State::Open(open) => Ok(Some(self.pin(open, tick))),
            State::Closed => Ok(None),
            State::Quarantined(reason) => Err(OpenError::Quarantined(reason.clone())),
        }
    }

    pub(super) fn is_used(&self) -> bool {
        self.users.load(Ordering::Acquire) > 0
    }
}

//! What the handles of a store share: configuration, slots, background tasks.

use super::lock::FolderLock;
use super::slot::{Pin, Slot, State};
use super::store::StoreConfig;
use super::{Control, OpenError, eviction, open, rows};
use crate::error::StoreError;
use crate::hooks::Hooks;
use crate::lane::Class;
use parlance::id::WorkspaceId;
use sqlx::postgres::PgPool;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What the handles share.
pub(crate) struct Shared {
    pub(super) config: StoreConfig,
    /// Before every schema name; empty except in tests.
    pub(super) prefix: String,
    pub(crate) pool: Option<PgPool>,
    pub(super) control: Control,
    pub(super) hooks: Arc<Hooks>,
    pub(super) slots: Mutex<HashMap<WorkspaceId, Arc<Slot>>>,
    pub(super) tick: AtomicU64,
    pub(super) readers: Arc<Semaphore>,
    pub(super) opening: Semaphore,
    /// File that new workspaces are copied from.
    pub(crate) template: PathBuf,
    pub(super) left_dirty: Vec<WorkspaceId>,
    /// Set at the beginning of shutdown: nothing is opened any more.
    pub(super) closing: AtomicBool,
    pub(super) stop: CancellationToken,
    pub(super) tasks: TaskTracker,
    /// Released by shutdown, or when the last handle is gone.
    pub(super) lock: Mutex<Option<FolderLock>>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Without shutdown() the tasks would otherwise live on.
        self.stop.cancel();
    }
}

impl Shared {
    fn lock_slots(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn slot(&self, id: WorkspaceId) -> Arc<Slot> {
        Arc::clone(self.lock_slots().entry(id).or_insert_with(|| Slot::new(id)))
    }

    pub(super) fn slots(&self) -> Vec<Arc<Slot>> {
        self.lock_slots().values().cloned().collect()
    }

    /// Ids come from outside: an unknown one must not leave a slot behind.
    /// Nobody else may hold it: two slots of one workspace would mean two lanes.
    pub(super) fn forget_unknown(&self, slot: &Arc<Slot>, error: &OpenError) {
        let mut slots = self.lock_slots();
        if *error == OpenError::NotFound && Arc::strong_count(slot) == 2 {
            slots.remove(&slot.id);
        }
    }

    /// Pins the workspace, opening its database if necessary.
    pub(super) async fn pin(self: &Arc<Self>, slot: &Arc<Slot>) -> Result<Pin, OpenError> {
        let tick = self.tick.fetch_add(1, Ordering::Relaxed);
        self.refuse_when_closing()?;
        if let Some(pin) = slot.pin_open(tick).await? {
            return Ok(pin);
        }
        // Before the slot is locked: two openers must not wait for each other's slots.
        eviction::make_room(self, 1).await;
        let mut state = slot.state.write().await;
        match &*state {
            State::Open(open) => return Ok(slot.pin(open, tick)),
            State::Quarantined(reason) => return Err(OpenError::Quarantined(reason.clone())),
            State::Closed => {}
        }
        // Again under the lock: shutdown waits for it, and finds what was opened before.
        self.refuse_when_closing()?;
        match open::workspace(self, slot.id).await {
            Ok(open) => {
                let open = Arc::new(open);
                let pin = slot.pin(&open, tick);
                *state = State::Open(open);
                Ok(pin)
            }
            Err(error) => {
                if let OpenError::Quarantined(reason) = &error {
                    *state = State::Quarantined(reason.clone());
                }
                Err(error)
            }
        }
    }

    fn refuse_when_closing(&self) -> Result<(), OpenError> {
        if self.closing.load(Ordering::Acquire) {
            return Err(OpenError::NotReady("shutting down".into()));
        }
        Ok(())
    }

    pub(crate) async fn set_state(
        &self,
        id: WorkspaceId,
        state: &'static str,
        error: Option<String>,
    ) -> Result<(), StoreError> {
        self.control
            .write(Class::Interactive, move |tx| {
                Box::pin(async move { rows::set_state(tx, id, state, error.as_deref()).await })
            })
            .await
    }
}

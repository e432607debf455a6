//! What happens after a commit, outside the database that was written: the hub is told, other
//! processes get a hint, the scheduler's index learns when work is due.

use crate::error::StoreError;
use crate::signals::Signals;
use parlance::event::Event;
use parlance::id::WorkspaceId;
use parlance::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tokio::sync::{Notify, broadcast, mpsc};

/// Told about every committed batch of a workspace, in order, after the commands were answered.
/// Called on the lane's task: must return quickly and never wait.
pub trait CommitListener: Send + Sync {
    /// The events of the batch, in the order of their numbers; never empty.
    fn committed(&self, workspace: WorkspaceId, events: Arc<[Event]>);
}

impl<F: Fn(WorkspaceId, Arc<[Event]>) + Send + Sync> CommitListener for F {
    fn committed(&self, workspace: WorkspaceId, events: Arc<[Event]>) {
        self(workspace, events);
    }
}

/// Hints that a slow subscriber may be behind before it misses some.
const HINTS: usize = 1_024;

/// Shared by the lanes of a store.
pub(crate) struct Hooks {
    listener: RwLock<Option<Arc<dyn CommitListener>>>,
    hints: broadcast::Sender<(WorkspaceId, i64)>,
    /// Newest number hinted, so that an echo from the server is not passed on.
    hinted: Mutex<HashMap<WorkspaceId, i64>>,
    /// For other processes; sent by one task.
    pub(crate) notices: Pending<i64>,
    /// For other processes, too; sent by the same task.
    pub(crate) signals: Signals,
    /// For `control.wakeups`; written by one task.
    pub(crate) wakeups: Pending<Timestamp>,
    failed: mpsc::UnboundedSender<(WorkspaceId, String)>,
}

/// Values by workspace that a task collects from time to time.
pub(crate) struct Pending<T> {
    values: Mutex<HashMap<WorkspaceId, T>>,
    pub(crate) added: Notify,
}

impl<T: Copy> Pending<T> {
    fn new() -> Self {
        Self {
            values: Mutex::new(HashMap::new()),
            added: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WorkspaceId, T>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a value; `pick` chooses between it and one that waits already.
    pub(crate) fn add(&self, id: WorkspaceId, value: T, pick: impl Fn(T, T) -> T) {
        let mut values = self.lock();
        let value = values
            .get(&id)
            .map_or(value, |waiting| pick(*waiting, value));
        values.insert(id, value);
        drop(values);
        self.added.notify_one();
    }

    pub(crate) fn take(&self) -> Vec<(WorkspaceId, T)> {
        let mut taken: Vec<_> = self.lock().drain().collect();
        taken.sort_unstable_by_key(|(id, _)| *id);
        taken
    }
}

impl Hooks {
    /// The hooks, and where the workspaces arrive whose lane gave up.
    pub(crate) fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<(WorkspaceId, String)>) {
        let (failed, failures) = mpsc::unbounded_channel();
        let hooks = Self {
            listener: RwLock::new(None),
            hints: broadcast::Sender::new(HINTS),
            hinted: Mutex::new(HashMap::new()),
            notices: Pending::new(),
            signals: Signals::new(),
            wakeups: Pending::new(),
            failed,
        };
        (Arc::new(hooks), failures)
    }

    pub(crate) fn listen(&self, listener: Arc<dyn CommitListener>) {
        *self
            .listener
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<(WorkspaceId, i64)> {
        self.hints.subscribe()
    }

    /// A batch of a local lane was committed.
    pub(crate) fn committed(&self, id: WorkspaceId, events: Vec<Event>) {
        let Some(seq) = events.last().map(|event| event.seq) else {
            return;
        };
        let listener = self
            .listener
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(listener) = listener {
            listener.committed(id, events.into());
        }
        self.hint(id, seq);
        self.notices.add(id, seq, i64::max);
    }

    /// The log of a workspace has grown, here or in another process.
    pub(crate) fn hint(&self, id: WorkspaceId, seq: i64) {
        let mut hinted = self.hinted.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = hinted.entry(id).or_insert(0);
        if seq > *newest {
            *newest = seq;
            drop(hinted);
            // Nobody subscribed is fine.
            drop(self.hints.send((id, seq)));
        }
    }

    /// A workspace was opened again; a restored one may count from lower numbers.
    pub(crate) fn forget(&self, id: WorkspaceId) {
        self.hinted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
    }

    pub(crate) fn wake_at(&self, id: WorkspaceId, due: Timestamp) {
        self.wakeups.add(id, due, Timestamp::min);
    }

    pub(crate) fn quarantine(&self, id: WorkspaceId, reason: &str) {
        drop(self.failed.send((id, reason.to_owned())));
    }
}

/// Puts back what could not be written, unless something newer is waiting.
pub(crate) fn put_back(hooks: &Hooks, wakeups: &[(WorkspaceId, Timestamp)], error: &StoreError) {
    tracing::warn!(%error, "wakeups could not be written");
    for (id, due) in wakeups {
        hooks.wakeups.add(*id, *due, Timestamp::min);
    }
}

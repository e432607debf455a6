//! The store itself: start, handles, shutdown, and the scheduler's index of due work.

use super::lock::FolderLock;
use super::shared::Shared;
use super::slot::State;
use super::{Control, OpenError, Workspace, eviction, notices, open, rows};
use crate::Clock;
use crate::db::{Engine, postgres, sqlite};
use crate::error::StoreError;
use crate::hooks::{CommitListener, Hooks};
use crate::lane::Class;
use parlance::id::WorkspaceId;
use parlance::time::Timestamp;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Reading connections of the process, over all files.
const MAX_READERS: usize = 256;
/// Databases being opened at the same time.
const MAX_OPENING: usize = 16;
/// What a lane may take to serve its queue at shutdown.
pub(super) const DRAIN: Duration = Duration::from_secs(10);

/// How a store is opened.
#[derive(Clone)]
pub struct StoreConfig {
    /// Folder of the SQLite files, their lock and templates.
    pub data_dir: PathBuf,
    /// `postgres://…` puts control and workspaces there; `None`: SQLite files.
    pub database_url: Option<String>,
    /// Workspaces open at the same time.
    pub max_open: usize,
    /// The services' clock.
    pub clock: Clock,
}

/// The databases of an instance. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    control: Control,
    shared: Arc<Shared>,
}

impl Store {
    /// Opens the control database and starts the background tasks.
    ///
    /// # Errors
    /// Another process uses the folder, the schema is newer than this binary, no connection.
    pub async fn open(config: StoreConfig) -> Result<Self, OpenError> {
        Self::open_prefixed(config, "").await
    }

    /// For a command of the operator beside a running server on the same SQLite files: takes no
    /// lock. Only the control database may be used; its transactions are ordered by the files'
    /// own locks, a workspace's events and wakeups are not.
    ///
    /// # Errors
    /// As for [`Store::open`].
    pub async fn open_beside(config: StoreConfig) -> Result<Self, OpenError> {
        Self::open_with(config, "", false).await
    }

    /// Like [`Store::open`], with a prefix for the names of Postgres schemas.
    pub(crate) async fn open_prefixed(
        config: StoreConfig,
        prefix: &str,
    ) -> Result<Self, OpenError> {
        Self::open_with(config, prefix, true).await
    }

    async fn open_with(config: StoreConfig, prefix: &str, alone: bool) -> Result<Self, OpenError> {
        sqlite::assert_version()?;
        std::fs::create_dir_all(&config.data_dir)?;
        let readers = Arc::new(Semaphore::new(MAX_READERS));
        let (lock, pool, template) = match &config.database_url {
            Some(url) => (None, Some(postgres::connect(url).await?), PathBuf::new()),
            None => {
                let lock = if alone {
                    Some(FolderLock::take(&config.data_dir)?)
                } else {
                    None
                };
                (lock, None, open::template(&config).await?)
            }
        };
        let control = open::control(&config, prefix, pool.clone(), Arc::clone(&readers)).await?;
        let mut read = control.begin_read().await?;
        let left_dirty = rows::list_dirty(&mut read).await?;
        read.end().await;
        let (hooks, failures) = Hooks::new();
        let shared = Arc::new(Shared {
            config,
            prefix: prefix.to_owned(),
            pool,
            control: control.clone(),
            hooks,
            slots: Mutex::new(HashMap::new()),
            tick: AtomicU64::new(0),
            readers,
            opening: Semaphore::new(MAX_OPENING),
            template,
            left_dirty,
            closing: AtomicBool::new(false),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            lock: Mutex::new(lock),
        });
        let stop = &shared.stop;
        let weak = Arc::downgrade(&shared);
        shared
            .tasks
            .spawn(notices::failures(weak.clone(), failures, stop.clone()));
        shared.tasks.spawn(eviction::reap(weak, stop.clone()));
        shared.tasks.spawn(notices::wakeups(
            control.clone(),
            Arc::clone(&shared.hooks),
            stop.clone(),
        ));
        if let Some(pool) = &shared.pool {
            let channel = format!("{prefix}parlance_ws");
            let (hooks, stop) = (Arc::clone(&shared.hooks), stop.clone());
            shared.tasks.spawn(notices::send(
                pool.clone(),
                channel.clone(),
                Arc::clone(&hooks),
                stop.clone(),
            ));
            shared
                .tasks
                .spawn(notices::listen(pool.clone(), channel, hooks, stop));
        }
        Ok(Self { control, shared })
    }

    /// The control database.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Which engine this instance runs on.
    pub fn engine(&self) -> Engine {
        if self.shared.pool.is_some() {
            Engine::Postgres
        } else {
            Engine::Sqlite
        }
    }

    /// The handle of a workspace, after its database was opened. Callers check membership first.
    ///
    /// # Errors
    /// Unknown, not ready, in quarantine, or its database cannot be opened.
    pub async fn workspace(&self, id: WorkspaceId) -> Result<Workspace, OpenError> {
        let slot = self.shared.slot(id);
        match self.shared.pin(&slot).await {
            Ok(pin) => drop(pin),
            Err(error) => {
                self.shared.forget_unknown(&slot, &error);
                return Err(error);
            }
        }
        Ok(Workspace {
            slot,
            store: Arc::clone(&self.shared),
        })
    }

    /// Creates a workspace with its database and makes it ready.
    ///
    /// # Errors
    /// The registry or the new database cannot be written. The row then stays in state
    /// `creating`; [`Store::resume_creating`] finishes it.
    pub async fn create_workspace(
        &self,
        new: rows::NewWorkspace,
    ) -> Result<WorkspaceId, OpenError> {
        open::create(&self.shared, new).await
    }

    /// Finishes the creation of workspaces that a crash interrupted.
    ///
    /// # Errors
    /// As for [`Store::create_workspace`].
    pub async fn resume_creating(&self) -> Result<usize, OpenError> {
        open::resume_creating(&self.shared).await
    }

    /// Closes a workspace and removes its database for good.
    ///
    /// # Errors
    /// Its database or its registry row cannot be written.
    pub async fn delete_workspace(&self, id: WorkspaceId) -> Result<(), OpenError> {
        open::delete(&self.shared, id).await
    }

    /// Takes a workspace out of quarantine; the next use tries to open it.
    ///
    /// # Errors
    /// Its registry row cannot be written.
    pub async fn retry_workspace(&self, id: WorkspaceId) -> Result<(), OpenError> {
        let slot = self.shared.slot(id);
        let mut state = slot.state.write().await;
        self.shared.set_state(id, "ready", None).await?;
        if matches!(*state, State::Quarantined(_)) {
            *state = State::Closed;
        }
        Ok(())
    }

    /// A page of all workspaces with their states, by id.
    ///
    /// # Errors
    /// The control database cannot be read.
    pub async fn list_workspaces(
        &self,
        after: WorkspaceId,
        limit: i64,
    ) -> Result<Vec<(WorkspaceId, String)>, StoreError> {
        self.control
            .read(move |r| Box::pin(async move { rows::list(r, after, limit).await }))
            .await
    }

    /// Registers who is told about commits. One listener; a second call replaces the first.
    pub fn on_commit(&self, listener: Arc<dyn CommitListener>) {
        self.shared.hooks.listen(listener);
    }

    /// The log of a workspace has grown, here or in another process of the same Postgres. Hints
    /// may be lost and merged: read the log from your own position.
    pub fn hints(&self) -> broadcast::Receiver<(WorkspaceId, i64)> {
        self.shared.hooks.subscribe()
    }

    /// Tells other processes of the same Postgres something small that is not stored. Best
    /// effort; this process hears it, too. On SQLite nothing happens.
    pub fn signal(&self, id: WorkspaceId, payload: String) {
        if self.shared.pool.is_some() {
            self.shared.hooks.signals.add(id, payload);
        }
    }

    /// What the processes of the same Postgres tell each other.
    pub fn signals(&self) -> broadcast::Receiver<(WorkspaceId, Arc<str>)> {
        self.shared.hooks.signals.subscribe()
    }

    /// Workspaces that the previous run did not close in order: visit them first, because a
    /// wakeup may have been lost.
    pub fn left_dirty(&self) -> &[WorkspaceId] {
        &self.shared.left_dirty
    }

    /// Workspaces with work due, the longest overdue first.
    ///
    /// # Errors
    /// The control database cannot be read.
    pub async fn due_workspaces(
        &self,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<(WorkspaceId, Timestamp)>, StoreError> {
        self.control
            .read(move |r| Box::pin(async move { rows::list_due(r, now, limit).await }))
            .await
    }

    /// Work of a workspace is due then, as far as was read outside of a write.
    pub fn wake_at(&self, id: WorkspaceId, due: Timestamp) {
        self.shared.hooks.wake_at(id, due);
    }

    /// Takes a due wakeup away *before* the work is looked at; whatever remains due afterwards
    /// calls `WriteTx::due` again.
    ///
    /// # Errors
    /// The control database cannot be written.
    pub async fn take_wakeup(&self, id: WorkspaceId, now: Timestamp) -> Result<(), StoreError> {
        self.control
            .write(Class::Background, move |tx| {
                Box::pin(async move { rows::take_wakeup(tx, id, now).await })
            })
            .await
    }

    /// Stops intake, serves what is queued, closes every database.
    pub async fn shutdown(&self) {
        self.shared.closing.store(true, Ordering::Release);
        eviction::close_all(&self.shared).await;
        self.shared.stop.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
        self.control.close(DRAIN).await;
        if let Some(pool) = &self.shared.pool {
            pool.close().await;
        }
        drop(
            self.shared
                .lock
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

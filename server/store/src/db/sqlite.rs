//! SQLite files: connect options, the writer's connection and the small pool of readers.
//!
//! The driver runs one thread per connection, so readers are few, opened on demand and closed
//! when idle. A reader whose future was dropped in the middle of a transaction is not reused.

use crate::error::StoreError;
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Executor};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Marks our files ("PRLC"), so that foreign ones are refused.
pub(crate) const APPLICATION_ID: i64 = 0x5052_4c43;
/// The first version without the data race on WAL reset (storage.md §4.1).
const MIN_VERSION: i32 = 3_051_003;
const READERS_PER_FILE: usize = 2;
const IDLE: Duration = Duration::from_secs(30);

/// Refuses to work with a SQLite that may lose commits.
pub(crate) fn assert_version() -> Result<(), StoreError> {
    let version = super::raw::sqlite_version();
    if version < MIN_VERSION {
        return Err(StoreError::Bug(format!(
            "SQLite {version} is older than {MIN_VERSION}"
        )));
    }
    Ok(())
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .page_size(4096)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(64)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("cache_size", "-1024")
        .pragma("mmap_size", "0")
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging()
}

/// Opens the one writing connection of a file.
pub(crate) async fn open_writer(path: &Path, create: bool) -> Result<SqliteConnection, StoreError> {
    let mut conn = options(path)
        .create_if_missing(create)
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "16777216")
        .pragma("secure_delete", "FAST")
        .connect()
        .await?;
    super::raw::set_defensive(&mut conn).await?;
    Ok(conn)
}

/// Whether the file is new or was made by us.
pub(crate) async fn is_ours(conn: &mut SqliteConnection) -> Result<bool, StoreError> {
    let id: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut *conn)
        .await?;
    if id == APPLICATION_ID {
        return Ok(true);
    }
    let objects: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema")
        .fetch_one(conn)
        .await?;
    Ok(id == 0 && objects == 0)
}

/// The schema version noted in the file's header.
pub(crate) async fn user_version(conn: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(conn)
        .await?)
}

/// Copies a live database; never copy the file itself (storage.md §4.4).
pub(crate) async fn vacuum_into(
    conn: &mut SqliteConnection,
    copy: &Path,
) -> Result<(), StoreError> {
    let copy = copy.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO $1")
        .bind(copy)
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes the WAL back into the file without making anybody wait.
pub(crate) async fn checkpoint(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    conn.execute("PRAGMA wal_checkpoint(PASSIVE)").await?;
    Ok(())
}

/// Checkpoint and close: the file is complete without its WAL afterwards.
///
/// No statistics are ever gathered. The gate test holds the plan of every statement without them,
/// while those of a young workspace turned the batch update of conversations into a scan: for six
/// rows that is right, for the thousands of an hour later it cost 4 ms a batch.
pub(crate) async fn close_writer(mut conn: SqliteConnection) -> Result<(), StoreError> {
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    conn.close().await?;
    Ok(())
}

/// Path of the write-ahead log of a database file.
pub(crate) fn wal_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// The readers of one file.
pub(crate) struct Readers {
    path: PathBuf,
    /// At most two transactions at a time read one file.
    slots: Arc<Semaphore>,
    /// Process-wide cap, shared by all files.
    process: Arc<Semaphore>,
    idle: Mutex<Vec<(Instant, Reading)>>,
}

/// A reading connection; the deadline stops its statements through the progress handler.
pub(crate) struct Reading {
    pub(crate) conn: Box<SqliteConnection>,
    deadline: Arc<Deadline>,
}

/// A point in time that the progress handler of a connection compares with.
struct Deadline {
    started: Instant,
    /// Milliseconds after `started`; `u64::MAX` = none.
    at: AtomicU64,
}

impl Deadline {
    fn set(&self, budget: Duration) {
        let at = (self.started.elapsed() + budget).as_millis();
        self.at
            .store(u64::try_from(at).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn passed(&self) -> bool {
        self.started.elapsed().as_millis() > u128::from(self.at.load(Ordering::Relaxed))
    }
}

/// A reader taken for one transaction.
pub(crate) struct Lease {
    readers: Arc<Readers>,
    deadline: Arc<Deadline>,
    _permits: (OwnedSemaphorePermit, OwnedSemaphorePermit),
}

impl Readers {
    pub(crate) fn new(path: &Path, process: Arc<Semaphore>) -> Arc<Self> {
        Arc::new(Self {
            path: path.to_owned(),
            slots: Arc::new(Semaphore::new(READERS_PER_FILE)),
            process,
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Takes or opens a connection.
    pub(crate) async fn lease(
        self: &Arc<Self>,
        budget: Duration,
    ) -> Result<(Lease, Box<SqliteConnection>), StoreError> {
        let gone = |_| StoreError::Unavailable("the database was closed".into());
        let slot = Arc::clone(&self.slots)
            .acquire_owned()
            .await
            .map_err(gone)?;
        let process = Arc::clone(&self.process)
            .acquire_owned()
            .await
            .map_err(gone)?;
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let reading = match idle {
            Some((_, reading)) => reading,
            None => self.open().await?,
        };
        reading.deadline.set(budget);
        let lease = Lease {
            readers: Arc::clone(self),
            deadline: reading.deadline,
            _permits: (slot, process),
        };
        Ok((lease, reading.conn))
    }

    async fn open(&self) -> Result<Reading, StoreError> {
        let mut conn = options(&self.path)
            .read_only(true)
            .pragma("query_only", "ON")
            .connect()
            .await?;
        let deadline = Arc::new(Deadline {
            started: Instant::now(),
            at: AtomicU64::new(u64::MAX),
        });
        let watched = Arc::clone(&deadline);
        conn.lock_handle()
            .await?
            .set_progress_handler(1_000, move || !watched.passed());
        Ok(Reading {
            conn: Box::new(conn),
            deadline,
        })
    }

    /// Closes connections that nobody used for a while.
    pub(crate) fn reap(&self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(since, _)| since.elapsed() < IDLE);
    }

    /// Closes every reader, after those in use came back; refuses new ones.
    pub(crate) async fn close(&self) {
        let all = u32::try_from(READERS_PER_FILE).unwrap_or(1);
        let permits = self.slots.acquire_many(all).await;
        self.slots.close();
        drop(permits);
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for (_, reading) in idle {
            if let Err(error) = reading.conn.close().await {
                tracing::warn!(%error, "closing a reader failed");
            }
        }
    }
}

impl Lease {
    /// Gives back a connection whose transaction was ended.
    pub(crate) fn give_back(self, conn: Box<SqliteConnection>) {
        let reading = Reading {
            conn,
            deadline: Arc::clone(&self.deadline),
        };
        let mut idle = self
            .readers
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        idle.push((Instant::now(), reading));
    }

    /// Restarts the budget for the next statement.
    pub(crate) fn restart(&self, budget: Duration) {
        self.deadline.set(budget);
    }
}

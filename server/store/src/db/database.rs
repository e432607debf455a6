//! One database, a file or a schema, and the one connection that writes it.

use super::conn::Link;
use super::postgres::Schema;
use super::sqlite::{self, Readers};
use super::{Conn, Engine, Stmt, Val};
use crate::error::StoreError;
use sqlx::{Executor, SqliteConnection};
use std::path::PathBuf;
use std::sync::Arc;

/// Where a database is, and how it is read.
#[derive(Clone)]
pub(crate) enum Db {
    Sqlite {
        path: PathBuf,
        readers: Arc<Readers>,
    },
    Postgres(Schema),
}

impl Db {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Closes readers that nobody used for a while.
    pub(crate) fn reap(&self) {
        if let Self::Sqlite { readers, .. } = self {
            readers.reap();
        }
    }

    /// Closes what reads. The writer is closed by its lane, before this.
    pub(crate) async fn close(&self) {
        if let Self::Sqlite { readers, .. } = self {
            readers.close().await;
        }
    }
}

/// What a lane begins its transactions with.
pub(crate) struct Writer {
    db: Db,
    /// SQLite only: the connection between two transactions. Missing after a failure.
    conn: Option<Box<SqliteConnection>>,
    /// Batches since the last checkpoint.
    batches: u32,
}

/// Batches between two checkpoints, at least: a log file keeps its size after a checkpoint, so
/// the size alone would ask for one after every batch.
const CHECKPOINT_BATCHES: u32 = 64;

/// What became of a COMMIT.
pub(crate) enum Committed {
    Yes,
    /// Nothing was written.
    No(StoreError),
    /// The answer was lost (Postgres only).
    Unseen,
}

impl Writer {
    pub(crate) fn new(db: Db, conn: Option<Box<SqliteConnection>>) -> Self {
        Self {
            db,
            conn,
            batches: 0,
        }
    }

    /// Begins a write transaction; opens the connection if there is none. On SQLite it begins
    /// with the first statement.
    pub(crate) async fn begin(&mut self) -> Result<Conn, StoreError> {
        match &self.db {
            Db::Sqlite { path, .. } => {
                let conn = match self.conn.take() {
                    Some(conn) => conn,
                    None => Box::new(sqlite::open_writer(path, false).await?),
                };
                // IMMEDIATE: a deferred transaction that reads first fails at its first write.
                Ok(Conn::sqlite(conn, "BEGIN IMMEDIATE"))
            }
            Db::Postgres(schema) => Ok(Conn::postgres(schema.begin_write().await?)),
        }
    }

    /// Commits, after some last statements.
    pub(crate) async fn commit(
        &mut self,
        mut conn: Conn,
        last: &[(&'static Stmt, &[Val<'_>])],
    ) -> Committed {
        conn.refresh().await;
        let done = match conn.engine() {
            Engine::Sqlite => conn.exec_and_commit(last).await,
            Engine::Postgres => conn.exec_all(last).await.map(drop),
        };
        match (done, conn.link) {
            // Closing the connection rolls back what is left; the next begin opens another.
            (Err(error), _) => Committed::No(error),
            (Ok(()), Link::Sqlite(conn)) => {
                self.conn = Some(conn);
                Committed::Yes
            }
            (Ok(()), Link::Postgres(tx)) => match tx.commit().await.map_err(StoreError::from) {
                Ok(()) => Committed::Yes,
                Err(StoreError::Unavailable(_)) => Committed::Unseen,
                Err(error) => Committed::No(error),
            },
        }
    }

    /// Rolls back; keeps the connection only if that worked.
    pub(crate) async fn rollback(&mut self, mut conn: Conn) {
        conn.refresh().await;
        let idle = conn.is_idle();
        conn.unframe();
        if conn.engine() == Engine::Sqlite && !idle && conn.run("ROLLBACK").await.is_err() {
            return;
        }
        match conn.link {
            Link::Sqlite(conn) => self.conn = Some(conn),
            Link::Postgres(tx) => drop(tx.rollback().await),
        }
    }

    /// Drops the connection after a panic in the middle of its use.
    pub(crate) fn discard(&mut self) {
        self.conn = None;
    }

    /// SQLite: a workspace that stays busy gets more memory for pages.
    pub(crate) async fn set_hot(&mut self, hot: bool) {
        let size = if hot {
            "PRAGMA cache_size = -16384"
        } else {
            "PRAGMA cache_size = -1024"
        };
        if let Some(conn) = &mut self.conn
            && let Err(error) = conn.execute(size).await
        {
            tracing::debug!(%error, "the page cache keeps its size");
        }
    }

    /// Passive checkpoint when the log has grown beyond `limit` bytes.
    pub(crate) async fn checkpoint_if_large(&mut self, limit: u64) {
        self.batches = self.batches.saturating_add(1);
        if self.batches < CHECKPOINT_BATCHES {
            return;
        }
        let (Db::Sqlite { path, .. }, Some(conn)) = (&self.db, &mut self.conn) else {
            return;
        };
        let size = std::fs::metadata(sqlite::wal_path(path)).map_or(0, |found| found.len());
        if size <= limit {
            return;
        }
        self.batches = 0;
        if let Err(error) = sqlite::checkpoint(conn).await {
            tracing::warn!(%error, "checkpoint failed");
        }
    }

    /// Statistics, checkpoint, close. `false`: the file was not left clean.
    pub(crate) async fn close(&mut self) -> bool {
        match self.conn.take() {
            Some(conn) => match sqlite::close_writer(*conn).await {
                Ok(()) => true,
                Err(error) => {
                    tracing::warn!(%error, "closing a database failed");
                    false
                }
            },
            None => self.db.engine() == Engine::Postgres,
        }
    }

    /// SQLite: the idle connection and the file.
    pub(crate) fn file(&mut self) -> Option<(&mut SqliteConnection, &std::path::Path)> {
        match (&self.db, &mut self.conn) {
            (Db::Sqlite { path, .. }, Some(conn)) => Some((conn, path)),
            _ => None,
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }
}

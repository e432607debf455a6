//! A connection inside a transaction, on either engine, and reading through it.
//!
//! The SQLite driver pays a thread hop per call, so what only frames a statement (BEGIN,
//! SAVEPOINT) waits and travels with the next one, and lists of writes travel together.

use super::bind::{Args, bind, bind_more};
use super::joined::Joined;
use super::row::Inner;
use super::{Engine, Row, Stmt, Val};
use crate::error::StoreError;
use futures::TryStreamExt;
use sqlx::{Connection, Executor, Postgres, SqlSafeStr, SqlStr, SqliteConnection, Transaction};
use std::future::Future;

/// How Postgres words SQLSTATE 0A000 when the schema changed under a prepared statement.
const STALE: &str = "cached plan";

/// A connection with an open transaction.
pub struct Conn {
    pub(crate) link: Link,
    /// A statement failed since the last savepoint. Postgres refuses to go on, SQLite would: both
    /// must behave alike, so a command that swallows such an error fails on both.
    pub(crate) failed: bool,
    /// Sent in front of the next statement.
    frame: Option<&'static str>,
    /// Postgres: a prepared statement no longer fits the schema, and would fail again.
    stale: bool,
}

/// On Postgres the driver's guard rolls back when it is dropped and gives the connection back to
/// the pool. On SQLite the connection belongs to a lane or a lease, which throw it away unless
/// the transaction was ended in order.
pub(crate) enum Link {
    Sqlite(Box<SqliteConnection>),
    Postgres(Transaction<'static, Postgres>),
}

impl Conn {
    /// A connection that begins its transaction with the first statement.
    pub(crate) fn sqlite(conn: Box<SqliteConnection>, begin: &'static str) -> Self {
        Self {
            link: Link::Sqlite(conn),
            failed: false,
            frame: Some(begin),
            stale: false,
        }
    }

    pub(crate) fn postgres(tx: Transaction<'static, Postgres>) -> Self {
        Self {
            link: Link::Postgres(tx),
            failed: false,
            frame: None,
            stale: false,
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Sends `text` in front of the next statement. Replaces a frame that was not needed.
    pub(crate) fn frame(&mut self, text: &'static str) {
        self.frame = Some(text);
    }

    /// Takes back a frame; `false`: it was sent already.
    pub(crate) fn unframe(&mut self) -> bool {
        self.frame.take().is_some()
    }

    /// Whether even BEGIN was not sent yet.
    pub(super) fn is_idle(&self) -> bool {
        self.frame.is_some_and(|frame| frame.starts_with("BEGIN"))
    }

    fn note<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result {
            self.failed = true;
            self.stale |= matches!(error, StoreError::Unavailable(text) if text.contains(STALE));
        }
        result
    }

    /// Before a connection goes back to its pool: forgets statements that would fail again.
    pub(super) async fn refresh(&mut self) {
        if let (true, Link::Postgres(tx)) = (self.stale, &mut self.link)
            && let Err(error) = tx.clear_cached_statements().await
        {
            tracing::debug!(%error, "the statement cache was not cleared");
        }
    }

    /// Runs text without parameters, possibly several statements.
    pub(crate) async fn run(&mut self, sql: impl SqlSafeStr) -> Result<(), StoreError> {
        let done = self.run_framed(sql.into_sql_str()).await;
        self.note(done)
    }

    async fn run_framed(&mut self, sql: SqlStr) -> Result<(), StoreError> {
        let frame = self.frame.take();
        match &mut self.link {
            Link::Sqlite(conn) => {
                if let Some(frame) = frame {
                    conn.execute(frame).await?;
                }
                conn.execute(sql).await?;
            }
            Link::Postgres(tx) => {
                if let Some(frame) = frame {
                    tx.execute(frame).await?;
                }
                tx.execute(sql).await?;
            }
        }
        Ok(())
    }

    /// Runs one writing statement; the number of changed rows.
    pub(crate) async fn exec(
        &mut self,
        stmt: &'static Stmt,
        values: &[Val<'_>],
    ) -> Result<u64, StoreError> {
        let done = self.exec_list(&[(stmt, values)], None).await;
        let done = self.note(done)?;
        Ok(done.first().copied().unwrap_or(0))
    }

    /// Runs writing statements in their order; the number of changed rows of each. On SQLite the
    /// whole list is one call.
    pub(crate) async fn exec_all(
        &mut self,
        list: &[(&'static Stmt, &[Val<'_>])],
    ) -> Result<Vec<u64>, StoreError> {
        let done = self.exec_list(list, None).await;
        self.note(done)
    }

    /// Like [`Conn::exec_all`], followed by COMMIT; only for SQLite.
    pub(super) async fn exec_and_commit(
        &mut self,
        list: &[(&'static Stmt, &[Val<'_>])],
    ) -> Result<(), StoreError> {
        self.exec_list(list, Some("COMMIT")).await.map(drop)
    }

    async fn exec_list(
        &mut self,
        list: &[(&'static Stmt, &[Val<'_>])],
        tail: Option<&'static str>,
    ) -> Result<Vec<u64>, StoreError> {
        let mut changed = Vec::with_capacity(list.len());
        match &mut self.link {
            Link::Sqlite(conn) => {
                let mut args = Args::new(Engine::Sqlite);
                for (stmt, values) in list {
                    bind_more(&mut args, stmt, values)?;
                }
                // Only now: a frame that is taken must be sent.
                let mut text = Joined::new(self.frame.take());
                for (stmt, values) in list {
                    text.push(stmt.sqlite, values.len());
                }
                if let Some(tail) = tail {
                    text.push(tail, 0);
                }
                let Args::Sqlite(args) = args else {
                    return Err(StoreError::bug("arguments of another engine"));
                };
                let query = sqlx::query_with(text.sql(), args);
                let mut results = conn.execute_many(query);
                let mut skip = text.framed;
                let name = list.first().map_or("commit", |(stmt, _)| stmt.name);
                while let Some(done) = results.try_next().await.map_err(|e| named(name, e))? {
                    if skip > 0 {
                        skip -= 1;
                    } else if changed.len() < list.len() {
                        changed.push(done.rows_affected());
                    }
                }
            }
            Link::Postgres(tx) => {
                if let Some(frame) = self.frame.take() {
                    tx.execute(frame).await?;
                }
                for (stmt, values) in list {
                    let Args::Postgres(args) = bind(stmt, values, Engine::Postgres)? else {
                        return Err(StoreError::bug("arguments of another engine"));
                    };
                    let done = tx.execute(sqlx::query_with(stmt.postgres, args)).await;
                    changed.push(
                        done.map_err(|error| named(stmt.name, error))?
                            .rows_affected(),
                    );
                }
            }
        }
        Ok(changed)
    }

    async fn fetch<T>(
        &mut self,
        stmt: &'static Stmt,
        args: Result<Args, StoreError>,
        limit: usize,
        each: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        #[cfg(any(test, feature = "testing"))]
        crate::testing::note_statement(stmt.name);
        let found = self.stream(stmt, args?, limit, each).await;
        self.note(found)
    }

    async fn stream<T>(
        &mut self,
        stmt: &'static Stmt,
        args: Args,
        limit: usize,
        mut each: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        let frame = self.frame.take();
        let named = |error| named(stmt.name, error);
        match (args, &mut self.link) {
            (Args::Sqlite(args), Link::Sqlite(conn)) => {
                let mut text = Joined::new(frame);
                text.push(stmt.sqlite, 0);
                let mut rows = conn.fetch(sqlx::query_with(text.sql(), args));
                while let Some(row) = rows.try_next().await.map_err(named)? {
                    if found.len() < limit {
                        found.push(each(&Row(Inner::Sqlite(&row)))?);
                    }
                }
            }
            (Args::Postgres(args), Link::Postgres(tx)) => {
                if let Some(frame) = frame {
                    tx.execute(frame).await?;
                }
                let mut rows = tx.fetch(sqlx::query_with(stmt.postgres, args));
                while let Some(row) = rows.try_next().await.map_err(named)? {
                    if found.len() < limit {
                        found.push(each(&Row(Inner::Postgres(&row)))?);
                    }
                }
            }
            _ => return Err(StoreError::bug("arguments of another engine")),
        }
        Ok(found)
    }
}

/// A wrong statement is a mistake of ours: its name belongs into the message.
fn named(name: &str, error: sqlx::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Bug(text) => StoreError::Bug(format!("statement {name}: {text}")),
        other => other,
    }
}

pub(crate) mod sealed {
    /// Whatever has a connection inside a transaction.
    pub trait HasConn: Send {
        /// The connection.
        fn conn(&mut self) -> &mut super::Conn;
    }
}

/// Reading rows, inside a snapshot or inside a write transaction. Finders take `&mut impl Reader`
/// and so serve both.
pub trait Reader: sealed::HasConn {
    /// All rows of a statement, each turned into a value.
    fn rows<T: Send>(
        &mut self,
        stmt: &'static Stmt,
        values: &[Val<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        let conn = self.conn();
        let args = bind(stmt, values, conn.engine());
        async move { conn.fetch(stmt, args, usize::MAX, each).await }
    }

    /// The first row of a statement that returns at most one.
    fn row_opt<T: Send>(
        &mut self,
        stmt: &'static Stmt,
        values: &[Val<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> impl Future<Output = Result<Option<T>, StoreError>> + Send {
        let conn = self.conn();
        let args = bind(stmt, values, conn.engine());
        async move { Ok(conn.fetch(stmt, args, 1, each).await?.pop()) }
    }
}

impl<R: sealed::HasConn> Reader for R {}

//! Postgres: the pool of a server, and a schema of it as one database.
//!
//! The schema is chosen inside each transaction (`SET LOCAL search_path`), in the same message as
//! its BEGIN, so that nothing is left behind for the next user of the connection and statement
//! texts stay the same for every workspace.

use super::trusted;
use crate::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Executor, Postgres, Transaction};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Connections of one process to one server.
const CONNECTIONS: u32 = 12;

/// Plans by index, whatever the statistics say. The JSON array of a batch must drive the join, and
/// Postgres guesses 100 rows for it: it would hash a table of ten thousand rows, or, without
/// statistics, read a whole partial index once per batch (`closed_at = 0` is taken for rare). And
/// a plan that is cached while a table is small must not scan it when it has grown. The gate
/// proves that every statement has its index.
pub(crate) const BY_INDEX: &str = "; SET LOCAL enable_hashjoin = off; \
     SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off; \
     SET LOCAL enable_seqscan = off";

/// Connects to the server of a URL.
pub(crate) async fn connect(url: &str) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("parlance")
        .statement_cache_capacity(256)
        .options([
            ("jit", "off"),
            ("random_page_cost", "1.1"),
            ("synchronous_commit", "on"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("lock_timeout", "5s"),
        ])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .max_lifetime(Duration::from_secs(20 * 60))
        // No ping before each use: a broken connection shows itself at BEGIN.
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// A schema used as one database.
#[derive(Clone)]
pub(crate) struct Schema {
    pub(crate) pool: PgPool,
    pub(crate) name: Arc<str>,
    write: Arc<str>,
}

impl Schema {
    /// `name` is made by us: `control` or `ws_<id>`, with the prefix of a test.
    pub(crate) fn new(pool: PgPool, name: &str) -> Self {
        let write = format!("BEGIN; SET LOCAL search_path = {name}{BY_INDEX}");
        Self {
            pool,
            name: name.into(),
            write: write.into(),
        }
    }

    /// Begins a write transaction.
    pub(crate) async fn begin_write(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.begin(&self.write).await
    }

    /// Begins a snapshot whose statements are stopped after `budget` each.
    pub(crate) async fn begin_read(
        &self,
        budget: Duration,
    ) -> Result<Transaction<'static, Postgres>, StoreError> {
        // A page reads few rows by index; a report may join however the planner likes.
        let joins = if budget > super::INTERACTIVE {
            ""
        } else {
            BY_INDEX
        };
        let sql = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = {}; \
             SET LOCAL statement_timeout = {}{joins}",
            self.name,
            budget.as_millis()
        );
        self.begin(&sql.into()).await
    }

    /// A connection that went away while it was idle costs one retry, not an error.
    ///
    /// A task of its own, which runs to its end even if the caller goes away: the driver (sqlx
    /// 0.9) forgets a BEGIN that was cancelled half-way, and would hand the connection, with that
    /// transaction still open, to the next user.
    async fn begin(&self, sql: &Arc<str>) -> Result<Transaction<'static, Postgres>, StoreError> {
        let (pool, sql) = (self.pool.clone(), Arc::clone(sql));
        let begun = tokio::spawn(async move {
            match pool
                .begin_with(trusted(Arc::clone(&sql)))
                .await
                .map_err(StoreError::from)
            {
                Err(StoreError::Unavailable(_)) => Ok(pool.begin_with(trusted(sql)).await?),
                other => other,
            }
        });
        begun
            .await
            .unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())))
    }

    /// Whether a transaction whose COMMIT was not answered took effect. `None`: still running.
    pub(crate) async fn committed(&self, xid: i64) -> Result<Option<bool>, StoreError> {
        let found: Option<String> =
            sqlx::query_scalar("SELECT pg_xact_status(CAST(CAST($1 AS TEXT) AS xid8))")
                .bind(xid.to_string())
                .fetch_one(&self.pool)
                .await?;
        Ok(match found.as_deref() {
            Some("committed") => Some(true),
            Some("aborted") => Some(false),
            _ => None,
        })
    }

    /// Creates the schema of a database if it is not there.
    pub(crate) async fn create(&self) -> Result<(), StoreError> {
        let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", self.name);
        self.pool.execute(trusted(sql)).await?;
        Ok(())
    }

    /// Drops the schema and everything in it.
    pub(crate) async fn drop_schema(&self) -> Result<(), StoreError> {
        let sql = format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name);
        self.pool.execute(trusted(sql)).await?;
        Ok(())
    }
}

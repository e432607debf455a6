//! A snapshot: all statements of a screen see the same state of the database.

use super::conn::Link;
use super::conn::sealed::HasConn;
use super::sqlite::Lease;
use super::{Conn, Db};
use crate::error::StoreError;
use std::time::Duration;

/// What a page may take for each of its statements.
pub(crate) const INTERACTIVE: Duration = Duration::from_millis(250);
/// What a report may take for each of its statements.
pub(crate) const REPORT: Duration = Duration::from_secs(5);

/// A read transaction. Dropping it ends it.
pub struct ReadTx {
    conn: Conn,
    /// SQLite only: where the connection goes back to.
    lease: Option<Lease>,
    budget: Duration,
}

impl ReadTx {
    pub(crate) async fn begin(db: &Db, budget: Duration) -> Result<Self, StoreError> {
        match db {
            Db::Sqlite { readers, .. } => {
                let (lease, conn) = readers.lease(budget).await?;
                let conn = Conn::sqlite(conn, "BEGIN");
                Ok(Self {
                    conn,
                    lease: Some(lease),
                    budget,
                })
            }
            Db::Postgres(schema) => {
                let conn = Conn::postgres(schema.begin_read(budget).await?);
                Ok(Self {
                    conn,
                    lease: None,
                    budget,
                })
            }
        }
    }

    /// Ends the snapshot without making the reader wait for it.
    pub(crate) fn end_later(self) {
        tokio::spawn(self.end());
    }

    /// Ends the snapshot and gives the connection back. A snapshot that is dropped without this
    /// costs its SQLite connection, because a statement may still be running on it.
    pub async fn end(mut self) {
        self.conn.refresh().await;
        let ended = match self.lease {
            // Nothing was read, so nothing was begun.
            Some(_) if self.conn.unframe() => Ok(()),
            Some(_) => self.conn.run("COMMIT").await,
            None => Ok(()),
        };
        let ended = match (ended, self.conn.link, self.lease) {
            (Ok(()), Link::Sqlite(conn), Some(lease)) => {
                lease.give_back(conn);
                Ok(())
            }
            (Ok(()), Link::Postgres(tx), _) => tx.commit().await.map_err(StoreError::from),
            (ended, ..) => ended,
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "ending a snapshot failed");
        }
    }
}

impl HasConn for ReadTx {
    fn conn(&mut self) -> &mut Conn {
        if let Some(lease) = &self.lease {
            lease.restart(self.budget);
        }
        &mut self.conn
    }
}

//! The access layer: two engines behind about ten functions, and nothing else knows which one.
//!
//! Statements are `&'static Stmt` values declared with `stmts!`; values are five kinds; rows are
//! decoded by position. The layer checks the number and the kinds of the values before the driver
//! sees them, because SQLite silently binds NULL for what is missing.

mod bind;
mod conn;
mod database;
mod dynamic;
mod joined;
pub(crate) mod postgres;
mod raw;
mod read;
mod row;
pub(crate) mod sqlite;
mod stmt;

#[cfg(test)]
pub(crate) use conn::Link;
pub use conn::Reader;
pub(crate) use conn::{Conn, sealed};

pub(crate) use database::{Committed, Db, Writer};
pub(crate) use dynamic::trusted;
pub use read::ReadTx;
pub(crate) use read::{INTERACTIVE, REPORT};
pub use row::Row;
pub use stmt::{Col, Kind, Plan, Stmt, Val};
pub(crate) use stmt::{json_rows, pg_type, stmt_cols, stmt_item, stmts, stmts_inner};

/// Which database engine a statement runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file per database.
    Sqlite,
    /// One schema per database.
    Postgres,
}

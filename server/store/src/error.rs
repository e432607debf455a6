//! The one error type of the store and how driver errors become it.
//!
//! "Not found" is never an error here: finders return `Ok(None)`. A violated constraint is named,
//! so that the layer above can turn it into a field error; everything else is classified once by
//! what the caller can do about it.

use crate::migrate;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What went wrong, by what the caller can do about it.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum StoreError {
    /// The queue is full or another writer holds the lock: try again soon (503 with Retry-After).
    #[error("the database is busy")]
    Busy,
    /// The disk is full: nothing was written.
    #[error("the disk is full")]
    Full,
    /// The file is damaged: the workspace is put into quarantine.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The database cannot be reached, or the workspace is closed, moving or in quarantine.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// COMMIT was sent and no answer was seen; never answer 5xx to an API caller for this.
    #[error("the outcome of the commit is unknown")]
    Unknown,
    /// A unique key, CHECK or foreign key refused the change; carries the constraint's name.
    #[error("constraint {0} was violated")]
    Conflict(String),
    /// A read took longer than its budget and was stopped.
    #[error("the read exceeded its time budget")]
    TooSlow,
    /// A mistake in this program: a wrong statement, a wrong bind, a panic.
    #[error("internal store error: {0}")]
    Bug(String),
}

impl StoreError {
    /// Whether trying the same thing again can succeed without anybody doing something.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable(_) | Self::Full)
    }

    pub(crate) fn bug(text: impl Into<String>) -> Self {
        Self::Bug(text.into())
    }
}

/// Turns a named constraint into an error of the caller's own.
pub trait OnConstraint<T> {
    /// Replaces a violation of `name` with `error`; other errors are converted.
    fn on_constraint<E: From<StoreError>>(self, name: &str, error: E) -> Result<T, E>;
}

impl<T> OnConstraint<T> for Result<T, StoreError> {
    fn on_constraint<E: From<StoreError>>(self, name: &str, error: E) -> Result<T, E> {
        match self {
            Ok(value) => Ok(value),
            Err(StoreError::Conflict(found)) if found == name => Err(error),
            Err(other) => Err(other.into()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(inner) => {
                if inner
                    .try_downcast_ref::<sqlx::sqlite::SqliteError>()
                    .is_some()
                {
                    from_sqlite(inner.as_ref())
                } else {
                    from_postgres(inner.as_ref())
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error.to_string()),
            other => Self::Bug(other.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::Unavailable(error.to_string())
        }
    }
}

fn from_sqlite(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code: i32 = error.code().and_then(|code| code.parse().ok()).unwrap_or(0);
    let message = error.message();
    // The low byte is the primary result code, the rest refines it.
    match code & 0xff {
        5 | 6 => StoreError::Busy,
        9 => StoreError::TooSlow,
        13 => StoreError::Full,
        11 | 26 => StoreError::Corrupt(message.to_owned()),
        8 | 10 | 14 | 23 => StoreError::Unavailable(message.to_owned()),
        19 => match message.split_once("constraint failed: ") {
            Some((kind, what)) if kind.starts_with("UNIQUE") => {
                StoreError::Conflict(unique_name(what))
            }
            Some((kind, what)) if kind.starts_with("CHECK") => StoreError::Conflict(what.into()),
            _ if message.starts_with("FOREIGN KEY") => StoreError::Conflict("foreign_key".into()),
            _ => StoreError::Bug(message.to_owned()),
        },
        _ => StoreError::Bug(message.to_owned()),
    }
}

fn from_postgres(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default();
    let message = error.message();
    match code.as_ref() {
        "23505" | "23514" | "23503" => StoreError::Conflict(
            error
                .constraint()
                .map_or_else(|| message.to_owned(), str::to_owned),
        ),
        // Lock not available, deadlock, serialization failure, too many connections.
        "55P03" | "40P01" | "40001" | "53300" => StoreError::Busy,
        "53100" => StoreError::Full,
        "57014" => StoreError::TooSlow,
        "XX001" | "XX002" => StoreError::Corrupt(message.to_owned()),
        // The schema changed under a cached statement: the connection is replaced.
        "0A000" if message.contains("cached plan") => StoreError::Unavailable(message.to_owned()),
        other if other.starts_with("08") || other.starts_with("57") || other.starts_with("53") => {
            StoreError::Unavailable(message.to_owned())
        }
        _ => StoreError::Bug(format!("{code}: {message}")),
    }
}

/// SQLite names the columns (`users.email_key`), Postgres the constraint. The map from one to the
/// other is read from the migrations, so both engines report the same name.
fn unique_name(columns: &str) -> String {
    static NAMES: OnceLock<HashMap<String, String>> = OnceLock::new();
    let names = NAMES.get_or_init(migrate::constraint_names);
    names
        .get(columns)
        .cloned()
        .unwrap_or_else(|| columns.to_owned())
}

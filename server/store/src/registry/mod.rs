//! The store: the control database, the registry of workspaces, and the databases that are open.

mod control;
mod eviction;
mod lock;
mod notices;
pub(crate) mod open;
pub(crate) mod rows;
mod shared;
mod slot;
mod store;
mod workspace;

pub use control::Control;
pub use rows::NewWorkspace;
pub(crate) use shared::Shared;
pub use store::{Store, StoreConfig};
pub use workspace::{Head, PinnedRead, Workspace};

use crate::error::StoreError;
use crate::migrate::MigrateError;

/// Why a database could not be opened.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// There is no such workspace, or it was deleted.
    #[error("there is no such workspace")]
    NotFound,
    /// Out of service until the operator looks at it.
    #[error("the workspace is in quarantine: {0}")]
    Quarantined(String),
    /// It is being created, moved or deleted.
    #[error("the workspace is {0}")]
    NotReady(String),
    /// Another process works with the data folder.
    #[error("another process (pid {pid}) uses this data folder")]
    InUse {
        /// Its process id.
        pid: String,
    },
    /// The schema is newer, different, or a migration failed.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The database itself.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<OpenError> for StoreError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Store(error) => error,
            other => Self::Unavailable(other.to_string()),
        }
    }
}

//! Databases of Parlance: the engines, the writer lanes, the registry of workspaces, migrations
//! and every SQL statement.
//!
//! A [`Workspace`] is a value, handed out by the [`Store`] after the caller checked membership;
//! every query needs one (or the [`Control`] database). Writes go through the lane of their
//! database as commands and are answered after COMMIT; reads see one snapshot. The modules named
//! after aggregates hold the statements and convert rows; nothing above names SQL.
//!
//! Knows nothing about permissions, HTTP or vendors, and never asks for the time itself: the
//! clock is given.

#![recursion_limit = "256"]

pub mod backup;
pub mod control;
mod db;
mod error;
pub mod event_log;
mod event_row;
#[cfg(test)]
mod gate;
mod hooks;
mod ingest;
mod lane;
mod migrate;
mod registry;
mod signals;
#[cfg(test)]
mod statements;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod ws;

pub use db::{Engine, ReadTx, Reader, Row, Stmt, Val};
pub use error::{OnConstraint, StoreError};
pub use hooks::CommitListener;
pub use ingest::{InboundMessage, IngestOutcome};
pub use lane::{Batchable, Class, ControlTx, WriteTx};
pub use migrate::MigrateError;
pub use registry::{
    Control, Head, NewWorkspace, OpenError, PinnedRead, Store, StoreConfig, Workspace,
};

/// The clock of the services, as the store sees it.
pub type Clock = std::sync::Arc<dyn Fn() -> parlance::time::Timestamp + Send + Sync>;

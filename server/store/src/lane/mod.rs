//! The writer lane: one task per open database, the only one that writes it in this process.
//!
//! Commands queue in three bounded classes; the lane takes what is there (no linger timer: a
//! batch forms by itself while the previous commit is being synced), runs each command in a
//! savepoint of one transaction, commits once, then answers, then publishes, then checkpoints.
//! Constraints give correctness, the lane gives speed and order.

mod batch;
mod job;
mod queue;
pub(crate) mod scope;
mod step;
mod tx;
mod worker;

pub(crate) use batch::BatchJob;
pub use batch::Batchable;
pub(crate) use job::{Job, Once};
pub use queue::Class;
pub(crate) use scope::{InControl, InWorkspace};
pub use tx::{ControlTx, WriteTx};
pub(crate) use worker::{Lane, Setup};

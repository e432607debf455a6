//! The write transaction as a command sees it.

use super::scope::{InControl, InWorkspace};
use crate::db::sealed::HasConn;
use crate::db::{Conn, Stmt, Val};
use crate::error::StoreError;
use parlance::event::{Event, EventDraft};
use parlance::id::WorkspaceId;
use parlance::time::Timestamp;

/// A write transaction; `S` says of which kind of database.
pub struct Tx<S> {
    pub(crate) conn: Conn,
    pub(crate) now: Timestamp,
    pub(crate) next_id: i64,
    pub(crate) scope: S,
    /// Whether a savepoint is set.
    pub(crate) savepoint: bool,
}

/// A write transaction of a workspace.
pub type WriteTx = Tx<InWorkspace>;

/// A write transaction of the control database: no events there.
pub type ControlTx = Tx<InControl>;

impl<S: Send> Tx<S> {
    /// Runs a statement that returns no rows; the number of changed rows.
    pub async fn exec(
        &mut self,
        stmt: &'static Stmt,
        values: &[Val<'_>],
    ) -> Result<u64, StoreError> {
        self.conn.exec(stmt, values).await
    }

    /// Runs statements that return no rows, in their order; the number of changed rows of each.
    /// On SQLite the whole list is one call of the driver: use it where commands are hot.
    pub async fn exec_all(
        &mut self,
        list: &[(&'static Stmt, &[Val<'_>])],
    ) -> Result<Vec<u64>, StoreError> {
        self.conn.exec_all(list).await
    }

    /// The time of this batch. Never decreases inside a workspace.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A new row id. Ids of a command that fails are lost: gaps are fine.
    pub fn new_id(&mut self) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    /// A run of `count` new row ids; the first of them.
    pub fn reserve_ids(&mut self, count: i64) -> i64 {
        let id = self.next_id;
        self.next_id += count.max(0);
        id
    }
}

impl WriteTx {
    /// The workspace.
    pub fn workspace(&self) -> WorkspaceId {
        self.scope.id
    }

    /// Appends to the event log and returns the event's number, which is final when the command
    /// succeeds.
    pub fn emit(&mut self, draft: EventDraft) -> i64 {
        let seq = self.scope.next_seq();
        self.scope.events.push(Event {
            seq,
            at: self.now,
            actor: draft.actor,
            source: draft.source,
            contact: draft.contact,
            conversation: draft.conversation,
            payload: draft.payload,
        });
        seq
    }

    /// Like [`Tx::emit`], for history that is brought in (imports, the demo): with a time of its
    /// own, clamped so that time never runs backwards inside the batch nor past its end.
    pub fn emit_at(&mut self, at: Timestamp, draft: EventDraft) -> i64 {
        let before = self.scope.events.last().map_or(at, |event| event.at);
        let at = at.max(before).min(self.now);
        let seq = self.emit(draft);
        if let Some(event) = self.scope.events.last_mut() {
            event.at = at;
        }
        seq
    }

    /// Number of the newest event, those of this batch included.
    pub fn newest_seq(&self) -> i64 {
        self.scope.next_seq() - 1
    }

    /// Which history of the log this is; it changes when a backup is restored.
    pub fn epoch(&self) -> i64 {
        self.scope.epoch
    }

    /// Changes a maintained counter; the deltas of a batch are added up and written once.
    pub fn count(&mut self, scope: &'static str, key: i64, delta: i64) {
        if delta != 0 {
            self.scope.counts.push((scope, key, delta));
        }
    }

    /// Work of this workspace is due then: the scheduler must look at it at that time.
    pub fn due(&mut self, at: Timestamp) {
        self.scope.due = Some(self.scope.due.map_or(at, |earlier| earlier.min(at)));
    }
}

impl<S: Send> HasConn for Tx<S> {
    fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

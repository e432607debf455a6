//! What a transaction of a workspace, or of the control database, does besides the commands:
//! lock and read the head row first; events, counters and the head row last.

use super::tx::Tx;
use crate::db::{Conn, Reader, Row, Stmt, Val, json_rows, stmts};
use crate::error::StoreError;
use crate::event_row;
use crate::hooks::Hooks;
use parlance::event::Event;
use parlance::id::WorkspaceId;
use parlance::time::Timestamp;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

stmts! {
    /// Locks the head row of a workspace: on Postgres this orders writers of several processes.
    /// `xid` tells later whether a commit whose answer was lost took effect.
    LOCK_HEAD "head.lock" [] -> [seq: I64, next_id: I64, last_at: I64, epoch: I64, xid: I64] Point
        sqlite "SELECT seq, next_id, last_at, epoch, 0 AS xid FROM head WHERE id = 1"
        postgres "SELECT seq, next_id, last_at, epoch, CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) AS xid FROM head WHERE id = 1 FOR UPDATE";
    UPDATE_HEAD "head.update" [I64, I64, I64] Write
        "UPDATE head SET seq = $1, next_id = $2, last_at = $3 WHERE id = 1";
    INSERT_EVENTS "event.insert" [Text] Batch
        sqlite concat!("INSERT INTO events (seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, subject, cause, data) SELECT seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, subject, 0, data FROM ", json_rows!(sqlite: seq I64, at I64, kind Text, actor_kind Text, actor_id I64, source Text, contact_id I64, conversation_id I64, subject I64, data Text)),
        postgres concat!("INSERT INTO events (seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, subject, cause, data) SELECT seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, subject, 0, data FROM ", json_rows!(postgres: seq I64, at I64, kind Text, actor_kind Text, actor_id I64, source Text, contact_id I64, conversation_id I64, subject I64, data Text));
    ADD_COUNTERS "counter.add" [Text] Batch
        sqlite concat!("INSERT INTO counters (scope, key, n) SELECT scope, key, n FROM ", json_rows!(sqlite: scope Text, key I64, n I64), " WHERE true ON CONFLICT (scope, key) DO UPDATE SET n = counters.n + excluded.n"),
        postgres concat!("INSERT INTO counters (scope, key, n) SELECT scope, key, n FROM ", json_rows!(postgres: scope Text, key I64, n I64), " WHERE true ON CONFLICT (scope, key) DO UPDATE SET n = counters.n + excluded.n");
}

/// The control database's own statements.
pub(crate) mod control {
    use super::stmts;

    stmts! {
        /// Locks the head row of the control database.
        LOCK_HEAD "control_head.lock" [] -> [next_id: I64, xid: I64] Point
            sqlite "SELECT next_id, 0 AS xid FROM head WHERE id = 1"
            postgres "SELECT next_id, CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) AS xid FROM head WHERE id = 1 FOR UPDATE";
        UPDATE_HEAD "control_head.update" [I64] Write
            "UPDATE head SET next_id = $1 WHERE id = 1";
    }
}

/// The statements that end a transaction.
#[derive(Default)]
pub(crate) struct Last(Vec<(&'static Stmt, Vec<Owned>)>);

/// A value of [`Last`].
enum Owned {
    I64(i64),
    Text(String),
}

impl Last {
    fn push(&mut self, stmt: &'static Stmt, values: Vec<Owned>) {
        self.0.push((stmt, values));
    }

    /// The statements with their values as the connection takes them.
    pub(crate) fn values(&self) -> Vec<(&'static Stmt, Vec<Val<'_>>)> {
        let value = |owned| match owned {
            &Owned::I64(value) => Val::I64(value),
            Owned::Text(value) => Val::Text(value),
        };
        self.0
            .iter()
            .map(|(stmt, values)| (*stmt, values.iter().map(value).collect()))
            .collect()
    }
}

/// A kind of database that has a lane.
pub(crate) trait Scope: Sized + Send + 'static {
    /// What stays between the transactions of a lane.
    type Shared: Clone + Send + Sync + 'static;
    /// A point inside a transaction to come back to.
    type Mark: Send;

    /// Locks and reads the head row. Gives the transaction and the id that the server knows it by.
    fn open(
        conn: Conn,
        shared: &Self::Shared,
        now: Timestamp,
    ) -> impl Future<Output = Result<(Tx<Self>, i64), (Conn, StoreError)>> + Send;

    fn mark(&self) -> Self::Mark;

    fn rewind(&mut self, mark: Self::Mark);

    /// What is left to be written before COMMIT: what was buffered, and the head row.
    fn last(tx: &Tx<Self>) -> Result<Last, StoreError>;

    /// After COMMIT and after the replies.
    fn publish(self, shared: &Self::Shared);

    /// The database is damaged or its lane cannot live: nobody may use it any more.
    fn quarantine(shared: &Self::Shared, reason: &str);

    /// Names the lane in logs.
    fn name(shared: &Self::Shared) -> String;
}

/// A transaction of a workspace.
pub struct InWorkspace {
    pub(crate) id: WorkspaceId,
    head_seq: i64,
    pub(crate) epoch: i64,
    first_id: i64,
    pub(crate) events: Vec<Event>,
    pub(crate) counts: Vec<(&'static str, i64, i64)>,
    pub(crate) due: Option<Timestamp>,
}

impl InWorkspace {
    pub(crate) fn next_seq(&self) -> i64 {
        self.head_seq + 1 + i64::try_from(self.events.len()).unwrap_or(i64::MAX)
    }
}

impl Scope for InWorkspace {
    type Shared = (WorkspaceId, Arc<Hooks>);
    type Mark = (usize, usize, Option<Timestamp>);

    async fn open(
        conn: Conn,
        shared: &Self::Shared,
        now: Timestamp,
    ) -> Result<(Tx<Self>, i64), (Conn, StoreError)> {
        let scope = Self {
            id: shared.0,
            head_seq: 0,
            epoch: 0,
            first_id: 0,
            events: Vec::new(),
            counts: Vec::new(),
            due: None,
        };
        let mut tx = Tx {
            conn,
            now,
            next_id: 0,
            scope,
            savepoint: false,
        };
        let decode = |row: &Row<'_>| {
            let head = (row.i64(0)?, row.i64(1)?, row.i64(2)?, row.i64(3)?);
            Ok((head, row.i64(4)?))
        };
        match tx.row_opt(&LOCK_HEAD, &[], decode).await {
            Ok(Some(((seq, next_id, last_at, epoch), xid))) => {
                tx.scope.head_seq = seq;
                tx.scope.epoch = epoch;
                tx.scope.first_id = next_id;
                tx.next_id = next_id;
                // A clock that steps back must not reorder history.
                tx.now = now.max(Timestamp(last_at));
                Ok((tx, xid))
            }
            Ok(None) => Err((
                tx.conn,
                StoreError::Corrupt("the head row is missing".into()),
            )),
            Err(error) => Err((tx.conn, error)),
        }
    }

    fn mark(&self) -> Self::Mark {
        (self.events.len(), self.counts.len(), self.due)
    }

    fn rewind(&mut self, (events, counts, due): Self::Mark) {
        self.events.truncate(events);
        self.counts.truncate(counts);
        self.due = due;
    }

    fn last(tx: &Tx<Self>) -> Result<Last, StoreError> {
        let mut last = Last::default();
        if !tx.scope.events.is_empty() {
            let rows = event_row::to_json(&tx.scope.events)?;
            last.push(&INSERT_EVENTS, vec![Owned::Text(rows)]);
        }
        let mut sums: BTreeMap<(&'static str, i64), i64> = BTreeMap::new();
        for (scope, key, delta) in &tx.scope.counts {
            *sums.entry((scope, *key)).or_default() += delta;
        }
        sums.retain(|_, delta| *delta != 0);
        if !sums.is_empty() {
            let rows: Vec<_> = sums
                .into_iter()
                .map(|((scope, key), n)| serde_json::json!({"scope": scope, "key": key, "n": n}))
                .collect();
            let rows = serde_json::Value::Array(rows).to_string();
            last.push(&ADD_COUNTERS, vec![Owned::Text(rows)]);
        }
        let seq = tx.newest_seq();
        if seq != tx.scope.head_seq || tx.next_id != tx.scope.first_id {
            let values = vec![
                Owned::I64(seq),
                Owned::I64(tx.next_id),
                Owned::I64(tx.now.0),
            ];
            last.push(&UPDATE_HEAD, values);
        }
        Ok(last)
    }

    fn publish(self, (id, hooks): &Self::Shared) {
        if let Some(due) = self.due {
            hooks.wake_at(*id, due);
        }
        hooks.committed(*id, self.events);
    }

    fn quarantine((id, hooks): &Self::Shared, reason: &str) {
        hooks.quarantine(*id, reason);
    }

    fn name((id, _): &Self::Shared) -> String {
        format!("workspace {id}")
    }
}

/// A transaction of the control database.
pub struct InControl {
    first_id: i64,
}

impl Scope for InControl {
    type Shared = ();
    type Mark = ();

    async fn open(
        conn: Conn,
        (): &Self::Shared,
        now: Timestamp,
    ) -> Result<(Tx<Self>, i64), (Conn, StoreError)> {
        let scope = Self { first_id: 0 };
        let mut tx = Tx {
            conn,
            now,
            next_id: 0,
            scope,
            savepoint: false,
        };
        let decode = |row: &Row<'_>| Ok((row.i64(0)?, row.i64(1)?));
        match tx.row_opt(&control::LOCK_HEAD, &[], decode).await {
            Ok(Some((next_id, xid))) => {
                tx.scope.first_id = next_id;
                tx.next_id = next_id;
                Ok((tx, xid))
            }
            Ok(None) => Err((
                tx.conn,
                StoreError::Corrupt("the head row is missing".into()),
            )),
            Err(error) => Err((tx.conn, error)),
        }
    }

    fn mark(&self) {}

    fn rewind(&mut self, (): ()) {}

    fn last(tx: &Tx<Self>) -> Result<Last, StoreError> {
        let mut last = Last::default();
        if tx.next_id != tx.scope.first_id {
            last.push(&control::UPDATE_HEAD, vec![Owned::I64(tx.next_id)]);
        }
        Ok(last)
    }

    fn publish(self, (): &()) {}

    fn quarantine((): &(), reason: &str) {
        tracing::error!(reason, "the control database cannot be used");
    }

    fn name((): &()) -> String {
        "control".into()
    }
}

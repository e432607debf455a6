//! Reading the event log: the way streams resume and other processes follow.

use crate::db::{Reader, Val, stmts};
use crate::error::StoreError;
use crate::event_row;
use parlance::event::Event;

stmts! {
    FIND_HEAD "event.head" [] -> [seq: I64, floor_seq: I64, epoch: I64] Point
        "SELECT seq, floor_seq, epoch FROM head WHERE id = 1";
    LIST_AFTER "event.list_after" [I64, I64] -> [seq: I64, at: I64, kind: Text, actor_kind: Text, actor_id: I64, source: Text, contact_id: I64, conversation_id: I64, data: Text] Range("events_pkey")
        "SELECT seq, at, kind, actor_kind, actor_id, source, contact_id, conversation_id, data FROM events WHERE seq > $1 ORDER BY seq LIMIT $2";
}

/// Where the log of a workspace stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of the newest event, 0 if there is none.
    pub seq: i64,
    /// The log is complete from the event after this one.
    pub floor: i64,
    /// Changes whenever history may have moved backwards (restore, import, move).
    pub epoch: i64,
}

/// The state of the log.
pub async fn head(r: &mut impl Reader) -> Result<Head, StoreError> {
    let found = r
        .row_opt(&FIND_HEAD, &[], |row| {
            Ok(Head {
                seq: row.i64(0)?,
                floor: row.i64(1)?,
                epoch: row.i64(2)?,
            })
        })
        .await?;
    found.ok_or_else(|| StoreError::Corrupt("the head row is missing".into()))
}

/// Events after a number, oldest first.
pub async fn list_after(
    r: &mut impl Reader,
    seq: i64,
    limit: i64,
) -> Result<Vec<Event>, StoreError> {
    r.rows(
        &LIST_AFTER,
        &[Val::I64(seq), Val::I64(limit)],
        event_row::decode,
    )
    .await
}

//! Maintained counters of open conversations, and the statement that a page starts with.
//!
//! Scopes: `open` (key 0) all, `open_unassigned` (key 0), `open_assignee` (key: the user).
//! Whoever opens, closes, reopens or assigns calls [`count_opened`], [`count_closed`] or
//! [`count_moved`] in the same transaction.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::event_log::Head;
use crate::lane::WriteTx;
use parlance::id::UserId;
use std::collections::HashMap;

/// Counting free conversations stops here.
pub const FREE_MAX: i64 = 1_000;

stmts! {
    SUMMARY "counter.summary" [I64] -> [seq: I64, floor_seq: I64, epoch: I64, open_all: I64?, unassigned: I64?, mine: I64?] Point
        "SELECT h.seq, h.floor_seq, h.epoch, (SELECT a.n FROM counters a WHERE a.scope = 'open' AND a.key = 0) AS open_all, (SELECT u.n FROM counters u WHERE u.scope = 'open_unassigned' AND u.key = 0) AS unassigned, (SELECT m.n FROM counters m WHERE m.scope = 'open_assignee' AND m.key = $1) AS mine FROM head h WHERE h.id = 1";
    /// The same for somebody who sees own and free conversations: the free ones are counted.
    SUMMARY_FREE "counter.summary_free" [I64, I64] -> [seq: I64, floor_seq: I64, epoch: I64, mine: I64?, free: I64] Scan("counts at most 1,000 entries of conversations_open_assignee")
        "SELECT h.seq, h.floor_seq, h.epoch, (SELECT m.n FROM counters m WHERE m.scope = 'open_assignee' AND m.key = $1) AS mine, (SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT v.id FROM conversations v WHERE v.status = 0 AND v.assignee_id = 0 AND v.team_id = 0 LIMIT $2) AS f) AS free FROM head h WHERE h.id = 1";
    LIST "counter.list_open" [] -> [scope: Text, key: I64, n: I64] Range("counters_pkey")
        "SELECT scope, key, n FROM counters WHERE scope IN ('open', 'open_unassigned', 'open_assignee')";
    COUNT_FREE "counter.count_free" [I64] -> [n: I64] Scan("counts at most 1,000 entries of conversations_open_assignee")
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM (SELECT v.id FROM conversations v WHERE v.status = 0 AND v.assignee_id = 0 AND v.team_id = 0 LIMIT $1) AS f";
}

/// Open conversations by view, as far as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// All of the workspace.
    pub all: i64,
    /// Without assignee.
    pub unassigned: i64,
    /// By assignee; who has none may be absent.
    pub by_user: HashMap<UserId, i64>,
    /// Without assignee and team, at most [`FREE_MAX`]; `None`: not counted.
    pub free: Option<i64>,
}

/// Log position and counters for one user, in one statement. `free`: count those with neither
/// assignee nor team instead of all.
pub async fn summary(
    r: &mut impl Reader,
    user: UserId,
    free: bool,
) -> Result<(Head, Open), StoreError> {
    let head = |row: &Row<'_>| -> Result<Head, StoreError> {
        Ok(Head {
            seq: row.i64(0)?,
            floor: row.i64(1)?,
            epoch: row.i64(2)?,
        })
    };
    let mine = |n: Option<i64>| HashMap::from([(user, n.unwrap_or(0))]);
    let found = if free {
        let decode = |row: &Row<'_>| {
            let open = Open {
                by_user: mine(row.opt_i64(3)?),
                free: Some(row.i64(4)?),
                ..Open::default()
            };
            Ok((head(row)?, open))
        };
        r.row_opt(
            &SUMMARY_FREE,
            &[Val::I64(user.0), Val::I64(FREE_MAX)],
            decode,
        )
        .await?
    } else {
        let decode = |row: &Row<'_>| {
            let open = Open {
                all: row.opt_i64(3)?.unwrap_or(0),
                unassigned: row.opt_i64(4)?.unwrap_or(0),
                by_user: mine(row.opt_i64(5)?),
                free: None,
            };
            Ok((head(row)?, open))
        };
        r.row_opt(&SUMMARY, &[Val::I64(user.0)], decode).await?
    };
    found.ok_or_else(|| StoreError::Corrupt("the head row is missing".into()))
}

/// The counters of all users, for live updates. `free`: count the free ones, too.
pub async fn list_open(r: &mut impl Reader, free: bool) -> Result<Open, StoreError> {
    let decode = |row: &Row<'_>| Ok((row.text(0)?, row.i64(1)?, row.i64(2)?));
    let mut open = Open::default();
    for (scope, key, n) in r.rows(&LIST, &[], decode).await? {
        match scope.as_str() {
            "open" => open.all = n,
            "open_unassigned" => open.unassigned = n,
            _ => drop(open.by_user.insert(UserId(key), n)),
        }
    }
    if free {
        open.free = r
            .row_opt(&COUNT_FREE, &[Val::I64(FREE_MAX)], |row| row.i64(0))
            .await?;
    }
    Ok(open)
}

/// A conversation was opened or reopened.
pub fn count_opened(tx: &mut WriteTx, assignee: Option<UserId>) {
    tx.count("open", 0, 1);
    count_of(tx, assignee, 1);
}

/// An open conversation was closed.
pub fn count_closed(tx: &mut WriteTx, assignee: Option<UserId>) {
    tx.count("open", 0, -1);
    count_of(tx, assignee, -1);
}

/// An open conversation got another assignee.
pub fn count_moved(tx: &mut WriteTx, from: Option<UserId>, to: Option<UserId>) {
    count_of(tx, from, -1);
    count_of(tx, to, 1);
}

fn count_of(tx: &mut WriteTx, assignee: Option<UserId>, delta: i64) {
    match assignee {
        Some(user) => tx.count("open_assignee", user.0, delta),
        None => tx.count("open_unassigned", 0, delta),
    }
}

//! Timers: what a workspace has to do at a set time. One row per key; whoever fires a timer takes
//! its row in the same transaction as the effect, so that both happen once.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::time::Timestamp;

stmts! {
    SET "timer.set" [I64, I64, Text, I64, Text, Text] Write
        "INSERT INTO timers (id, due_at, owner_kind, owner_id, timer_key, payload, state) VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (timer_key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, state = 0";
    CANCEL "timer.cancel" [Text] Write
        "DELETE FROM timers WHERE timer_key = $1";
    LIST_DUE "timer.list_due" [I64, I64] -> [id: I64, due_at: I64, owner_kind: Text, owner_id: I64, payload: Text] Range("timers_due")
        "SELECT id, due_at, owner_kind, owner_id, payload FROM timers WHERE state = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2";
    NEXT "timer.next" [] -> [due_at: I64] Range("timers_due")
        "SELECT due_at FROM timers WHERE state = 0 ORDER BY due_at, id LIMIT 1";
    /// Only as it was seen: one that was set anew or taken meanwhile stays.
    TAKE "timer.take" [I64, I64] Write
        "DELETE FROM timers WHERE id = $1 AND due_at = $2 AND state = 0";
    POSTPONE "timer.postpone" [I64, I64, I64] Write
        "UPDATE timers SET due_at = $1 WHERE id = $2 AND due_at = $3 AND state = 0";
}

/// A timer that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// Its row.
    pub id: i64,
    /// When it became due.
    pub due_at: Timestamp,
    /// What it belongs to; decides who handles it.
    pub owner_kind: String,
    /// Which of those.
    pub owner_id: i64,
    /// JSON for the handler; may be empty.
    pub payload: String,
}

/// A timer to be set.
#[derive(Debug, Clone, Copy)]
pub struct NewTimer<'a> {
    /// What it belongs to; decides who handles it.
    pub owner_kind: &'a str,
    /// Which of those.
    pub owner_id: i64,
    /// When.
    pub due_at: Timestamp,
    /// JSON for the handler; may be empty.
    pub payload: &'a str,
}

impl NewTimer<'_> {
    /// An owner has at most one timer.
    fn key(&self) -> String {
        key(self.owner_kind, self.owner_id)
    }
}

fn key(owner_kind: &str, owner_id: i64) -> String {
    format!("{owner_kind}:{owner_id}")
}

/// Sets the timer of an owner, in place of the one it had.
pub async fn set(tx: &mut WriteTx, new: NewTimer<'_>) -> Result<(), StoreError> {
    let key = new.key();
    let values = [
        Val::I64(tx.new_id()),
        Val::I64(new.due_at.0),
        Val::Text(new.owner_kind),
        Val::I64(new.owner_id),
        Val::Text(&key),
        Val::Text(new.payload),
    ];
    tx.exec(&SET, &values).await?;
    tx.due(new.due_at);
    Ok(())
}

/// Takes the timer of an owner away; whether it had one.
pub async fn cancel(tx: &mut WriteTx, owner_kind: &str, owner_id: i64) -> Result<bool, StoreError> {
    let key = key(owner_kind, owner_id);
    Ok(tx.exec(&CANCEL, &[Val::Text(&key)]).await? > 0)
}

/// Timers that are due, the longest overdue first.
pub async fn list_due(
    r: &mut impl Reader,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Timer>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Timer {
            id: row.i64(0)?,
            due_at: Timestamp(row.i64(1)?),
            owner_kind: row.text(2)?,
            owner_id: row.i64(3)?,
            payload: row.text(4)?,
        })
    };
    r.rows(&LIST_DUE, &[Val::I64(now.0), Val::I64(limit)], decode)
        .await
}

/// When the next timer is due.
pub async fn next(r: &mut impl Reader) -> Result<Option<Timestamp>, StoreError> {
    r.row_opt(&NEXT, &[], |row| Ok(Timestamp(row.i64(0)?)))
        .await
}

/// Takes a timer in order to handle it; `false` if somebody else did, or it was set anew.
pub async fn take(tx: &mut WriteTx, timer: &Timer) -> Result<bool, StoreError> {
    let values = [Val::I64(timer.id), Val::I64(timer.due_at.0)];
    Ok(tx.exec(&TAKE, &values).await? == 1)
}

/// Puts a timer off that could not be handled.
pub async fn postpone(tx: &mut WriteTx, timer: &Timer, to: Timestamp) -> Result<(), StoreError> {
    let values = [Val::I64(to.0), Val::I64(timer.id), Val::I64(timer.due_at.0)];
    tx.exec(&POSTPONE, &values).await?;
    tx.due(to);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestStore;
    use crate::{Class, Workspace};

    async fn arm(ws: &Workspace, owner_id: i64, due_at: i64) {
        let write = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let new = NewTimer {
                    owner_kind: "test",
                    owner_id,
                    due_at: Timestamp(due_at),
                    payload: "",
                };
                set(tx, new).await
            })
        });
        write.await.unwrap();
    }

    async fn due(ws: &Workspace, now: i64) -> Vec<Timer> {
        let read = ws.read::<_, StoreError, _>(move |r| {
            Box::pin(async move { list_due(r, Timestamp(now), 10).await })
        });
        read.await.unwrap()
    }

    async fn takes(ws: &Workspace, timer: &Timer) -> bool {
        let timer = timer.clone();
        let write = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { take(tx, &timer).await })
        });
        write.await.unwrap()
    }

    #[tokio::test]
    async fn a_timer_is_taken_once_and_only_as_it_was_seen() {
        for store in TestStore::each().await.unwrap() {
            let ws = store.workspace().await.unwrap();
            arm(&ws, 1, 200).await;
            arm(&ws, 2, 100).await;
            assert!(due(&ws, 99).await.is_empty());
            let seen = due(&ws, 200).await;
            let owners: Vec<i64> = seen.iter().map(|timer| timer.owner_id).collect();
            assert_eq!(owners, [2, 1], "the longest overdue first");
            // Set anew between the look and the grip.
            arm(&ws, 1, 300).await;
            assert!(!takes(&ws, &seen[1]).await);
            assert!(takes(&ws, &seen[0]).await);
            assert!(!takes(&ws, &seen[0]).await);
            let later = due(&ws, 300).await;
            assert_eq!((later.len(), later[0].owner_id), (1, 1));
            let write = ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
                Box::pin(async move {
                    Ok((
                        next(tx).await?,
                        cancel(tx, "test", 1).await?,
                        cancel(tx, "test", 1).await?,
                        next(tx).await?,
                    ))
                })
            });
            let (before, first, second, after) = write.await.unwrap();
            assert_eq!(before, Some(Timestamp(300)));
            assert!(first && !second);
            assert_eq!(after, None);
            store.end().await.unwrap();
        }
    }
}

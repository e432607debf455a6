//! Counters of failed attempts by bucket. The rule that reads them is the services' business.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::time::Timestamp;

stmts! {
    FIND "throttle.find" [Text] -> [failures: I64, blocked_until: I64, updated_at: I64] Point
        "SELECT failures, blocked_until, updated_at FROM throttles WHERE bucket = $1";
    SAVE "throttle.save" [Text, I64, I64, I64] Write
        "INSERT INTO throttles (bucket, failures, blocked_until, updated_at) VALUES ($1, $2, $3, $4) ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, blocked_until = excluded.blocked_until, updated_at = excluded.updated_at";
    DELETE "throttle.delete" [Text] Write
        "DELETE FROM throttles WHERE bucket = $1";
    DELETE_OLD "throttle.delete_old" [I64, I64] Scan("hourly sweep of the counters")
        "DELETE FROM throttles WHERE updated_at < $1 OR (updated_at < $2 AND failures > 0)";
}

/// The state of a bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Throttle {
    /// Attempts counted.
    pub failures: i64,
    /// No attempt before this.
    pub blocked_until: Timestamp,
    /// When it was last counted.
    pub updated_at: Timestamp,
}

/// The state of a bucket, if anything was counted.
pub async fn find(r: &mut impl Reader, bucket: &str) -> Result<Option<Throttle>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Throttle {
            failures: row.i64(0)?,
            blocked_until: Timestamp(row.i64(1)?),
            updated_at: Timestamp(row.i64(2)?),
        })
    };
    r.row_opt(&FIND, &[Val::Text(bucket)], decode).await
}

/// Writes the state of a bucket.
pub async fn save(tx: &mut ControlTx, bucket: &str, to: Throttle) -> Result<(), StoreError> {
    let values = [
        Val::Text(bucket),
        Val::I64(to.failures),
        Val::I64(to.blocked_until.0),
        Val::I64(to.updated_at.0),
    ];
    tx.exec(&SAVE, &values).await.map(drop)
}

/// Empties a bucket.
pub async fn delete(tx: &mut ControlTx, bucket: &str) -> Result<(), StoreError> {
    tx.exec(&DELETE, &[Val::Text(bucket)]).await.map(drop)
}

/// Removes buckets that were not used since `unused`, and failures not counted since `failed`.
pub async fn delete_old(
    tx: &mut ControlTx,
    unused: Timestamp,
    failed: Timestamp,
) -> Result<u64, StoreError> {
    tx.exec(&DELETE_OLD, &[Val::I64(unused.0), Val::I64(failed.0)])
        .await
}

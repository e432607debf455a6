//! Ciphertexts of a workspace. What is in them only the services' key ring knows.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::time::Timestamp;

stmts! {
    LIST "secret.list" [I64] -> [owner: Text, blob: Bytes, hint: Text, created_at: I64] Scan("a handful of rows: a workspace has a few channels")
        "SELECT owner, blob, hint, created_at FROM secrets LIMIT $1";
    INSERT "secret.insert" [Text, Bytes, Text, I64] Write
        "INSERT INTO secrets (owner, blob, hint, created_at) VALUES ($1, $2, $3, $4)";
    DELETE "secret.delete" [Text] Write
        "DELETE FROM secrets WHERE owner = $1";
}

/// Most secrets of a workspace.
const MAX: i64 = 1_000;

/// A sealed secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// What it belongs to; it is sealed for exactly this owner.
    pub owner: String,
    /// The ciphertext.
    pub blob: Vec<u8>,
    /// What may be shown: its last characters.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Secrets whose owner begins with a prefix, by owner. Compared here: the databases do not agree
/// on the order of texts.
pub async fn list(r: &mut impl Reader, prefix: &str) -> Result<Vec<SealedSecret>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(SealedSecret {
            owner: row.text(0)?,
            blob: row.bytes(1)?,
            hint: row.text(2)?,
            created_at: Timestamp(row.i64(3)?),
        })
    };
    let mut found = r.rows(&LIST, &[Val::I64(MAX)], decode).await?;
    found.retain(|secret| secret.owner.starts_with(prefix));
    found.sort_unstable_by(|a, b| a.owner.cmp(&b.owner));
    Ok(found)
}

/// Adds a secret.
pub async fn insert(
    tx: &mut WriteTx,
    owner: &str,
    blob: &[u8],
    hint: &str,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let values = [
        Val::Text(owner),
        Val::Bytes(blob),
        Val::Text(hint),
        Val::I64(now),
    ];
    tx.exec(&INSERT, &values).await.map(drop)
}

/// Removes a secret.
pub async fn delete(tx: &mut WriteTx, owner: &str) -> Result<(), StoreError> {
    tx.exec(&DELETE, &[Val::Text(owner)]).await.map(drop)
}

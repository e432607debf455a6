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
    REPLACE "secret.replace" [Bytes, Text, Bytes] Write
        "UPDATE secrets SET blob = $1 WHERE owner = $2 AND blob = $3";
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

/// Puts another ciphertext of the same content in place of a known one; `false` if the secret was
/// changed or removed meanwhile.
pub async fn replace(
    tx: &mut WriteTx,
    owner: &str,
    known: &[u8],
    blob: &[u8],
) -> Result<bool, StoreError> {
    let values = [Val::Bytes(blob), Val::Text(owner), Val::Bytes(known)];
    Ok(tx.exec(&REPLACE, &values).await? == 1)
}

/// Removes a secret.
pub async fn delete(tx: &mut WriteTx, owner: &str) -> Result<(), StoreError> {
    tx.exec(&DELETE, &[Val::Text(owner)]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Class;
    use crate::testing::TestStore;

    #[tokio::test]
    async fn secrets_are_listed_by_the_beginning_of_their_owner() {
        for store in TestStore::each().await.unwrap() {
            let (ws, other) = (
                store.workspace().await.unwrap(),
                store.workspace().await.unwrap(),
            );
            let write = ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
                Box::pin(async move {
                    for owner in ["channel:5:b", "channel:5:a", "channel:50:a", "Channel:5:c"] {
                        insert(tx, owner, &[0, 255], "abcd").await?;
                    }
                    delete(tx, "channel:5:b").await
                })
            });
            write.await.unwrap();
            let owners = async |ws: &crate::Workspace, prefix: &'static str| {
                let read = ws.read::<_, StoreError, _>(move |r| {
                    Box::pin(async move { list(r, prefix).await })
                });
                let found = read.await.unwrap();
                assert!(found.iter().all(|secret| secret.blob == [0, 255]));
                found
                    .into_iter()
                    .map(|secret| secret.owner)
                    .collect::<Vec<_>>()
            };
            assert_eq!(owners(&ws, "channel:5:").await, ["channel:5:a"]);
            assert_eq!(
                owners(&ws, "channel:").await,
                ["channel:50:a", "channel:5:a"]
            );
            assert!(
                owners(&other, "channel:").await.is_empty(),
                "another workspace"
            );
            store.end().await.unwrap();
        }
    }
}

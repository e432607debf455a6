//! Rarely queried configuration of a workspace: channels now, later tags, snippets and views. The
//! content is JSON that the services understand; here it is text with a version.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::time::Timestamp;

stmts! {
    FIND "object.find" [I64, Text] -> [id: I64, name: Text, content: Text, archived: I64, version: I64, created_at: I64] Point
        "SELECT id, name, content, archived, version, created_at FROM objects WHERE id = $1 AND kind = $2";
    LIST "object.list" [Text, I64] -> [id: I64, name: Text, content: Text, archived: I64, version: I64, created_at: I64] Range("objects_kind")
        "SELECT id, name, content, archived, version, created_at FROM objects WHERE kind = $1 ORDER BY id LIMIT $2";
    /// Kinds that every page of the inbox needs, archived ones too; index objects_kind.
    LIST_DESK "object.list_desk" [I64] -> [kind: Text, id: I64, name: Text, content: Text, archived: I64, version: I64, created_at: I64] Range("objects_kind")
        "SELECT kind, id, name, content, archived, version, created_at FROM objects WHERE kind IN ('team', 'tag', 'stage', 'category', 'conversation_rules') ORDER BY kind, id LIMIT $1";
    INSERT "object.insert" [I64, Text, Text, Text, I64] Write
        "INSERT INTO objects (id, kind, name, content, archived, version, created_at, updated_at) VALUES ($1, $2, $3, $4, 0, 1, $5, $5)";
    /// Only over the version that the change was based on.
    UPDATE "object.update" [Text, Text, I64, I64, I64, Text, I64] Write
        "UPDATE objects SET name = $1, content = $2, archived = $3, version = version + 1, updated_at = $4 WHERE id = $5 AND kind = $6 AND version = $7";
}

/// Most objects of a kind that are listed.
const MAX: i64 = 1_000;
/// More than the limits of all kinds that a page of the inbox brings along allow together (5,000
/// tags, then hundreds): teams come last and must not be cut off.
const MAX_DESK: i64 = 8_000;

/// A piece of configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// JSON.
    pub content: String,
    /// Out of use; kept because history refers to it.
    pub archived: bool,
    /// Grows with every change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

fn object(row: &Row<'_>) -> Result<Object, StoreError> {
    Ok(Object {
        id: row.i64(0)?,
        name: row.text(1)?,
        content: row.text(2)?,
        archived: row.flag(3)?,
        version: row.i64(4)?,
        created_at: Timestamp(row.i64(5)?),
    })
}

/// An object of a kind, archived or not.
pub async fn find(r: &mut impl Reader, kind: &str, id: i64) -> Result<Option<Object>, StoreError> {
    r.row_opt(&FIND, &[Val::I64(id), Val::Text(kind)], object)
        .await
}

/// All objects of a kind, archived ones too, in the order of their ids.
pub async fn list(r: &mut impl Reader, kind: &str) -> Result<Vec<Object>, StoreError> {
    r.rows(&LIST, &[Val::Text(kind), Val::I64(MAX)], object)
        .await
}

/// Teams, tags, stages, categories and rules: kind and object, archived ones too.
pub async fn list_desk(r: &mut impl Reader) -> Result<Vec<(String, Object)>, StoreError> {
    let decode = |row: &Row<'_>| {
        let object = Object {
            id: row.i64(1)?,
            name: row.text(2)?,
            content: row.text(3)?,
            archived: row.flag(4)?,
            version: row.i64(5)?,
            created_at: Timestamp(row.i64(6)?),
        };
        Ok((row.text(0)?, object))
    };
    r.rows(&LIST_DESK, &[Val::I64(MAX_DESK)], decode).await
}

/// Makes an object with version 1; its id.
pub async fn insert(
    tx: &mut WriteTx,
    kind: &str,
    name: &str,
    content: &str,
) -> Result<i64, StoreError> {
    let id = tx.new_id();
    let now = tx.now().0;
    let values = [
        Val::I64(id),
        Val::Text(kind),
        Val::Text(name),
        Val::Text(content),
        Val::I64(now),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok(id)
}

/// Changes an object whose version is still `version`; `false` if it is not.
pub async fn update(
    tx: &mut WriteTx,
    kind: &str,
    changed: &Object,
    version: i64,
) -> Result<bool, StoreError> {
    let values = [
        Val::Text(&changed.name),
        Val::Text(&changed.content),
        Val::flag(changed.archived),
        Val::I64(tx.now().0),
        Val::I64(changed.id),
        Val::Text(kind),
        Val::I64(version),
    ];
    Ok(tx.exec(&UPDATE, &values).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestStore;
    use crate::{Class, Workspace};

    async fn make(ws: &Workspace) -> i64 {
        let made = ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
            Box::pin(async move { insert(tx, "channel", "Shop", "{}").await })
        });
        made.await.unwrap()
    }

    async fn look(ws: &Workspace, kind: &'static str, id: i64) -> Option<Object> {
        let found =
            ws.read::<_, StoreError, _>(|r| Box::pin(async move { find(r, kind, id).await }));
        found.await.unwrap()
    }

    #[tokio::test]
    async fn objects_change_only_over_the_version_that_was_seen() {
        for store in TestStore::each().await.unwrap() {
            let (ws, other) = (
                store.workspace().await.unwrap(),
                store.workspace().await.unwrap(),
            );
            let id = make(&ws).await;
            let made = look(&ws, "channel", id).await.unwrap();
            assert_eq!(
                (made.version, made.archived, made.name.as_str()),
                (1, false, "Shop")
            );
            assert_eq!(look(&ws, "tag", id).await, None, "another kind");
            assert_eq!(look(&other, "channel", id).await, None, "another workspace");
            let change = async |version| {
                let changed = Object {
                    archived: true,
                    ..made.clone()
                };
                let write = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
                    Box::pin(async move { update(tx, "channel", &changed, version).await })
                });
                write.await.unwrap()
            };
            assert!(!change(2).await);
            assert!(change(1).await);
            assert!(!change(1).await);
            let listed =
                ws.read::<_, StoreError, _>(|r| Box::pin(async move { list(r, "channel").await }));
            let listed = listed.await.unwrap();
            assert_eq!(
                (listed.len(), listed[0].version, listed[0].archived),
                (1, 2, true)
            );
            store.end().await.unwrap();
        }
    }
}

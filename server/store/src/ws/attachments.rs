//! Files of messages, and uploads that no message uses yet (`message_id` 0). An upload belongs to
//! its owner alone until a message of that owner takes it.

use crate::db::{Reader, Row, Val, json_rows, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use crate::ws::ids_json;
use parlance::id::{AttachmentId, MessageId};
use parlance::message::FileKind;
use parlance::time::Timestamp;

stmts! {
    INSERT "attachment.insert" [I64, Text, Text, Text, Text, I64, Text, I64, I64, I64] Write
        "INSERT INTO attachments (id, message_id, owner, name, mime, kind, size, sha256, width, height, created_at) VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    FIND "attachment.find" [I64] -> [id: I64, message_id: I64, name: Text, mime: Text, kind: Text, size: I64, sha256: Text, width: I64, height: I64] Point
        "SELECT id, message_id, name, mime, kind, size, sha256, width, height FROM attachments WHERE id = $1";
    /// By id only: with a guess about owners Postgres would read the whole table on one side.
    LIST_PENDING "attachment.list_pending" [Text] -> [id: I64, message_id: I64, name: Text, mime: Text, kind: Text, size: I64, sha256: Text, width: I64, height: I64, owner: Text] Batch
        sqlite concat!("SELECT a.id, a.message_id, a.name, a.mime, a.kind, a.size, a.sha256, a.width, a.height, a.owner FROM ", json_rows!(sqlite: id I64), " CROSS JOIN attachments a WHERE a.id = r.id"),
        postgres concat!("SELECT a.id, a.message_id, a.name, a.mime, a.kind, a.size, a.sha256, a.width, a.height, a.owner FROM ", json_rows!(postgres: id I64), " CROSS JOIN attachments a WHERE a.id = r.id");
    /// Files of several messages; index attachments_message.
    LIST_OF "attachment.list_of" [Text] -> [id: I64, message_id: I64, name: Text, mime: Text, kind: Text, size: I64, sha256: Text, width: I64, height: I64] Batch
        sqlite concat!("SELECT a.id, a.message_id, a.name, a.mime, a.kind, a.size, a.sha256, a.width, a.height FROM ", json_rows!(sqlite: id I64), " CROSS JOIN attachments a WHERE a.message_id = r.id AND a.message_id > 0"),
        postgres concat!("SELECT a.id, a.message_id, a.name, a.mime, a.kind, a.size, a.sha256, a.width, a.height FROM ", json_rows!(postgres: id I64), " CROSS JOIN attachments a WHERE a.message_id = r.id AND a.message_id > 0");
    /// Of two messages that want the same upload one gets it.
    CLAIM "attachment.claim" [I64, I64, Text] Write
        "UPDATE attachments SET message_id = $1 WHERE id = $2 AND owner = $3 AND message_id = 0";
    LIST_STALE "attachment.list_stale" [I64, I64] -> [id: I64, sha256: Text] Range("attachments_pending")
        "SELECT id, sha256 FROM attachments WHERE message_id = 0 AND created_at < $1 ORDER BY created_at LIMIT $2";
    DELETE_STALE "attachment.delete_stale" [I64] Write
        "DELETE FROM attachments WHERE id = $1 AND message_id = 0";
    FIND_BLOB "attachment.find_blob" [Text] -> [id: I64] Range("attachments_blob")
        "SELECT id FROM attachments WHERE sha256 = $1 LIMIT 1";
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The message that uses it; `None`: an upload.
    pub message: Option<MessageId>,
    /// Cleaned name.
    pub name: String,
    /// Sniffed media type.
    pub mime: String,
    /// How it is shown.
    pub kind: FileKind,
    /// Bytes.
    pub size: i64,
    /// Name of its content.
    pub sha256: String,
    /// Pixels across, 0 if not a picture.
    pub width: i64,
    /// Pixels down, 0 if not a picture.
    pub height: i64,
}

fn attachment(row: &Row<'_>) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: AttachmentId(row.i64(0)?),
        message: MessageId::some(row.i64(1)?),
        name: row.text(2)?,
        mime: row.text(3)?,
        kind: FileKind::from_word(row.str(4)?),
        size: row.i64(5)?,
        sha256: row.text(6)?,
        width: row.i64(7)?,
        height: row.i64(8)?,
    })
}

/// Adds an upload of `owner` (a visitor's external id, or `u:<user id>`); `new.id` and
/// `new.message` are ignored. Its id.
pub async fn insert(
    tx: &mut WriteTx,
    owner: &str,
    new: &Attachment,
) -> Result<AttachmentId, StoreError> {
    let id = tx.new_id();
    let values = [
        Val::I64(id),
        Val::Text(owner),
        Val::Text(&new.name),
        Val::Text(&new.mime),
        Val::Text(new.kind.word()),
        Val::I64(new.size),
        Val::Text(&new.sha256),
        Val::I64(new.width),
        Val::I64(new.height),
        Val::I64(tx.now().0),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok(AttachmentId(id))
}

/// A file by id.
pub async fn find(r: &mut impl Reader, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    r.row_opt(&FIND, &[Val::I64(id.0)], attachment).await
}

/// Those of `wanted` that are uploads of `owner` and not used yet, in the order of `wanted`. Fewer
/// than asked for: something belongs to somebody else.
pub async fn list_pending(
    r: &mut impl Reader,
    owner: &str,
    wanted: &[AttachmentId],
) -> Result<Vec<Attachment>, StoreError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let json = ids_json(wanted.iter().map(|id| id.0));
    let decode = |row: &Row<'_>| Ok((attachment(row)?, row.text(9)?));
    let found = r.rows(&LIST_PENDING, &[Val::Text(&json)], decode).await?;
    let mut found: Vec<Attachment> = found
        .into_iter()
        .filter(|(file, of)| of == owner && file.message.is_none())
        .map(|(file, _)| file)
        .collect();
    found.sort_by_key(|file| wanted.iter().position(|id| *id == file.id));
    found.dedup_by_key(|file| file.id);
    Ok(found)
}

/// The files of messages, by message and id.
pub async fn list_of(
    r: &mut impl Reader,
    messages: &[MessageId],
) -> Result<Vec<Attachment>, StoreError> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let json = ids_json(messages.iter().map(|id| id.0));
    let mut found = r.rows(&LIST_OF, &[Val::Text(&json)], attachment).await?;
    found.sort_by_key(|file| (file.message, file.id));
    Ok(found)
}

/// Gives uploads of `owner` to a message; `false` if one of them is not (or no longer) theirs.
pub async fn claim(
    tx: &mut WriteTx,
    owner: &str,
    message: MessageId,
    wanted: &[AttachmentId],
) -> Result<bool, StoreError> {
    for id in wanted {
        let values = [Val::I64(message.0), Val::I64(id.0), Val::Text(owner)];
        if tx.exec(&CLAIM, &values).await? != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Uploads from before an instant that no message uses, with the names of their contents.
pub async fn list_stale(
    r: &mut impl Reader,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<(AttachmentId, String)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((AttachmentId(row.i64(0)?), row.text(1)?));
    r.rows(&LIST_STALE, &[Val::I64(before.0), Val::I64(limit)], decode)
        .await
}

/// Removes an upload unless a message uses it by now; whether it was removed.
pub async fn delete_stale(tx: &mut WriteTx, id: AttachmentId) -> Result<bool, StoreError> {
    Ok(tx.exec(&DELETE_STALE, &[Val::I64(id.0)]).await? == 1)
}

/// Whether any file has this content.
pub async fn is_blob_used(r: &mut impl Reader, sha256: &str) -> Result<bool, StoreError> {
    Ok(
        r.row_opt(&FIND_BLOB, &[Val::Text(sha256)], |row| row.i64(0))
            .await?
            .is_some(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestStore;
    use crate::{Class, Workspace};

    async fn upload(ws: &Workspace, owner: &'static str) -> AttachmentId {
        let new = Attachment {
            id: AttachmentId(0),
            message: None,
            name: "a.txt".into(),
            mime: "text/plain".into(),
            kind: FileKind::File,
            size: 5,
            sha256: "abc".into(),
            width: 0,
            height: 0,
        };
        let write = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { insert(tx, owner, &new).await })
        });
        write.await.unwrap()
    }

    async fn take(ws: &Workspace, owner: &'static str, wanted: Vec<AttachmentId>) -> bool {
        let write = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { claim(tx, owner, MessageId(9), &wanted).await })
        });
        write.await.unwrap()
    }

    #[tokio::test]
    async fn sec_64_an_upload_is_taken_once_and_by_its_owner() {
        for store in TestStore::each().await.unwrap() {
            let (ws, other) = (
                store.workspace().await.unwrap(),
                store.workspace().await.unwrap(),
            );
            let (first, second) = (upload(&ws, "v").await, upload(&ws, "v").await);
            let pending = async |ws: &Workspace, owner: &'static str| {
                let wanted = [second, first, second];
                let read = ws.read::<_, StoreError, _>(move |r| {
                    Box::pin(async move { list_pending(r, owner, &wanted).await })
                });
                read.await
                    .unwrap()
                    .into_iter()
                    .map(|file| file.id)
                    .collect::<Vec<_>>()
            };
            assert_eq!(
                pending(&ws, "v").await,
                [second, first],
                "in the order asked for"
            );
            assert!(pending(&ws, "w").await.is_empty(), "another owner");
            assert!(pending(&other, "v").await.is_empty(), "another workspace");
            assert!(!take(&ws, "w", vec![first]).await);
            assert!(take(&ws, "v", vec![first]).await);
            assert!(!take(&ws, "v", vec![first]).await);
            assert_eq!(pending(&ws, "v").await, [second]);
            let read = ws.read::<_, StoreError, _>(|r| {
                Box::pin(async move {
                    let later = Timestamp(i64::MAX);
                    let stale = list_stale(r, later, 10).await?;
                    let files = list_of(r, &[MessageId(9), MessageId(10)]).await?;
                    Ok((
                        stale,
                        files,
                        is_blob_used(r, "abc").await?,
                        is_blob_used(r, "x").await?,
                    ))
                })
            });
            let (stale, files, used, unused) = read.await.unwrap();
            assert_eq!(stale, [(second, "abc".to_owned())]);
            assert_eq!(files.len(), 1);
            assert_eq!((files[0].id, files[0].message), (first, Some(MessageId(9))));
            assert!(used && !unused);
            store.end().await.unwrap();
        }
    }
}

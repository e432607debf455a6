//! One batch: resolve, decide message by message, write table by table.

use super::decide::{Decided, decide};
use super::rows::{self, FileRow, ResolveRow, Resolved, Writes};
use super::{InboundMessage, IngestOutcome, without_nul};
use crate::db::{Reader, Val};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::message::FileKind;
use std::collections::HashMap;

pub(super) async fn apply(
    tx: &mut WriteTx,
    items: &[InboundMessage],
) -> Result<Vec<IngestOutcome>, StoreError> {
    let known = resolve(tx, items).await?;
    let kinds = file_kinds(tx, items, &known).await?;
    let mut decided = Decided::default();
    for (item, known) in items.iter().zip(&known) {
        decide(tx, &mut decided, item, known, &kinds)?;
    }
    write(tx, decided).await
}

/// What the database knows about each message, in the order of the messages.
async fn resolve(tx: &mut WriteTx, items: &[InboundMessage]) -> Result<Vec<Resolved>, StoreError> {
    let wanted: Vec<ResolveRow<'_>> = items
        .iter()
        .enumerate()
        .map(|(i, item)| ResolveRow {
            i,
            channel_id: item.channel.0,
            provider_id: without_nul(&item.provider_id),
            external_id: without_nul(&item.external_id),
        })
        .collect();
    let mut known = vec![Resolved::default(); items.len()];
    for (i, found) in rows::resolve(tx, &wanted).await? {
        if let Some(slot) = known.get_mut(i) {
            *slot = found;
        }
    }
    Ok(known)
}

/// Kinds of the uploaded files that the new messages name and no message uses yet.
async fn file_kinds(
    tx: &mut WriteTx,
    items: &[InboundMessage],
    known: &[Resolved],
) -> Result<HashMap<i64, FileKind>, StoreError> {
    let wanted: Vec<FileRow> = items
        .iter()
        .zip(known)
        .filter(|(_, known)| known.message.is_none())
        .flat_map(|(item, _)| &item.attachments)
        .map(|id| FileRow {
            id: id.0,
            message_id: 0,
        })
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let text = rows::json(&wanted)?;
    let found = tx
        .rows(&rows::FIND_FILES, &[Val::Text(&text)], |row| {
            let kind = FileKind::from_word(row.str(1)?);
            Ok((row.i64(0)?, kind, row.i64(2)?))
        })
        .await?;
    let free = found.into_iter().filter(|(.., message)| *message == 0);
    Ok(free.map(|(id, kind, _)| (id, kind)).collect())
}

/// One statement per table.
async fn write(tx: &mut WriteTx, decided: Decided<'_>) -> Result<Vec<IngestOutcome>, StoreError> {
    let (opened, changed): (Vec<_>, Vec<_>) = decided
        .touched
        .into_values()
        .partition(|touched| touched.new);
    let opened: Vec<_> = opened.into_iter().map(|touched| touched.row).collect();
    let changed: Vec<_> = changed.into_iter().map(|touched| touched.row).collect();
    let mut writes = Writes::default();
    writes.push(&rows::INSERT_CONTACTS, &decided.contacts, "contacts_pkey")?;
    writes.push(
        &rows::INSERT_IDENTITIES,
        &decided.identities,
        "identities_external",
    )?;
    writes.push(
        &rows::INSERT_CONVERSATIONS,
        &opened,
        "conversations_one_open",
    )?;
    writes.push(&rows::UPDATE_CONVERSATIONS, &changed, "conversations_pkey")?;
    writes.push(
        &rows::INSERT_MESSAGES,
        &decided.messages,
        "messages_provider",
    )?;
    writes.push(&rows::CLAIM_FILES, &decided.files, "attachments_free")?;
    writes.run(tx).await?;
    Ok(decided.outcomes)
}

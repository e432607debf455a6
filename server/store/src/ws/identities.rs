//! Contacts' presence on channels. The pair of channel and external id is unique: it is how an
//! inbound message finds its contact.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::id::{ChannelId, ContactId, IdentityId};

stmts! {
    FIND "identity.find" [I64, Text] -> [id: I64, contact_id: I64, channel_id: I64, external_id: Text, verified: I64] Point
        "SELECT id, contact_id, channel_id, external_id, verified FROM identities WHERE channel_id = $1 AND external_id = $2";
    LIST_OF "identity.list_of" [I64] -> [id: I64, contact_id: I64, channel_id: I64, external_id: Text, verified: I64] Range("identities_contact")
        "SELECT id, contact_id, channel_id, external_id, verified FROM identities WHERE contact_id = $1 LIMIT 100";
    INSERT "identity.insert" [I64, I64, I64, Text, I64, I64] Write
        "INSERT INTO identities (id, contact_id, channel_id, external_id, verified, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    PROVE "identity.prove" [Text, I64] Write
        "UPDATE identities SET external_id = $1, verified = 1 WHERE id = $2";
}

/// A contact's presence on a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// The contact.
    pub contact: ContactId,
    /// The channel.
    pub channel: ChannelId,
    /// What the channel calls the contact.
    pub external_id: String,
    /// Whether that was proven.
    pub verified: bool,
}

fn identity(row: &Row<'_>) -> Result<Identity, StoreError> {
    Ok(Identity {
        id: IdentityId(row.i64(0)?),
        contact: ContactId(row.i64(1)?),
        channel: ChannelId(row.i64(2)?),
        external_id: row.text(3)?,
        verified: row.flag(4)?,
    })
}

/// The identity that a channel calls `external_id`.
pub async fn find(
    r: &mut impl Reader,
    channel: ChannelId,
    external_id: &str,
) -> Result<Option<Identity>, StoreError> {
    r.row_opt(
        &FIND,
        &[Val::I64(channel.0), Val::Text(external_id)],
        identity,
    )
    .await
}

/// The identities of a contact.
pub async fn list_of(r: &mut impl Reader, contact: ContactId) -> Result<Vec<Identity>, StoreError> {
    r.rows(&LIST_OF, &[Val::I64(contact.0)], identity).await
}

/// Adds an identity; a taken external id is the conflict `identities_external`.
pub async fn insert(
    tx: &mut WriteTx,
    contact: ContactId,
    channel: ChannelId,
    external_id: &str,
    verified: bool,
) -> Result<IdentityId, StoreError> {
    let id = tx.new_id();
    let values = [
        Val::I64(id),
        Val::I64(contact.0),
        Val::I64(channel.0),
        Val::Text(external_id),
        Val::flag(verified),
        Val::I64(tx.now().0),
    ];
    tx.exec(&INSERT, &values).await?;
    Ok(IdentityId(id))
}

/// An identity was proven: it is found by the proven id from now on, and by the old one no more.
pub async fn update_proven(
    tx: &mut WriteTx,
    id: IdentityId,
    external_id: &str,
) -> Result<(), StoreError> {
    tx.exec(&PROVE, &[Val::Text(external_id), Val::I64(id.0)])
        .await
        .map(drop)
}

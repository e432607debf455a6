//! A contact as seen from its own side: found by the identity of a browser, with the state that a
//! chat shows, and what visitors may say about themselves.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::contact::ContactDetails;
use parlance::conversation::Status;
use parlance::id::{ChannelId, ContactId, ConversationId, IdentityId, MessageId};

stmts! {
    FIND "visitor.find" [I64, Text] -> [identity_id: I64, contact_id: I64, verified: I64, name: Text, email: Text, phone: Text, blocked: I64, version: I64] Point
        "SELECT i.id AS identity_id, i.contact_id, i.verified, c.name, c.email, c.phone, c.blocked, c.version FROM identities i JOIN contacts c ON c.id = i.contact_id WHERE i.channel_id = $1 AND i.external_id = $2";
    /// The most recently active ones first; index conversations_contact.
    LIST_CONVERSATIONS "visitor.list_conversations" [I64, I64] -> [id: I64, status: I64, last_message_id: I64] Range("conversations_contact")
        "SELECT id, status, last_message_id FROM conversations WHERE contact_id = $1 ORDER BY last_activity_at DESC, id DESC LIMIT $2";
    INSERT_CONTACT "visitor.insert_contact" [I64, Text, Text, Text, Text, Text, I64] Write
        "INSERT INTO contacts (id, name, email, phone, locale, time_zone, assignee_id, team_id, blocked, source, last_activity_at, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, '', 0, 0, 0, $6, $7, $7, $7, 1)";
}

/// The contact behind a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The identity by which it was found.
    pub identity: IdentityId,
    /// The contact.
    pub contact: ContactId,
    /// Whether the identity was proven.
    pub verified: bool,
    /// Name, e-mail and phone; empty where nobody said.
    pub details: ContactDetails,
    /// Whether the contact is blocked.
    pub blocked: bool,
    /// Version of the contact.
    pub version: i64,
}

/// A conversation in a visitor's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitorConversation {
    /// The conversation.
    pub id: ConversationId,
    /// Open, snoozed or closed.
    pub status: Status,
    /// Its newest message.
    pub last_message: MessageId,
}

/// The contact that a channel knows by an external id.
pub async fn find(
    r: &mut impl Reader,
    channel: ChannelId,
    external_id: &str,
) -> Result<Option<Known>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Known {
            identity: IdentityId(row.i64(0)?),
            contact: ContactId(row.i64(1)?),
            verified: row.flag(2)?,
            details: ContactDetails {
                name: row.text(3)?,
                email: row.text(4)?,
                phone: row.text(5)?,
            },
            blocked: row.flag(6)?,
            version: row.i64(7)?,
        })
    };
    r.row_opt(
        &FIND,
        &[Val::I64(channel.0), Val::Text(external_id)],
        decode,
    )
    .await
}

/// The conversations of a contact, the most recently active first.
pub async fn list_conversations(
    r: &mut impl Reader,
    contact: ContactId,
    limit: i64,
) -> Result<Vec<VisitorConversation>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(VisitorConversation {
            id: ConversationId(row.i64(0)?),
            status: Status::from_code(row.i64(1)?),
            last_message: MessageId(row.i64(2)?),
        })
    };
    r.rows(
        &LIST_CONVERSATIONS,
        &[Val::I64(contact.0), Val::I64(limit)],
        decode,
    )
    .await
}

/// Makes a contact for a visitor whose identity was proven before anything was written.
pub async fn insert_contact(
    tx: &mut WriteTx,
    details: &ContactDetails,
    locale: &str,
    source: &str,
) -> Result<ContactId, StoreError> {
    let id = tx.new_id();
    let values = [
        Val::I64(id),
        Val::Text(&details.name),
        Val::Text(&details.email),
        Val::Text(&details.phone),
        Val::Text(locale),
        Val::Text(source),
        Val::I64(tx.now().0),
    ];
    tx.exec(&INSERT_CONTACT, &values).await?;
    Ok(ContactId(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestStore;
    use crate::ws::identities;
    use crate::{Class, Workspace};

    const CHANNEL: ChannelId = ChannelId(5);

    async fn look(ws: &Workspace, external_id: &'static str) -> Option<Known> {
        let read = ws.read::<_, StoreError, _>(move |r| {
            Box::pin(async move { find(r, CHANNEL, external_id).await })
        });
        read.await.unwrap()
    }

    #[tokio::test]
    async fn a_contact_is_found_by_the_identity_of_its_browser_until_it_is_proven() {
        for store in TestStore::each().await.unwrap() {
            let (ws, other) = (
                store.workspace().await.unwrap(),
                store.workspace().await.unwrap(),
            );
            let write = ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
                Box::pin(async move {
                    let details = ContactDetails {
                        name: "Ana".into(),
                        ..Default::default()
                    };
                    let contact = insert_contact(tx, &details, "fr", "web_chat").await?;
                    identities::insert(tx, contact, CHANNEL, "hash", false).await
                })
            });
            let identity = write.await.unwrap();
            let known = look(&ws, "hash").await.unwrap();
            assert_eq!(
                (known.identity, known.verified, known.blocked),
                (identity, false, false)
            );
            assert_eq!(known.details.name, "Ana");
            assert_eq!(look(&ws, "other").await, None);
            assert_eq!(look(&other, "hash").await, None, "another workspace");
            let prove = ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
                Box::pin(async move {
                    identities::update_proven(tx, identity, "user:1").await?;
                    identities::list_of(tx, known.contact).await
                })
            });
            let identities = prove.await.unwrap();
            assert_eq!((identities.len(), identities[0].verified), (1, true));
            assert_eq!(look(&ws, "hash").await, None);
            assert!(look(&ws, "user:1").await.unwrap().verified);
            let taken = ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
                Box::pin(async move {
                    identities::insert(tx, ContactId(1), CHANNEL, "user:1", true).await
                })
            });
            assert_eq!(
                taken.await.unwrap_err(),
                StoreError::Conflict("identities_external".into())
            );
            store.end().await.unwrap();
        }
    }
}

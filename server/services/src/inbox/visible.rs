//! The finders of the inbox: what the actor may not see is not found.

use parlance::conversation::Conversation;
use parlance::id::ConversationId;
use parlance::permission::{Actor, Visibility};
use parlance_store::Reader;
use parlance_store::ws::contacts::ContactRecord;
use parlance_store::ws::conversations::{self, Found, Listed};

use crate::{Result, ServiceError};

/// Whether somebody sees a contact, and so its conversations.
pub(crate) fn sees(visibility: &Visibility, contact: &ContactRecord) -> bool {
    visibility.sees(contact.assignee, contact.team)
}

/// A conversation to be changed.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is none or the actor does not see it.
pub(crate) async fn find(r: &mut impl Reader, actor: &Actor, id: ConversationId) -> Result<Found> {
    conversations::find(r, id)
        .await?
        .filter(|found| {
            actor
                .visibility
                .sees(found.contact_assignee, found.contact_team)
        })
        .ok_or(ServiceError::NotFound)
}

/// A conversation to be shown, with the actor's read mark and draft.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is none or the actor does not see it.
pub(crate) async fn listed(
    r: &mut impl Reader,
    actor: &Actor,
    id: ConversationId,
) -> Result<Listed> {
    conversations::list_rows(r, &[id], actor.user, id)
        .await?
        .pop()
        .filter(|listed| sees(&actor.visibility, &listed.contact))
        .ok_or(ServiceError::NotFound)
}

/// The row of a conversation that the actor just changed. Not filtered: whoever gives a
/// conversation away gets the answer to that, and then the news that it is gone.
pub(crate) async fn changed(
    r: &mut impl Reader,
    actor: &Actor,
    conversation: &Conversation,
) -> Result<Listed> {
    conversations::list_rows(r, &[conversation.id], actor.user, ConversationId::default())
        .await?
        .pop()
        .ok_or(ServiceError::NotFound)
}

//! What waits for the caller: their open conversations with something unread, for the bell.

use parlance::conversation::ConversationRow;
use parlance::id::{ConversationId, WorkspaceId};
use parlance::permission::Permission;
use parlance_store::ws::conversation_list;
use parlance_store::ws::conversations::{self, Listed};

use crate::inbox::view::{self, Sight};
use crate::inbox::visible;
use crate::{Caller, Result, ServiceError, Services, access};

/// At most so many are told. One more than people are shown, so that they learn that there are
/// more without anybody counting them.
pub const NOTIFICATIONS: usize = 21;

/// The caller's open conversations with something unread, the most recent first.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's workspace.
pub async fn notifications(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<Vec<ConversationRow>> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let sight = Sight::of(&actor);
    let found = ws
        .read::<_, ServiceError, _>(|r| {
            Box::pin(async move {
                let limit = i64::try_from(NOTIFICATIONS).unwrap_or(0);
                let (user, visibility) = (actor.user, &actor.visibility);
                let ids = conversation_list::list_unread(r, user, visibility, limit).await?;
                let mut found =
                    conversations::list_rows(r, &ids, user, ConversationId::default()).await?;
                // One predicate guards every list: what the snapshot says about the contact.
                found.retain(|listed| visible::sees(visibility, &listed.contact));
                let place = |listed: &Listed| ids.iter().position(|id| *id == listed.id);
                found.sort_by_key(place);
                Ok(found)
            })
        })
        .await?;
    Ok(found.iter().map(|row| view::row(row, sight)).collect())
}

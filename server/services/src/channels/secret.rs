//! The secret with which a customer's site proves who its visitors are.
//!
//! Two are active during a rotation: the newest, and for a week the one before it, so that a site
//! can be changed without a gap. Renewing twice ends the older one at once.

use parlance::id::{ChannelId, WorkspaceId};
use parlance::permission::Permission;
use parlance::time::{DAY, Timestamp};
use parlance_store::ws::objects;
use parlance_store::ws::secrets::{self, SealedSecret};
use parlance_store::{Class, StoreError};

use super::stored::KIND;
use super::{routes, save};
use crate::{Caller, Conflict, Result, ServiceError, Services, access, ids};

/// How long the previous secret is accepted.
const OVERLAP: i64 = 7 * DAY;

/// Common beginning of the owners of a channel's identity secrets.
pub(super) fn prefix(channel: ChannelId) -> String {
    format!("channel:{channel}:identity:")
}

/// Makes a new identity secret (shown once); the one before it is accepted for another week.
///
/// # Errors
/// [`ServiceError::NotFound`] if there is no such channel; [`Conflict::Stale`] if somebody changed
/// it at the same moment.
pub async fn renew_identity_secret(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    channel: ChannelId,
) -> Result<String> {
    let (actor, workspace) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ManageChannels)?;
    let pending = routes::begin(services, workspace.id()).await?;
    let secret = ids::token();
    // Sealed before the transaction, because the key may have to be fetched. The version makes
    // the owner unique, and owners sort by their age.
    let based_on = workspace
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { objects::find(r, KIND, channel.0).await })
        })
        .await?
        .ok_or(ServiceError::NotFound)?
        .version;
    let owner = format!("{}{based_on:010}", prefix(channel));
    let blob = services
        .keys
        .seal(workspace.id(), &owner, secret.as_bytes())
        .await?;
    let hint = secret
        .get(secret.len() - 4..)
        .unwrap_or_default()
        .to_owned();
    let user = actor.user;
    workspace
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let (object, found) = save::find(tx, channel).await?;
                if found.version != based_on {
                    return Err(ServiceError::Conflict(Conflict::Stale));
                }
                let mut older = secrets::list(tx, &prefix(channel)).await?;
                // The newest of them becomes the previous one.
                older.pop();
                for sealed in older {
                    secrets::delete(tx, &sealed.owner).await?;
                }
                secrets::insert(tx, &owner, &blob, &hint).await?;
                save::update(tx, user, object, &found).await?;
                Ok(())
            })
        })
        .await?;
    routes::finish(services, &workspace, pending).await?;
    Ok(secret)
}

/// The secrets of a channel with the instant until which each is accepted (0: for good), given in
/// the order of their age.
pub(super) fn active(sealed: &[SealedSecret]) -> Vec<(&SealedSecret, Timestamp)> {
    match sealed {
        [.., previous, newest] => {
            vec![
                (newest, Timestamp(0)),
                (previous, newest.created_at.plus(OVERLAP)),
            ]
        }
        [only] => vec![(only, Timestamp(0))],
        [] => Vec::new(),
    }
}

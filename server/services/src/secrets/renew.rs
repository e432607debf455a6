//! After a rotation: the secrets of every workspace are encrypted anew with its newest data key.
//!
//! What is done is noted per workspace, what is left is the difference; so this goes on where it
//! was interrupted. A secret that cannot be read stays as it is and holds nothing up.

use std::collections::BTreeMap;

use parlance::id::WorkspaceId;
use parlance_store::ws::secrets;
use parlance_store::{Class, StoreError, Workspace, control::instance};

use super::{KeyRing, SecretError, data_keys, envelope};
use crate::{Result, ServiceError, Services};

/// Rows `renewed:<workspace>` hold the generation that all of its secrets have reached.
const DONE: &str = "renewed:";

/// How many workspaces still have secrets of an older generation, for the operator.
///
/// # Errors
/// The control database.
pub async fn count_waiting_system(services: &Services) -> Result<usize> {
    Ok(waiting(services).await?.len())
}

/// Does what is left; how many secrets were encrypted anew. Run by the scheduler, not by a user.
///
/// # Errors
/// A database; what was done until then stays done.
pub async fn renew_system(services: &Services) -> Result<usize> {
    let mut renewed = 0;
    for (id, generation) in waiting(services).await? {
        if id != WorkspaceId(0) {
            match services.store.workspace(id).await {
                Ok(workspace) => {
                    // Control holds copies of some, see `channels`.
                    let pending = crate::channels::begin_routes(services, id).await?;
                    renewed += renew(&services.keys, &workspace, generation).await?;
                    crate::channels::finish_routes(services, &workspace, pending).await?;
                }
                Err(parlance_store::OpenError::NotFound) => {}
                Err(error) => {
                    // One workspace in quarantine does not keep the others waiting.
                    tracing::warn!(workspace = id.0, %error, "secrets were not encrypted anew");
                    continue;
                }
            }
        }
        services
            .store
            .control()
            .write::<_, StoreError, _>(Class::Background, move |tx| {
                Box::pin(async move {
                    instance::set(tx, &format!("{DONE}{id}"), &generation.to_string()).await
                })
            })
            .await?;
    }
    Ok(renewed)
}

/// Workspaces whose newest data key is younger than what was done, with its generation.
async fn waiting(services: &Services) -> Result<Vec<(WorkspaceId, u32)>> {
    let (keys, done) = services
        .store
        .control()
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move {
                let keys = instance::list(r, data_keys::PREFIX).await?;
                Ok((keys, instance::list(r, DONE).await?))
            })
        })
        .await?;
    let mut newest: BTreeMap<WorkspaceId, u32> = BTreeMap::new();
    for (name, _) in keys {
        if let Some((workspace, generation)) = data_keys::parse(&name) {
            let last = newest.entry(workspace).or_default();
            *last = generation.max(*last);
        }
    }
    let done: BTreeMap<String, String> = done.into_iter().collect();
    newest.retain(|workspace, generation| {
        let reached = done.get(&workspace.to_string());
        *generation > reached.and_then(|text| text.parse().ok()).unwrap_or(1)
    });
    Ok(newest.into_iter().collect())
}

pub(super) async fn renew(keys: &KeyRing, workspace: &Workspace, generation: u32) -> Result<usize> {
    let found = workspace
        .read::<_, StoreError, _>(|r| Box::pin(async move { secrets::list(r, "").await }))
        .await?;
    let mut renewed = 0;
    for secret in found {
        if envelope::generation(&secret.blob).is_none_or(|found| found >= generation) {
            continue;
        }
        let plain = match keys
            .unseal(workspace.id(), &secret.owner, &secret.blob)
            .await
        {
            Err(SecretError::Damaged(what)) => {
                tracing::warn!(
                    workspace = workspace.id().0,
                    what,
                    "a secret cannot be read"
                );
                continue;
            }
            other => other.map_err(ServiceError::from)?,
        };
        let blob = keys.seal(workspace.id(), &secret.owner, &plain).await?;
        let replaced = workspace
            .write::<_, StoreError, _>(Class::Background, move |tx| {
                Box::pin(
                    async move { secrets::replace(tx, &secret.owner, &secret.blob, &blob).await },
                )
            })
            .await?;
        renewed += usize::from(replaced);
    }
    Ok(renewed)
}

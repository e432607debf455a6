//! From a public key to a channel, before any workspace is opened, and how the copy in control is
//! kept like the workspace.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parlance::channel::{ChannelKind, WebChatConfig};
use parlance::id::{ChannelId, WorkspaceId};
use parlance::time::{HOUR, SECOND, Timestamp};
use parlance_store::control::routes;
use parlance_store::ws::{objects, secrets};
use parlance_store::{Class, OpenError, StoreError, Workspace};
use serde::{Deserialize, Serialize};

use super::secret;
use super::stored::{Channel, KIND};
use crate::{Result, ServiceError, Services};

/// After this a change that did not finish is repaired.
const GRACE: i64 = 30 * SECOND;
/// Changes repaired in one go.
const CHUNK: i64 = 100;

/// What is known about a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The public key.
    pub key: String,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its name.
    pub workspace_name: String,
    /// The channel.
    pub channel: ChannelId,
    /// What it is.
    pub kind: ChannelKind,
    /// Whether it takes messages.
    pub enabled: bool,
    /// Its settings.
    pub chat: WebChatConfig,
    identity: Vec<Wrapped>,
}

/// A sealed secret and how long it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Wrapped {
    owner: String,
    blob: String,
    /// Milliseconds UTC; 0: for good.
    until: i64,
}

/// The JSON of a route. Without `chat`: the channel was disconnected. Such rows stay, so that a
/// late writer cannot bring an old version back.
#[derive(Default, Serialize, Deserialize)]
struct Config {
    chat: Option<WebChatConfig>,
    #[serde(default)]
    identity: Vec<Wrapped>,
}

/// The channel behind a key, at most two seconds old. `None`: unknown or disconnected.
///
/// # Errors
/// The control database.
pub async fn route(services: &Services, key: &str) -> Result<Option<Arc<Route>>> {
    // Nothing else was ever given out: no need to ask, or to remember it.
    if key.len() > 64 || !key.starts_with("wk_") {
        return Ok(None);
    }
    let now = services.clock.now();
    if let Some(known) = services.visitors().route(key, now) {
        return Ok(known);
    }
    let wanted = key.to_owned();
    let found = services
        .store
        .control()
        .read::<_, StoreError, _>(move |r| Box::pin(async move { routes::find(r, &wanted).await }))
        .await?;
    let route = match found {
        Some((row, name)) => read(row, name)?.map(Arc::new),
        None => None,
    };
    services.visitors().keep_route(key, route.clone(), now);
    Ok(route)
}

fn read(row: routes::Route, workspace_name: String) -> Result<Option<Route>> {
    let config: Config = serde_json::from_str(&row.config)
        .map_err(|error| ServiceError::internal(format!("route {}: {error}", row.key)))?;
    let (Some(kind), Some(chat)) = (ChannelKind::from_word(&row.kind), config.chat) else {
        return Ok(None);
    };
    Ok(Some(Route {
        key: row.key,
        workspace: row.workspace,
        workspace_name,
        channel: row.channel,
        kind,
        enabled: row.enabled,
        chat,
        identity: config.identity,
    }))
}

/// The secrets that prove an identity on a channel now.
///
/// # Errors
/// [`ServiceError::Internal`] if one of them cannot be decrypted.
pub async fn identity_secrets(services: &Services, route: &Route) -> Result<Vec<Vec<u8>>> {
    let now = services.clock.now();
    let mut secrets = Vec::new();
    for wrapped in &route.identity {
        if wrapped.until != 0 && Timestamp(wrapped.until) <= now {
            continue;
        }
        let blob = STANDARD.decode(&wrapped.blob).unwrap_or_default();
        secrets.push(
            services
                .keys
                .unseal(route.workspace, &wrapped.owner, &blob)
                .await?,
        );
    }
    Ok(secrets)
}

/// The first website chat of the instance, for the demo page.
///
/// # Errors
/// The control database.
pub async fn first_key_system(services: &Services) -> Result<Option<String>> {
    let kind = ChannelKind::WebChat.word();
    let found = services
        .store
        .control()
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { routes::find_first_system(r, kind).await })
        })
        .await?;
    Ok(found)
}

/// Notes that the routes of a workspace are about to become old.
pub(crate) async fn begin(services: &Services, workspace: WorkspaceId) -> Result<i64> {
    let due = services.clock.now().plus(GRACE);
    let id = services
        .store
        .control()
        .write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { routes::insert_pending(tx, workspace, due).await })
        })
        .await?;
    Ok(id)
}

/// Brings the routes of a workspace up to date and removes the note.
pub(crate) async fn finish(services: &Services, workspace: &Workspace, pending: i64) -> Result<()> {
    let (channels, sealed) = workspace
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move {
                Ok((
                    objects::list(r, KIND).await?,
                    secrets::list(r, "channel:").await?,
                ))
            })
        })
        .await?;
    let mut rows = Vec::new();
    for object in &channels {
        let channel = Channel::read(object)?;
        let prefix = secret::prefix(channel.id);
        let own: Vec<_> = sealed
            .iter()
            .filter(|secret| secret.owner.starts_with(&prefix))
            .cloned()
            .collect();
        let identity = secret::active(&own)
            .into_iter()
            .map(|(secret, until)| Wrapped {
                owner: secret.owner.clone(),
                blob: STANDARD.encode(&secret.blob),
                until: until.0,
            })
            .collect();
        let config = Config {
            chat: (!object.archived).then_some(channel.chat),
            identity,
        };
        rows.push(routes::Route {
            key: channel.key,
            workspace: workspace.id(),
            channel: channel.id,
            kind: ChannelKind::WebChat.word().to_owned(),
            config: serde_json::to_string(&config).map_err(ServiceError::internal)?,
            enabled: channel.enabled && !object.archived,
            version: channel.version,
        });
    }
    let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    services
        .store
        .control()
        .write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                for row in &rows {
                    routes::save(tx, row).await?;
                }
                routes::delete_pending(tx, pending).await
            })
        })
        .await?;
    for key in keys {
        services.visitors().forget_route(&key);
    }
    Ok(())
}

/// Repairs the routes of workspaces where a change did not finish; how many. Run at the start and
/// by the scheduler.
///
/// # Errors
/// The control database. A workspace that cannot be opened is tried again later.
pub async fn heal_system(services: &Services) -> Result<usize> {
    let now = services.clock.now();
    let control = services.store.control();
    let due = control
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { routes::list_pending(r, now, CHUNK).await })
        })
        .await?;
    let mut healed = 0;
    for pending in due {
        let done = match services.store.workspace(pending.workspace).await {
            Ok(workspace) => finish(services, &workspace, pending.id).await,
            // Gone, and its routes with it.
            Err(OpenError::NotFound) => {
                control
                    .write::<_, StoreError, _>(Class::Background, move |tx| {
                        Box::pin(async move { routes::delete_pending(tx, pending.id).await })
                    })
                    .await?;
                continue;
            }
            Err(error) => Err(StoreError::from(error).into()),
        };
        match done {
            Ok(()) => healed += 1,
            Err(error) => {
                let next = now.plus((GRACE << pending.attempts.clamp(0, 7)).min(HOUR));
                let text = error.to_string();
                control
                    .write::<_, StoreError, _>(Class::Background, move |tx| {
                        Box::pin(
                            async move { routes::delay_pending(tx, pending.id, next, &text).await },
                        )
                    })
                    .await?;
            }
        }
    }
    Ok(healed)
}

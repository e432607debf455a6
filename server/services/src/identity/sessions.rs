//! Session rows for the session layer, and the list with revoke.
//!
//! A session lives 14 days without a request and 30 days in all, whatever the layer asks for.
//! Rows are read at every request, so a session that was ended is ended at once; a save never
//! brings one back.

use parlance::id::{SessionId, UserId};
use parlance::identity::SessionRow;
use parlance::time::{DAY, MINUTE, Timestamp};
use parlance_store::control::sessions::{self, NewSession, Touch};
use parlance_store::control::{audit as log, users};
use parlance_store::{Class, StoreError};

use super::audit;
use crate::{Caller, Client, Result, ServiceError, Services, ids};

/// Longest life without a request.
const IDLE: i64 = 14 * DAY;
/// Longest life, counted from the sign-in.
const ABSOLUTE: i64 = 30 * DAY;
/// A request is noted at most this often.
const NOTED: i64 = MINUTE;

/// A session as the layer keeps it. `content` is opaque to us; `user` is repeated as a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Public id, for the list.
    pub id: SessionId,
    /// The signed-in user, if any.
    pub user: Option<UserId>,
    /// JSON of the layer.
    pub content: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Creates a session row; `false` if the id is taken. `token` is the value of the cookie; only its hash is stored.
pub async fn create(
    services: &Services,
    token: &str,
    user: Option<UserId>,
    content: &str,
    expires_at: Timestamp,
    client: &Client,
) -> Result<bool> {
    let (hash, content, client) = (ids::hash(token), content.to_owned(), client.clone());
    let id = SessionId(ids::number());
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let new = NewSession {
                    id_hash: &hash,
                    id,
                    user,
                    content: &content,
                    user_agent: &client.user_agent,
                    address: &client.address,
                    expires_at: expires_at.min(tx.now().plus(IDLE)),
                };
                sessions::insert(tx, &new).await
            })
        });
    let created: Result<bool, StoreError> = write.await;
    Ok(created?)
}

/// Saves a session row. One of a signed-in user that is gone stays gone: it was ended while the
/// request was under way. One without a user is created again.
pub async fn save(
    services: &Services,
    token: &str,
    user: Option<UserId>,
    content: &str,
    expires_at: Timestamp,
    client: &Client,
) -> Result<()> {
    let (hash, kept) = (ids::hash(token), content.to_owned());
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let until = expires_at.min(tx.now().plus(IDLE));
                sessions::update(tx, &hash, user, &kept, until, ABSOLUTE).await
            })
        });
    let saved: Result<bool, StoreError> = write.await;
    if !saved? && user.is_none() {
        create(services, token, user, content, expires_at, client).await?;
    }
    Ok(())
}

/// Loads a session that has not expired, and notes at most once a minute that it was seen.
pub async fn load(
    services: &Services,
    token: &str,
    client: &Client,
) -> Result<Option<StoredSession>> {
    let (hash, now) = (ids::hash(token), services.clock.now());
    let key = hash.clone();
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { sessions::find(r, &key, now).await }))
        .await;
    let Some(session) = found? else {
        return Ok(None);
    };
    if now.since(session.seen_at) >= NOTED {
        let (user, client) = (session.user, client.clone());
        let write = services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let touch = Touch {
                        user_agent: &client.user_agent,
                        address: &client.address,
                        idle_until: tx.now().plus(IDLE),
                        absolute: ABSOLUTE,
                    };
                    sessions::touch(tx, &hash, &touch).await?;
                    match user {
                        Some(user) => users::update_active(tx, user).await,
                        None => Ok(()),
                    }
                })
            });
        let noted: Result<(), StoreError> = write.await;
        if let Err(error) = noted {
            // The request itself can be served; the next one notes it.
            tracing::warn!(cause = %error, "a session's use was not noted");
        }
    }
    Ok(Some(StoredSession {
        id: session.id,
        user: session.user,
        content: session.content,
        expires_at: session.expires_at,
    }))
}

/// Deletes a session row.
pub async fn delete(services: &Services, token: &str) -> Result<()> {
    let hash = ids::hash(token);
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move { sessions::delete(tx, &hash).await })
        });
    let deleted: Result<(), StoreError> = write.await;
    Ok(deleted?)
}

/// The caller's sessions, newest first.
pub async fn list(services: &Services, caller: &Caller) -> Result<Vec<SessionRow>> {
    let (user, now) = (caller.user, services.clock.now());
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { sessions::list(r, user, now).await }))
        .await;
    let mut found = found?;
    found.sort_by_key(|session| std::cmp::Reverse((session.seen_at, session.created_at)));
    let row = |session: sessions::ListedSession| SessionRow {
        id: session.id,
        user_agent: session.user_agent,
        address: session.address,
        created_at: session.created_at,
        seen_at: session.seen_at,
        current: session.id == caller.session,
    };
    Ok(found.into_iter().map(row).collect())
}

/// Ends one of the caller's sessions.
pub async fn revoke(services: &Services, caller: &Caller, session: SessionId) -> Result<()> {
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if !sessions::delete_one(tx, by.user, session).await? {
                    return Err(ServiceError::NotFound);
                }
                let object = format!("session:{session}");
                log::append(tx, &audit::by(&by, "session.revoke", object)).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(caller.user);
    Ok(())
}

/// Ends all other sessions of the caller.
pub async fn revoke_others(services: &Services, caller: &Caller) -> Result<()> {
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let ended = sessions::delete_others(tx, by.user, by.session).await?;
                let act = audit::by(&by, "session.revoke_others", audit::user(by.user));
                log::append(tx, &audit::Detail::change(act, format!("{ended} sessions"))).await
            })
        });
    let ended: Result<(), StoreError> = write.await;
    ended?;
    services.realtime.access_changed(caller.user);
    Ok(())
}

//! The session cookie: tower-sessions over our own rows in the control database.
//!
//! The cookie holds a random id; only its SHA-256 is stored. Rows carry the user, so that
//! "sign out everywhere" is one statement.

use std::collections::HashMap;

use app::scope::{SESSION_CLIENT, SESSION_USER};
use async_trait::async_trait;
use parlance::id::UserId;
use parlance::time::Timestamp;
use parlance_services::identity::sessions;
use parlance_services::{Client, ServiceError, Services};
use serde_json::Value;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

/// Key under which a loaded session carries its public id; never stored.
pub const SESSION_PUBLIC_ID: &str = "sid";
/// A session ends after this many days, used or not.
const ABSOLUTE_DAYS: i64 = 30;

/// Sessions in the control database.
#[derive(Clone)]
pub struct ControlSessions(pub Services);

impl std::fmt::Debug for ControlSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ControlSessions")
    }
}

/// The layer that reads and writes the cookie. `secure` is off only for plain-HTTP development.
pub fn layer(services: Services, secure: bool) -> SessionManagerLayer<ControlSessions> {
    SessionManagerLayer::new(ControlSessions(services))
        .with_name(if secure {
            "__Host-parlance"
        } else {
            "parlance"
        })
        .with_secure(secure)
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::days(ABSOLUTE_DAYS)))
}

struct Columns {
    user: Option<UserId>,
    content: String,
    expires_at: Timestamp,
    client: Client,
}

fn columns(record: &Record) -> Result<Columns> {
    let stored: HashMap<&String, &Value> = record
        .data
        .iter()
        .filter(|(key, _)| *key != SESSION_PUBLIC_ID)
        .collect();
    let (address, user_agent) = record
        .data
        .get(SESSION_CLIENT)
        .and_then(|value| serde_json::from_value::<(String, String)>(value.clone()).ok())
        .unwrap_or_default();
    Ok(Columns {
        user: record
            .data
            .get(SESSION_USER)
            .and_then(Value::as_i64)
            .map(UserId),
        content: serde_json::to_string(&stored).map_err(|e| Error::Encode(e.to_string()))?,
        expires_at: Timestamp(record.expiry_date.unix_timestamp().saturating_mul(1_000)),
        client: Client {
            address,
            user_agent,
        },
    })
}

fn backend(error: ServiceError) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for ControlSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let c = columns(record)?;
        for _ in 0..3 {
            let token = record.id.to_string();
            let free =
                sessions::create(&self.0, &token, c.user, &c.content, c.expires_at, &c.client);
            if free.await.map_err(backend)? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id".into()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let c = columns(record)?;
        let token = record.id.to_string();
        sessions::save(&self.0, &token, c.user, &c.content, c.expires_at, &c.client)
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let token = id.to_string();
        let Some(stored) = sessions::load(&self.0, &token, &Client::default())
            .await
            .map_err(backend)?
        else {
            return Ok(None);
        };
        let mut data: HashMap<String, Value> =
            serde_json::from_str(&stored.content).map_err(|e| Error::Decode(e.to_string()))?;
        data.insert(SESSION_PUBLIC_ID.into(), stored.id.0.into());
        let expiry_date = OffsetDateTime::from_unix_timestamp(stored.expires_at.0 / 1_000)
            .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0, &id.to_string())
            .await
            .map_err(backend)
    }
}

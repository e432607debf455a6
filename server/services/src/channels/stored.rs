//! A channel as it is stored: an object of the workspace with this JSON.

use parlance::channel::{ChannelKind, WebChatConfig};
use parlance::id::ChannelId;
use parlance_store::StoreError;
use parlance_store::ws::objects::Object;
use serde::{Deserialize, Serialize};

use crate::{Result, ServiceError};

/// Kind of the objects.
pub(super) const KIND: &str = "channel";

#[derive(Serialize, Deserialize)]
struct Content {
    kind: ChannelKind,
    key: String,
    enabled: bool,
    chat: WebChatConfig,
}

/// A website chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Channel {
    pub(super) id: ChannelId,
    pub(super) key: String,
    pub(super) enabled: bool,
    pub(super) chat: WebChatConfig,
    pub(super) version: i64,
}

impl Channel {
    /// Reads an object.
    pub(super) fn read(object: &Object) -> Result<Channel> {
        let content: Content = serde_json::from_str(&object.content)
            .map_err(|error| ServiceError::internal(format!("channel {}: {error}", object.id)))?;
        Ok(Channel {
            id: ChannelId(object.id),
            key: content.key,
            enabled: content.enabled,
            chat: content.chat,
            version: object.version,
        })
    }

    /// The JSON to store.
    pub(super) fn content(&self) -> Result<String, StoreError> {
        let content = Content {
            kind: ChannelKind::WebChat,
            key: self.key.clone(),
            enabled: self.enabled,
            chat: self.chat.clone(),
        };
        serde_json::to_string(&content).map_err(|error| StoreError::Bug(error.to_string()))
    }
}

/// Whether the channel of an object is connected and switched on.
pub(crate) fn takes_messages(object: &Object) -> bool {
    !object.archived && Channel::read(object).is_ok_and(|channel| channel.enabled)
}

//! Channels: connected messaging accounts, and the settings of website chat.

mod webchat;

use serde::{Deserialize, Serialize};

use crate::id::ChannelId;
use crate::text::Locale;
use crate::time::Timestamp;

pub use webchat::{
    LocalText, PreChatField, PreChatKey, SaveWebChat, Side, WebChatConfig, allowed_origin,
    default_config, parse_domain,
};

/// What a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// The chat on a website.
    WebChat,
}

impl ChannelKind {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            ChannelKind::WebChat => "web_chat",
        }
    }

    /// The kind of a word in the database.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "web_chat" => Some(ChannelKind::WebChat),
            _ => None,
        }
    }
}

/// A channel in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRow {
    /// The channel.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Whether it takes messages.
    pub enabled: bool,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A website chat with everything its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebChatDetail {
    /// The channel.
    pub id: ChannelId,
    /// Public key of the widget, `wk_…`.
    pub key: String,
    /// Its settings.
    pub config: WebChatConfig,
    /// Whether it takes messages.
    pub enabled: bool,
    /// The lines to paste into a website.
    pub snippet: String,
    /// Whether an identity secret is set, and its last four characters.
    pub identity_hint: Option<String>,
    /// Grows with every change; saving names the version it was based on.
    pub version: i64,
}

/// Text in the two languages that are built in.
pub fn pick(text: &LocalText, locale: Locale) -> &str {
    let (first, second) = match locale {
        Locale::En => (&text.en, &text.fr),
        Locale::Fr => (&text.fr, &text.en),
    };
    if first.is_empty() { second } else { first }
}

//! Messages and their files, as threads show them.

use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, ContactId, ConversationId, MessageId, UserId};
use crate::time::Timestamp;
use crate::word::word_enum;

/// Longest text of a message on website chat, in characters.
pub const TEXT_MAX: usize = 10_000;
/// Most files in one message.
pub const FILES_MAX: usize = 10;

/// From the contact, or to the contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the contact.
    Inbound,
    /// To the contact.
    Outbound,
}

impl Direction {
    /// The number in the database.
    pub fn code(self) -> i64 {
        match self {
            Direction::Inbound => 0,
            Direction::Outbound => 1,
        }
    }

    /// The direction of a number in the database; everything but 0 is outbound.
    pub fn from_code(code: i64) -> Self {
        if code == 0 {
            Direction::Inbound
        } else {
            Direction::Outbound
        }
    }
}

/// How far a message has come. Later states never go back to earlier ones ([`Delivery::rank`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// Waits for the sender.
    Queued,
    /// Handed to the channel, no answer yet.
    Sending,
    /// The channel took it. Inbound messages stay here.
    Sent,
    /// It reached the contact's device.
    Delivered,
    /// The contact saw it.
    Read,
    /// The channel refused it.
    Failed,
    /// A crash or a lost answer: it may have been sent.
    Unknown,
}

impl Delivery {
    const ALL: [Delivery; 7] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Failed,
        Self::Unknown,
    ];

    /// The number in the database.
    pub fn code(self) -> i64 {
        match self {
            Self::Queued => 0,
            Self::Sending => 1,
            Self::Sent => 2,
            Self::Delivered => 3,
            Self::Read => 4,
            Self::Failed => 5,
            Self::Unknown => 6,
        }
    }

    /// The state of a number in the database; unknown numbers are [`Delivery::Unknown`].
    pub fn from_code(code: i64) -> Self {
        Self::ALL
            .into_iter()
            .find(|state| state.code() == code)
            .unwrap_or(Self::Unknown)
    }
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Author {
    /// The contact.
    Contact {
        /// Which contact.
        id: ContactId,
    },
    /// A user of the workspace.
    User {
        /// Which user; the name is looked up in the list of members.
        id: UserId,
    },
    /// Parlance itself.
    System,
}

word_enum! {
    /// By which way a message to the contact came into being (product specification §10.3).
    MessageSource {
        /// A user in the inbox.
        User "user",
        /// A step of a workflow.
        Workflow "workflow",
        /// A broadcast.
        Broadcast "broadcast",
        /// The developer API.
        Api "api",
        /// A bot.
        Bot "bot",
        /// An AI agent.
        AiAgent "ai_agent",
        /// Written outside of Parlance, with the account of the channel.
        Echo "echo",
        /// Zapier.
        Zapier "zapier",
        /// Make.
        Make "make",
        /// n8n.
        N8n "n8n",
    }
}

impl MessageSource {
    /// Whether a person wrote it.
    pub fn is_human(self) -> bool {
        matches!(self, MessageSource::User | MessageSource::Echo)
    }
}

/// What a file is, decided by its bytes, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A picture that was re-encoded by us and is safe to show.
    Image,
    /// A video.
    Video,
    /// Sound.
    Audio,
    /// Everything else: offered for download only.
    File,
}

impl FileKind {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            FileKind::Image => "image",
            FileKind::Video => "video",
            FileKind::Audio => "audio",
            FileKind::File => "file",
        }
    }

    /// The kind of a word in the database; unknown words are plain files.
    pub fn from_word(word: &str) -> Self {
        match word {
            "image" => FileKind::Image,
            "video" => FileKind::Video,
            "audio" => FileKind::Audio,
            _ => FileKind::File,
        }
    }
}

/// A file as a browser sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentView {
    /// The file.
    pub id: AttachmentId,
    /// Original name, cleaned; metadata only.
    pub name: String,
    /// Sniffed media type.
    pub mime: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: i64,
    /// Where to fetch it: signed, expiring, relative to the server's address.
    pub url: String,
    /// Pixels across, 0 if not a picture.
    pub width: i64,
    /// Pixels down, 0 if not a picture.
    pub height: i64,
}

/// A message in a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// The message.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// From or to the contact.
    pub direction: Direction,
    /// Who wrote it.
    pub author: Author,
    /// The text; may be empty when there are files.
    pub text: String,
    /// Its files.
    pub attachments: Vec<AttachmentView>,
    /// How far it has come.
    pub status: Delivery,
    /// Why it failed, in plain words, if it did.
    pub error: Option<String>,
    /// The id that the sending client chose; matches an optimistic bubble with its message.
    pub client_id: Option<String>,
    /// The page that the visitor wrote from.
    pub page_url: Option<String>,
    /// When it was written.
    pub at: Timestamp,
}

/// Command: send a message in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendMessage {
    /// The conversation.
    pub conversation: ConversationId,
    /// Chosen by the client, unique; sending it again gives the same message.
    pub client_id: String,
    /// The text; may be empty when there are files.
    pub text: String,
    /// Uploaded files of this user that no message uses yet.
    pub attachments: Vec<AttachmentId>,
}

/// Whether a client id has the agreed form: 8 to 64 characters of `A-Za-z0-9_-`.
pub fn client_id_is_valid(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// What a preview says for a message without text.
pub fn kind_word(text: &str, first_file: Option<FileKind>) -> &'static str {
    match first_file {
        _ if !text.trim().is_empty() => "text",
        Some(kind) => kind.word(),
        None => "text",
    }
}

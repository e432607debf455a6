//! What a workspace has set up for its desk, as every page of the inbox needs it: teams, tags,
//! lifecycle stages, categories of closing notes, and the rules of conversations.
//!
//! The `…Content` types are what is stored besides name and id (`objects.content`); fields that a
//! newer version added are filled with defaults.

use serde::{Deserialize, Serialize};

use crate::id::{CategoryId, StageId, TagId, TeamId, UserId};

/// Stored content of a team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamContent {
    /// One emoji, or empty.
    pub emoji: String,
    /// At most 255 characters.
    pub description: String,
}

/// Stored content of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TagContent {
    /// A word of the tag palette (see the design system), empty for grey.
    pub color: String,
    /// One emoji, or empty.
    pub emoji: String,
    /// At most 255 characters.
    pub description: String,
}

/// Stored content of a lifecycle stage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StageContent {
    /// One emoji, or empty.
    pub emoji: String,
    /// At most 255 characters.
    pub description: String,
    /// In the second list: who comes here is lost.
    pub lost: bool,
    /// New contacts start here; at most one stage.
    pub initial: bool,
    /// Whoever comes here is a customer; at most one stage.
    pub won: bool,
    /// Order in its list, the smallest first.
    pub position: i64,
}

/// Stored content of a category of closing notes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CategoryContent {
    /// When to use it; at most 255 characters.
    pub description: String,
    /// A word of the tag palette, empty for grey.
    pub color: String,
    /// Order, the smallest first.
    pub position: i64,
}

/// Whether closing a conversation asks for notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingNotes {
    /// It does not.
    Off,
    /// It offers them.
    #[default]
    Optional,
    /// A category is needed.
    CategoryRequired,
    /// Category and summary are needed.
    BothRequired,
}

/// The rules of conversations in a workspace (one object of kind `conversation_rules`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConversationRules {
    /// Whether closing asks for notes.
    pub closing_notes: ClosingNotes,
    /// Minutes after the last message of a user until a conversation closes by itself; 0: never.
    pub auto_close_minutes: i64,
    /// When auto-close was switched on; older conversations are left alone. Milliseconds UTC.
    pub auto_close_since: i64,
    /// Hours after the closing in which a message opens the same conversation again; 0: never.
    pub reopen_hours: i64,
    /// Closing keeps the assignee of the contact.
    pub keep_assignee: bool,
    /// Who answers a conversation without assignee becomes its assignee.
    pub sender_becomes_assignee: bool,
}

impl Default for ConversationRules {
    fn default() -> Self {
        ConversationRules {
            closing_notes: ClosingNotes::Optional,
            auto_close_minutes: 0,
            auto_close_since: 0,
            reopen_hours: 0,
            keep_assignee: true,
            sender_becomes_assignee: true,
        }
    }
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// One emoji, or empty.
    pub emoji: String,
    /// Its members.
    pub members: Vec<UserId>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The tag.
    pub id: TagId,
    /// Its name.
    pub name: String,
    /// A word of the tag palette, empty for grey.
    pub color: String,
    /// One emoji, or empty.
    pub emoji: String,
}

/// A stage of the lifecycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The stage.
    pub id: StageId,
    /// Its name.
    pub name: String,
    /// One emoji, or empty.
    pub emoji: String,
    /// In the second list.
    pub lost: bool,
}

/// A category of closing notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// The category.
    pub id: CategoryId,
    /// Its name.
    pub name: String,
    /// When to use it.
    pub description: String,
    /// A word of the tag palette, empty for grey.
    pub color: String,
    /// Out of use: shown where it was used, not offered.
    pub archived: bool,
}

/// Everything above at once. Teams, tags by name; stages and categories in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Desk {
    /// Teams.
    pub teams: Vec<Team>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Stages, the lost ones last.
    pub stages: Vec<Stage>,
    /// Categories, archived ones too.
    pub categories: Vec<Category>,
    /// The rules.
    pub rules: ConversationRules,
}

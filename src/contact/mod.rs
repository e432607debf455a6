//! Contacts: people who reached a channel, or were added by hand.

mod field;

use serde::{Deserialize, Serialize};

use crate::channel::ChannelKind;
use crate::conversation::Status;
use crate::error::{FieldErrors, FieldProblem};
use crate::id::{CategoryId, ChannelId, ContactId, ConversationId, StageId, TagId, TeamId, UserId};
use crate::text;
use crate::time::Timestamp;
use crate::word::word_enum;

pub use field::{
    CustomField, FIELD_DESCRIPTION_MAX, FIELD_LINE_MAX, FIELD_NAME_MAX, FIELD_TEXT_MAX,
    FIELD_VALUES_MAX, FIELDS_MAX, FieldKind, FieldValue, date, number, print_date, print_time,
    slug, suggest_slug, time_of_day,
};

/// Longest name of a contact, in characters.
pub const NAME_MAX: usize = 120;

word_enum! {
    /// What brought a contact into the workspace (product specification §7.2).
    ContactSource {
        /// A user added it.
        User "user",
        /// An import.
        Import "import",
        /// The developer API.
        Api "api",
        /// A message on a channel.
        Message "message",
        /// A message to it that was written outside of Parlance.
        Echo "echo",
        /// A step of a workflow.
        Workflow "workflow",
        /// A growth widget or the website chat.
        Widget "widget",
        /// Zapier.
        Zapier "zapier",
        /// Make.
        Make "make",
        /// n8n.
        N8n "n8n",
        /// The import from Chatwoot.
        Chatwoot "chatwoot",
    }
}

/// A contact with what the panel beside a conversation shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetail {
    /// The contact.
    pub id: ContactId,
    /// Display name; empty if nobody gave one ([`display_name`] decides what is shown).
    pub name: String,
    /// E-mail address, or empty; masked for users who may not see it.
    pub email: String,
    /// Phone number, or empty; masked for users who may not see it.
    pub phone: String,
    /// Language tag the contact's browser told, or empty.
    pub locale: String,
    /// IANA time zone the contact's browser told, or empty.
    pub time_zone: String,
    /// Who the contact is assigned to.
    pub assignee: Option<UserId>,
    /// Which team the contact belongs to.
    pub team: Option<TeamId>,
    /// Nothing of it is shown outside of the blocked inbox.
    pub blocked: bool,
    /// Where it stands in the lifecycle.
    pub stage: Option<StageId>,
    /// ISO 3166-1 code, or empty.
    pub country: String,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Grows with every change; an edit names the version it was based on.
    pub version: i64,
    /// Where the contact can be reached.
    pub channels: Vec<ContactChannel>,
    /// The conversations with this contact, newest first, at most 20.
    pub conversations: Vec<PastConversation>,
    /// Whether phone and e-mail are masked for the viewer, who then cannot edit them.
    pub masked: bool,
}

/// A contact's presence on a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChannel {
    /// The channel.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ChannelKind,
    /// Whether the contact's identity was proven there.
    pub verified: bool,
}

/// An earlier (or the current) conversation in the contact panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastConversation {
    /// The conversation.
    pub id: ConversationId,
    /// Open, snoozed or closed.
    pub status: Status,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Beginning of its last message.
    pub preview: String,
    /// When it was closed, by whom (a user), and its closing notes.
    pub closed_at: Option<Timestamp>,
    /// Who closed it, if a user.
    pub closed_by: Option<UserId>,
    /// Category of its closing notes.
    pub category: Option<CategoryId>,
    /// Summary of its closing notes.
    pub summary: String,
}

/// Command: change name, e-mail and phone of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditContact {
    /// The contact.
    pub id: ContactId,
    /// The version that the user saw.
    pub version: i64,
    /// New name; empty removes it.
    pub name: String,
    /// New e-mail address; empty removes it. `None` leaves it alone (masked users).
    pub email: Option<String>,
    /// New phone number; empty removes it. `None` leaves it alone (masked users).
    pub phone: Option<String>,
}

/// Parsed details of a contact: trimmed, checked, empty where absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactDetails {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number.
    pub phone: String,
}

impl ContactDetails {
    /// Checks what somebody typed; every problem is reported at its field.
    ///
    /// # Errors
    /// The problems of `name`, `email` and `phone`.
    pub fn parse(name: &str, email: &str, phone: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let optional = |text: &str, parse: fn(&str) -> Result<String, FieldProblem>| {
            if text.trim().is_empty() {
                Ok(String::new())
            } else {
                parse(text)
            }
        };
        let details = ContactDetails {
            name: errors
                .take("name", text::optional_line(name, NAME_MAX))
                .unwrap_or_default(),
            email: errors
                .take("email", optional(email, text::email))
                .unwrap_or_default(),
            phone: errors
                .take("phone", optional(phone, text::phone))
                .unwrap_or_default(),
        };
        errors.done().map(|()| details)
    }
}

/// What to call a contact: name, else e-mail, else phone; `None` if there is nothing, where the
/// user interface says "Visitor" with the number.
pub fn display_name<'a>(name: &'a str, email: &'a str, phone: &'a str) -> Option<&'a str> {
    [name, email, phone]
        .into_iter()
        .find(|text| !text.is_empty())
}

/// `+33612345642` → `+33 •• •• 42`: country code guess and last two digits stay.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    match (
        digits.get(..2),
        digits
            .len()
            .checked_sub(2)
            .and_then(|from| digits.get(from..)),
    ) {
        (Some(head), Some(tail)) if digits.len() > 6 => {
            format!(
                "+{} •• •• {}",
                head.iter().collect::<String>(),
                tail.iter().collect::<String>()
            )
        }
        _ if phone.is_empty() => String::new(),
        _ => "••••".into(),
    }
}

/// `marie@example.com` → `m•••@e•••.com`.
pub fn mask_email(email: &str) -> String {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return if email.is_empty() {
            String::new()
        } else {
            "•••".into()
        };
    };
    let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    format!("{}•••@{}•••.{top}", first(local), first(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_masked() {
        assert_eq!(mask_phone("+33612345642"), "+33 •• •• 42");
        assert_eq!(mask_email("marie@example.com"), "m•••@e•••.com");
        assert_eq!(mask_email(""), "");
        assert_eq!(mask_phone(""), "");
        assert_eq!(mask_phone("+12"), "••••");
    }

    #[test]
    fn every_wrong_field_is_reported() {
        let errors = ContactDetails::parse(&"x".repeat(200), "no", "12").unwrap_err();
        assert_eq!(errors.0.len(), 3);
        assert_eq!(
            ContactDetails::parse("", " ", "").unwrap(),
            ContactDetails::default()
        );
    }
}

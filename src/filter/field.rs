//! Everything a condition can ask about, by category and by type.

use crate::id::FieldId;
use crate::word::word_enum;

word_enum! {
    /// Groups of fields (product specification §7.3).
    Category {
        /// Standard and custom fields of the contact.
        ContactField "contactField",
        /// Tags of the contact.
        ContactTag "contactTag",
        /// Lifecycle stage of the contact.
        Lifecycle "lifecycle",
        /// Channels on which the contact can be reached.
        Channel "channel",
        /// Channel of the newest message.
        LastChannel "lastChannel",
        /// Who the contact is assigned to.
        Assignee "assignee",
        /// Which team takes care of the contact.
        Team "team",
        /// Online, busy or offline assignee.
        AssigneeStatus "assigneeStatus",
        /// Consent by type of channel.
        Consent "consent",
        /// The newest conversation.
        Conversation "conversation",
        /// The newest messages.
        Message "message",
        /// How long something is ago.
        TimeSince "timeSince",
        /// Unread, unreplied, blocked, mentioned, following.
        Activity "activity",
        /// What became of a broadcast.
        Broadcast "broadcast",
        /// Another saved filter.
        Segment "segment",
        /// A variable of a workflow.
        Variable "variable",
    }
}

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// Text, e-mail, phone, address.
    Text,
    /// A number.
    Number,
    /// A time of day.
    Time,
    /// A date.
    Date,
    /// An instant.
    Moment,
    /// How long ago.
    Duration,
    /// Yes or no.
    Flag,
    /// One of some values.
    Choice,
    /// A set of tags.
    Tags,
}

/// Text that can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Display name of the contact.
    Name,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// Summary of the closing notes.
    Summary,
    /// Text of the newest message of the contact.
    LastIncoming,
    /// Text of the newest message to the contact.
    LastOutgoing,
    /// A custom field.
    Custom(FieldId),
}

/// Choices that can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChoiceField {
    /// Language of the contact.
    Language,
    /// Country of the contact.
    Country,
    /// What brought the contact.
    Source,
    /// Lifecycle stage.
    Lifecycle,
    /// Channels of the contact.
    Channel,
    /// Channel of the newest message.
    LastChannel,
    /// Who the contact is assigned to.
    Assignee,
    /// Which team takes care of it.
    Team,
    /// Open, snoozed, closed.
    Status,
    /// How urgent.
    Priority,
    /// Category of the closing notes.
    Category,
    /// What opened the conversation.
    OpenedSource,
    /// What closed it.
    ClosedSource,
    /// On which channel it was opened.
    OpenedChannel,
    /// What wrote the newest message to the contact.
    LastOutgoingSource,
    /// A custom list.
    Custom(FieldId),
}

/// Instants that can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MomentField {
    /// When the contact was created.
    Created,
    /// When the conversation was opened.
    OpenedAt,
    /// When it was closed.
    ClosedAt,
    /// When it comes back.
    SnoozedUntil,
}

/// Instants of which it can be asked how long ago they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SinceField {
    /// The newest message of the contact.
    LastIncoming,
    /// The newest message to the contact.
    LastOutgoing,
    /// The newest message that a person wrote to the contact.
    LastHumanReply,
    /// The conversation was opened.
    Opened,
    /// The contact was assigned.
    Assigned,
    /// The contact was created.
    Created,
}

/// Yes or no. Unread, mentioned and following are about whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagField {
    /// The asking user has not read everything.
    Unread,
    /// The newest message is the contact's.
    Unreplied,
    /// The contact is blocked.
    Blocked,
    /// The asking user was mentioned.
    Mentioned,
    /// The asking user follows.
    Following,
    /// A custom checkbox.
    Custom(FieldId),
}

/// A field of any type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Text.
    Text(TextField),
    /// A custom number.
    Number(FieldId),
    /// A custom time of day.
    Time(FieldId),
    /// A custom date.
    Date(FieldId),
    /// An instant.
    Moment(MomentField),
    /// How long ago.
    Since(SinceField),
    /// Yes or no.
    Flag(FlagField),
    /// One of some values.
    Choice(ChoiceField),
    /// Tags of the contact.
    Tags,
}

/// The fields that are not custom: category, names (the first one is written), field. The order
/// is that of the builder.
const FIELDS: &[(Category, &[&str], Field)] = {
    use Category as C;
    use Field::{Choice, Flag, Moment, Since, Tags, Text};
    &[
        (C::ContactField, &["name"], Text(TextField::Name)),
        (C::ContactField, &["firstName"], Text(TextField::FirstName)),
        (C::ContactField, &["lastName"], Text(TextField::LastName)),
        (C::ContactField, &["email"], Text(TextField::Email)),
        (C::ContactField, &["phone"], Text(TextField::Phone)),
        (
            C::ContactField,
            &["language", "lang"],
            Choice(ChoiceField::Language),
        ),
        (
            C::ContactField,
            &["country", "countryCode"],
            Choice(ChoiceField::Country),
        ),
        (
            C::ContactField,
            &["created", "created_at", "createdAt", "dateTimeCreated"],
            Moment(MomentField::Created),
        ),
        (C::ContactField, &["source"], Choice(ChoiceField::Source)),
        (C::ContactTag, &[], Tags),
        (C::Lifecycle, &[], Choice(ChoiceField::Lifecycle)),
        (C::Channel, &[], Choice(ChoiceField::Channel)),
        (C::LastChannel, &[], Choice(ChoiceField::LastChannel)),
        (C::Assignee, &[], Choice(ChoiceField::Assignee)),
        (C::Team, &[], Choice(ChoiceField::Team)),
        (C::Conversation, &["status"], Choice(ChoiceField::Status)),
        (
            C::Conversation,
            &["priority"],
            Choice(ChoiceField::Priority),
        ),
        (
            C::Conversation,
            &["category"],
            Choice(ChoiceField::Category),
        ),
        (
            C::Conversation,
            &["openedSource"],
            Choice(ChoiceField::OpenedSource),
        ),
        (
            C::Conversation,
            &["closedSource"],
            Choice(ChoiceField::ClosedSource),
        ),
        (
            C::Conversation,
            &["openedChannel"],
            Choice(ChoiceField::OpenedChannel),
        ),
        (C::Conversation, &["summary"], Text(TextField::Summary)),
        (
            C::Conversation,
            &["openedAt"],
            Moment(MomentField::OpenedAt),
        ),
        (
            C::Conversation,
            &["closedAt"],
            Moment(MomentField::ClosedAt),
        ),
        (
            C::Conversation,
            &["snoozedUntil"],
            Moment(MomentField::SnoozedUntil),
        ),
        (C::Message, &["lastIncoming"], Text(TextField::LastIncoming)),
        (C::Message, &["lastOutgoing"], Text(TextField::LastOutgoing)),
        (
            C::Message,
            &["lastOutgoingSource"],
            Choice(ChoiceField::LastOutgoingSource),
        ),
        (
            C::TimeSince,
            &["lastIncoming"],
            Since(SinceField::LastIncoming),
        ),
        (
            C::TimeSince,
            &["lastOutgoing"],
            Since(SinceField::LastOutgoing),
        ),
        (
            C::TimeSince,
            &["lastHumanReply"],
            Since(SinceField::LastHumanReply),
        ),
        (C::TimeSince, &["opened"], Since(SinceField::Opened)),
        (C::TimeSince, &["assigned"], Since(SinceField::Assigned)),
        (C::TimeSince, &["created"], Since(SinceField::Created)),
        (C::Activity, &["unread"], Flag(FlagField::Unread)),
        (C::Activity, &["unreplied"], Flag(FlagField::Unreplied)),
        (C::Activity, &["blocked"], Flag(FlagField::Blocked)),
        (C::Activity, &["mentioned"], Flag(FlagField::Mentioned)),
        (C::Activity, &["following"], Flag(FlagField::Following)),
    ]
};

/// Other spellings that the public API takes: their place in the table above.
const ALIASES: &[(Category, &str, Field)] = &[
    (
        Category::ContactField,
        "assigneeUserId",
        Field::Choice(ChoiceField::Assignee),
    ),
    (
        Category::ContactField,
        "status",
        Field::Choice(ChoiceField::Status),
    ),
    (Category::ContactField, "tags", Field::Tags),
    (
        Category::ContactField,
        "lifecycle",
        Field::Choice(ChoiceField::Lifecycle),
    ),
];

/// Fields of the specification that nothing fills yet.
const LATER: &[(Category, &str)] = &[
    (Category::ContactField, "externalId"),
    (Category::ContactField, "profilePic"),
    (Category::ContactField, "timezone"),
    (Category::Conversation, "contactType"),
    (Category::Conversation, "slaState"),
    (Category::Conversation, "csat"),
    (Category::TimeSince, "stageChanged"),
];

impl Category {
    /// Whether the category is in the language, but nothing fills it yet.
    pub fn is_later(self) -> bool {
        matches!(
            self,
            Category::AssigneeStatus
                | Category::Consent
                | Category::Broadcast
                | Category::Segment
                | Category::Variable
        )
    }

    /// The built-in fields of the category with their names; `None` where it has one field.
    pub fn fields(self) -> impl Iterator<Item = (Option<&'static str>, Field)> {
        FIELDS
            .iter()
            .filter(move |(category, _, _)| *category == self)
            .map(|(_, names, field)| (names.first().copied(), *field))
    }

    /// Whether a field of this name will exist, but does not yet.
    pub(super) fn has_later(self, name: &str) -> bool {
        LATER
            .iter()
            .any(|(category, later)| *category == self && *later == name)
    }

    /// The built-in field of a name. Categories with one field ignore the name.
    pub(super) fn field(self, name: Option<&str>) -> Option<Field> {
        let listed = FIELDS
            .iter()
            .filter(|(category, _, _)| *category == self)
            .find(|(_, names, _)| {
                names.is_empty() || name.is_some_and(|name| names.contains(&name))
            })
            .map(|(_, _, field)| *field);
        listed.or_else(|| {
            ALIASES
                .iter()
                .find(|(category, alias, _)| *category == self && Some(*alias) == name)
                .map(|(_, _, field)| *field)
        })
    }
}

impl Field {
    /// The type of its values.
    pub fn kind(self) -> FieldType {
        match self {
            Field::Text(_) => FieldType::Text,
            Field::Number(_) => FieldType::Number,
            Field::Time(_) => FieldType::Time,
            Field::Date(_) => FieldType::Date,
            Field::Moment(_) => FieldType::Moment,
            Field::Since(_) => FieldType::Duration,
            Field::Flag(_) => FieldType::Flag,
            Field::Choice(_) => FieldType::Choice,
            Field::Tags => FieldType::Tags,
        }
    }

    /// The custom field, if it is one.
    pub fn custom(self) -> Option<FieldId> {
        match self {
            Field::Text(TextField::Custom(id))
            | Field::Number(id)
            | Field::Time(id)
            | Field::Date(id)
            | Field::Flag(FlagField::Custom(id))
            | Field::Choice(ChoiceField::Custom(id)) => Some(id),
            _ => None,
        }
    }

    /// Where a built-in field is in the language; custom fields are in
    /// [`Category::ContactField`] under their slug.
    pub fn place(self) -> (Category, Option<&'static str>) {
        FIELDS
            .iter()
            .find(|(_, _, field)| *field == self)
            .map_or((Category::ContactField, None), |(category, names, _)| {
                (*category, names.first().copied())
            })
    }
}

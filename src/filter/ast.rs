//! The parsed filter: every combination that can be built means something.

use crate::contact::ContactSource;
use crate::conversation::{ClosedSource, OpenedSource, Priority, Status};
use crate::filter::{
    ChoiceField, DateTest, Field, FlagField, MomentField, SinceField, Span, TextField,
};
use crate::id::{CategoryId, ChannelId, FieldId, StageId, TagId, TeamId, UserId};
use crate::message::MessageSource;
use crate::text::fold_line;

/// A filter. The empty one matches everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Its outermost node.
    pub root: Node,
}

impl Default for Filter {
    fn default() -> Self {
        Filter {
            root: Node::And(Vec::new()),
        }
    }
}

/// A group or a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// All of them; an empty group matches everything.
    And(Vec<Node>),
    /// At least one of them; an empty group matches everything.
    Or(Vec<Node>),
    /// Everything that the node does not match.
    Not(Box<Node>),
    /// A condition.
    Is(Condition),
}

/// A question about one field.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// About a text.
    Text(TextField, TextTest),
    /// About a custom number.
    Number(FieldId, NumberTest<f64>),
    /// About a custom time of day, in milliseconds since midnight.
    Time(FieldId, NumberTest<i64>),
    /// About a custom date.
    Date(FieldId, DateTest),
    /// About an instant.
    Moment(MomentField, DateTest),
    /// About how long something is ago; what never happened passes no test.
    Since(SinceField, SpanTest),
    /// About a yes or no.
    Flag(FlagField, FlagTest),
    /// About one of some values.
    Choice(Choice),
    /// About the tags.
    Tags(TagsTest),
}

impl Condition {
    /// The field it asks about.
    pub fn field(&self) -> Field {
        match self {
            Condition::Text(field, _) => Field::Text(*field),
            Condition::Number(field, _) => Field::Number(*field),
            Condition::Time(field, _) => Field::Time(*field),
            Condition::Date(field, _) => Field::Date(*field),
            Condition::Moment(field, _) => Field::Moment(*field),
            Condition::Since(field, _) => Field::Since(*field),
            Condition::Flag(field, _) => Field::Flag(*field),
            Condition::Choice(choice) => Field::Choice(choice.field()),
            Condition::Tags(_) => Field::Tags,
        }
    }
}

/// A text to compare with: as typed for showing, folded for comparing.
#[derive(Debug, Clone)]
pub struct Needle {
    typed: String,
    folded: String,
}

impl Needle {
    /// The text for a field, trimmed.
    pub fn new(field: TextField, typed: &str) -> Needle {
        Needle {
            typed: typed.trim().to_owned(),
            folded: normal(field, typed),
        }
    }

    /// A value of a custom list.
    pub fn of_list(typed: &str) -> Needle {
        Needle {
            typed: typed.trim().to_owned(),
            folded: fold_line(typed),
        }
    }

    /// As somebody typed it.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// As it is compared; never empty in a parsed filter.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

/// The form in which a field is compared; the store keeps text in this form. Phone numbers lose
/// what people put between the digits.
pub fn normal(field: TextField, text: &str) -> String {
    let folded = fold_line(text);
    if field != TextField::Phone {
        return folded;
    }
    let compact: String = folded.chars().filter(|c| !" .-()/".contains(*c)).collect();
    match compact.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => compact,
    }
}

/// What is asked of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum TextTest {
    /// The same text.
    Is(Needle),
    /// Another text, or empty.
    IsNot(Needle),
    /// It is somewhere inside.
    Contains(Needle),
    /// It is nowhere inside.
    DoesNotContain(Needle),
    /// It is the beginning.
    StartsWith(Needle),
    /// One of them is inside as a whole word ([`crate::filter::WORD_RANGES`]).
    MatchesAnyKeyword(Vec<Needle>),
    /// The same text as one of them.
    HasAnyOf(Vec<Needle>),
    /// The same text as none of them, or empty.
    HasNoneOf(Vec<Needle>),
    /// Not empty.
    Exists,
    /// Empty.
    DoesNotExist,
}

/// What is asked of a number or a time of day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberTest<T> {
    /// The same.
    Is(T),
    /// Another one, or empty.
    IsNot(T),
    /// More.
    GreaterThan(T),
    /// Less.
    LessThan(T),
    /// Between the two, both included.
    Between(T, T),
    /// There is a value.
    Exists,
    /// There is none.
    DoesNotExist,
}

/// What is asked of how long something is ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanTest {
    /// Longer.
    GreaterThan(Span),
    /// Less long.
    LessThan(Span),
    /// Between the two, both included.
    Between(Span, Span),
}

/// What is asked of a yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlagTest {
    /// This.
    Is(bool),
    /// Not this, or empty.
    IsNot(bool),
    /// There is a value.
    Exists,
    /// There is none.
    DoesNotExist,
}

/// What is asked of a choice, or of several values of which each is one.
#[derive(Debug, Clone, PartialEq)]
pub enum ChoiceTest<T> {
    /// This one.
    Is(T),
    /// Not this one, or empty.
    IsNot(T),
    /// One of these; of none: matches nothing.
    HasAnyOf(Vec<T>),
    /// None of these, or empty.
    HasNoneOf(Vec<T>),
    /// There is a value.
    Exists,
    /// There is none.
    DoesNotExist,
}

/// A [`ChoiceTest`] with fewer cases.
#[derive(Debug, Clone, PartialEq)]
pub enum Membership<T> {
    /// One of these.
    AnyOf(Vec<T>),
    /// None of these, or empty.
    NoneOf(Vec<T>),
    /// There is a value.
    Present,
    /// There is none.
    Absent,
}

impl<T: Clone> ChoiceTest<T> {
    /// The same with fewer cases, for evaluation and SQL.
    pub fn membership(&self) -> Membership<T> {
        match self {
            ChoiceTest::Is(value) => Membership::AnyOf(vec![value.clone()]),
            ChoiceTest::IsNot(value) => Membership::NoneOf(vec![value.clone()]),
            ChoiceTest::HasAnyOf(values) => Membership::AnyOf(values.clone()),
            ChoiceTest::HasNoneOf(values) => Membership::NoneOf(values.clone()),
            ChoiceTest::Exists => Membership::Present,
            ChoiceTest::DoesNotExist => Membership::Absent,
        }
    }
}

impl<T: PartialEq> Membership<T> {
    /// Whether values pass: several for a contact on several channels, else one or none.
    pub fn matches(&self, values: &[T]) -> bool {
        match self {
            Membership::AnyOf(wanted) => values.iter().any(|value| wanted.contains(value)),
            Membership::NoneOf(wanted) => !values.iter().any(|value| wanted.contains(value)),
            Membership::Present => !values.is_empty(),
            Membership::Absent => values.is_empty(),
        }
    }
}

impl<T> Membership<T> {
    /// Replaces each value by others: "me" by a user, "my teams" by teams.
    pub fn replace<U>(self, each: impl Fn(T) -> Vec<U>) -> Membership<U> {
        let all = |values: Vec<T>| values.into_iter().flat_map(&each).collect();
        match self {
            Membership::AnyOf(values) => Membership::AnyOf(all(values)),
            Membership::NoneOf(values) => Membership::NoneOf(all(values)),
            Membership::Present => Membership::Present,
            Membership::Absent => Membership::Absent,
        }
    }
}

/// A user, or whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserRef {
    /// Whoever asks; nobody, if nobody does.
    Me,
    /// This user.
    User(UserId),
}

/// A team, or those of whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamRef {
    /// The teams of whoever asks.
    Mine,
    /// This team.
    Team(TeamId),
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident($type:ty);)*) => {
        /// A question about one of some values.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Choice {
            $($(#[$doc])* $name(ChoiceTest<$type>),)*
            /// About a custom list.
            Custom(FieldId, ChoiceTest<Needle>),
        }

        impl Choice {
            /// The field it asks about.
            pub fn field(&self) -> ChoiceField {
                match self {
                    $(Choice::$name(_) => ChoiceField::$name,)*
                    Choice::Custom(field, _) => ChoiceField::Custom(*field),
                }
            }
        }
    };
}

choices! {
    /// About the language: primary subtags in lower case.
    Language(String);
    /// About the country: two letters in upper case.
    Country(String);
    /// About what brought the contact.
    Source(ContactSource);
    /// About the lifecycle stage.
    Lifecycle(StageId);
    /// About the channels of the contact.
    Channel(ChannelId);
    /// About the channel of the newest message.
    LastChannel(ChannelId);
    /// About who the contact is assigned to.
    Assignee(UserRef);
    /// About the team.
    Team(TeamRef);
    /// About open, snoozed, closed. A contact without conversation counts as closed.
    Status(Status);
    /// About the urgency; `none` counts as empty.
    Priority(Priority);
    /// About the category of the closing notes.
    Category(CategoryId);
    /// About what opened the conversation.
    OpenedSource(OpenedSource);
    /// About what closed it.
    ClosedSource(ClosedSource);
    /// About the channel on which it was opened.
    OpenedChannel(ChannelId);
    /// About what wrote the newest message to the contact.
    LastOutgoingSource(MessageSource);
}

/// What is asked of the tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagsTest {
    /// One of these; of none: matches nothing.
    HasAnyOf(Vec<TagId>),
    /// All of these.
    HasAllOf(Vec<TagId>),
    /// None of these.
    HasNoneOf(Vec<TagId>),
    /// At least one tag.
    Exists,
    /// No tag.
    DoesNotExist,
}

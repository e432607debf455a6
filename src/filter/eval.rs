//! The filter in memory: branches, live updates, previews. The store translates the same tree
//! to SQL; a property test there holds the two together.

use crate::contact::FieldValue;
use crate::conversation::{Priority, Status};
use crate::filter::ast::normal;
use crate::filter::keyword::has_keyword;
use crate::filter::parse_value::language;
use crate::filter::{
    Choice, ChoiceTest, Clock, Condition, ConversationFacts, Filter, FlagField, FlagTest,
    MomentField, Needle, Node, NumberTest, SinceField, SpanTest, Subject, TagsTest, TeamRef,
    TextField, TextTest, UserRef,
};
use crate::id::{FieldId, TeamId, UserId};
use crate::time::Timestamp;

/// Who asks, and when.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// The moment, and the zone of its days.
    pub clock: Clock<'a>,
    /// Whoever "me" is; nobody in segments and workflows.
    pub user: Option<UserId>,
    /// What "my teams" are.
    pub teams: &'a [TeamId],
}

impl Asker<'_> {
    /// The user behind a reference: one or none.
    pub fn user(&self, user: UserRef) -> Vec<UserId> {
        match user {
            UserRef::Me => self.user.into_iter().collect(),
            UserRef::User(id) => vec![id],
        }
    }

    /// The teams behind a reference.
    pub fn teams(&self, team: TeamRef) -> Vec<TeamId> {
        match team {
            TeamRef::Mine => self.teams.to_vec(),
            TeamRef::Team(id) => vec![id],
        }
    }
}

impl Filter {
    /// Whether a subject passes.
    pub fn matches(&self, subject: &Subject, asker: Asker<'_>) -> bool {
        self.root.matches(subject, asker)
    }
}

impl Node {
    /// Whether a subject passes.
    pub fn matches(&self, subject: &Subject, asker: Asker<'_>) -> bool {
        match self {
            Node::And(nodes) => nodes.iter().all(|node| node.matches(subject, asker)),
            Node::Or(nodes) => {
                nodes.is_empty() || nodes.iter().any(|node| node.matches(subject, asker))
            }
            Node::Not(node) => !node.matches(subject, asker),
            Node::Is(condition) => condition.matches(subject, asker),
        }
    }
}

impl Condition {
    /// Whether a subject passes.
    pub fn matches(&self, s: &Subject, asker: Asker<'_>) -> bool {
        match self {
            Condition::Text(field, test) => test.matches(&normal(*field, text_of(s, *field))),
            Condition::Number(field, test) => test.matches(match custom(s, *field) {
                Some(FieldValue::Number(n)) => Some(*n),
                _ => None,
            }),
            Condition::Time(field, test) => test.matches(match custom(s, *field) {
                Some(FieldValue::Time(n)) => Some(*n),
                _ => None,
            }),
            Condition::Date(field, test) => {
                test.days(asker.clock).matches(match custom(s, *field) {
                    Some(FieldValue::Date(n)) => Some(*n),
                    _ => None,
                })
            }
            Condition::Moment(field, test) => {
                test.instants(asker.clock).matches(moment_of(s, *field))
            }
            Condition::Since(field, test) => {
                since_of(s, *field).is_some_and(|at| test.matches(asker.clock.now.since(at)))
            }
            Condition::Flag(field, test) => test.matches(flag_of(s, *field)),
            Condition::Choice(choice) => choice.matches(s, asker),
            Condition::Tags(test) => test.matches(s),
        }
    }
}

fn custom(s: &Subject, id: FieldId) -> Option<&FieldValue> {
    s.custom
        .iter()
        .find(|(field, _)| *field == id)
        .map(|(_, value)| value)
}

fn text_of(s: &Subject, field: TextField) -> &str {
    match field {
        TextField::Name => &s.name,
        TextField::FirstName => &s.first_name,
        TextField::LastName => &s.last_name,
        TextField::Email => &s.email,
        TextField::Phone => &s.phone,
        TextField::Summary => s.conversation.as_ref().map_or("", |c| &c.summary),
        TextField::LastIncoming => &s.messages.last_incoming,
        TextField::LastOutgoing => &s.messages.last_outgoing,
        TextField::Custom(id) => match custom(s, id) {
            Some(FieldValue::Text(text)) => text,
            _ => "",
        },
    }
}

fn moment_of(s: &Subject, field: MomentField) -> Option<Timestamp> {
    let of =
        |get: fn(&ConversationFacts) -> Option<Timestamp>| s.conversation.as_ref().and_then(get);
    match field {
        MomentField::Created => s.created_at,
        MomentField::OpenedAt => of(|c| c.opened_at),
        MomentField::ClosedAt => of(|c| c.closed_at),
        MomentField::SnoozedUntil => of(|c| c.snoozed_until),
    }
}

fn since_of(s: &Subject, field: SinceField) -> Option<Timestamp> {
    match field {
        SinceField::LastIncoming => s.messages.last_incoming_at,
        SinceField::LastOutgoing => s.messages.last_outgoing_at,
        SinceField::LastHumanReply => s.messages.last_human_at,
        SinceField::Opened => s.conversation.as_ref().and_then(|c| c.opened_at),
        SinceField::Assigned => s.assigned_at,
        SinceField::Created => s.created_at,
    }
}

fn flag_of(s: &Subject, field: FlagField) -> Option<bool> {
    match field {
        FlagField::Unread => Some(s.unread),
        FlagField::Unreplied => Some(s.messages.unreplied),
        FlagField::Blocked => Some(s.blocked),
        FlagField::Mentioned => Some(s.mentioned),
        FlagField::Following => Some(s.following),
        FlagField::Custom(id) => match custom(s, id) {
            Some(FieldValue::Flag(flag)) => Some(*flag),
            _ => None,
        },
    }
}

impl TextTest {
    /// Whether a text in its normal form passes.
    pub fn matches(&self, text: &str) -> bool {
        let same = |needle: &Needle| needle.folded() == text;
        match self {
            TextTest::Is(needle) => same(needle),
            TextTest::IsNot(needle) => !same(needle),
            TextTest::Contains(needle) => text.contains(needle.folded()),
            TextTest::DoesNotContain(needle) => !text.contains(needle.folded()),
            TextTest::StartsWith(needle) => text.starts_with(needle.folded()),
            TextTest::MatchesAnyKeyword(needles) => needles
                .iter()
                .any(|needle| has_keyword(text, needle.folded())),
            TextTest::HasAnyOf(needles) => needles.iter().any(same),
            TextTest::HasNoneOf(needles) => !needles.iter().any(same),
            TextTest::Exists => !text.is_empty(),
            TextTest::DoesNotExist => text.is_empty(),
        }
    }
}

impl<T: PartialOrd + Copy> NumberTest<T> {
    /// Whether a value passes.
    pub fn matches(&self, value: Option<T>) -> bool {
        match (self, value) {
            (NumberTest::Is(n), Some(value)) => value == *n,
            (NumberTest::IsNot(n), Some(value)) => value != *n,
            (NumberTest::GreaterThan(n), Some(value)) => value > *n,
            (NumberTest::LessThan(n), Some(value)) => value < *n,
            (NumberTest::Between(a, b), Some(value)) => value >= *a && value <= *b,
            (NumberTest::Exists, value) => value.is_some(),
            (NumberTest::IsNot(_) | NumberTest::DoesNotExist, None) => true,
            _ => false,
        }
    }
}

impl SpanTest {
    /// Whether something this many milliseconds ago passes.
    pub fn matches(&self, ago: i64) -> bool {
        match self {
            SpanTest::GreaterThan(span) => ago > span.millis(),
            SpanTest::LessThan(span) => ago < span.millis(),
            SpanTest::Between(a, b) => ago >= a.millis() && ago <= b.millis(),
        }
    }
}

impl FlagTest {
    /// Whether a value passes.
    pub fn matches(&self, value: Option<bool>) -> bool {
        match self {
            FlagTest::Is(flag) => value == Some(*flag),
            FlagTest::IsNot(flag) => value != Some(*flag),
            FlagTest::Exists => value.is_some(),
            FlagTest::DoesNotExist => value.is_none(),
        }
    }
}

impl TagsTest {
    fn matches(&self, s: &Subject) -> bool {
        let has = |tag| s.tags.contains(tag);
        match self {
            TagsTest::HasAnyOf(tags) => tags.iter().any(has),
            TagsTest::HasAllOf(tags) => tags.iter().all(has),
            TagsTest::HasNoneOf(tags) => !tags.iter().any(has),
            TagsTest::Exists => !s.tags.is_empty(),
            TagsTest::DoesNotExist => s.tags.is_empty(),
        }
    }
}

impl Choice {
    fn matches(&self, s: &Subject, asker: Asker<'_>) -> bool {
        let c = s.conversation.as_ref();
        match self {
            Choice::Language(t) => one(t, language(&s.language)),
            Choice::Country(t) => {
                let country = s.country.to_ascii_uppercase();
                one(t, (!country.is_empty()).then_some(country))
            }
            Choice::Source(t) => one(t, s.source),
            Choice::Lifecycle(t) => one(t, s.stage),
            Choice::Channel(t) => t.membership().matches(&s.channels),
            Choice::LastChannel(t) => one(t, s.last_channel),
            Choice::Assignee(t) => {
                let wanted = t.membership().replace(|user| asker.user(user));
                wanted.matches(s.assignee.as_slice())
            }
            Choice::Team(t) => {
                let wanted = t.membership().replace(|team| asker.teams(team));
                wanted.matches(s.team.as_slice())
            }
            Choice::Status(t) => one(t, Some(c.map_or(Status::Closed, |c| c.status))),
            Choice::Priority(t) => {
                let priority = c.map_or(Priority::None, |c| c.priority);
                match t {
                    ChoiceTest::Exists => priority != Priority::None,
                    ChoiceTest::DoesNotExist => priority == Priority::None,
                    t => one(t, Some(priority)),
                }
            }
            Choice::Category(t) => one(t, c.and_then(|c| c.category)),
            Choice::OpenedSource(t) => one(t, c.and_then(|c| c.opened_source)),
            Choice::ClosedSource(t) => one(t, c.and_then(|c| c.closed_source)),
            Choice::OpenedChannel(t) => one(t, c.and_then(|c| c.opened_channel)),
            Choice::LastOutgoingSource(t) => one(t, s.messages.last_outgoing_source),
            Choice::Custom(id, t) => {
                let value = match custom(s, *id) {
                    Some(FieldValue::Text(text)) => Some(Needle::of_list(text)),
                    _ => None,
                };
                one(t, value)
            }
        }
    }
}

fn one<T: PartialEq + Clone>(test: &ChoiceTest<T>, value: Option<T>) -> bool {
    test.membership().matches(value.as_slice())
}

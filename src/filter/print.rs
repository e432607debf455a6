//! Filter to JSON: what is saved, shown as "copy JSON" and sent. Parsing it gives the filter back.

use crate::contact::print_time;
use crate::conversation::Status;
use crate::filter::{
    Choice, ChoiceTest, Condition, DateTest, Filter, FlagTest, Needle, Node, NumberTest, Operator,
    Query, Schema, Span, SpanTest, TagsTest, TeamRef, TextTest, UserRef, Value,
};
use Operator as O;

impl Query {
    /// The query as JSON.
    pub fn print(&self, schema: &Schema) -> Value {
        Value::object([
            ("search", self.search.as_str().into()),
            ("timezone", self.timezone.as_str().into()),
            ("filter", self.filter.print(schema)),
        ])
    }
}

impl Filter {
    /// The filter as JSON, with ids for what it refers to.
    pub fn print(&self, schema: &Schema) -> Value {
        node(&self.root, schema)
    }
}

fn node(value: &Node, schema: &Schema) -> Value {
    let all = |nodes: &[Node]| Value::List(nodes.iter().map(|n| node(n, schema)).collect());
    match value {
        Node::And(nodes) => Value::object([("$and", all(nodes))]),
        Node::Or(nodes) => Value::object([("$or", all(nodes))]),
        Node::Not(inner) => Value::object([("$not", node(inner, schema))]),
        Node::Is(condition) => condition.print(schema),
    }
}

impl Condition {
    /// The condition as JSON.
    pub fn print(&self, schema: &Schema) -> Value {
        let (category, name) = schema.place(self.field());
        let (operator, value) = self.parts();
        Value::object([
            ("category", category.word().into()),
            ("field", name.map_or(Value::Null, Value::Text)),
            ("operator", operator.word().into()),
            ("value", value),
        ])
    }

    /// The operator and its value.
    pub fn parts(&self) -> (Operator, Value) {
        match self {
            Condition::Text(_, test) => text(test),
            Condition::Number(_, test) => number(test, |n| Value::Number(*n)),
            Condition::Time(_, test) => number(test, |n| Value::Text(print_time(*n))),
            Condition::Date(_, test) | Condition::Moment(_, test) => date(test),
            Condition::Since(_, test) => match test {
                SpanTest::GreaterThan(a) => (O::IsGreaterThan, span(*a)),
                SpanTest::LessThan(a) => (O::IsLessThan, span(*a)),
                SpanTest::Between(a, b) => (O::IsBetween, range(span(*a), span(*b))),
            },
            Condition::Flag(_, test) => match test {
                FlagTest::Is(flag) => (O::IsEqualTo, Value::Bool(*flag)),
                FlagTest::IsNot(flag) => (O::IsNotEqualTo, Value::Bool(*flag)),
                FlagTest::Exists => (O::Exists, Value::Null),
                FlagTest::DoesNotExist => (O::DoesNotExist, Value::Null),
            },
            Condition::Choice(choice) => choice.parts(),
            Condition::Tags(test) => {
                let ids = |tags: &[crate::id::TagId]| {
                    Value::List(tags.iter().map(|t| t.0.into()).collect())
                };
                match test {
                    TagsTest::HasAnyOf(tags) => (O::HasAnyOf, ids(tags)),
                    TagsTest::HasAllOf(tags) => (O::HasAllOf, ids(tags)),
                    TagsTest::HasNoneOf(tags) => (O::HasNoneOf, ids(tags)),
                    TagsTest::Exists => (O::Exists, Value::Null),
                    TagsTest::DoesNotExist => (O::DoesNotExist, Value::Null),
                }
            }
        }
    }
}

impl Choice {
    fn parts(&self) -> (Operator, Value) {
        match self {
            Choice::Language(t) | Choice::Country(t) => choice(t, |v| Value::Text(v.clone())),
            Choice::Source(t) => choice(t, |v| v.word().into()),
            Choice::Lifecycle(t) => choice(t, |v| v.0.into()),
            Choice::Channel(t) | Choice::LastChannel(t) | Choice::OpenedChannel(t) => {
                choice(t, |v| v.0.into())
            }
            Choice::Assignee(t) => choice(t, |v| match v {
                UserRef::Me => "me".into(),
                UserRef::User(id) => id.0.into(),
            }),
            Choice::Team(t) => choice(t, |v| match v {
                TeamRef::Mine => "myTeams".into(),
                TeamRef::Team(id) => id.0.into(),
            }),
            Choice::Status(t) => choice(t, |v| {
                match v {
                    Status::Open => "open",
                    Status::Snoozed => "snoozed",
                    Status::Closed => "closed",
                }
                .into()
            }),
            Choice::Priority(t) => choice(t, |v| v.word().into()),
            Choice::Category(t) => choice(t, |v| v.0.into()),
            Choice::OpenedSource(t) => choice(t, |v| v.word().into()),
            Choice::ClosedSource(t) => choice(t, |v| v.word().into()),
            Choice::LastOutgoingSource(t) => choice(t, |v| v.word().into()),
            Choice::Custom(_, t) => choice(t, |v| v.typed().into()),
        }
    }
}

fn choice<T>(test: &ChoiceTest<T>, print: impl Fn(&T) -> Value) -> (Operator, Value) {
    let list = |values: &[T]| Value::List(values.iter().map(&print).collect());
    match test {
        ChoiceTest::Is(value) => (O::IsEqualTo, print(value)),
        ChoiceTest::IsNot(value) => (O::IsNotEqualTo, print(value)),
        ChoiceTest::HasAnyOf(values) => (O::HasAnyOf, list(values)),
        ChoiceTest::HasNoneOf(values) => (O::HasNoneOf, list(values)),
        ChoiceTest::Exists => (O::Exists, Value::Null),
        ChoiceTest::DoesNotExist => (O::DoesNotExist, Value::Null),
    }
}

fn text(test: &TextTest) -> (Operator, Value) {
    let one = |needle: &Needle| Value::from(needle.typed());
    let list = |needles: &[Needle]| Value::List(needles.iter().map(one).collect());
    match test {
        TextTest::Is(needle) => (O::IsEqualTo, one(needle)),
        TextTest::IsNot(needle) => (O::IsNotEqualTo, one(needle)),
        TextTest::Contains(needle) => (O::Contains, one(needle)),
        TextTest::DoesNotContain(needle) => (O::DoesNotContain, one(needle)),
        TextTest::StartsWith(needle) => (O::StartsWith, one(needle)),
        TextTest::MatchesAnyKeyword(needles) => (O::MatchesAnyKeyword, list(needles)),
        TextTest::HasAnyOf(needles) => (O::HasAnyOf, list(needles)),
        TextTest::HasNoneOf(needles) => (O::HasNoneOf, list(needles)),
        TextTest::Exists => (O::Exists, Value::Null),
        TextTest::DoesNotExist => (O::DoesNotExist, Value::Null),
    }
}

fn number<T>(test: &NumberTest<T>, print: impl Fn(&T) -> Value) -> (Operator, Value) {
    match test {
        NumberTest::Is(n) => (O::IsEqualTo, print(n)),
        NumberTest::IsNot(n) => (O::IsNotEqualTo, print(n)),
        NumberTest::GreaterThan(n) => (O::IsGreaterThan, print(n)),
        NumberTest::LessThan(n) => (O::IsLessThan, print(n)),
        NumberTest::Between(a, b) => (O::IsBetween, range(print(a), print(b))),
        NumberTest::Exists => (O::Exists, Value::Null),
        NumberTest::DoesNotExist => (O::DoesNotExist, Value::Null),
    }
}

fn date(test: &DateTest) -> (Operator, Value) {
    let one = |point: crate::filter::Point| Value::Text(point.print());
    match *test {
        DateTest::On(point) => (O::IsEqualTo, one(point)),
        DateTest::NotOn(point) => (O::IsNotEqualTo, one(point)),
        DateTest::After(point) => (O::IsTimestampAfter, one(point)),
        DateTest::Before(point) => (O::IsTimestampBefore, one(point)),
        DateTest::Between(a, b) => (O::IsTimestampBetween, range(one(a), one(b))),
        DateTest::WithinLast(a) => (O::IsWithinLast, span(a)),
        DateTest::NotWithinLast(a) => (O::IsNotWithinLast, span(a)),
        DateTest::WithinNext(a) => (O::IsWithinNext, span(a)),
        DateTest::Anniversary(point) => (O::IsAnniversary, point.map_or(Value::Null, one)),
        DateTest::Exists => (O::Exists, Value::Null),
        DateTest::DoesNotExist => (O::DoesNotExist, Value::Null),
    }
}

fn span(span: Span) -> Value {
    Value::object([("n", span.n.into()), ("unit", span.unit.word().into())])
}

fn range(from: Value, to: Value) -> Value {
    Value::object([("from", from), ("to", to)])
}

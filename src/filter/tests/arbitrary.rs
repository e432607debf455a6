//! Filters and subjects by chance.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use super::schema;
use crate::contact::{ContactSource, FieldKind, FieldValue};
use crate::conversation::{ClosedSource, OpenedSource, Priority, Status};
use crate::filter::{
    ChoiceField, ConversationFacts, Field, FieldEntry, Filter, MessageFacts, Node, Operator, Place,
    Subject, Unit, Value, ValueShape,
};
use crate::id::{CategoryId, ChannelId, StageId, TagId, TeamId, UserId};
use crate::message::MessageSource;
use crate::time::{DAY, Timestamp};

const TEXTS: &[&str] = &[
    "",
    "Ana",
    "ana",
    "ANÁ",
    "an",
    "Ana Lim",
    "lim",
    "価格",
    "+33612345678",
    "0612",
    "a b",
    "x-y",
];

/// The words or ids that a choice takes.
fn choices(field: Field) -> Vec<serde_json::Value> {
    let words = |words: Vec<&str>| words.into_iter().map(|word| json!(word)).collect();
    match field {
        Field::Tags => vec![json!(1), json!(2)],
        Field::Choice(choice) => match choice {
            ChoiceField::Language => words(vec!["fr", "en"]),
            ChoiceField::Country => words(vec!["FR", "DE"]),
            ChoiceField::Source => words(ContactSource::ALL.iter().map(|w| w.word()).collect()),
            ChoiceField::Lifecycle => vec![json!(11), json!(12)],
            ChoiceField::Channel | ChoiceField::LastChannel | ChoiceField::OpenedChannel => {
                vec![json!(21), json!(22)]
            }
            ChoiceField::Assignee => vec![json!("me"), json!(41), json!(42)],
            ChoiceField::Team => vec![json!("myTeams"), json!(51), json!(52)],
            ChoiceField::Status => words(vec!["open", "snoozed", "closed"]),
            ChoiceField::Priority => words(Priority::ALL.iter().map(|w| w.word()).collect()),
            ChoiceField::Category => vec![json!(31), json!(32)],
            ChoiceField::OpenedSource => {
                words(OpenedSource::ALL.iter().map(|w| w.word()).collect())
            }
            ChoiceField::ClosedSource => {
                words(ClosedSource::ALL.iter().map(|w| w.word()).collect())
            }
            ChoiceField::LastOutgoingSource => {
                words(MessageSource::ALL.iter().map(|w| w.word()).collect())
            }
            ChoiceField::Custom(_) => words(vec!["Or", "argent"]),
        },
        _ => Vec::new(),
    }
}

/// One value of a shape that a field takes.
pub(super) fn sample(shape: ValueShape, field: Field) -> serde_json::Value {
    let choice = || choices(field).swap_remove(0);
    match shape {
        ValueShape::Nothing | ValueShape::OptionalDate => json!(null),
        ValueShape::Text => json!("12"),
        ValueShape::Texts => json!(["12", "é"]),
        ValueShape::Number => json!(3),
        ValueShape::NumberRange => json!({"from": 1, "to": 2.5}),
        ValueShape::Time => json!("09:30"),
        ValueShape::TimeRange => json!({"from": "09:30", "to": "18:00"}),
        ValueShape::Date => json!("2026-08-14"),
        ValueShape::DateRange => json!({"from": "2026-08-01", "to": "2026-08-14T10:00"}),
        ValueShape::Span => json!({"n": 2, "unit": "hour"}),
        ValueShape::SpanRange => {
            json!({"from": {"n": 2, "unit": "hour"}, "to": {"n": 1, "unit": "week"}})
        }
        ValueShape::Flag => json!(true),
        ValueShape::Choice => choice(),
        ValueShape::Choices => json!([choice()]),
    }
}

/// Any value of a shape that a field takes.
fn values(shape: ValueShape, field: Field) -> BoxedStrategy<serde_json::Value> {
    let text = || {
        let known: Vec<&str> = TEXTS.iter().copied().filter(|t| !t.is_empty()).collect();
        prop_oneof![
            proptest::sample::select(known).prop_map(|t| json!(t)),
            "[a-zé ]{0,5}[a-z0-9]".prop_map(|t| json!(t)),
        ]
    };
    let number = || {
        prop_oneof![
            (-3_i64..4).prop_map(|n| json!(n)),
            (-30_i32..40).prop_map(|n| json!(f64::from(n) / 8.0))
        ]
    };
    let time = || (0_i64..86_400_000).prop_map(|ms| json!(crate::contact::print_time(ms)));
    let date = || {
        prop_oneof![
            (20_670_i64..20_686).prop_map(|day| json!(crate::contact::print_date(day))),
            (20_670_i64..20_686, 0_i64..86_400_000).prop_map(|(day, ms)| json!(format!(
                "{}T{}",
                crate::contact::print_date(day),
                crate::contact::print_time(ms)
            ))),
            (-10 * DAY..10 * DAY).prop_map(|ms| json!(super::NOW.0 + ms)),
        ]
    };
    let span = || {
        (0_i64..40, proptest::sample::select(Unit::ALL))
            .prop_map(|(n, unit)| json!({"n": n, "unit": unit}))
    };
    let range =
        |(from, to): (serde_json::Value, serde_json::Value)| json!({"from": from, "to": to});
    let list = |values: Vec<serde_json::Value>| json!(values);
    let choice = || proptest::sample::select(choices(field));
    match shape {
        ValueShape::Nothing => Just(json!(null)).boxed(),
        ValueShape::Text => text().boxed(),
        ValueShape::Texts => vec(text(), 1..4).prop_map(list).boxed(),
        ValueShape::Number => number().boxed(),
        ValueShape::NumberRange => (number(), number()).prop_map(range).boxed(),
        ValueShape::Time => time().boxed(),
        ValueShape::TimeRange => (time(), time()).prop_map(range).boxed(),
        ValueShape::Date => date().boxed(),
        ValueShape::OptionalDate => prop_oneof![Just(json!(null)), date()].boxed(),
        ValueShape::DateRange => (date(), date()).prop_map(range).boxed(),
        ValueShape::Span => span().boxed(),
        ValueShape::SpanRange => (span(), span()).prop_map(range).boxed(),
        ValueShape::Flag => any::<bool>().prop_map(|flag| json!(flag)).boxed(),
        ValueShape::Choice => choice().boxed(),
        ValueShape::Choices => vec(choice(), 1..4).prop_map(list).boxed(),
    }
}

/// Any condition, as JSON.
pub(super) fn condition() -> impl Strategy<Value = serde_json::Value> {
    proptest::sample::select(schema().entries(Place::Inbox))
        .prop_flat_map(|entry: FieldEntry| {
            (
                Just(entry.clone()),
                proptest::sample::select(entry.operators),
            )
        })
        .prop_flat_map(|(entry, operator): (FieldEntry, Operator)| {
            values(operator.shape(entry.kind), entry.field).prop_map(move |value| {
                json!({"category": entry.category, "field": entry.name,
                    "operator": operator, "value": value})
            })
        })
}

/// Any node inside the limits.
pub(super) fn node() -> impl Strategy<Value = Node> {
    let leaf = condition().prop_map(|json| {
        let value: Value = serde_json::from_value(json).unwrap();
        Filter::parse(&value, &schema(), Place::Inbox).unwrap().root
    });
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Node::And),
            vec(inner.clone(), 0..4).prop_map(Node::Or),
            inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

fn id<T: Clone + std::fmt::Debug + 'static>(ids: &'static [T]) -> impl Strategy<Value = Option<T>> {
    option::of(proptest::sample::select(ids))
}

fn at() -> impl Strategy<Value = Option<Timestamp>> {
    option::of((-12 * DAY..12 * DAY).prop_map(|ms| super::NOW.plus(ms)))
}

fn text() -> impl Strategy<Value = String> {
    proptest::sample::select(TEXTS).prop_map(str::to_owned)
}

fn facts() -> impl Strategy<Value = ConversationFacts> {
    let choices = (
        proptest::sample::select(&[Status::Open, Status::Snoozed, Status::Closed][..]),
        proptest::sample::select(Priority::ALL),
        id(&[CategoryId(31), CategoryId(32)]),
        id(OpenedSource::ALL),
        id(ClosedSource::ALL),
        id(&[ChannelId(21), ChannelId(22)]),
    );
    (choices, text(), at(), at(), at()).prop_map(|(c, summary, opened_at, closed_at, until)| {
        ConversationFacts {
            status: c.0,
            priority: c.1,
            category: c.2,
            summary,
            opened_source: c.3,
            opened_channel: c.5,
            opened_at,
            closed_source: c.4,
            closed_at,
            snoozed_until: until,
        }
    })
}

fn messages() -> impl Strategy<Value = MessageFacts> {
    (
        text(),
        at(),
        text(),
        at(),
        id(MessageSource::ALL),
        at(),
        any::<bool>(),
    )
        .prop_map(|m| MessageFacts {
            last_incoming: m.0,
            last_incoming_at: m.1,
            last_outgoing: m.2,
            last_outgoing_at: m.3,
            last_outgoing_source: m.4,
            last_human_at: m.5,
            unreplied: m.6,
        })
}

fn custom(kind: FieldKind) -> BoxedStrategy<FieldValue> {
    match kind {
        FieldKind::List => proptest::sample::select(&["Or", "Argent"][..])
            .prop_map(|t| FieldValue::Text(t.into()))
            .boxed(),
        FieldKind::Checkbox => any::<bool>().prop_map(FieldValue::Flag).boxed(),
        FieldKind::Number => (-3_i32..4)
            .prop_map(|n| FieldValue::Number(n.into()))
            .boxed(),
        FieldKind::Date => (20_670_i64..20_686).prop_map(FieldValue::Date).boxed(),
        FieldKind::Time => (0..86_400_000_i64).prop_map(FieldValue::Time).boxed(),
        _ => text()
            .prop_filter("not empty", |t| !t.is_empty())
            .prop_map(FieldValue::Text)
            .boxed(),
    }
}

/// Any subject.
pub(super) fn subject() -> impl Strategy<Value = Subject> {
    let customs: Vec<_> = schema()
        .fields
        .into_iter()
        .map(|field| option::of(custom(field.kind).prop_map(move |value| (field.id, value))))
        .collect();
    let ids = (
        vec(proptest::sample::select(&[TagId(1), TagId(2)][..]), 0..3),
        id(&[StageId(11), StageId(12)]),
        vec(
            proptest::sample::select(&[ChannelId(21), ChannelId(22)][..]),
            0..3,
        ),
        id(&[ChannelId(21), ChannelId(22)]),
        id(&[UserId(41), UserId(42)]),
        id(&[TeamId(51), TeamId(52)]),
        id(ContactSource::ALL),
    );
    let texts = (text(), text(), text(), text(), text());
    let codes = (
        proptest::sample::select(&["", "fr", "fr-CA", "en"][..]),
        proptest::sample::select(&["", "FR", "de"][..]),
    );
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let moments = (at(), at());
    (
        customs,
        ids,
        texts,
        codes,
        flags,
        moments,
        option::of(facts()),
        messages(),
    )
        .prop_map(
            |(customs, ids, texts, codes, flags, moments, conversation, messages)| Subject {
                name: texts.0,
                first_name: texts.1,
                last_name: texts.2,
                email: texts.3,
                phone: texts.4,
                language: codes.0.into(),
                country: codes.1.into(),
                created_at: moments.0,
                source: ids.6,
                custom: customs.into_iter().flatten().collect(),
                tags: ids.0,
                stage: ids.1,
                channels: ids.2,
                last_channel: ids.3,
                assignee: ids.4,
                team: ids.5,
                assigned_at: moments.1,
                blocked: flags.0,
                conversation,
                messages,
                unread: flags.1,
                mentioned: flags.2,
                following: flags.3,
            },
        )
}

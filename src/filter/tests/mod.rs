//! Tables for parsing and evaluating, and properties that hold for every filter.

mod arbitrary;
mod dates;
mod parsing;
mod properties;
mod values;

use serde_json::json;

use crate::contact::{CustomField, FieldKind};
use crate::filter::{Asker, Clock, Filter, FilterError, Named, Place, Schema, Subject, Value};
use crate::id::{CategoryId, ChannelId, FieldId, StageId, TagId, TeamId, UserId};
use crate::time::Timestamp;

/// 2026-08-14T12:00:00Z, a Friday.
pub(super) const NOW: Timestamp = Timestamp(1_786_708_800_000);

fn named<T>(id: T, name: &str) -> Named<T> {
    Named {
        id,
        name: name.into(),
    }
}

/// A workspace with two of everything and a custom field of every type.
pub(super) fn schema() -> Schema {
    let field = |id: i64, kind: FieldKind| CustomField {
        id: FieldId(id),
        slug: format!("x_{}", kind.word()),
        name: format!("Champ {}", kind.word()),
        description: String::new(),
        kind,
        values: vec!["Or".into(), "Argent".into()],
    };
    Schema {
        fields: (70..)
            .zip(FieldKind::ALL)
            .map(|(id, kind)| field(id, *kind))
            .collect(),
        tags: vec![named(TagId(1), "VIP"), named(TagId(2), "Été")],
        stages: vec![
            named(StageId(11), "New Lead"),
            named(StageId(12), "Customer"),
        ],
        channels: vec![named(ChannelId(21), "Shop"), named(ChannelId(22), "Mail")],
        categories: vec![
            named(CategoryId(31), "Question"),
            named(CategoryId(32), "Spam"),
        ],
        users: vec![named(UserId(41), "Ana Lim"), named(UserId(42), "Bo")],
        teams: vec![named(TeamId(51), "Sales"), named(TeamId(52), "Support")],
    }
}

pub(super) fn value(json: serde_json::Value) -> Value {
    serde_json::from_value(json).unwrap()
}

pub(super) fn parse(json: serde_json::Value) -> Result<Filter, FilterError> {
    Filter::parse(&value(json), &schema(), Place::Inbox)
}

/// One condition.
pub(super) fn condition(
    category: &str,
    field: &str,
    operator: &str,
    value: serde_json::Value,
) -> serde_json::Value {
    let field = (!field.is_empty()).then_some(field);
    json!({"category": category, "field": field, "operator": operator, "value": value})
}

pub(super) fn paris(_: Timestamp) -> i32 {
    120
}

/// Ana of Sales asks at [`NOW`] in Paris.
pub(super) fn asker() -> Asker<'static> {
    Asker {
        clock: Clock {
            now: NOW,
            zone: &paris,
        },
        user: Some(UserId(41)),
        teams: &[TeamId(51)],
    }
}

pub(super) fn passes(json: serde_json::Value, subject: &Subject) -> bool {
    parse(json.clone())
        .unwrap_or_else(|error| panic!("{json}: {error}"))
        .matches(subject, asker())
}

//! Days, zones, rolling windows, anniversaries.

use serde_json::json;

use super::{NOW, condition, passes};
use crate::contact::{FieldValue, date};
use crate::filter::{Point, Subject};
use crate::id::FieldId;
use crate::time::{DAY, HOUR, MINUTE, Timestamp, day_number};

/// 2026-08-14T00:00 in Paris.
const MIDNIGHT: i64 = NOW.0 - 14 * HOUR;

fn created(at: i64, operator: &str, value: serde_json::Value) -> bool {
    let subject = Subject {
        created_at: Some(Timestamp(at)),
        ..Default::default()
    };
    passes(
        condition("contactField", "created", operator, value),
        &subject,
    )
}

#[test]
fn a_bare_date_is_the_local_day() {
    let today = || json!("2026-08-14");
    for (at, same, after, before) in [
        (MIDNIGHT - 1, false, false, true),
        (MIDNIGHT, true, false, false),
        (MIDNIGHT + DAY - 1, true, false, false),
        (MIDNIGHT + DAY, false, true, false),
    ] {
        assert_eq!(created(at, "isEqualTo", today()), same, "{at}");
        assert_eq!(created(at, "isTimestampAfter", today()), after, "{at}");
        assert_eq!(created(at, "isTimestampBefore", today()), before, "{at}");
        let between = json!({"from": "2026-08-14", "to": "2026-08-14"});
        assert_eq!(created(at, "isTimestampBetween", between), same, "{at}");
    }
}

#[test]
fn times_with_and_without_zone() {
    let noon = NOW.0;
    assert!(created(
        noon,
        "isTimestampBetween",
        json!({"from": "2026-08-14T14:00", "to": "2026-08-14T14:00"})
    ));
    assert!(created(
        noon,
        "isTimestampAfter",
        json!("2026-08-14T11:59:59.999Z")
    ));
    assert!(!created(
        noon,
        "isTimestampAfter",
        json!("2026-08-14T12:00:00Z")
    ));
    assert!(created(
        noon,
        "isTimestampBefore",
        json!("2026-08-14T12:30:00+00:00")
    ));
    assert!(created(noon, "isTimestampAfter", json!(noon / 1_000 - 1)));
    assert!(created(noon, "isEqualTo", json!(noon)));
    assert!(!created(
        noon,
        "isTimestampBetween",
        json!({"from": "2026-08-15", "to": "2026-08-13"})
    ));
}

#[test]
fn windows_roll_with_now() {
    let hour = || json!({"n": 1, "unit": "hour"});
    for (at, last, next) in [
        (NOW.0 - HOUR - 1, false, false),
        (NOW.0 - HOUR, true, false),
        (NOW.0, true, true),
        (NOW.0 + HOUR, false, true),
        (NOW.0 + HOUR + 1, false, false),
    ] {
        assert_eq!(created(at, "isWithinLast", hour()), last, "{at}");
        assert_eq!(created(at, "isNotWithinLast", hour()), !last, "{at}");
        assert_eq!(created(at, "isWithinNext", hour()), next, "{at}");
    }
    let empty = Subject::default();
    assert!(passes(
        condition("contactField", "created", "isNotWithinLast", hour()),
        &empty
    ));
}

fn birthday(typed: &str, operator: &str, value: serde_json::Value) -> bool {
    let subject = Subject {
        custom: vec![(FieldId(77), FieldValue::Date(date(typed).unwrap()))],
        ..Default::default()
    };
    passes(
        condition("contactField", "x_date", operator, value),
        &subject,
    )
}

#[test]
fn dates_roll_by_days() {
    let week = || json!({"n": 7, "unit": "day"});
    assert!(birthday("2026-08-07", "isWithinLast", week()));
    assert!(!birthday("2026-08-06", "isWithinLast", week()));
    assert!(birthday("2026-08-14", "isWithinNext", week()));
    assert!(birthday("2026-08-21", "isWithinNext", week()));
    assert!(!birthday("2026-08-22", "isWithinNext", week()));
    assert!(birthday(
        "2026-08-15",
        "isTimestampAfter",
        json!("2026-08-14")
    ));
    assert!(!birthday(
        "2026-08-14",
        "isTimestampAfter",
        json!("2026-08-14T10:00")
    ));
}

#[test]
fn anniversaries_compare_month_and_day() {
    assert!(birthday("1990-08-14", "isAnniversary", json!(null)));
    assert!(!birthday("1990-08-15", "isAnniversary", json!(null)));
    assert!(birthday("2000-02-29", "isAnniversary", json!("2026-02-28")));
    assert!(birthday("2000-02-28", "isAnniversary", json!("2026-02-28")));
    assert!(!birthday(
        "2000-02-29",
        "isAnniversary",
        json!("2024-02-28")
    ));
    assert!(birthday("2000-02-29", "isAnniversary", json!("2024-02-29")));
    assert!(created(MIDNIGHT, "isAnniversary", json!(null)));
    assert!(!created(MIDNIGHT - 1, "isAnniversary", json!(null)));
    let year_ago = day_number(2025, 8, 14).unwrap() * DAY + 10 * MINUTE;
    assert!(created(year_ago, "isAnniversary", json!(null)));
}

#[test]
fn points_print_as_they_parse() {
    for text in [
        "2026-08-14",
        "2026-08-14T09:30",
        "2026-08-14T09:30:05.250Z",
        "0001-01-01T00:00Z",
    ] {
        let point = Point::parse(text).unwrap();
        assert_eq!(point.print(), text);
    }
    assert_eq!(
        Point::parse("2026-08-14T12:00+0200"),
        Point::parse("2026-08-14 10:00Z")
    );
    assert_eq!(
        Point::parse("2026-08-14T12:00-02"),
        Point::parse("2026-08-14T14:00Z")
    );
    for wrong in [
        "",
        "2026",
        "2026-13-01",
        "2026-08-14T",
        "2026-08-14T25:00",
        "2026-08-14T10:00+2",
        "é026-08-14",
    ] {
        assert_eq!(Point::parse(wrong), None, "{wrong}");
    }
    assert_eq!(Point::from_number(i64::MAX), None);
}

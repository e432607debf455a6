//! Evaluation, operator by operator.

use serde_json::json;

use super::{NOW, condition, passes};
use crate::contact::FieldValue;
use crate::conversation::{Priority, Status};
use crate::filter::{ConversationFacts, MessageFacts, Subject};
use crate::id::{ChannelId, FieldId, TagId, TeamId, UserId};
use crate::time::{DAY, HOUR};

#[test]
fn text_ignores_case_accents_and_outer_space() {
    let subject = Subject {
        name: " Éléonore  Côté ".into(),
        phone: "+33612345678".into(),
        ..Default::default()
    };
    let check = |field: &str, operator: &str, value: serde_json::Value, expected: bool| {
        let json = condition("contactField", field, operator, value);
        assert_eq!(passes(json.clone(), &subject), expected, "{json}");
    };
    check("name", "isEqualTo", json!("eleonore cote"), true);
    check("name", "isEqualTo", json!("eleonore"), false);
    check("name", "contains", json!("NORE C"), true);
    check("name", "startsWith", json!("élé"), true);
    check("name", "startsWith", json!("cote"), false);
    check("name", "hasAnyOf", json!(["x", "Eleonore Cote"]), true);
    check("name", "hasNoneOf", json!(["x"]), true);
    check("name", "matchesAnyKeyword", json!(["côté"]), true);
    check("name", "matchesAnyKeyword", json!(["cot"]), false);
    check("name", "exists", json!(null), true);
    check("email", "isNotEqualTo", json!("a@b.co"), true);
    check("email", "doesNotContain", json!("a"), true);
    check("email", "doesNotExist", json!(null), true);
    check("phone", "isEqualTo", json!("00 33 6 12.34-56 78"), true);
    check("phone", "contains", json!("345 6"), true);
}

#[test]
fn keywords_are_whole_words_in_every_script() {
    let check = |text: &str, keyword: &str, expected: bool| {
        let subject = Subject {
            messages: MessageFacts {
                last_incoming: text.into(),
                ..Default::default()
            },
            ..Default::default()
        };
        let json = condition(
            "message",
            "lastIncoming",
            "matchesAnyKeyword",
            json!([keyword]),
        );
        assert_eq!(passes(json, &subject), expected, "{text} / {keyword}");
    };
    check("What is the PRICE?", "price", true);
    check("priceless", "price", false);
    check("l’été arrive", "ete", true);
    check("كم السعر؟", "السعر", true);
    check("请问价格多少", "价格", true);
    check("가격은 얼마", "가격", true);
    check("ราคาเท่าไหร่", "ราคา", true);
    check("ba a a", "a a", true);
    check("(stop)", "stop", true);
    check("c++ developer", "c++", true);
    check("цена?", "Цена", true);
}

#[test]
fn sets_and_choices() {
    let subject = Subject {
        tags: vec![TagId(1)],
        channels: vec![ChannelId(21), ChannelId(22)],
        assignee: Some(UserId(41)),
        team: Some(TeamId(52)),
        language: "fr-CA".into(),
        ..Default::default()
    };
    let check = |category: &str, field: &str, operator: &str, value, expected: bool| {
        let json = condition(category, field, operator, value);
        assert_eq!(passes(json.clone(), &subject), expected, "{json}");
    };
    check("contactTag", "", "hasAnyOf", json!(["vip", "été"]), true);
    check("contactTag", "", "hasAllOf", json!(["vip", "été"]), false);
    check("contactTag", "", "hasNoneOf", json!(["été"]), true);
    check("channel", "", "isEqualTo", json!("mail"), true);
    check("channel", "", "isNotEqualTo", json!("mail"), false);
    check("lastChannel", "", "isNotEqualTo", json!("mail"), true);
    check("assignee", "", "isEqualTo", json!("me"), true);
    check("assignee", "", "isNotEqualTo", json!("me"), false);
    check("team", "", "isEqualTo", json!("myTeams"), false);
    check("team", "", "hasNoneOf", json!(["myTeams"]), true);
    check("contactField", "language", "isEqualTo", json!("fr"), true);
    check("lifecycle", "", "doesNotExist", json!(null), true);
    // A contact without conversation counts as closed, and has no priority.
    check("conversation", "status", "isEqualTo", json!("closed"), true);
    check("conversation", "priority", "isEqualTo", json!("none"), true);
    check("conversation", "priority", "exists", json!(null), false);
    check(
        "conversation",
        "category",
        "isNotEqualTo",
        json!("spam"),
        true,
    );
    check("activity", "unread", "isEqualTo", json!(false), true);
    check("activity", "blocked", "isNotEqualTo", json!(true), true);
}

#[test]
fn without_an_asker_me_is_nobody() {
    let subject = Subject {
        assignee: Some(UserId(41)),
        ..Default::default()
    };
    let asker = crate::filter::Asker {
        user: None,
        teams: &[],
        ..super::asker()
    };
    let passes = |operator| {
        super::parse(condition("assignee", "", operator, json!("me")))
            .unwrap()
            .matches(&subject, asker)
    };
    assert!(!passes("isEqualTo"));
    assert!(passes("isNotEqualTo"));
}

#[test]
fn numbers_times_and_flags_of_custom_fields() {
    let subject = Subject {
        custom: vec![
            (FieldId(75), FieldValue::Number(3.0)),
            (FieldId(78), FieldValue::Time(9 * HOUR)),
            (FieldId(73), FieldValue::Flag(false)),
            (FieldId(72), FieldValue::Text("OR".into())),
        ],
        ..Default::default()
    };
    let check = |field: &str, operator: &str, value: serde_json::Value, expected: bool| {
        let json = condition("contactField", field, operator, value);
        assert_eq!(passes(json.clone(), &subject), expected, "{json}");
    };
    check("x_number", "isBetween", json!({"from": 3, "to": 3}), true);
    check("x_number", "isBetween", json!({"from": 4, "to": 3}), false);
    check("x_number", "isGreaterThan", json!(3), false);
    check("x_number", "isLessThan", json!(3.5), true);
    check("x_time", "isEqualTo", json!("09:00"), true);
    check("x_time", "isLessThan", json!("09:00:01"), true);
    check("x_checkbox", "isEqualTo", json!(false), true);
    check("x_list", "hasAnyOf", json!(["or"]), true);
    check("x_text", "doesNotExist", json!(null), true);
    check("x_date", "isNotEqualTo", json!("2026-01-01"), true);
    check("x_date", "isTimestampBefore", json!("2026-01-01"), false);
}

#[test]
fn durations_count_from_now_and_never_is_no_duration() {
    let subject = Subject {
        created_at: Some(NOW.plus(-2 * DAY)),
        conversation: Some(ConversationFacts {
            status: Status::Open,
            priority: Priority::High,
            ..Default::default()
        }),
        ..Default::default()
    };
    let check = |field: &str, operator: &str, value: serde_json::Value, expected: bool| {
        let json = condition("timeSince", field, operator, value);
        assert_eq!(passes(json.clone(), &subject), expected, "{json}");
    };
    let span = |n: i64, unit: &str| json!({"n": n, "unit": unit});
    check("created", "isGreaterThan", span(2, "day"), false);
    check("created", "isGreaterThan", span(47, "hour"), true);
    check("created", "isLessThan", span(3, "day"), true);
    check(
        "created",
        "isBetween",
        json!({"from": span(2, "day"), "to": span(1, "week")}),
        true,
    );
    check("opened", "isGreaterThan", span(0, "minute"), false);
    check("opened", "isLessThan", span(9, "month"), false);
}

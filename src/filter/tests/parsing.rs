//! What parses, and what is refused where and why.

use serde_json::json;

use super::{condition, parse, schema, value};
use crate::filter::{
    Category, Choice, ChoiceTest, Condition, Filter, FilterProblem, Node, Operator, Place, Query,
    TagsTest, TeamRef, UserRef, ValueShape,
};
use crate::id::{StageId, TagId, TeamId, UserId};

fn problem(json: serde_json::Value) -> (String, FilterProblem) {
    let error = parse(json).unwrap_err();
    (error.path, error.problem)
}

#[test]
fn the_example_of_the_specification_parses() {
    let filter = parse(json!({"$and": [
        {"category": "contactTag", "field": null, "operator": "hasAnyOf", "value": ["vip"]},
        {"category": "timeSince", "field": "lastIncoming", "operator": "isGreaterThan",
         "value": {"n": 30, "unit": "day"}}
    ]}))
    .unwrap();
    let Node::And(nodes) = filter.root else {
        panic!("not a group");
    };
    assert_eq!(
        nodes[0],
        Node::Is(Condition::Tags(TagsTest::HasAnyOf(vec![TagId(1)])))
    );
}

#[test]
fn names_and_ids_and_aliases_mean_the_same() {
    let same = |a: serde_json::Value, b: serde_json::Value| {
        assert_eq!(parse(a).unwrap(), parse(b).unwrap());
    };
    let c = condition;
    same(
        c("contactTag", "", "hasAnyOf", json!([1, "2"])),
        c("contactField", "tags", "hasAnyOf", json!([" vip", "ETE"])),
    );
    same(
        c("contactTag", "", "isEqualTo", json!("VIP")),
        c("contactTag", "anything", "hasAllOf", json!(["VIP"])),
    );
    same(
        c("contactField", "assigneeUserId", "isEqualTo", json!(null)),
        c("assignee", "", "doesNotExist", json!(null)),
    );
    same(
        c("contactField", "status", "isEqualTo", json!("close")),
        c("conversation", "status", "isEqualTo", json!("closed")),
    );
    same(
        c("contactField", "createdAt", "exists", json!(null)),
        c("contactField", "created", "exists", json!(null)),
    );
    same(
        c("contactField", "X_NUMBER", "isEqualTo", json!("1,5")),
        c("contactField", "champ number", "isEqualTo", json!([1.5])),
    );
    same(
        c("contactField", "75", "exists", json!(null)),
        c("contactField", "x_number", "exists", json!(null)),
    );
    same(
        c("contactField", "lang", "isEqualTo", json!("fr-CA")),
        c("contactField", "language", "isEqualTo", json!("FR")),
    );
}

#[test]
fn me_and_my_teams_stay_what_they_are() {
    let is = |json| match parse(json).unwrap().root {
        Node::Is(condition) => condition,
        node => panic!("{node:?}"),
    };
    assert_eq!(
        is(condition(
            "assignee",
            "",
            "hasAnyOf",
            json!(["me", "ana lim"])
        )),
        Condition::Choice(Choice::Assignee(ChoiceTest::HasAnyOf(vec![
            UserRef::Me,
            UserRef::User(UserId(41))
        ])))
    );
    assert_eq!(
        is(condition("team", "", "isNotEqualTo", json!("myTeams"))),
        Condition::Choice(Choice::Team(ChoiceTest::IsNot(TeamRef::Mine)))
    );
    assert_eq!(
        is(condition("team", "", "isEqualTo", json!(52))),
        Condition::Choice(Choice::Team(ChoiceTest::Is(TeamRef::Team(TeamId(52)))))
    );
    assert_eq!(
        is(condition("lifecycle", "", "isEqualTo", json!("customer"))),
        Condition::Choice(Choice::Lifecycle(ChoiceTest::Is(StageId(12))))
    );
}

#[test]
fn both_groups_side_by_side_must_hold() {
    let tag = || condition("contactTag", "", "exists", json!(null));
    let filter = parse(json!({"$and": [tag()], "$or": [tag(), tag()]})).unwrap();
    let nested = parse(json!({"$and": [tag(), {"$or": [tag(), tag()]}]})).unwrap();
    assert_eq!(filter, nested);
    assert_eq!(parse(json!(null)).unwrap(), Filter::default());
    assert_eq!(parse(json!({"$and": []})).unwrap(), Filter::default());
}

#[test]
fn wrong_filters_are_refused_with_their_place() {
    let check = |json: serde_json::Value, path: &str, expected: FilterProblem| {
        assert_eq!(problem(json), (path.into(), expected));
    };
    let c = condition;
    let and = |inner: serde_json::Value| json!({"$and": [inner]});
    check(json!([]), "filter", FilterProblem::NotANode);
    check(json!({}), "filter", FilterProblem::NotANode);
    check(and(json!(5)), "filter.$and[0]", FilterProblem::NotANode);
    check(
        and(c("nope", "", "exists", json!(null))),
        "filter.$and[0].category",
        FilterProblem::UnknownCategory,
    );
    check(
        c("contactField", "nope", "exists", json!(null)),
        "filter.field",
        FilterProblem::UnknownField,
    );
    check(
        c("contactField", "999", "exists", json!(null)),
        "filter.field",
        FilterProblem::Gone,
    );
    check(
        c("contactField", "name", "resembles", json!("x")),
        "filter.operator",
        FilterProblem::UnknownOperator,
    );
    check(
        c("contactField", "name", "isWithinLast", json!("x")),
        "filter.operator",
        FilterProblem::OperatorDoesNotFit,
    );
    check(
        c("contactField", "name", "contains", json!(" ")),
        "filter.value",
        FilterProblem::Required,
    );
    check(
        c("contactField", "name", "isEqualTo", json!(["a", "b"])),
        "filter.value",
        FilterProblem::TooManyValues { max: 1 },
    );
    check(
        c("contactTag", "", "hasAnyOf", json!(["vip", "gone"])),
        "filter.value[1]",
        FilterProblem::Gone,
    );
    check(
        c("conversation", "priority", "isEqualTo", json!("extreme")),
        "filter.value",
        FilterProblem::WrongValue {
            expected: ValueShape::Choice,
        },
    );
    check(
        c(
            "contactField",
            "created",
            "isTimestampBetween",
            json!({"from": "2026-01-01"}),
        ),
        "filter.value.to",
        FilterProblem::Required,
    );
    check(
        c(
            "contactField",
            "created",
            "isTimestampAfter",
            json!("2026-02-30"),
        ),
        "filter.value",
        FilterProblem::WrongValue {
            expected: ValueShape::Date,
        },
    );
    check(
        c(
            "timeSince",
            "opened",
            "isLessThan",
            json!({"n": -1, "unit": "day"}),
        ),
        "filter.value",
        FilterProblem::WrongValue {
            expected: ValueShape::Span,
        },
    );
    let mut misspelled = c("contactTag", "", "exists", json!(null));
    misspelled["vaule"] = json!(1);
    check(misspelled, "filter.vaule", FilterProblem::UnknownKey);
}

#[test]
fn what_comes_later_says_so() {
    for (category, field) in [
        ("broadcast", "received"),
        ("segment", "1"),
        ("variable", "x"),
        ("assigneeStatus", ""),
        ("consent", ""),
    ] {
        let (path, problem) = problem(condition(category, field, "exists", json!(null)));
        assert_eq!(
            (path.as_str(), problem),
            ("filter.category", FilterProblem::NotAvailableHere)
        );
    }
    let (path, problem) = problem(condition("conversation", "slaState", "exists", json!(null)));
    assert_eq!(
        (path.as_str(), problem),
        ("filter.field", FilterProblem::NotAvailableHere)
    );
    let unread = value(condition("activity", "unread", "isEqualTo", json!(true)));
    let error = Filter::parse(&unread, &schema(), Place::Broadcast).unwrap_err();
    assert_eq!(error.problem, FilterProblem::NotAvailableHere);
}

#[test]
fn limits_hold() {
    let tag = condition("contactTag", "", "exists", json!(null));
    let deep = json!({"$and": [{"$or": [{"$and": [tag]}]}]});
    assert!(parse(deep.clone()).is_ok());
    let (path, deeper) = problem(json!({"$or": [deep]}));
    assert_eq!(path, "filter.$or[0].$and[0].$or[0]");
    assert_eq!(deeper, FilterProblem::TooDeep { max: 3 });
    assert!(parse(json!({"$and": vec![tag.clone(); 50]})).is_ok());
    let (path, many) = problem(json!({"$and": vec![tag; 51]}));
    assert_eq!(path, "filter.$and[50]");
    assert_eq!(many, FilterProblem::TooManyConditions { max: 50 });
    let values = |n| condition("contactField", "name", "hasAnyOf", json!(vec!["a"; n]));
    assert!(parse(values(100)).is_ok());
    let (_, many) = problem(values(101));
    assert_eq!(many, FilterProblem::TooManyValues { max: 100 });
}

#[test]
fn the_api_lets_unknown_names_match_nobody() {
    let api = |json| Filter::parse(&value(json), &schema(), Place::Api);
    let subject = crate::filter::Subject {
        tags: vec![TagId(1)],
        ..Default::default()
    };
    let passes = |operator: &str, names: serde_json::Value| {
        api(condition("contactTag", "", operator, names))
            .unwrap()
            .matches(&subject, super::asker())
    };
    assert!(!passes("hasAnyOf", json!(["gone"])));
    assert!(passes("hasAnyOf", json!(["gone", "vip"])));
    assert!(!passes("hasAllOf", json!(["gone", "vip"])));
    assert!(passes("hasNoneOf", json!(["gone"])));
    assert!(api(condition("nope", "", "exists", json!(null))).is_err());
}

#[test]
fn deleted_references_break_a_saved_filter() {
    let broken = parse(condition("lifecycle", "", "isEqualTo", json!(999))).unwrap_err();
    assert!(broken.is_broken_reference());
    let wrong = parse(condition("lifecycle", "", "isEqualTo", json!({}))).unwrap_err();
    assert!(!wrong.is_broken_reference());
}

#[test]
fn queries_have_search_zone_and_filter() {
    let parse = |json| Query::parse(&value(json), &schema(), Place::Api);
    let query = parse(json!({"search": " ana ", "timezone": "Europe/Paris", "filter": null}));
    let query = query.unwrap();
    assert_eq!(
        (query.search.as_str(), query.timezone.as_str()),
        ("ana", "Europe/Paris")
    );
    assert_eq!(
        Query::parse(&query.print(&schema()), &schema(), Place::Api),
        Ok(query)
    );
    let path = |json| parse(json).unwrap_err().path;
    assert_eq!(path(json!({"search": "x".repeat(201)})), "search");
    assert_eq!(path(json!({"filer": null})), "filer");
}

#[test]
fn the_builder_can_offer_every_entry() {
    for place in Place::ALL {
        for entry in schema().entries(*place) {
            assert!(place.allows(entry.category));
            for operator in entry.operators {
                let shape = operator.shape(entry.kind);
                let value = super::arbitrary::sample(shape, entry.field);
                let json = json!({"category": entry.category, "field": entry.name,
                    "operator": operator, "value": value});
                let filter = Filter::parse(&super::value(json.clone()), &schema(), *place)
                    .unwrap_or_else(|error| panic!("{json}: {error}"));
                let Node::Is(condition) = filter.root else {
                    panic!("a group");
                };
                assert_eq!(condition.field(), entry.field, "{json}");
            }
        }
    }
    let later = Category::ALL.iter().filter(|c| c.is_later());
    for category in later {
        assert!(
            schema()
                .entries(Place::Workflow)
                .iter()
                .all(|e| e.category != *category)
        );
    }
    assert_eq!(Operator::from_word("isEqualTo"), Some(Operator::IsEqualTo));
}

//! What holds for every filter and every subject.

use proptest::prelude::*;
use serde_json::json;

use super::arbitrary::{condition, node, subject};
use super::{asker, parse, schema};
use crate::filter::{Filter, Node, Operator, Place, Value};

/// The operator that passes exactly where another does not.
fn opposite(operator: Operator) -> Option<Operator> {
    use Operator::*;
    Some(match operator {
        IsEqualTo => IsNotEqualTo,
        Contains => DoesNotContain,
        HasAnyOf => HasNoneOf,
        IsWithinLast => IsNotWithinLast,
        Exists => DoesNotExist,
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn printing_and_parsing_gives_the_filter_back(root in node()) {
        let filter = Filter { root };
        let text = serde_json::to_string(&filter.print(&schema())).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(Filter::parse(&value, &schema(), Place::Inbox), Ok(filter));
    }

    #[test]
    fn negative_operators_are_opposites_and_match_empty(json in condition(), s in subject()) {
        let operator: Operator = serde_json::from_value(json["operator"].clone()).unwrap();
        let Some(opposite) = opposite(operator) else {
            return Ok(());
        };
        let mut negative = json.clone();
        negative["operator"] = json!(opposite);
        let passes = |json: serde_json::Value| parse(json).unwrap().matches(&s, asker());
        prop_assert_ne!(passes(json), passes(negative));
    }

    #[test]
    fn groups_obey_de_morgan(a in node(), b in node(), s in subject()) {
        let not = |node: &Node| Node::Not(Box::new(node.clone()));
        let passes = |node: Node| node.matches(&s, asker());
        let both = Node::And(vec![a.clone(), b.clone()]);
        prop_assert_eq!(passes(not(&both)), passes(Node::Or(vec![not(&a), not(&b)])));
    }

    #[test]
    fn no_json_makes_the_parser_panic(text in r#"[\[\]{}:,"$a-z0-9 ]{0,60}"#) {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let _ = Filter::parse(&value, &schema(), Place::Api);
        }
    }

    #[test]
    fn any_json_goes_through_the_tree_unchanged(json in condition()) {
        let value: Value = serde_json::from_value(json.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(&value).unwrap(), json);
    }
}

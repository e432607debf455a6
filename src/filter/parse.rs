//! JSON to filter: groups, limits, and which category, field and operator go together.

use crate::filter::parse_value::ValueReader;
use crate::filter::{
    CONDITIONS_MAX, Category, Condition, DEPTH_MAX, Field, FieldType, Filter, FilterError,
    FilterProblem, Node, Operator, Place, SEARCH_MAX, Schema, Value,
};

/// A search text, a time zone and a filter: what lists and the API take.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Text to search for; empty for none.
    pub search: String,
    /// IANA name of the zone of dates without one; empty for the workspace's.
    pub timezone: String,
    /// The filter.
    pub filter: Filter,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// The first problem, with its path.
    pub fn parse(value: &Value, schema: &Schema, place: Place) -> Result<Query, FilterError> {
        let Value::Object(pairs) = value else {
            return Err(error("", FilterProblem::NotANode));
        };
        let mut query = Query::default();
        for (key, value) in pairs {
            match key.as_str() {
                "search" => query.search = text(value, key, SEARCH_MAX)?,
                "timezone" => query.timezone = text(value, key, 100)?,
                "filter" => query.filter = Filter::parse(value, schema, place)?,
                _ => return Err(error(key, FilterProblem::UnknownKey)),
            }
        }
        Ok(query)
    }
}

impl Filter {
    /// Reads a filter; `null` and empty groups match everything.
    ///
    /// # Errors
    /// The first problem, with its path, which begins with `filter`.
    pub fn parse(value: &Value, schema: &Schema, place: Place) -> Result<Filter, FilterError> {
        if *value == Value::Null {
            return Ok(Filter::default());
        }
        let mut parser = Parser {
            schema,
            place,
            conditions: 0,
        };
        let root = parser.node(value, "filter", 0)?;
        Ok(Filter { root })
    }
}

pub(super) fn error(path: &str, problem: FilterProblem) -> FilterError {
    FilterError {
        path: path.to_owned(),
        problem,
    }
}

fn text(value: &Value, path: &str, max: usize) -> Result<String, FilterError> {
    let text = match value {
        Value::Null => "",
        Value::Text(text) => text.trim(),
        _ => {
            let expected = crate::filter::ValueShape::Text;
            return Err(error(path, FilterProblem::WrongValue { expected }));
        }
    };
    if text.chars().count() > max {
        Err(error(path, FilterProblem::TooLong { max }))
    } else {
        Ok(text.to_owned())
    }
}

struct Parser<'a> {
    schema: &'a Schema,
    place: Place,
    conditions: usize,
}

impl Parser<'_> {
    /// A node inside `depth` groups.
    fn node(&mut self, value: &Value, path: &str, depth: usize) -> Result<Node, FilterError> {
        let Value::Object(pairs) = value else {
            return Err(error(path, FilterProblem::NotANode));
        };
        let has = |key: &str| value.get(key);
        if let Some(inner) = has("$not") {
            only(pairs, path, &["$not"])?;
            let depth = deeper(path, depth)?;
            let inner = self.node(inner, &format!("{path}.$not"), depth)?;
            return Ok(Node::Not(Box::new(inner)));
        }
        match (has("$and"), has("$or")) {
            (None, None) => self.condition(value, pairs, path).map(Node::Is),
            (Some(all), None) => {
                only(pairs, path, &["$and"])?;
                let depth = deeper(path, depth)?;
                Ok(Node::And(self.nodes(
                    all,
                    &format!("{path}.$and"),
                    depth,
                )?))
            }
            (None, Some(any)) => {
                only(pairs, path, &["$or"])?;
                let depth = deeper(path, depth)?;
                Ok(Node::Or(self.nodes(any, &format!("{path}.$or"), depth)?))
            }
            // Side by side means both, which is one more group.
            (Some(all), Some(any)) => {
                only(pairs, path, &["$and", "$or"])?;
                let outer = deeper(path, depth)?;
                let inner = deeper(path, outer)?;
                let mut nodes = self.nodes(all, &format!("{path}.$and"), outer)?;
                nodes.push(Node::Or(self.nodes(any, &format!("{path}.$or"), inner)?));
                Ok(Node::And(nodes))
            }
        }
    }

    fn nodes(&mut self, value: &Value, path: &str, depth: usize) -> Result<Vec<Node>, FilterError> {
        let Value::List(items) = value else {
            return Err(error(path, FilterProblem::NotANode));
        };
        items
            .iter()
            .enumerate()
            .map(|(index, item)| self.node(item, &format!("{path}[{index}]"), depth))
            .collect()
    }

    fn condition(
        &mut self,
        value: &Value,
        pairs: &[(String, Value)],
        path: &str,
    ) -> Result<Condition, FilterError> {
        if value.get("category").is_none() {
            return Err(error(path, FilterProblem::NotANode));
        }
        only(pairs, path, &["category", "field", "operator", "value"])?;
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            let max = CONDITIONS_MAX;
            return Err(error(path, FilterProblem::TooManyConditions { max }));
        }
        let field = self.field(value, path)?;
        let operator = operator(value, field.kind(), path)?;
        let path = format!("{path}.value");
        ValueReader {
            schema: self.schema,
            lenient: self.place.is_lenient(),
            path: &path,
            operator,
            value: value.get("value").unwrap_or(&Value::Null),
        }
        .condition(field)
    }

    fn field(&self, value: &Value, path: &str) -> Result<Field, FilterError> {
        let at = |part: &str, problem| error(&format!("{path}.{part}"), problem);
        let category = value
            .get("category")
            .and_then(Value::as_text)
            .and_then(Category::from_word)
            .ok_or_else(|| at("category", FilterProblem::UnknownCategory))?;
        if category.is_later() || !self.place.allows(category) {
            return Err(at("category", FilterProblem::NotAvailableHere));
        }
        let number;
        let name = match value.get("field") {
            None | Some(Value::Null) => None,
            Some(Value::Text(name)) => Some(name.trim()),
            Some(Value::Int(id)) => {
                number = id.to_string();
                Some(number.as_str())
            }
            Some(_) => return Err(at("field", FilterProblem::UnknownField)),
        };
        self.schema.find(category, name).ok_or_else(|| {
            let later = name.is_some_and(|name| category.has_later(name));
            // A number can only be the id of a custom field, which was deleted.
            let gone = name.is_some_and(|name| name.parse::<i64>().is_ok());
            at(
                "field",
                match (later, gone) {
                    (true, _) => FilterProblem::NotAvailableHere,
                    (_, true) => FilterProblem::Gone,
                    _ => FilterProblem::UnknownField,
                },
            )
        })
    }
}

fn operator(value: &Value, kind: FieldType, path: &str) -> Result<Operator, FilterError> {
    let path = format!("{path}.operator");
    let operator = value
        .get("operator")
        .and_then(Value::as_text)
        .and_then(Operator::from_word)
        .ok_or_else(|| error(&path, FilterProblem::UnknownOperator))?;
    if Operator::of(kind).contains(&operator) {
        return Ok(operator);
    }
    // The reference's API writes these two for tags.
    match (kind, operator) {
        (FieldType::Tags, Operator::IsEqualTo) => Ok(Operator::HasAllOf),
        (FieldType::Tags, Operator::IsNotEqualTo) => Ok(Operator::HasNoneOf),
        _ => Err(error(&path, FilterProblem::OperatorDoesNotFit)),
    }
}

fn deeper(path: &str, depth: usize) -> Result<usize, FilterError> {
    if depth < DEPTH_MAX {
        Ok(depth + 1)
    } else {
        Err(error(path, FilterProblem::TooDeep { max: DEPTH_MAX }))
    }
}

/// Refuses keys that mean nothing, which are misspelled ones.
fn only(pairs: &[(String, Value)], path: &str, known: &[&str]) -> Result<(), FilterError> {
    match pairs.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        Some((key, _)) => Err(error(&format!("{path}.{key}"), FilterProblem::UnknownKey)),
        None => Ok(()),
    }
}

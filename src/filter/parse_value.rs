//! The value of a condition, read as its field and operator want it.
//!
//! A scalar where a list is wanted is a list of one, and the other way round. `null` with
//! `isEqualTo` asks for an empty field.

use crate::contact::{number, time_of_day};
use crate::conversation::Status;
use crate::filter::parse::error;
use crate::filter::schema::find_named;
use crate::filter::{
    Choice, ChoiceField, ChoiceTest, Condition, DateTest, Field, FilterError, FilterProblem,
    FlagTest, Named, Needle, NumberTest, Operator, Point, Schema, Span, SpanTest, TEXT_MAX,
    TagsTest, TeamRef, TextField, TextTest, Unit, UserRef, VALUES_MAX, Value, ValueShape,
};
use crate::id::TagId;

pub(super) struct ValueReader<'a> {
    pub(super) schema: &'a Schema,
    pub(super) lenient: bool,
    pub(super) path: &'a str,
    pub(super) operator: Operator,
    pub(super) value: &'a Value,
}

type Read<T> = Result<T, FilterError>;
use Operator as O;

impl<'a> ValueReader<'a> {
    pub(super) fn condition(&self, field: Field) -> Read<Condition> {
        Ok(match field {
            Field::Text(field) => Condition::Text(field, self.text_test(field)?),
            Field::Number(field) => Condition::Number(
                field,
                self.number_test(ValueShape::Number, |value| match value {
                    Value::Int(n) => number(&n.to_string()),
                    Value::Number(n) => n.is_finite().then_some(*n),
                    Value::Text(text) => number(text),
                    _ => None,
                })?,
            ),
            Field::Time(field) => Condition::Time(
                field,
                self.number_test(ValueShape::Time, |value| {
                    value.as_text().and_then(time_of_day)
                })?,
            ),
            Field::Date(field) => Condition::Date(field, self.date_test()?),
            Field::Moment(field) => Condition::Moment(field, self.date_test()?),
            Field::Since(field) => Condition::Since(field, self.span_test()?),
            Field::Flag(field) => Condition::Flag(field, self.flag_test()?),
            Field::Choice(field) => Condition::Choice(self.choice(field)?),
            Field::Tags => Condition::Tags(self.tags_test()?),
        })
    }

    fn text_test(&self, field: TextField) -> Read<TextTest> {
        let one = || self.needle(self.scalar()?, self.path, field);
        let list = || self.each(|value, path| self.needle(value, path, field).map(Some));
        Ok(match self.operator {
            O::IsEqualTo if self.is_null() => TextTest::DoesNotExist,
            O::IsNotEqualTo if self.is_null() => TextTest::Exists,
            O::IsEqualTo => TextTest::Is(one()?),
            O::IsNotEqualTo => TextTest::IsNot(one()?),
            O::Contains => TextTest::Contains(one()?),
            O::DoesNotContain => TextTest::DoesNotContain(one()?),
            O::StartsWith => TextTest::StartsWith(one()?),
            O::MatchesAnyKeyword => TextTest::MatchesAnyKeyword(list()?),
            O::HasAnyOf => TextTest::HasAnyOf(list()?),
            O::HasNoneOf => TextTest::HasNoneOf(list()?),
            O::Exists => TextTest::Exists,
            O::DoesNotExist => TextTest::DoesNotExist,
            _ => return self.misfit(),
        })
    }

    fn number_test<T>(
        &self,
        shape: ValueShape,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Read<NumberTest<T>> {
        let at = |value: &Value, path: &str| read(value).ok_or_else(|| wrong(value, path, shape));
        let one = || at(self.scalar()?, self.path);
        Ok(match self.operator {
            O::IsEqualTo if self.is_null() => NumberTest::DoesNotExist,
            O::IsNotEqualTo if self.is_null() => NumberTest::Exists,
            O::IsEqualTo => NumberTest::Is(one()?),
            O::IsNotEqualTo => NumberTest::IsNot(one()?),
            O::IsGreaterThan => NumberTest::GreaterThan(one()?),
            O::IsLessThan => NumberTest::LessThan(one()?),
            O::IsBetween => {
                let range = match shape {
                    ValueShape::Time => ValueShape::TimeRange,
                    _ => ValueShape::NumberRange,
                };
                let (from, to) = self.range(range, at)?;
                NumberTest::Between(from, to)
            }
            O::Exists => NumberTest::Exists,
            O::DoesNotExist => NumberTest::DoesNotExist,
            _ => return self.misfit(),
        })
    }

    fn date_test(&self) -> Read<DateTest> {
        let one = || point(self.scalar()?, self.path);
        let span = || span(self.value, self.path);
        Ok(match self.operator {
            O::IsEqualTo if self.is_null() => DateTest::DoesNotExist,
            O::IsNotEqualTo if self.is_null() => DateTest::Exists,
            O::IsEqualTo => DateTest::On(one()?),
            O::IsNotEqualTo => DateTest::NotOn(one()?),
            O::IsTimestampAfter => DateTest::After(one()?),
            O::IsTimestampBefore => DateTest::Before(one()?),
            O::IsTimestampBetween => {
                let (from, to) = self.range(ValueShape::DateRange, point)?;
                DateTest::Between(from, to)
            }
            O::IsWithinLast => DateTest::WithinLast(span()?),
            O::IsNotWithinLast => DateTest::NotWithinLast(span()?),
            O::IsWithinNext => DateTest::WithinNext(span()?),
            O::IsAnniversary if self.is_null() => DateTest::Anniversary(None),
            O::IsAnniversary => DateTest::Anniversary(Some(one()?)),
            O::Exists => DateTest::Exists,
            O::DoesNotExist => DateTest::DoesNotExist,
            _ => return self.misfit(),
        })
    }

    fn span_test(&self) -> Read<SpanTest> {
        Ok(match self.operator {
            O::IsGreaterThan => SpanTest::GreaterThan(span(self.value, self.path)?),
            O::IsLessThan => SpanTest::LessThan(span(self.value, self.path)?),
            O::IsBetween => {
                let (from, to) = self.range(ValueShape::SpanRange, span)?;
                SpanTest::Between(from, to)
            }
            _ => return self.misfit(),
        })
    }

    fn flag_test(&self) -> Read<FlagTest> {
        let one = || {
            let value = self.scalar()?;
            match value {
                Value::Bool(flag) => Ok(*flag),
                Value::Int(1) => Ok(true),
                Value::Int(0) => Ok(false),
                Value::Text(text) if text == "true" || text == "1" => Ok(true),
                Value::Text(text) if text == "false" || text == "0" => Ok(false),
                _ => Err(wrong(value, self.path, ValueShape::Flag)),
            }
        };
        Ok(match self.operator {
            O::IsEqualTo if self.is_null() => FlagTest::DoesNotExist,
            O::IsNotEqualTo if self.is_null() => FlagTest::Exists,
            O::IsEqualTo => FlagTest::Is(one()?),
            O::IsNotEqualTo => FlagTest::IsNot(one()?),
            O::Exists => FlagTest::Exists,
            O::DoesNotExist => FlagTest::DoesNotExist,
            _ => return self.misfit(),
        })
    }

    fn choice(&self, field: ChoiceField) -> Read<Choice> {
        let s = self.schema;
        let status = |word: &str| match word {
            "open" => Some(Status::Open),
            "snoozed" => Some(Status::Snoozed),
            "closed" | "close" => Some(Status::Closed),
            _ => None,
        };
        Ok(match field {
            ChoiceField::Language => Choice::Language(self.choice_test(language)?),
            ChoiceField::Country => Choice::Country(self.choice_test(country)?),
            ChoiceField::Source => Choice::Source(self.words(FromWord::from_word)?),
            ChoiceField::Lifecycle => Choice::Lifecycle(self.names(&s.stages)?),
            ChoiceField::Channel => Choice::Channel(self.names(&s.channels)?),
            ChoiceField::LastChannel => Choice::LastChannel(self.names(&s.channels)?),
            ChoiceField::OpenedChannel => Choice::OpenedChannel(self.names(&s.channels)?),
            ChoiceField::Category => Choice::Category(self.names(&s.categories)?),
            ChoiceField::Assignee => Choice::Assignee(self.choice_test(|text| match text {
                "me" => Some(UserRef::Me),
                _ => find_named(&s.users, text).map(UserRef::User),
            })?),
            ChoiceField::Team => Choice::Team(self.choice_test(|text| match text {
                "myTeams" => Some(TeamRef::Mine),
                _ => find_named(&s.teams, text).map(TeamRef::Team),
            })?),
            ChoiceField::Status => Choice::Status(self.words(status)?),
            ChoiceField::Priority => Choice::Priority(self.words(FromWord::from_word)?),
            ChoiceField::OpenedSource => Choice::OpenedSource(self.words(FromWord::from_word)?),
            ChoiceField::ClosedSource => Choice::ClosedSource(self.words(FromWord::from_word)?),
            ChoiceField::LastOutgoingSource => {
                Choice::LastOutgoingSource(self.words(FromWord::from_word)?)
            }
            ChoiceField::Custom(id) => {
                let known = s.custom(id).map_or(&[][..], |field| &field.values);
                let find = |text: &str| {
                    let needle = Needle::of_list(text);
                    let listed = |value: &&String| Needle::of_list(value) == needle;
                    known
                        .iter()
                        .find(listed)
                        .map(|value| Needle::of_list(value))
                };
                Choice::Custom(id, self.choice_test(find)?)
            }
        })
    }

    /// One of a fixed set of words; anything else was never right.
    fn words<T>(&self, find: impl Fn(&str) -> Option<T>) -> Read<ChoiceTest<T>> {
        self.choice_test(find).map_err(|mut error| {
            if error.problem == FilterProblem::Gone {
                let expected = ValueShape::Choice;
                error.problem = FilterProblem::WrongValue { expected };
            }
            error
        })
    }

    fn names<T: Copy + PartialEq + std::fmt::Display>(
        &self,
        list: &[Named<T>],
    ) -> Read<ChoiceTest<T>> {
        self.choice_test(|text| find_named(list, text))
    }

    fn choice_test<T>(&self, find: impl Fn(&str) -> Option<T>) -> Read<ChoiceTest<T>> {
        let one = |value: &Value, path: &str| {
            let text = choice_text(value, path)?;
            match find(&text) {
                None if !self.lenient => Err(error(path, FilterProblem::Gone)),
                found => Ok(found),
            }
        };
        Ok(match self.operator {
            O::IsEqualTo if self.is_null() => ChoiceTest::DoesNotExist,
            O::IsNotEqualTo if self.is_null() => ChoiceTest::Exists,
            O::IsEqualTo => match one(self.scalar()?, self.path)? {
                Some(value) => ChoiceTest::Is(value),
                None => ChoiceTest::HasAnyOf(Vec::new()),
            },
            O::IsNotEqualTo => match one(self.scalar()?, self.path)? {
                Some(value) => ChoiceTest::IsNot(value),
                None => ChoiceTest::HasNoneOf(Vec::new()),
            },
            O::HasAnyOf => ChoiceTest::HasAnyOf(self.each(one)?),
            O::HasNoneOf => ChoiceTest::HasNoneOf(self.each(one)?),
            O::Exists => ChoiceTest::Exists,
            O::DoesNotExist => ChoiceTest::DoesNotExist,
            _ => return self.misfit(),
        })
    }

    fn tags_test(&self) -> Read<TagsTest> {
        let tag = |value: &Value, path: &str| -> Read<Option<TagId>> {
            let text = choice_text(value, path)?;
            match find_named(&self.schema.tags, &text) {
                None if !self.lenient => Err(error(path, FilterProblem::Gone)),
                found => Ok(found),
            }
        };
        Ok(match self.operator {
            O::HasAnyOf => TagsTest::HasAnyOf(self.each(tag)?),
            O::HasAllOf => {
                let wanted = self.list()?.len();
                let tags = self.each(tag)?;
                if tags.len() == wanted {
                    TagsTest::HasAllOf(tags)
                } else {
                    // Nobody has a tag that does not exist.
                    TagsTest::HasAnyOf(Vec::new())
                }
            }
            O::HasNoneOf => TagsTest::HasNoneOf(self.each(tag)?),
            O::Exists => TagsTest::Exists,
            O::DoesNotExist => TagsTest::DoesNotExist,
            _ => return self.misfit(),
        })
    }

    fn is_null(&self) -> bool {
        *self.value == Value::Null
    }

    fn misfit<T>(&self) -> Read<T> {
        let path = self.path.trim_end_matches("value");
        Err(error(
            &format!("{path}operator"),
            FilterProblem::OperatorDoesNotFit,
        ))
    }

    fn scalar(&self) -> Read<&'a Value> {
        match self.value {
            Value::Null => Err(error(self.path, FilterProblem::Required)),
            Value::List(values) => match values.as_slice() {
                [] => Err(error(self.path, FilterProblem::Required)),
                [value] => Ok(value),
                _ => Err(error(self.path, FilterProblem::TooManyValues { max: 1 })),
            },
            value => Ok(value),
        }
    }

    fn list(&self) -> Read<&'a [Value]> {
        let values = match self.value {
            Value::Null => &[],
            Value::List(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        if values.is_empty() && !self.lenient {
            Err(error(self.path, FilterProblem::Required))
        } else if values.len() > VALUES_MAX {
            let max = VALUES_MAX;
            Err(error(self.path, FilterProblem::TooManyValues { max }))
        } else {
            Ok(values)
        }
    }

    /// Reads each value of the list; `None` is left out.
    fn each<T>(&self, read: impl Fn(&Value, &str) -> Read<Option<T>>) -> Read<Vec<T>> {
        let mut out = Vec::new();
        for (index, value) in self.list()?.iter().enumerate() {
            out.extend(read(value, &format!("{}[{index}]", self.path))?);
        }
        Ok(out)
    }

    fn range<T>(
        &self,
        expected: ValueShape,
        read: impl Fn(&Value, &str) -> Read<T>,
    ) -> Read<(T, T)> {
        let Value::Object(pairs) = self.value else {
            return Err(wrong(self.value, self.path, expected));
        };
        let unknown = pairs.iter().find(|(key, _)| key != "from" && key != "to");
        if let Some((key, _)) = unknown {
            let path = format!("{}.{key}", self.path);
            return Err(error(&path, FilterProblem::UnknownKey));
        }
        let end = |key: &str| {
            let path = format!("{}.{key}", self.path);
            read(self.value.get(key).unwrap_or(&Value::Null), &path)
        };
        Ok((end("from")?, end("to")?))
    }

    fn needle(&self, value: &Value, path: &str, field: TextField) -> Read<Needle> {
        let text = choice_text(value, path)?;
        if text.chars().count() > TEXT_MAX {
            return Err(error(path, FilterProblem::TooLong { max: TEXT_MAX }));
        }
        let needle = Needle::new(field, &text);
        if needle.folded().is_empty() {
            Err(error(path, FilterProblem::Required))
        } else {
            Ok(needle)
        }
    }
}

/// The words of `word_enum!`, as a trait so that one line reads any of them.
trait FromWord: Sized {
    fn from_word(word: &str) -> Option<Self>;
}

macro_rules! from_word {
    ($($type:ty),*) => {$(
        impl FromWord for $type {
            fn from_word(word: &str) -> Option<Self> {
                <$type>::from_word(word)
            }
        }
    )*};
}

from_word!(
    crate::contact::ContactSource,
    crate::conversation::Priority,
    crate::conversation::OpenedSource,
    crate::conversation::ClosedSource,
    crate::message::MessageSource
);

fn wrong(value: &Value, path: &str, expected: ValueShape) -> FilterError {
    let problem = match value {
        Value::Null => FilterProblem::Required,
        Value::Text(text) if text.trim().is_empty() => FilterProblem::Required,
        _ => FilterProblem::WrongValue { expected },
    };
    error(path, problem)
}

/// A name or an id as text.
fn choice_text(value: &Value, path: &str) -> Read<String> {
    match value {
        Value::Text(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Value::Int(number) => Ok(number.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(wrong(value, path, ValueShape::Text)),
    }
}

fn point(value: &Value, path: &str) -> Read<Point> {
    let point = match value {
        Value::Text(text) => Point::parse(text),
        Value::Int(number) => Point::from_number(*number),
        _ => None,
    };
    point.ok_or_else(|| wrong(value, path, ValueShape::Date))
}

fn span(value: &Value, path: &str) -> Read<Span> {
    let n = match value.get("n") {
        Some(Value::Int(n)) if (0..=Span::MAX).contains(n) => Some(*n),
        _ => None,
    };
    let unit = value
        .get("unit")
        .and_then(Value::as_text)
        .and_then(Unit::from_word);
    match (n, unit) {
        (Some(n), Some(unit)) => Ok(Span { n, unit }),
        _ => Err(wrong(value, path, ValueShape::Span)),
    }
}

/// The primary subtag of a language tag.
pub(super) fn language(text: &str) -> Option<String> {
    let primary = text.split(['-', '_']).next().unwrap_or_default();
    let ok = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    ok.then(|| primary.to_ascii_lowercase())
}

fn country(text: &str) -> Option<String> {
    let ok = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    ok.then(|| text.to_ascii_uppercase())
}

//! Custom contact fields: their types, and the values that fit them.

use serde::{Deserialize, Serialize};

use crate::error::{FieldErrors, FieldProblem};
use crate::id::FieldId;
use crate::text;
use crate::time::{self, HOUR, MINUTE, SECOND};
use crate::word::word_enum;

/// Longest name and slug of a field, in characters.
pub const FIELD_NAME_MAX: usize = 50;
/// Longest description of a field, in characters.
pub const FIELD_DESCRIPTION_MAX: usize = 255;
/// Most values of a list.
pub const FIELD_VALUES_MAX: usize = 500;
/// Longest value of a list, and of a text on one line.
pub const FIELD_LINE_MAX: usize = 255;
/// Longest text of several lines.
pub const FIELD_TEXT_MAX: usize = 5_000;
/// Most custom fields of a workspace.
pub const FIELDS_MAX: usize = 200;

word_enum! {
    /// What a custom field holds; fixed once it exists.
    FieldKind {
        /// Text on one line.
        Text "text",
        /// Text of several lines.
        TextArea "text_area",
        /// One of some values.
        List "list",
        /// Yes or no.
        Checkbox "checkbox",
        /// An e-mail address.
        Email "email",
        /// A number.
        Number "number",
        /// A web address.
        Url "url",
        /// A date.
        Date "date",
        /// A time of day.
        Time "time",
    }
}

/// A custom contact field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// The field.
    pub id: FieldId,
    /// Its name in variables, filters and the API; fixed.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it holds; fixed.
    pub kind: FieldKind,
    /// The values of a list, in order.
    pub values: Vec<String>,
}

impl CustomField {
    /// Checks what somebody typed for a new or changed field.
    ///
    /// # Errors
    /// The problems of `name`, `slug`, `description` and `values`.
    pub fn parse(self) -> Result<CustomField, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", text::line(&self.name, FIELD_NAME_MAX));
        let slug = errors.take("slug", slug(&self.slug));
        let description = errors.take(
            "description",
            text::optional_line(&self.description, FIELD_DESCRIPTION_MAX),
        );
        let values = errors.take("values", list_values(self.kind, &self.values));
        errors.done()?;
        Ok(CustomField {
            name: name.unwrap_or_default(),
            slug: slug.unwrap_or_default(),
            description: description.unwrap_or_default(),
            values: values.unwrap_or_default(),
            ..self
        })
    }
}

/// A slug: 1 to 50 of `A-Za-z0-9_`.
///
/// # Errors
/// [`FieldProblem::Required`], [`FieldProblem::TooLong`] or [`FieldProblem::NotAChoice`].
pub fn slug(text: &str) -> Result<String, FieldProblem> {
    let slug = text::line(text, FIELD_NAME_MAX)?;
    let ok = slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if ok {
        Ok(slug)
    } else {
        Err(FieldProblem::NotAChoice)
    }
}

/// A slug for a name: what a form suggests.
pub fn suggest_slug(name: &str) -> String {
    let mut slug = String::new();
    for c in text::fold_line(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.truncate(FIELD_NAME_MAX);
    slug.trim_end_matches('_').to_owned()
}

fn list_values(kind: FieldKind, values: &[String]) -> Result<Vec<String>, FieldProblem> {
    if kind != FieldKind::List {
        return Ok(Vec::new());
    }
    if values.len() > FIELD_VALUES_MAX {
        return Err(FieldProblem::TooMany {
            max: i64::try_from(FIELD_VALUES_MAX).unwrap_or(i64::MAX),
        });
    }
    let mut parsed: Vec<String> = Vec::with_capacity(values.len());
    let mut keys = std::collections::BTreeSet::new();
    for value in values {
        let value = text::line(value, FIELD_LINE_MAX)?;
        if !keys.insert(text::fold_line(&value)) {
            return Err(FieldProblem::Taken);
        }
        parsed.push(value);
    }
    if parsed.is_empty() {
        Err(FieldProblem::Required)
    } else {
        Ok(parsed)
    }
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum FieldValue {
    /// Text, e-mail, address, or a value of a list.
    Text(String),
    /// A number, never infinite.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Days since 1970-01-01.
    Date(i64),
    /// Milliseconds since midnight, below one day.
    Time(i64),
}

impl FieldValue {
    /// The value that somebody typed into a field; `None` if it is empty.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(field: &CustomField, typed: &str) -> Result<Option<FieldValue>, FieldProblem> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let value = match field.kind {
            FieldKind::Text => FieldValue::Text(text::line(typed, FIELD_LINE_MAX)?),
            FieldKind::TextArea => FieldValue::Text(text::block(typed, FIELD_TEXT_MAX)?),
            FieldKind::Email => FieldValue::Text(text::email(typed)?),
            FieldKind::Url => FieldValue::Text(url(typed)?),
            FieldKind::List => {
                let key = text::fold_line(typed);
                let known = |value: &&String| text::fold_line(value) == key;
                let value = field.values.iter().find(known);
                FieldValue::Text(value.ok_or(FieldProblem::NotAChoice)?.clone())
            }
            FieldKind::Checkbox => FieldValue::Flag(match typed.trim() {
                "true" => true,
                "false" => false,
                _ => return Err(FieldProblem::NotAChoice),
            }),
            FieldKind::Number => FieldValue::Number(number(typed).ok_or(FieldProblem::NotAChoice)?),
            FieldKind::Date => FieldValue::Date(date(typed).ok_or(FieldProblem::NotAChoice)?),
            FieldKind::Time => {
                FieldValue::Time(time_of_day(typed).ok_or(FieldProblem::NotAChoice)?)
            }
        };
        Ok(Some(value))
    }

    /// The value as typed text: parsing it gives the value back.
    pub fn print(&self) -> String {
        match self {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Flag(flag) => flag.to_string(),
            FieldValue::Date(day) => print_date(*day),
            FieldValue::Time(in_day) => print_time(*in_day),
        }
    }
}

/// A web address with `http` or `https`.
fn url(typed: &str) -> Result<String, FieldProblem> {
    let url = text::line(typed, 2_000)?;
    let lower = url.to_ascii_lowercase();
    let host = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .and_then(|rest| rest.split(['/', '?', '#']).next());
    match host {
        Some(host) if !host.is_empty() && !url.contains(char::is_whitespace) => Ok(url),
        _ => Err(FieldProblem::NotDomain),
    }
}

/// A finite number, with a point or a comma.
pub fn number(typed: &str) -> Option<f64> {
    let typed = typed.trim().replace(',', ".");
    let plain = typed
        .bytes()
        .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let number: f64 = typed.parse().ok()?;
    (plain && number.is_finite()).then_some(number)
}

/// A date `YYYY-MM-DD`, as days since 1970-01-01.
pub fn date(typed: &str) -> Option<i64> {
    let mut parts = typed.trim().split('-');
    let mut next = |digits: usize| {
        let part = parts.next()?;
        let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok()).flatten()
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let end = parts.next().is_none();
    end.then(|| time::day_number(year, month, day)).flatten()
}

/// A time of day `HH:MM`, with seconds and their fraction if given, in milliseconds.
pub fn time_of_day(typed: &str) -> Option<i64> {
    let two = |part: &str, below: i64| {
        let plain = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        let number = plain.then(|| part.parse::<i64>().ok()).flatten()?;
        (number < below).then_some(number)
    };
    let mut parts = typed.trim().splitn(3, ':');
    let (hour, minute) = (two(parts.next()?, 24)?, two(parts.next()?, 60)?);
    let mut in_day = hour * HOUR + minute * MINUTE;
    if let Some(rest) = parts.next() {
        let (seconds, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
        let plain = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
        if !plain {
            return None;
        }
        let millis = format!("{fraction:0<3}");
        in_day += two(seconds, 60)? * SECOND + millis.get(..3)?.parse::<i64>().ok()?;
    }
    Some(in_day)
}

/// `YYYY-MM-DD`.
pub fn print_date(day: i64) -> String {
    let c = time::Civil::at_offset(time::Timestamp(day.saturating_mul(time::DAY)), 0);
    format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
}

/// `HH:MM`, with seconds and milliseconds only where there are some.
pub fn print_time(in_day: i64) -> String {
    let mut out = format!("{:02}:{:02}", in_day / HOUR, in_day / MINUTE % 60);
    if in_day % MINUTE != 0 {
        out += &format!(":{:02}", in_day / SECOND % 60);
    }
    if in_day % SECOND != 0 {
        out += &format!(".{:03}", in_day % SECOND);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(kind: FieldKind) -> CustomField {
        CustomField {
            id: FieldId(1),
            slug: "x".into(),
            name: "X".into(),
            description: String::new(),
            kind,
            values: vec!["Élan".into(), "b".into()],
        }
    }

    #[test]
    fn values_are_checked_by_type() {
        let check = |kind, typed: &str, expected: Option<&str>| {
            let value = FieldValue::parse(&field(kind), typed).ok().flatten();
            assert_eq!(
                value.map(|v| v.print()).as_deref(),
                expected,
                "{kind:?} {typed}"
            );
        };
        check(FieldKind::List, " elan ", Some("Élan"));
        check(FieldKind::List, "c", None);
        check(FieldKind::Number, "1,5", Some("1.5"));
        check(FieldKind::Number, "inf", None);
        check(FieldKind::Date, "2024-02-29", Some("2024-02-29"));
        check(FieldKind::Date, "2023-02-29", None);
        check(FieldKind::Time, "23:59", Some("23:59"));
        check(FieldKind::Time, "24:00", None);
        check(
            FieldKind::Url,
            "https://a.example/x",
            Some("https://a.example/x"),
        );
        check(FieldKind::Url, "javascript:alert(1)", None);
        check(FieldKind::Checkbox, "true", Some("true"));
        assert_eq!(FieldValue::parse(&field(FieldKind::Date), " "), Ok(None));
    }

    #[test]
    fn definitions_are_checked() {
        let mut wrong = field(FieldKind::List);
        wrong.slug = "not a slug".into();
        wrong.values = vec!["a".into(), " A ".into()];
        let errors = wrong.parse().unwrap_err();
        assert_eq!(errors.get("slug"), Some(&FieldProblem::NotAChoice));
        assert_eq!(errors.get("values"), Some(&FieldProblem::Taken));
        assert!(field(FieldKind::List).parse().is_ok());
        assert_eq!(suggest_slug(" Date d’entrée !"), "date_d_entree");
    }

    proptest! {
        #[test]
        fn printed_dates_and_times_parse(day in -719_528_i64..2_932_000, ms in 0_i64..86_400_000) {
            prop_assert_eq!(date(&print_date(day)), Some(day));
            prop_assert_eq!(time_of_day(&print_time(ms)), Some(ms));
        }
    }
}

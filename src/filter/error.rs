//! What is wrong with a filter, and where.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The first problem of a filter. The user interface turns it into a sentence at its row.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{path}: {problem}")]
pub struct FilterError {
    /// Where, for example `filter.$and[2].operator`.
    pub path: String,
    /// What.
    pub problem: FilterProblem,
}

impl FilterError {
    /// Whether the filter was right when it was saved and names something deleted since: it is
    /// shown as broken and matches nothing.
    pub fn is_broken_reference(&self) -> bool {
        self.problem == FilterProblem::Gone
    }
}

/// What is wrong at one place of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum FilterProblem {
    /// Neither a group nor a condition.
    #[error("must be a group or a condition")]
    NotANode,
    /// A key that means nothing here.
    #[error("unknown key")]
    UnknownKey,
    /// No such category.
    #[error("unknown category")]
    UnknownCategory,
    /// The category has no such field.
    #[error("unknown field")]
    UnknownField,
    /// No such operator.
    #[error("unknown operator")]
    UnknownOperator,
    /// The operator exists, but not for this type of field.
    #[error("operator does not fit the field")]
    OperatorDoesNotFit,
    /// It exists, but not for this kind of filter, or not yet.
    #[error("not available here")]
    NotAvailableHere,
    /// A value is missing.
    #[error("value is missing")]
    Required,
    /// The value has the wrong shape; this is wanted.
    #[error("wrong value, expected {expected:?}")]
    WrongValue {
        /// What is wanted.
        expected: ValueShape,
    },
    /// The tag, stage, user, team, channel, category or list value does not exist (any more).
    #[error("does not exist")]
    Gone,
    /// Longer than this many characters.
    #[error("longer than {max} characters")]
    TooLong {
        /// Largest number of characters.
        max: usize,
    },
    /// More groups in each other than this.
    #[error("more than {max} groups in each other")]
    TooDeep {
        /// Largest depth.
        max: usize,
    },
    /// More conditions than this.
    #[error("more than {max} conditions")]
    TooManyConditions {
        /// Largest number.
        max: usize,
    },
    /// More values in one condition than this.
    #[error("more than {max} values")]
    TooManyValues {
        /// Largest number.
        max: usize,
    },
}

/// The shape of a value, also telling the builder which input to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueShape {
    /// No value.
    Nothing,
    /// One text.
    Text,
    /// Several texts.
    Texts,
    /// One number.
    Number,
    /// Two numbers.
    NumberRange,
    /// A time of day, `HH:MM`.
    Time,
    /// Two times of day.
    TimeRange,
    /// A date or a date with time.
    Date,
    /// A date, or nothing for today.
    OptionalDate,
    /// Two dates.
    DateRange,
    /// A number of minutes, hours, days, weeks or months.
    Span,
    /// Two of these.
    SpanRange,
    /// Yes or no.
    Flag,
    /// One of the choices.
    Choice,
    /// Several of the choices.
    Choices,
}

//! The operators, and which ones a type of field has.

use crate::filter::{FieldType, ValueShape};
use crate::word::word_enum;

word_enum! {
    /// How a field is compared with a value.
    Operator {
        /// The same; for dates the same day.
        IsEqualTo "isEqualTo",
        /// Not the same, or empty.
        IsNotEqualTo "isNotEqualTo",
        /// The text is somewhere in it.
        Contains "contains",
        /// The text is nowhere in it.
        DoesNotContain "doesNotContain",
        /// It begins with the text.
        StartsWith "startsWith",
        /// One of the texts is in it as a whole word.
        MatchesAnyKeyword "matchesAnyKeyword",
        /// It is, or has, one of the values.
        HasAnyOf "hasAnyOf",
        /// It has all the values.
        HasAllOf "hasAllOf",
        /// It is, or has, none of the values.
        HasNoneOf "hasNoneOf",
        /// More.
        IsGreaterThan "isGreaterThan",
        /// Less.
        IsLessThan "isLessThan",
        /// From one to the other, both included.
        IsBetween "isBetween",
        /// Later.
        IsTimestampAfter "isTimestampAfter",
        /// Earlier.
        IsTimestampBefore "isTimestampBefore",
        /// From one to the other, both included.
        IsTimestampBetween "isTimestampBetween",
        /// At most this long ago.
        IsWithinLast "isWithinLast",
        /// Longer ago, in the future, or never.
        IsNotWithinLast "isNotWithinLast",
        /// At most this far ahead.
        IsWithinNext "isWithinNext",
        /// The same day of a year, in any year.
        IsAnniversary "isAnniversary",
        /// There is a value.
        Exists "exists",
        /// There is no value.
        DoesNotExist "doesNotExist",
    }
}

impl Operator {
    /// The operators of a type, in the order of the builder.
    pub fn of(kind: FieldType) -> &'static [Operator] {
        use Operator::*;
        match kind {
            FieldType::Text => &[
                IsEqualTo,
                IsNotEqualTo,
                Contains,
                DoesNotContain,
                StartsWith,
                MatchesAnyKeyword,
                HasAnyOf,
                HasNoneOf,
                Exists,
                DoesNotExist,
            ],
            FieldType::Number | FieldType::Time => &[
                IsEqualTo,
                IsNotEqualTo,
                IsGreaterThan,
                IsLessThan,
                IsBetween,
                Exists,
                DoesNotExist,
            ],
            FieldType::Date | FieldType::Moment => &[
                IsEqualTo,
                IsNotEqualTo,
                IsTimestampAfter,
                IsTimestampBefore,
                IsTimestampBetween,
                IsWithinLast,
                IsNotWithinLast,
                IsWithinNext,
                IsAnniversary,
                Exists,
                DoesNotExist,
            ],
            FieldType::Duration => &[IsGreaterThan, IsLessThan, IsBetween],
            FieldType::Flag => &[IsEqualTo, IsNotEqualTo, Exists, DoesNotExist],
            FieldType::Choice => &[
                IsEqualTo,
                IsNotEqualTo,
                HasAnyOf,
                HasNoneOf,
                Exists,
                DoesNotExist,
            ],
            FieldType::Tags => &[HasAnyOf, HasAllOf, HasNoneOf, Exists, DoesNotExist],
        }
    }

    /// Which value the operator wants for a field of this type.
    pub fn shape(self, kind: FieldType) -> ValueShape {
        use Operator::*;
        match (self, kind) {
            (Exists | DoesNotExist, _) => ValueShape::Nothing,
            (IsAnniversary, _) => ValueShape::OptionalDate,
            (IsWithinLast | IsNotWithinLast | IsWithinNext, _) => ValueShape::Span,
            (IsTimestampBetween, _) => ValueShape::DateRange,
            (MatchesAnyKeyword, _) => ValueShape::Texts,
            (IsBetween, FieldType::Time) => ValueShape::TimeRange,
            (IsBetween, FieldType::Duration) => ValueShape::SpanRange,
            (IsBetween, _) => ValueShape::NumberRange,
            (HasAnyOf | HasNoneOf, FieldType::Text) => ValueShape::Texts,
            (HasAnyOf | HasNoneOf | HasAllOf, _) => ValueShape::Choices,
            (_, FieldType::Text) => ValueShape::Text,
            (_, FieldType::Number) => ValueShape::Number,
            (_, FieldType::Time) => ValueShape::Time,
            (_, FieldType::Date | FieldType::Moment) => ValueShape::Date,
            (_, FieldType::Duration) => ValueShape::Span,
            (_, FieldType::Flag) => ValueShape::Flag,
            (_, FieldType::Choice) => ValueShape::Choice,
            (_, FieldType::Tags) => ValueShape::Choices,
        }
    }
}

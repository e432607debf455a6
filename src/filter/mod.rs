//! The one filter language of the product (specification §7.3): custom inboxes, segments,
//! branches, reports and the API say the same JSON and mean the same.
//!
//! JSON is parsed against a [`Schema`] into a tree in which only sensible combinations exist;
//! the tree is evaluated in memory here and translated to SQL in the store. Filters hold ids,
//! not names. Lists of the builder come from [`Schema::entries`] and [`Operator::shape`].

mod ast;
mod date;
mod error;
mod eval;
mod field;
mod keyword;
mod operator;
mod parse;
mod parse_value;
mod print;
mod schema;
mod subject;
mod value;

#[cfg(test)]
mod tests;

pub use ast::{
    Choice, ChoiceTest, Condition, Filter, FlagTest, Membership, Needle, Node, NumberTest,
    SpanTest, TagsTest, TeamRef, TextTest, UserRef, normal,
};
pub use date::{Clock, DateTest, Point, Span, Unit, When, Window};
pub use error::{FilterError, FilterProblem, ValueShape};
pub use eval::Asker;
pub use field::{
    Category, ChoiceField, Field, FieldType, FlagField, MomentField, SinceField, TextField,
};
pub use keyword::{WORD_RANGES, has_keyword, is_word_char};
pub use operator::Operator;
pub use parse::Query;
pub use schema::{FieldEntry, Named, Place, Schema};
pub use subject::{ConversationFacts, MessageFacts, Subject};
pub use value::Value;

/// Most groups in each other.
pub const DEPTH_MAX: usize = 3;
/// Most conditions of a filter.
pub const CONDITIONS_MAX: usize = 50;
/// Most values of a condition.
pub const VALUES_MAX: usize = 100;
/// Longest text to search for, in characters.
pub const SEARCH_MAX: usize = 200;
/// Longest text to compare with, in characters.
pub const TEXT_MAX: usize = 1_000;

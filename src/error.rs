//! Errors of input, bound to the field they concern. No text for people in here: the user
//! interface turns a [`FieldProblem`] into a sentence in the user's language.

use serde::{Deserialize, Serialize};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum FieldProblem {
    /// Nothing was given.
    Required,
    /// Longer than `max` characters.
    TooLong {
        /// Largest number of characters.
        max: i64,
    },
    /// Shorter than `min` characters.
    TooShort {
        /// Smallest number of characters.
        min: i64,
    },
    /// Not an e-mail address.
    NotEmail,
    /// Not a phone number in international form.
    NotPhone,
    /// Not a web address or host name.
    NotDomain,
    /// Not a colour in the form `#rrggbb`.
    NotColor,
    /// Not a known time zone.
    NotTimeZone,
    /// Somebody or something has it already.
    Taken,
    /// On the list of passwords that attackers try first.
    TooCommon,
    /// Not one of the offered choices.
    NotAChoice,
    /// The secret does not match (setup token, current password).
    Wrong,
    /// Too many entries.
    TooMany {
        /// Largest number of entries.
        max: i64,
    },
}

/// Why the present state does not allow what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// Somebody else changed it meanwhile.
    #[error("changed meanwhile")]
    Stale,
    /// The last owner of a workspace or admin of an organization stays.
    #[error("last one")]
    LastOne,
    /// Nobody changes their own role or removes themselves.
    #[error("own role")]
    OwnRole,
    /// It is so already.
    #[error("already so")]
    AlreadySo,
    /// The contact has another conversation that is not closed.
    #[error("another is open")]
    AnotherIsOpen,
    /// The link was used, has expired or was withdrawn.
    #[error("link not valid")]
    LinkInvalid,
    /// The instance has been set up.
    #[error("set up already")]
    AlreadySetUp,
    /// The channel is switched off.
    #[error("channel disabled")]
    ChannelDisabled,
}

/// The problems of a form, in the order of its fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldErrors(pub Vec<(String, FieldProblem)>);

impl FieldErrors {
    /// One problem at one field.
    pub fn one(field: &str, problem: FieldProblem) -> Self {
        FieldErrors(vec![(field.to_owned(), problem)])
    }

    /// Adds a problem.
    pub fn push(&mut self, field: &str, problem: FieldProblem) {
        self.0.push((field.to_owned(), problem));
    }

    /// The first problem of a field.
    pub fn get(&self, field: &str) -> Option<&FieldProblem> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, problem)| problem)
    }

    /// Keeps the value of `parsed`, or notes its problem at `field` and gives `None`.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, FieldProblem>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(field, problem);
                None
            }
        }
    }

    /// `Ok` if nothing is wrong.
    pub fn done(self) -> Result<(), FieldErrors> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

//! The identity area as people and attackers meet it, on every engine that is there.

mod audit;
mod invites;
mod members;
mod reset;
mod sessions;
mod setup;
mod sign_in;
mod workspaces;

use parlance::error::FieldProblem;

use crate::{Result, ServiceError};

/// The problem at a field, if that is the answer.
fn problem<T>(answer: &Result<T>, field: &str) -> Option<FieldProblem> {
    match answer {
        Err(ServiceError::Invalid(errors)) => errors.get(field).cloned(),
        _ => None,
    }
}

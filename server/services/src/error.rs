//! What a service function answers when it does not do what was asked.

use parlance::conversation::TransitionError;
pub use parlance::error::Conflict;
use parlance::error::{FieldErrors, FieldProblem};
use parlance::permission::Forbidden;
use parlance_store::StoreError;
use thiserror::Error;

/// The failure of a use case. Each edge (user interface, HTTP) maps it in one exhaustive match.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ServiceError {
    /// Nobody is signed in, or the session ended.
    #[error("not signed in")]
    Unauthenticated,
    /// Signed in, member, but the role does not allow it.
    #[error("not allowed")]
    Forbidden,
    /// It does not exist, belongs to somebody else, or is invisible to the actor.
    #[error("not found")]
    NotFound,
    /// Wrong input, by field.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// The present state does not allow it (stale version, last owner, already so).
    #[error("conflict: {0}")]
    Conflict(Conflict),
    /// Too many attempts; try again after this many seconds.
    #[error("too many attempts, retry after {retry_after} s")]
    RateLimited {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// A part of the system is down or busy; nothing was changed.
    #[error("unavailable")]
    Unavailable,
    /// A defect or a broken database; the id finds the log line.
    #[error("internal error {0}")]
    Internal(String),
}

impl ServiceError {
    /// One wrong field.
    pub fn field(name: &str, problem: FieldProblem) -> Self {
        ServiceError::Invalid(FieldErrors::one(name, problem))
    }

    /// Logs an unexpected cause once and hides it behind an id.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let id = hex::encode(crate::ids::random::<6>());
        tracing::error!(error_id = %id, cause = %cause, "internal error");
        ServiceError::Internal(id)
    }
}

impl From<Forbidden> for ServiceError {
    fn from(_: Forbidden) -> Self {
        ServiceError::Forbidden
    }
}

impl From<FieldErrors> for ServiceError {
    fn from(errors: FieldErrors) -> Self {
        ServiceError::Invalid(errors)
    }
}

impl From<TransitionError> for ServiceError {
    fn from(error: TransitionError) -> Self {
        ServiceError::Conflict(match error {
            TransitionError::AlreadySo => Conflict::AlreadySo,
            TransitionError::AnotherIsOpen => Conflict::AnotherIsOpen,
        })
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        if error.is_transient() {
            tracing::warn!(cause = %error, "database unavailable");
            ServiceError::Unavailable
        } else {
            ServiceError::internal(error)
        }
    }
}

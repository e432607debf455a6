//! What a server function answers when it does not do what was asked, as it crosses the wire.
//!
//! Built from [`ServiceError`](parlance_services::ServiceError) by one exhaustive match; shown
//! as text by one component ([`crate::widgets::error_text`]).

use parlance::error::{Conflict, FieldErrors, FieldProblem};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use thiserror::Error;

/// The failure of a server function.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in, or the session ended: 401.
    #[error("not signed in")]
    Unauthenticated {},
    /// The role does not allow it: 403.
    #[error("not allowed")]
    Forbidden {},
    /// Absent, foreign or invisible: 404.
    #[error("not found")]
    NotFound {},
    /// Wrong input, by field: 422.
    #[error("invalid input")]
    Invalid {
        /// The problems.
        errors: FieldErrors,
    },
    /// The present state does not allow it: 409.
    #[error("conflict")]
    Conflict {
        /// Why.
        why: Conflict,
    },
    /// Too many attempts: 429.
    #[error("too many attempts")]
    RateLimited {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// A part of the system is down or busy: 503.
    #[error("unavailable")]
    Unavailable {},
    /// A defect; the id finds the log line: 500.
    #[error("internal error {id}")]
    Internal {
        /// Opaque.
        id: String,
    },
    /// The connection failed, or the page is older than the server.
    #[error("no connection")]
    Transport {
        /// The page should be loaded again: the server does not know this call.
        outdated: bool,
    },
}

impl AppError {
    /// The problem of one field, if that is what is wrong.
    pub fn problem(&self, field: &str) -> Option<FieldProblem> {
        match self {
            AppError::Invalid { errors } => errors.get(field).cloned(),
            _ => None,
        }
    }

    /// Whether trying again later may help without changing anything.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            AppError::Unavailable {} | AppError::Transport { outdated: false }
        )
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        // The text of framework errors is not for people; what matters is whether the page is
        // older than the server (unknown function, other wire types).
        AppError::Transport {
            outdated: matches!(
                error,
                ServerFnErrorErr::Registration(_)
                    | ServerFnErrorErr::Deserialization(_)
                    | ServerFnErrorErr::Args(_)
                    | ServerFnErrorErr::MissingArg(_)
            ),
        }
    }
}

#[cfg(feature = "ssr")]
mod from_services {
    use http::StatusCode;
    use parlance_services::ServiceError;

    use super::AppError;

    impl From<ServiceError> for AppError {
        fn from(error: ServiceError) -> Self {
            match error {
                ServiceError::Unauthenticated => AppError::Unauthenticated {},
                ServiceError::Forbidden => AppError::Forbidden {},
                ServiceError::NotFound => AppError::NotFound {},
                ServiceError::Invalid(errors) => AppError::Invalid { errors },
                ServiceError::Conflict(why) => AppError::Conflict { why },
                ServiceError::RateLimited { retry_after } => AppError::RateLimited { retry_after },
                ServiceError::Unavailable => AppError::Unavailable {},
                ServiceError::Internal(id) => AppError::Internal { id },
            }
        }
    }

    impl AppError {
        /// The HTTP status of the answer.
        pub fn status(&self) -> StatusCode {
            match self {
                AppError::Unauthenticated {} => StatusCode::UNAUTHORIZED,
                AppError::Forbidden {} => StatusCode::FORBIDDEN,
                AppError::NotFound {} => StatusCode::NOT_FOUND,
                AppError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                AppError::Conflict { .. } => StatusCode::CONFLICT,
                AppError::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
                AppError::Unavailable {} => StatusCode::SERVICE_UNAVAILABLE,
                AppError::Internal { .. } | AppError::Transport { .. } => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            }
        }
    }
}

//! Refusals as the chat's wire format: `{"error": {"code", "message", "field"?}}`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use parlance::text::Locale;
use parlance_services::ServiceError;
use parlance_services::files::UploadError;
use serde_json::json;

use super::origin::Refused;
use super::texts::Refusals;
use crate::http::slow::Late;

/// A refused call, with the language of its caller.
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    message: String,
    field: Option<String>,
    retry_after: Option<i64>,
    hidden: bool,
}

/// The language of a call.
pub(super) fn locale(headers: &HeaderMap) -> Locale {
    let header = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Locale::negotiate(header.unwrap_or_default())
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Problem {
        let message = message.into();
        Problem {
            status,
            code,
            message,
            field: None,
            retry_after: None,
            hidden: false,
        }
    }

    /// A refusal by a use case.
    pub(super) fn of(error: ServiceError, locale: Locale) -> Problem {
        let say = Refusals(locale);
        match error {
            ServiceError::Unauthenticated => Problem::new(
                StatusCode::UNAUTHORIZED,
                "unknown_visitor",
                say.unknown_visitor(),
            ),
            ServiceError::Forbidden => {
                Problem::new(StatusCode::FORBIDDEN, "forbidden", say.forbidden())
            }
            ServiceError::NotFound => {
                Problem::new(StatusCode::NOT_FOUND, "not_found", say.not_found())
            }
            ServiceError::Invalid(errors) => {
                let first = errors.0.into_iter().next();
                let message = first
                    .as_ref()
                    .map_or_else(String::new, |(_, wrong)| say.problem(wrong));
                Problem {
                    field: first.map(|(field, _)| field),
                    ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message)
                }
            }
            ServiceError::Conflict(_) => {
                Problem::new(StatusCode::CONFLICT, "conflict", say.conflict())
            }
            ServiceError::RateLimited { retry_after } => Problem {
                retry_after: Some(retry_after),
                ..Problem::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "rate_limited",
                    say.rate_limited(),
                )
            },
            ServiceError::Unavailable => Problem {
                retry_after: Some(1),
                ..Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "unavailable",
                    say.unavailable(),
                )
            },
            ServiceError::Internal(_) => Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                say.internal(),
            ),
        }
    }

    /// A refusal while finding out who calls from where: "forbidden" is about the page.
    pub(super) fn at_the_door(error: ServiceError, locale: Locale) -> Problem {
        match error {
            ServiceError::Forbidden => Problem {
                hidden: true,
                ..Problem::new(
                    StatusCode::FORBIDDEN,
                    "origin_not_allowed",
                    Refusals(locale).origin(),
                )
            },
            other => Problem::of(other, locale),
        }
    }

    /// A refused file.
    pub(super) fn of_upload(error: UploadError, locale: Locale) -> Problem {
        match error {
            UploadError::TooLarge => Problem::too_large(locale),
            UploadError::TypeNotAllowed => Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "type_not_allowed",
                Refusals(locale).type_not_allowed(),
            ),
            UploadError::Service(error) => Problem::of(error, locale),
        }
    }

    /// More bytes than the call may have.
    pub(super) fn too_large(locale: Locale) -> Problem {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            Refusals(locale).too_large(),
        )
    }

    /// A body that did not arrive in time.
    pub(super) fn too_slow(locale: Locale) -> Problem {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "timeout",
            Late(locale).timeout(),
        )
    }

    /// A body that is not what the call takes.
    pub(super) fn unreadable(locale: Locale) -> Problem {
        Problem {
            field: Some("body".to_owned()),
            ..Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                Refusals(locale).wrong(),
            )
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let (Some(field), Some(error)) = (self.field, error.as_object_mut()) {
            error.insert("field".to_owned(), field.into());
        }
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.hidden {
            response.extensions_mut().insert(Refused);
        }
        response
    }
}

//! The one place where a failed use case becomes an HTTP answer outside the user interface.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use parlance_services::ServiceError;
use serde_json::json;

/// A failed use case as JSON: `{"error": {"code", "message", "field"?}}`.
#[derive(Debug)]
pub struct HttpError(pub ServiceError);

impl From<ServiceError> for HttpError {
    fn from(error: ServiceError) -> Self {
        HttpError(error)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let (status, code, field) = match &self.0 {
            ServiceError::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated", None),
            ServiceError::Forbidden => (StatusCode::FORBIDDEN, "forbidden", None),
            ServiceError::NotFound => (StatusCode::NOT_FOUND, "not_found", None),
            ServiceError::Invalid(errors) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                errors.0.first().map(|(field, _)| field.clone()),
            ),
            ServiceError::Conflict(_) => (StatusCode::CONFLICT, "conflict", None),
            ServiceError::RateLimited { .. } => {
                (StatusCode::TOO_MANY_REQUESTS, "rate_limited", None)
            }
            ServiceError::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", None),
            ServiceError::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal", None),
        };
        let mut body = json!({ "error": { "code": code, "message": self.0.to_string() } });
        if let (Some(field), Some(error)) =
            (field, body.get_mut("error").and_then(|e| e.as_object_mut()))
        {
            error.insert("field".into(), field.into());
        }
        let mut response = (status, Json(body)).into_response();
        let wait = match &self.0 {
            ServiceError::RateLimited { retry_after } => Some(*retry_after),
            ServiceError::Unavailable => Some(1),
            _ => None,
        };
        if let Some(seconds) = wait {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

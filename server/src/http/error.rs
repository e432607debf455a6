//! The one place where a failed use case becomes an HTTP answer outside the user interface.

use app::error::AppError;
use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
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

/// Longest answer to a failed call that is looked into; what is looked for is much shorter.
const LOOK: usize = 4 << 10;

/// A call of a server function that cannot be read is a mistake of the caller, or a page that is
/// older than this server: 400. The framework says 500, which would be counted as ours.
pub async fn unreadable_calls(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR
        || !response
            .headers()
            .contains_key(server_fn::error::SERVER_FN_ERROR_HEADER)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LOOK).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let outdated = AppError::Transport { outdated: true };
    if serde_json::from_slice::<AppError>(&bytes).is_ok_and(|error| error == outdated) {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(bytes))
}

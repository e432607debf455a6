//! `/healthz`: the process turns. `/readyz`: it can serve (databases answer, disk has room).

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use parlance_services::Services;
use serde_json::{Value, json};

/// The two routes.
pub fn routes() -> Router<Services> {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
}

async fn ready(State(services): State<Services>) -> (StatusCode, Json<Value>) {
    let problems = crate::startup::readiness(&services).await;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(json!({ "ready": problems.is_empty(), "problems": problems })),
    )
}

//! Website chat over HTTP: SEC-27, SEC-92 to SEC-95 and the wire format, as browsers see them.

mod chat;
mod frame;
mod frames;
mod origins;
mod refusals;

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use crate::app::{Answer, ORIGIN, TestApp, send, visitor, visitor_post};

async fn call(
    app: &TestApp,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    send(
        &app.router,
        None,
        method,
        path,
        headers,
        Body::from(body.to_owned()),
    )
    .await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

fn session_body(key: &str, page: &str) -> String {
    json!({ "key": key, "origin": page, "locale": "en", "tz": "Europe/Paris",
        "page": { "url": "https://shop.example/", "title": "Shop", "referrer": "" } })
    .to_string()
}

const JSON: (&str, &str) = ("content-type", "application/json");

async fn upload(app: &TestApp, token: &str, name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: image/png\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    let bearer = format!("Bearer {token}");
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("origin", ORIGIN),
        ("authorization", bearer.as_str()),
    ];
    send(
        &app.router,
        None,
        Method::POST,
        "/w/v1/uploads",
        &headers,
        Body::from(body),
    )
    .await
}

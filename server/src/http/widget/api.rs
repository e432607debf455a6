//! The calls of the chat, `/w/v1/*`: who calls from where, read the body, call the use case.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Query, Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use parlance::id::MessageId;
use parlance_services::widget::{self, Identify, OpenSession, Send, Visitor};
use parlance_services::{Client, ServiceError, Services, realtime};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::origin;
use super::problem::{self, Problem};
use crate::http::auth::ClientExt;
use crate::http::{files, sse};

/// Largest JSON body: a message of 10,000 characters with everything around it.
const MAX_JSON: usize = 128 << 10;
/// How long a JSON body may take to arrive.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The visitor of a call, before its body is looked at.
async fn visitor(services: &Services, headers: &HeaderMap) -> Result<Visitor, Problem> {
    let locale = problem::locale(headers);
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| Problem::of(ServiceError::Unauthenticated, locale))?;
    let from = origin::of(services, headers);
    let mut visitor = widget::visitor(services, token.trim(), from.as_deref())
        .await
        .map_err(|error| Problem::at_the_door(error, locale))?;
    visitor.locale = locale;
    Ok(visitor)
}

/// A JSON body of bounded size, within a bounded time.
async fn json<T: DeserializeOwned>(body: Body, headers: &HeaderMap) -> Result<T, Problem> {
    let locale = problem::locale(headers);
    let read = tokio::time::timeout(READ_TIMEOUT, axum::body::to_bytes(body, MAX_JSON)).await;
    let bytes = read
        .map_err(|_| Problem::too_slow(locale))?
        .map_err(|_| Problem::too_large(locale))?;
    serde_json::from_slice(&bytes).map_err(|_| Problem::unreadable(locale))
}

fn done(result: Result<(), ServiceError>, headers: &HeaderMap) -> Result<StatusCode, Problem> {
    result
        .map(|()| StatusCode::NO_CONTENT)
        .map_err(|error| Problem::of(error, problem::locale(headers)))
}

/// `POST /w/v1/session`.
pub(super) async fn session(
    State(services): State<Services>,
    ClientExt(client): ClientExt,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let locale = problem::locale(&headers);
    let mut request: OpenSession = json(body, &headers).await?;
    if request.locale.is_empty() {
        request.locale = locale.tag().to_owned();
    }
    let from = origin::of(&services, &headers);
    let session = widget::session(&services, &client, from.as_deref(), request).await;
    let session = session.map_err(|error| Problem::at_the_door(error, locale))?;
    Ok(Json(session).into_response())
}

/// Where a page of history begins.
#[derive(Deserialize)]
pub(super) struct Before {
    before: MessageId,
}

/// `GET /w/v1/messages`.
pub(super) async fn messages(
    State(services): State<Services>,
    query: Result<Query<Before>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visitor = visitor(&services, &headers).await?;
    let Query(Before { before }) = query.map_err(|_| Problem::unreadable(visitor.locale))?;
    let page = widget::messages(&services, &visitor, before).await;
    let page = page.map_err(|error| Problem::of(error, visitor.locale))?;
    Ok(Json(page).into_response())
}

/// `POST /w/v1/messages`.
pub(super) async fn send(
    State(services): State<Services>,
    ClientExt(client): ClientExt,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let visitor = visitor(&services, &headers).await?;
    let request: Send = json(body, &headers).await?;
    let sent = widget::send(&services, &visitor, &client, request).await;
    let sent = sent.map_err(|error| Problem::of(error, visitor.locale))?;
    Ok(Json(sent).into_response())
}

/// `POST /w/v1/uploads`.
pub(super) async fn upload(
    State(services): State<Services>,
    ClientExt(client): ClientExt,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let visitor = visitor(&services, &headers).await?;
    take_upload(&services, &visitor, &client, request).await
}

async fn take_upload(
    services: &Services,
    visitor: &Visitor,
    client: &Client,
    request: Request,
) -> Result<Response, Problem> {
    let locale = visitor.locale;
    // Refused before a megabyte was read in vain.
    widget::may_upload(services, visitor, client)
        .await
        .map_err(|error| Problem::of(error, locale))?;
    let multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::unreadable(locale))?;
    let file = files::read(services, multipart)
        .await
        .map_err(|error| Problem::of_upload(error, locale))?;
    let stored = widget::upload(services, visitor, &file.name, file.bytes).await;
    let stored = stored.map_err(|error| Problem::of_upload(error, locale))?;
    Ok(Json(stored).into_response())
}

/// Body of a typing notice.
#[derive(Deserialize)]
struct Typing {
    on: bool,
}

/// `POST /w/v1/typing`.
pub(super) async fn typing(
    State(services): State<Services>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let visitor = visitor(&services, &headers).await?;
    let Typing { on } = json(body, &headers).await?;
    done(widget::typing(&services, &visitor, on).await, &headers)
}

/// Body of a read mark.
#[derive(Deserialize)]
struct Read {
    message_id: MessageId,
}

/// `POST /w/v1/read`.
pub(super) async fn read(
    State(services): State<Services>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let visitor = visitor(&services, &headers).await?;
    let Read { message_id } = json(body, &headers).await?;
    done(
        widget::read(&services, &visitor, message_id).await,
        &headers,
    )
}

/// `POST /w/v1/identify`.
pub(super) async fn identify(
    State(services): State<Services>,
    ClientExt(client): ClientExt,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let visitor = visitor(&services, &headers).await?;
    let request: Identify = json(body, &headers).await?;
    let identified = widget::identify(&services, &visitor, &client, request).await;
    let identified = identified.map_err(|error| Problem::of(error, visitor.locale))?;
    Ok(Json(identified).into_response())
}

/// `GET /w/v1/events`.
pub(super) async fn events(
    State(services): State<Services>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visitor = visitor(&services, &headers).await?;
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .filter(|value| !value.is_empty())
        .map(str::to_owned);
    let stream = realtime::subscribe_visitor(&services, &visitor, last).await;
    let stream = stream.map_err(|error| Problem::of(error, visitor.locale))?;
    Ok(sse::respond(stream))
}

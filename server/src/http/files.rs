//! Uploads of signed-in users, and files by their signed addresses.
//!
//! A file that came from outside is served so that it can do nothing: a sandboxed document of an
//! origin of its own, no sniffing, saved under its name unless it is a picture, sound or video.

use std::time::Duration;

use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use parlance::error::FieldProblem;
use parlance::id::{AttachmentId, WorkspaceId};
use parlance_services::files::{self, FileDownload, FileQuery, UploadError};
use parlance_services::{ServiceError, Services};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::sync::SemaphorePermit;

use crate::http::auth::{CallerExt, encode};
use crate::http::error::HttpError;

/// How long an upload may take to arrive; how slowly it may, the layer around all bodies says.
const READ_TIMEOUT: Duration = Duration::from_secs(300);
/// Room in memory is taken in steps of this many bytes.
const STEP: usize = 256 << 10;
/// Read from the disk at a time.
const CHUNK: u64 = 64 << 10;

/// Uploads of users.
pub fn routes() -> Router<Services> {
    Router::new()
        .route("/w/{workspace}/uploads", post(upload))
        // The handler stops at the instance's own limit.
        .layer(DefaultBodyLimit::disable())
}

/// Downloads alone: the address is the permission, no session is needed.
pub fn downloads() -> Router<Services> {
    Router::new().route("/files/{workspace}/{id}", get(download))
}

/// A file as it arrived, and its place in memory.
pub(super) struct Received<'a> {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    _held: Option<SemaphorePermit<'a>>,
}

/// The part `file` of a form, up to the instance's limit; the rest is not read.
pub(super) async fn read(
    services: &Services,
    form: Multipart,
) -> Result<Received<'_>, UploadError> {
    let received = tokio::time::timeout(READ_TIMEOUT, receive(services, form)).await;
    received.unwrap_or_else(|_| Err(missing()))
}

fn missing() -> UploadError {
    ServiceError::field("file", FieldProblem::Required).into()
}

async fn receive(services: &Services, mut form: Multipart) -> Result<Received<'_>, UploadError> {
    let broken = |_: MultipartError| missing();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let (mut bytes, mut held, mut room) = (Vec::new(), None::<SemaphorePermit<'_>>, 0);
        loop {
            let Some(chunk) = field.chunk().await.map_err(broken)? else {
                break;
            };
            if bytes.len() + chunk.len() > services.settings.max_upload {
                return Err(UploadError::TooLarge);
            }
            if bytes.len() + chunk.len() > room {
                let step = chunk.len().max(STEP);
                let more = services
                    .files
                    .reserve(step)
                    .ok_or(ServiceError::Unavailable)?;
                match &mut held {
                    Some(held) => held.merge(more),
                    None => held = Some(more),
                }
                room += step;
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok(Received {
            name,
            bytes,
            _held: held,
        });
    }
    Err(missing())
}

/// `POST /w/{workspace}/uploads`.
async fn upload(
    State(services): State<Services>,
    CallerExt(caller): CallerExt,
    Path(workspace): Path<WorkspaceId>,
    request: Request,
) -> Response {
    files_of_caller(&services, &caller, workspace, request)
        .await
        .map_or_else(refusal, |stored| Json(stored).into_response())
}

async fn files_of_caller(
    services: &Services,
    caller: &parlance_services::Caller,
    workspace: WorkspaceId,
    request: Request,
) -> Result<parlance::message::AttachmentView, UploadError> {
    let form = Multipart::from_request(request, &())
        .await
        .map_err(|_| missing())?;
    let file = read(services, form).await?;
    files::upload(services, caller, workspace, &file.name, file.bytes).await
}

fn refusal(error: UploadError) -> Response {
    let (status, code) = match error {
        UploadError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        UploadError::TypeNotAllowed => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "type_not_allowed"),
        UploadError::Service(error) => return HttpError(error).into_response(),
    };
    (
        status,
        Json(json!({ "error": { "code": code, "message": error.to_string() } })),
    )
        .into_response()
}

/// `GET /files/{workspace}/{id}`.
async fn download(
    State(services): State<Services>,
    Path((workspace, id)): Path<(WorkspaceId, AttachmentId)>,
    query: Result<Query<FileQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Query(query)) = query else {
        return HttpError(ServiceError::NotFound).into_response();
    };
    match files::open(&services, workspace, id, &query).await {
        Ok(file) => serve(file, &headers).await,
        Err(error) => HttpError(error).into_response(),
    }
}

async fn serve(found: FileDownload, asked: &HeaderMap) -> Response {
    let FileDownload {
        mut file,
        length,
        name,
        mime,
        inline,
        sha256,
    } = found;
    let tag = format!("\"{sha256}\"");
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::ETAG, &tag);
    set(header::CACHE_CONTROL, "private, max-age=3600");
    set(header::ACCEPT_RANGES, "bytes");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(
        header::CONTENT_SECURITY_POLICY,
        "sandbox; default-src 'none'",
    );
    // The chat's frame and the inbox are of this origin; nobody else embeds files.
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CONTENT_TYPE, &mime);
    set(header::CONTENT_DISPOSITION, &disposition(&name, inline));
    if text(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|t| t.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let fresh = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let range = text(header::RANGE)
        .filter(|_| fresh)
        .map(|wanted| range(wanted, length));
    let (status, from, to) = match range {
        None | Some(Range::Ignored) => (StatusCode::OK, 0, length),
        Some(Range::Part { from, to }) => (StatusCode::PARTIAL_CONTENT, from, to),
        Some(Range::Outside) => {
            let total = format!("bytes */{length}");
            let answer = [(header::CONTENT_RANGE, total)];
            return (StatusCode::RANGE_NOT_SATISFIABLE, answer).into_response();
        }
    };
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {from}-{}/{length}", to - 1);
        if let Ok(part) = HeaderValue::from_str(&part) {
            headers.insert(header::CONTENT_RANGE, part);
        }
        if file.seek(std::io::SeekFrom::Start(from)).await.is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    let body = stream::try_unfold((file, to - from), async |(mut file, left)| {
        if left == 0 {
            return Ok::<_, std::io::Error>(None);
        }
        let mut chunk = vec![0; usize::try_from(left.min(CHUNK)).unwrap_or_default()];
        let count = file.read(&mut chunk).await?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        chunk.truncate(count);
        let left = left.saturating_sub(u64::try_from(count).unwrap_or(left));
        Ok(Some((Bytes::from(chunk), (file, left))))
    });
    (status, headers, Body::from_stream(body)).into_response()
}

/// Name for saving (RFC 6266): plain ASCII for old programs, and the real one encoded.
fn disposition(name: &str, inline: bool) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded = encode(name).replace('/', "%2F");
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// Not one range of bytes: the whole file is a correct answer (RFC 9110 §14.2).
    Ignored,
    /// From, up to and without.
    Part { from: u64, to: u64 },
    /// Nothing of the file.
    Outside,
}

/// One range. Several in one request would let a few bytes of request ask for many copies.
fn range(wanted: &str, length: u64) -> Range {
    let one = wanted
        .strip_prefix("bytes=")
        .filter(|ranges| !ranges.contains(','))
        .and_then(|one| one.split_once('-'));
    let Some((from, to)) = one else {
        return Range::Ignored;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (from, to) = match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => (from, to.saturating_add(1).min(length)),
        (Some(from), None) if to.trim().is_empty() => (from, length),
        (None, Some(last)) if from.trim().is_empty() => (length.saturating_sub(last), length),
        _ => return Range::Ignored,
    };
    if from < to {
        Range::Part { from, to }
    } else {
        Range::Outside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_62_a_request_gets_at_most_one_range() {
        let part = |from, to| Range::Part { from, to };
        assert_eq!(range("bytes=0-0", 100), part(0, 1));
        assert_eq!(range("bytes=10-", 100), part(10, 100));
        assert_eq!(range("bytes=-5", 100), part(95, 100));
        assert_eq!(range("bytes=90-999", 100), part(90, 100));
        assert_eq!(range("bytes=100-", 100), Range::Outside);
        assert_eq!(range("bytes=-0", 100), Range::Outside);
        for ignored in [
            "bytes=0-0,1-1",
            "bytes=5-2",
            "bytes=a-b",
            "lines=1-2",
            "bytes=",
            "bytes=-",
        ] {
            assert_eq!(range(ignored, 100), Range::Ignored, "{ignored}");
        }
    }

    #[test]
    fn sec_60_names_cannot_break_out_of_their_header() {
        assert_eq!(
            disposition("a\"; x=\"b.png", true),
            "inline; filename=\"a_; x=_b.png\"; filename*=UTF-8''a%22%3B%20x%3D%22b.png"
        );
        assert_eq!(
            disposition("été.pdf", false),
            "attachment; filename=\"_t_.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9.pdf"
        );
    }
}

//! The chat's own files, embedded in the binary, compressed once, cached by browsers for good:
//! their folder is named after their content.

use std::convert::Infallible;
use std::future::ready;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::{Path, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

mod embedded {
    //! Written by `build.rs`.
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

pub(in crate::http) use embedded::DEMO_SITE;
use embedded::WIDGET;

/// The loader's address is in other people's pages and never changes.
const LOADER: &str = "loader.js";
const LOADER_CACHE: &str = "public, max-age=300";
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Types that the editor reads; browsers do not.
const NOT_SERVED: &str = "chat/types.js";

/// `GET /widget.js`.
pub(super) async fn loader(headers: HeaderMap) -> Response {
    let mut response = serve(LOADER, &headers, LOADER_CACHE).await;
    // Pages may load it with `crossorigin` and check its integrity.
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// `GET /widget/assets/{version}/{path}`.
pub(super) async fn file(
    Path((asked, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    // A page that was opened before an update, or that another process of another version made,
    // gets what there is, once.
    let cache = if asked == version() {
        FOR_GOOD
    } else {
        "no-store"
    };
    serve(&path, &headers, cache).await
}

/// Names the present content of all files.
pub(super) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut hash = Sha256::new();
        for (path, bytes) in WIDGET {
            hash.update(path.as_bytes());
            hash.update(bytes.len().to_be_bytes());
            hash.update(bytes);
        }
        hex::encode(hash.finalize()).chars().take(16).collect()
    })
}

/// The files of the frame with an extension.
pub(super) fn names(extension: &str) -> impl Iterator<Item = &'static str> {
    WIDGET.iter().map(|(path, _)| *path).filter(move |path| {
        ![LOADER, NOT_SERVED].contains(path)
            && path
                .rsplit_once('.')
                .is_some_and(|(_, ext)| ext == extension)
    })
}

/// Bytes of the loader and of everything in the frame, as they go over the wire.
pub(super) fn compressed_bytes() -> (usize, usize) {
    let size = |path: &str, bytes: &'static [u8]| {
        // Nothing in there waits for anything but the encoder.
        let packed = futures::executor::block_on(compress(bytes, media_type(path), "br"));
        packed.map_or(bytes.len(), |packed| packed.len())
    };
    let mut sizes = (0, 0);
    for (path, bytes) in WIDGET.iter().filter(|(path, _)| *path != NOT_SERVED) {
        let sum = if *path == LOADER {
            &mut sizes.0
        } else {
            &mut sizes.1
        };
        *sum += size(path, bytes);
    }
    sizes
}

/// A file in the form in which it is sent.
#[derive(Default)]
struct Packed {
    plain: OnceCell<Bytes>,
    br: OnceCell<Option<Bytes>>,
    gzip: OnceCell<Option<Bytes>>,
}

async fn serve(path: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    static PACKED: OnceLock<Vec<Packed>> = OnceLock::new();
    let packed = PACKED.get_or_init(|| WIDGET.iter().map(|_| Packed::default()).collect());
    let found = WIDGET
        .iter()
        .zip(packed)
        .find(|((name, _), _)| *name == path && *name != NOT_SERVED);
    let Some(((_, bytes), packed)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mime = media_type(path);
    let plain = packed
        .plain
        .get_or_init(async || Bytes::from_static(bytes))
        .await;
    let (encoding, body) = if accepts(headers, "br") {
        let br = packed.br.get_or_init(|| compress(bytes, mime, "br")).await;
        (br.is_some().then_some("br"), br.as_ref().unwrap_or(plain))
    } else if accepts(headers, "gzip") {
        let gzip = packed
            .gzip
            .get_or_init(|| compress(bytes, mime, "gzip"))
            .await;
        (
            gzip.is_some().then_some("gzip"),
            gzip.as_ref().unwrap_or(plain),
        )
    } else {
        (None, plain)
    };
    let hash: String = hex::encode(Sha256::digest(bytes))
        .chars()
        .take(16)
        .collect();
    let tag = format!("\"{hash}-{}\"", encoding.unwrap_or("plain"));
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|list| {
            list.split(',')
                .any(|t| t.trim().trim_start_matches("W/") == tag)
        });
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(body.clone()))
    };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        answer.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding.filter(|_| !known) {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Media type by extension, of files that are ours.
pub(in crate::http) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            pieces.next() == Some(encoding)
                && !pieces.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

/// Packs a file as well as possible, with the encoders of the compression layer: a service of one
/// answer. `None`: it does not get smaller.
async fn compress(
    bytes: &'static [u8],
    mime: &'static str,
    encoding: &'static str,
) -> Option<Bytes> {
    let layer = CompressionLayer::new().quality(CompressionLevel::Best);
    let answer = move |_: Request| {
        let mut response = Response::new(Body::from(bytes));
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        ready(Ok::<_, Infallible>(response))
    };
    let service = ServiceBuilder::new().layer(layer).service_fn(answer);
    let request = Request::builder().header(header::ACCEPT_ENCODING, encoding);
    let response = service
        .oneshot(request.body(Body::empty()).ok()?)
        .await
        .ok()?;
    let packed = response
        .headers()
        .get(header::CONTENT_ENCODING)
        .is_some_and(|e| e == encoding);
    let body = axum::body::to_bytes(Body::new(response.into_body()), 1 << 20)
        .await
        .ok()?;
    (packed && body.len() < bytes.len()).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The budgets of the embed: it runs on other people's pages.
    #[test]
    fn sec_95_the_chat_is_small() {
        let (loader, frame) = compressed_bytes();
        assert!(loader > 0 && loader <= 8 << 10, "{loader} bytes");
        assert!(frame > 0 && frame <= 50 << 10, "{frame} bytes");
    }

    #[test]
    fn encodings_are_negotiated() {
        let with = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            headers
        };
        assert!(accepts(&with("gzip, deflate, br;q=0.9"), "br"));
        assert!(!accepts(&with("gzip, br;q=0"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }
}

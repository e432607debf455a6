//! Addresses of files: signed, expiring, bound to workspace, file and disposition. Whoever has one
//! may fetch the file; visibility is checked where the address is handed out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parlance::id::{AttachmentId, WorkspaceId};
use parlance::message::FileKind;
use parlance::time::{HOUR, MINUTE, SECOND};
use parlance_store::ws::attachments;
use parlance_store::{OpenError, StoreError};
use serde::Deserialize;

use crate::{Result, ServiceError, Services};

const PURPOSE: &str = "file";
/// How long an address works at least.
const LIFE: i64 = HOUR;
/// Expiries are rounded up to this, so that a page drawn again finds its pictures in the cache.
const STEP: i64 = 15 * MINUTE;

/// The signed part of an address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FileQuery {
    /// Expiry, in seconds.
    pub e: i64,
    /// Signature.
    pub s: String,
    /// 1: always for saving.
    #[serde(default)]
    pub d: u8,
}

/// An open file and how it may be served.
pub struct FileDownload {
    /// The content.
    pub file: tokio::fs::File,
    /// Its length in bytes.
    pub length: u64,
    /// Name for saving.
    pub name: String,
    /// Media type to serve it as.
    pub mime: String,
    /// Whether a browser may show it; otherwise it is saved.
    pub inline: bool,
    /// Name of the content, for caches.
    pub sha256: String,
}

/// The address of a file, relative to the server's. Pictures, sound and video may be shown, other
/// files are for saving.
pub fn url(
    services: &Services,
    workspace: WorkspaceId,
    id: AttachmentId,
    kind: FileKind,
) -> String {
    let now = services.clock.now().0;
    let expiry = (now + LIFE + STEP - now.rem_euclid(STEP)) / SECOND;
    let saved = u8::from(kind == FileKind::File);
    let signature = services
        .keys
        .sign(PURPOSE, &signed(workspace, id, expiry, saved));
    let signature = URL_SAFE_NO_PAD.encode(signature);
    let d = if saved == 1 { "&d=1" } else { "" };
    format!("/files/{workspace}/{id}?e={expiry}&s={signature}{d}")
}

/// Opens the file of an address.
///
/// # Errors
/// [`ServiceError::NotFound`] for every wrong address: which part is wrong is nobody's business.
pub async fn open(
    services: &Services,
    workspace: WorkspaceId,
    id: AttachmentId,
    query: &FileQuery,
) -> Result<FileDownload> {
    let signature = URL_SAFE_NO_PAD
        .decode(&query.s)
        .map_err(|_| ServiceError::NotFound)?;
    let data = signed(workspace, id, query.e, query.d);
    if !services.keys.verify(PURPOSE, &data, &signature)
        || query.e.saturating_mul(SECOND) <= services.clock.now().0
    {
        return Err(ServiceError::NotFound);
    }
    // Only now is a database opened.
    let handle = services
        .store
        .workspace(workspace)
        .await
        .map_err(|error| match error {
            OpenError::NotFound => ServiceError::NotFound,
            other => StoreError::from(other).into(),
        })?;
    let found = handle
        .read::<_, StoreError, _>(move |r| Box::pin(async move { attachments::find(r, id).await }))
        .await?
        .ok_or(ServiceError::NotFound)?;
    let (file, length) = services
        .files
        .open(workspace, &found.sha256)
        .await
        .map_err(|cause| {
            tracing::error!(%workspace, attachment = %id, %cause, "a stored file cannot be opened");
            ServiceError::NotFound
        })?;
    let shown = matches!(
        found.kind,
        FileKind::Image | FileKind::Audio | FileKind::Video
    );
    Ok(FileDownload {
        file,
        length,
        name: found.name,
        mime: if shown {
            found.mime
        } else {
            saved_type(&found.mime).to_owned()
        },
        inline: shown && query.d == 0,
        sha256: found.sha256,
    })
}

/// Media type of a file that is only saved. What a browser might run or render if it were opened
/// anyway is nothing but bytes.
fn saved_type(mime: &str) -> &str {
    let harmless = mime == "application/pdf"
        || mime == "text/plain"
        || mime == "application/zip"
        || mime.starts_with("application/vnd.openxmlformats")
        || mime.starts_with("application/vnd.oasis");
    if harmless {
        mime
    } else {
        "application/octet-stream"
    }
}

fn signed(workspace: WorkspaceId, id: AttachmentId, expiry: i64, saved: u8) -> Vec<u8> {
    let mut data = Vec::with_capacity(25);
    for part in [workspace.0, id.0, expiry] {
        data.extend_from_slice(&part.to_be_bytes());
    }
    data.push(saved);
    data
}

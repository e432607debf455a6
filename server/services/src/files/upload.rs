//! Taking in a file: check, make safe, store, and only then the row.

use parlance::error::FieldProblem;
use parlance::id::{AttachmentId, UserId, WorkspaceId};
use parlance::message::{AttachmentView, FileKind};
use parlance::permission::Permission;
use parlance_store::ws::attachments::{self, Attachment};
use parlance_store::{Class, StoreError, Workspace};
use thiserror::Error;

use super::picture::{self, PictureError, Processed};
use super::sniff::{self, Sniffed};
use super::{name, url};
use crate::{Caller, Result, ServiceError, Services, access};

/// Why a file was not taken; nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UploadError {
    /// More bytes than the instance allows, or a picture of more than 50 megapixels.
    #[error("too large")]
    TooLarge,
    /// Not on the list of types, a program, or a name that promises something else.
    #[error("type not allowed")]
    TypeNotAllowed,
    /// As for every other use case.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<StoreError> for UploadError {
    fn from(error: StoreError) -> Self {
        UploadError::Service(error.into())
    }
}

/// The owner of an upload made by a user. Visitors' external ids never begin like this.
pub fn user_owner(user: UserId) -> String {
    format!("u:{user}")
}

/// Takes a file of a user who may reply.
///
/// # Errors
/// [`UploadError`].
pub async fn upload(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    name: &str,
    bytes: Vec<u8>,
) -> Result<AttachmentView, UploadError> {
    let (actor, workspace) = access::workspace(services, caller, workspace).await?;
    actor
        .require(Permission::Reply)
        .map_err(ServiceError::from)?;
    store_upload(services, &workspace, &user_owner(actor.user), name, bytes).await
}

/// Takes a file for an owner; the caller has checked who that is and what they may.
///
/// # Errors
/// [`UploadError`].
pub async fn store_upload(
    services: &Services,
    workspace: &Workspace,
    owner: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<AttachmentView, UploadError> {
    if bytes.is_empty() {
        return Err(ServiceError::field("file", FieldProblem::Required).into());
    }
    if bytes.len() > services.settings.max_upload {
        return Err(UploadError::TooLarge);
    }
    let name = name::clean(name);
    let sniffed = sniff::sniff(&name, &bytes).map_err(|_| UploadError::TypeNotAllowed)?;
    let (mut file, bytes) = make_safe(services, name, sniffed, bytes).await?;
    let unavailable = |cause: std::io::Error| {
        tracing::error!(%cause, "a file could not be stored");
        ServiceError::Unavailable
    };
    let store = &services.files;
    let held = store.sweeping.read().await;
    file.size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    file.sha256 = store
        .put(workspace.id(), bytes)
        .await
        .map_err(unavailable)?;
    let (owner, row) = (owner.to_owned(), file.clone());
    file.id = workspace
        .write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { attachments::insert(tx, &owner, &row).await })
        })
        .await?;
    drop(held);
    Ok(view(services, workspace.id(), file))
}

/// The file as a browser sees it, with a fresh address.
fn view(services: &Services, workspace: WorkspaceId, file: Attachment) -> AttachmentView {
    AttachmentView {
        url: url(services, workspace, file.id, file.kind),
        id: file.id,
        name: file.name,
        mime: file.mime,
        kind: file.kind,
        size: file.size,
        width: file.width,
        height: file.height,
    }
}

/// Re-encodes pictures on a blocking thread; everything else stays as it is.
async fn make_safe(
    services: &Services,
    name: String,
    sniffed: Sniffed,
    bytes: Vec<u8>,
) -> Result<(Attachment, Vec<u8>), UploadError> {
    let mut file = Attachment {
        id: AttachmentId::default(),
        message: None,
        name,
        mime: sniffed.mime.to_owned(),
        kind: sniffed.kind,
        size: 0,
        sha256: String::new(),
        width: 0,
        height: 0,
    };
    let Some(kind) = sniffed.picture else {
        return Ok((file, bytes));
    };
    let permit = services
        .files
        .pictures
        .acquire()
        .await
        .map_err(ServiceError::internal)?;
    let work = move || (picture::process(kind, &bytes), bytes);
    let (processed, bytes) = tokio::task::spawn_blocking(work)
        .await
        .map_err(ServiceError::internal)?;
    drop(permit);
    match processed {
        Ok(Processed {
            bytes,
            mime,
            extension,
            width,
            height,
        }) => {
            file.mime = mime.to_owned();
            let kept = matches!(
                (extension, name::extension(&file.name).as_str()),
                ("jpg", "jpeg" | "jpe" | "jfif")
                    | ("jpg", "jpg")
                    | ("png", "png")
                    | ("gif", "gif")
                    | ("webp", "webp")
            );
            if !kept {
                file.name = name::with_extension(&file.name, extension);
            }
            (file.width, file.height) = (i64::from(width), i64::from(height));
            Ok((file, bytes))
        }
        Err(PictureError::TooLarge) => Err(UploadError::TooLarge),
        // Perhaps cut short, perhaps made to fool a viewer: it can be saved, and is never shown.
        Err(PictureError::Broken) => {
            file.mime = "application/octet-stream".to_owned();
            file.kind = FileKind::File;
            Ok((file, bytes))
        }
    }
}

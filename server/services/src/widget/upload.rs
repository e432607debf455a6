//! A visitor's files, uploaded before the message that they go with.

use parlance::message::AttachmentView;
use parlance_store::StoreError;
use parlance_store::ws::visitors;

use super::send::check_identity;
use super::{Visitor, limits, workspace};
use crate::files::UploadError;
use crate::{Client, Result, ServiceError, Services, files};

/// Whether a visitor may upload a file now; asked before the bytes are read.
///
/// # Errors
/// [`ServiceError::RateLimited`]; [`ServiceError::Forbidden`] as for [`super::send`].
pub async fn may_upload(services: &Services, visitor: &Visitor, client: &Client) -> Result<()> {
    check_identity(visitor)?;
    let now = services.clock.now();
    let limits = &services.visitors().limits;
    limits.check(limits::UPLOADS, &visitor.external_id, now)?;
    limits.check_address(limits::UPLOADS_ADDRESS, client, now)?;
    let handle = workspace(services, visitor).await?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let known = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { visitors::find(r, channel, &external_id).await })
        })
        .await?;
    if known.is_some_and(|known| known.blocked) {
        return Err(ServiceError::Forbidden);
    }
    Ok(())
}

/// Takes a file of a visitor, for a message to come; after [`may_upload`].
///
/// # Errors
/// [`UploadError`].
pub async fn upload(
    services: &Services,
    visitor: &Visitor,
    name: &str,
    bytes: Vec<u8>,
) -> Result<AttachmentView, UploadError> {
    let handle = workspace(services, visitor).await?;
    files::store_upload(services, &handle, &visitor.external_id, name, bytes).await
}

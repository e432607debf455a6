//! Removing what nobody refers to: uploads that no message took within a day, and files without a
//! row (left by a crash between the two, or by the removal of their last row).

use parlance::time::DAY;
use parlance_store::ws::attachments;
use parlance_store::{Class, StoreError, Workspace};

use crate::{Result, ServiceError, Services};

/// How long an upload waits for its message, and a file for its row.
const PATIENCE: i64 = DAY;
/// Uploads removed in one go.
const CHUNK: i64 = 500;

/// Sweeps one workspace; how many files were removed. Run by the scheduler, not by a user.
///
/// # Errors
/// The database or the file system; what was removed until then stays removed.
pub async fn sweep_system(services: &Services, workspace: &Workspace) -> Result<usize> {
    let before = services.clock.now().plus(-PATIENCE);
    loop {
        let stale = workspace
            .read::<_, StoreError, _>(move |r| {
                Box::pin(async move { attachments::list_stale(r, before, CHUNK).await })
            })
            .await?;
        if stale.is_empty() {
            break;
        }
        workspace
            .write::<_, StoreError, _>(Class::Background, move |tx| {
                Box::pin(async move {
                    for (id, _) in stale {
                        attachments::delete_stale(tx, id).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    let (owned, id) = (services.clone(), workspace.id());
    let old = tokio::task::spawn_blocking(move || owned.files.older_than(id, before))
        .await
        .map_err(ServiceError::internal)?
        .map_err(ServiceError::internal)?;
    let mut removed = 0;
    for path in old {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if name.starts_with("tmp-") {
            std::fs::remove_file(&path).map_err(ServiceError::internal)?;
            removed += 1;
            continue;
        }
        // No upload may be between its file and its row while this looks and removes.
        let held = services.files.sweeping.write().await;
        let sha256 = name.to_owned();
        let used = workspace
            .read::<_, StoreError, _>(move |r| {
                Box::pin(async move { attachments::is_blob_used(r, &sha256).await })
            })
            .await?;
        if !used {
            services
                .files
                .remove(id, name)
                .map_err(ServiceError::internal)?;
            removed += 1;
        }
        drop(held);
    }
    Ok(removed)
}

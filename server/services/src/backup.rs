//! Backup and restore, for the operator at the shell: no user may order them.

use std::path::Path;

pub use parlance_store::backup::{Manifest, is_interrupted};

/// Copies the databases and files of a data folder; a server may run on it.
///
/// # Errors
/// A file cannot be read or written.
pub async fn backup(
    data: &Path,
    into: &Path,
    at: i64,
) -> Result<Manifest, parlance_store::StoreError> {
    parlance_store::backup::backup(data, into, at).await
}

/// Puts a backup into an empty data folder.
///
/// # Errors
/// The folder is in use, or the backup is damaged.
pub async fn restore(from: &Path, data: &Path) -> Result<Manifest, parlance_store::StoreError> {
    parlance_store::backup::restore(from, data).await
}

//! Where the bytes are: `files/<workspace>/<2 hex>/<SHA-256>` in the data folder.
//!
//! Content is written under another name, synced, renamed, and the folder synced, before any row
//! mentions it. Equal content of one workspace is one file; workspaces share none, so that each
//! can be swept and deleted alone and tells nothing about another.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use parlance::id::WorkspaceId;
use parlance::time::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::sync::{RwLock, Semaphore, SemaphorePermit};

/// Pictures decoded at the same time; each may take a few hundred megabytes.
const PICTURES: usize = 2;
/// Kilobytes of uploads held in memory at the same time. Bytes are counted, not connections: who
/// sends slowly holds little and keeps nobody out.
const UPLOADS: u32 = 256 << 10;

/// The stored files, and the limits of taking in new ones.
pub struct FileStore {
    folder: PathBuf,
    /// Held for reading from before a blob is written until its row is there, for writing while
    /// the sweeper removes one.
    pub(super) sweeping: RwLock<()>,
    pub(super) pictures: Semaphore,
    uploads: Semaphore,
}

impl FileStore {
    /// The files below a data folder.
    pub fn new(data_dir: &Path) -> FileStore {
        FileStore {
            folder: data_dir.join("files"),
            sweeping: RwLock::new(()),
            pictures: Semaphore::new(PICTURES),
            uploads: Semaphore::new(usize::try_from(UPLOADS).unwrap_or_default()),
        }
    }

    /// Room in memory for more bytes of an upload; `None` if there is none now. Keep it until the
    /// file is stored.
    pub fn reserve(&self, bytes: usize) -> Option<SemaphorePermit<'_>> {
        let kilobytes = u32::try_from(bytes.div_ceil(1_024)).ok()?;
        self.uploads.try_acquire_many(kilobytes).ok()
    }

    /// Where a blob is, or would be. `None` for what is no hash: nothing that came from outside
    /// ever becomes part of a path.
    pub(super) fn path(&self, workspace: WorkspaceId, sha256: &str) -> Option<PathBuf> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        let shard = sha256.get(..2).filter(|_| is_hash)?;
        Some(self.folder(workspace).join(shard).join(sha256))
    }

    fn folder(&self, workspace: WorkspaceId) -> PathBuf {
        self.folder.join(workspace.to_string())
    }

    /// Stores content durably; its SHA-256. Always writes, even if it is there: that heals a
    /// damaged file, and the fresh time keeps the sweeper away.
    pub(super) async fn put(
        &self,
        workspace: WorkspaceId,
        bytes: Vec<u8>,
    ) -> std::io::Result<String> {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let Some(path) = self.path(workspace, &sha256) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        tokio::task::spawn_blocking(move || write(&path, &bytes))
            .await
            .map_err(std::io::Error::other)??;
        Ok(sha256)
    }

    /// Opens a blob; its length.
    pub(super) async fn open(
        &self,
        workspace: WorkspaceId,
        sha256: &str,
    ) -> std::io::Result<(tokio::fs::File, u64)> {
        let path = self.path(workspace, sha256).ok_or(ErrorKind::NotFound)?;
        let file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok((file, length))
    }

    /// Removes a blob; one that is gone already is fine.
    pub(super) fn remove(&self, workspace: WorkspaceId, sha256: &str) -> std::io::Result<()> {
        match self.path(workspace, sha256).map(fs::remove_file) {
            Some(Err(error)) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Names of files of a workspace that were last written before an instant, temporary ones of
    /// interrupted uploads included.
    pub(super) fn older_than(
        &self,
        workspace: WorkspaceId,
        before: Timestamp,
    ) -> std::io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let shards = match fs::read_dir(self.folder(workspace)) {
            Ok(shards) => shards,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(error),
        };
        for shard in shards {
            let shard = shard?;
            if !shard.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(shard.path())? {
                let file = file?;
                let written = file.metadata()?.modified()?;
                let age = written
                    .duration_since(std::time::UNIX_EPOCH)
                    .unwrap_or_default();
                if i64::try_from(age.as_millis()).is_ok_and(|at| at < before.0) {
                    found.push(file.path());
                }
            }
        }
        Ok(found)
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    let new_folder = !folder.exists();
    fs::create_dir_all(folder)?;
    let temporary = folder.join(format!("tmp-{}", hex::encode(crate::ids::random::<8>())));
    let written = (|| {
        let mut file = File::create_new(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    if let Err(error) = written {
        // A full disk must not fill up further with halves.
        drop(fs::remove_file(&temporary));
        return Err(error);
    }
    File::open(folder)?.sync_all()?;
    if new_folder {
        for parent in folder.ancestors().skip(1).take(2) {
            File::open(parent)?.sync_all()?;
        }
    }
    Ok(())
}

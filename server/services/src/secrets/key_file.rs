//! The key file: 32 random bytes that only their owner can read, outside the data folder.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use parlance_store::StoreError;
use thiserror::Error;

/// Why the start is refused. Each text is one sentence that tells the operator what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// There are ciphertexts, and nothing to read them with.
    #[error(
        "the key file {} is missing, but this instance has secrets that were encrypted with it: \
         restore it from your backup, or name the right one with --key-file", .0.display()
    )]
    Missing(PathBuf),
    /// Another key than the one in use.
    #[error(
        "the key file {} is not the key of this instance: restore the right one from your \
         backup, or name it with --key-file", .0.display()
    )]
    Wrong(PathBuf),
    /// Not 32 bytes.
    #[error("the key file {} is damaged: it must hold exactly 32 bytes", .0.display())]
    Damaged(PathBuf),
    /// Group or others have access.
    #[error(
        "the key file {} can be read by others (mode {mode:04o}): run chmod 600 on it",
        path.display()
    )]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file system.
    #[error("the key file {} cannot be used: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        cause: String,
    },
    /// The control database.
    #[error("the control database cannot be used: {0}")]
    Store(#[from] StoreError),
}

/// Reads the key. `None`: there is no file.
pub(super) fn read(path: &Path) -> Result<Option<[u8; 32]>, KeyError> {
    let io = |cause: std::io::Error| KeyError::Io {
        path: path.to_owned(),
        cause: cause.to_string(),
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    let mode = file.metadata().map_err(io)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Readable {
            path: path.to_owned(),
            mode,
        });
    }
    let mut bytes = Vec::new();
    (&mut file).take(33).read_to_end(&mut bytes).map_err(io)?;
    let key = <[u8; 32]>::try_from(bytes).map_err(|_| KeyError::Damaged(path.to_owned()))?;
    Ok(Some(key))
}

/// Makes the file with a new key. It is written under another name first: a crash never leaves
/// half a key.
pub(super) fn create(path: &Path) -> Result<[u8; 32], KeyError> {
    let key = crate::ids::random::<32>();
    match write(path, &key) {
        Ok(()) => {}
        // Another process was faster: its key counts.
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            return read(path)?.ok_or_else(|| KeyError::Missing(path.to_owned()));
        }
        Err(cause) => {
            return Err(KeyError::Io {
                path: path.to_owned(),
                cause: cause.to_string(),
            });
        }
    }
    tracing::warn!(
        path = %path.display(),
        "a new key file was made: back it up, without it the stored secrets are lost"
    );
    Ok(key)
}

/// Where the next key lies between the first and the last step of a rotation.
pub(super) fn next(path: &Path) -> PathBuf {
    beside(path, "new")
}

/// Makes the next key, in place of one that an interrupted rotation left.
pub(super) fn create_next(path: &Path) -> Result<[u8; 32], KeyError> {
    let next = next(path);
    let removed = match std::fs::remove_file(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    let key = crate::ids::random::<32>();
    removed
        .and_then(|()| write(&next, &key))
        .map_err(|cause| KeyError::Io {
            path: next,
            cause: cause.to_string(),
        })?;
    Ok(key)
}

/// Puts the next key in the place of the current one, which is kept under the name that is given
/// back: backups that were made with it need it. There is a key at every moment.
pub(super) fn adopt_next(path: &Path, id: &str) -> Result<PathBuf, KeyError> {
    let kept = beside(path, &format!("old-{id}"));
    let done = (|| {
        match std::fs::hard_link(path, &kept) {
            Err(error)
                if !matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) =>
            {
                return Err(error);
            }
            _ => {}
        }
        std::fs::rename(next(path), path)?;
        File::open(folder_of(path))?.sync_all()
    })();
    done.map_err(|cause: std::io::Error| KeyError::Io {
        path: path.to_owned(),
        cause: cause.to_string(),
    })?;
    Ok(kept)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{suffix}"));
    PathBuf::from(name)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn write(path: &Path, key: &[u8; 32]) -> std::io::Result<()> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    let temporary = beside(path, &hex::encode(crate::ids::random::<6>()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)?;
    file.write_all(key)?;
    file.sync_all()?;
    // A link, not a rename: it fails if another process made the file meanwhile.
    let linked = std::fs::hard_link(&temporary, path);
    std::fs::remove_file(&temporary)?;
    linked?;
    File::open(folder)?.sync_all()
}

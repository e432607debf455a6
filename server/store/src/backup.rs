//! Copies of the SQLite files of a data folder, and back ([`restore()`]).
//!
//! A copy is made through a connection (`VACUUM INTO`), never by reading a live file: POSIX locks
//! vanish when any descriptor of a file is closed. So it may run beside a server. Control is
//! copied first and says which workspaces there are: one that is made meanwhile belongs to the
//! next backup, never half to this one. Uploaded files come last, because a file is there before
//! the row that names it.
//!
//! Every file gets its name when it is complete, the list of them is written last: a backup that
//! was interrupted has no list, is not one, and can be begun again in the same folder.

mod restore;

pub use restore::{is_interrupted, restore};

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use crate::db::sqlite;
use crate::error::StoreError;

/// Name of the list of what a backup holds.
const MANIFEST: &str = "manifest.json";
const CONTROL: &str = "control.db";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Milliseconds UTC when it was begun.
    pub at: i64,
    /// Every file.
    pub files: Vec<ManifestFile>,
    /// Workspaces that could not be copied, with the reason. The others are not held up by them.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path below the data folder, with `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// A database, as opposed to an uploaded file.
    pub database: bool,
}

/// A workspace that is missing from a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Path of its database below the data folder.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Copies the databases and uploaded files of `data` to `into`.
///
/// # Errors
/// The control database or an uploaded file cannot be read, `into` cannot be written, lies in the
/// data folder or holds a backup already.
pub async fn backup(data: &Path, into: &Path, at: i64) -> Result<Manifest, StoreError> {
    if into.join(MANIFEST).exists() {
        return refuse(format!("{} holds a backup already", into.display()));
    }
    if let (Ok(data), Ok(into)) = (data.canonicalize(), into.canonicalize())
        && into.starts_with(&data)
    {
        return refuse(format!(
            "{} lies in the data folder and would be lost with it; choose another disk",
            into.display()
        ));
    }
    let mut manifest = Manifest {
        at,
        files: vec![copy_database(data, into, CONTROL).await?],
        left_out: Vec::new(),
    };
    for path in workspaces(&into.join(CONTROL), data).await? {
        match copy_database(data, into, &path).await {
            Ok(file) => manifest.files.push(file),
            // Without room for one there is none for the others.
            Err(StoreError::Full) => return Err(StoreError::Full),
            Err(error) => manifest.left_out.push(LeftOut {
                path,
                reason: error.to_string(),
            }),
        }
    }
    for path in below(data, &data.join("files"))? {
        // Half-written uploads have no row, and one may be gone by now.
        let half = path
            .rsplit('/')
            .next()
            .is_some_and(|n| n.starts_with("tmp-"));
        if !half && let Some(file) = copy_file(data, into, &path)? {
            manifest.files.push(file);
        }
    }
    let text =
        serde_json::to_string_pretty(&manifest).map_err(|e| StoreError::Bug(e.to_string()))?;
    let unfinished = unfinished(&into.join(MANIFEST));
    std::fs::write(&unfinished, text)?;
    finish(&unfinished, &into.join(MANIFEST))?;
    Ok(manifest)
}

fn refuse<T>(why: String) -> Result<T, StoreError> {
    Err(StoreError::Unavailable(why))
}

/// Databases of the workspaces that a copy of control knows. One that is still being created may
/// have no file yet; the start after a restore makes it.
async fn workspaces(control: &Path, data: &Path) -> Result<Vec<String>, StoreError> {
    let mut conn = connect(control).await?;
    let rows: Result<Vec<(String, String)>, _> = sqlx::query_as(
        "SELECT location, state FROM workspaces WHERE state NOT IN ('deleting', 'deleted') ORDER BY id",
    )
    .fetch_all(&mut conn)
    .await;
    conn.close().await?;
    let mut rows = rows?;
    rows.retain(|(path, state)| state != "creating" || data.join(path).exists());
    Ok(rows.into_iter().map(|(path, _)| path).collect())
}

async fn copy_database(data: &Path, into: &Path, path: &str) -> Result<ManifestFile, StoreError> {
    let target = into.join(path);
    make_parent(&target)?;
    let unfinished = unfinished(&target);
    remove(&unfinished)?;
    let mut conn = connect(&data.join(path)).await?;
    let done = sqlite::vacuum_into(&mut conn, &unfinished).await;
    conn.close().await?;
    if let Err(error) = done {
        remove(&unfinished)?;
        return Err(error);
    }
    finish(&unfinished, &target)?;
    described(&target, path, true)
}

/// Copies an uploaded file; `None` if it was removed meanwhile.
fn copy_file(data: &Path, into: &Path, path: &str) -> Result<Option<ManifestFile>, StoreError> {
    let target = into.join(path);
    make_parent(&target)?;
    let unfinished = unfinished(&target);
    match std::fs::copy(data.join(path), &unfinished) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        copied => copied?,
    };
    finish(&unfinished, &target)?;
    described(&target, path, false).map(Some)
}

/// The name of a file until it is complete.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".unfinished");
    PathBuf::from(name)
}

/// Content and name of a complete file reach the disk.
fn finish(unfinished: &Path, path: &Path) -> Result<(), StoreError> {
    std::fs::File::open(unfinished)?.sync_all()?;
    std::fs::rename(unfinished, path)?;
    sync_folder(path)
}

fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if let Some(parent) = path.parent() {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

async fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(std::time::Duration::from_secs(5));
    Ok(options.connect().await?)
}

/// Every file below a folder, as paths below `data`, in order; a missing folder holds none.
fn below(data: &Path, folder: &Path) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path: PathBuf = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(data) {
                found.push(relative.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn described(target: &Path, path: &str, database: bool) -> Result<ManifestFile, StoreError> {
    let mut hash = Sha256::new();
    let mut file = std::fs::File::open(target)?;
    let size = std::io::copy(&mut file, &mut HashWriter(&mut hash))?;
    Ok(ManifestFile {
        path: path.into(),
        size,
        sha256: hex::encode(hash.finalize()),
        database,
    })
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn make_parent(path: &Path) -> Result<(), StoreError> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    Ok(())
}

//! Copies of the SQLite files of a data folder, and back.
//!
//! A copy is made through a connection (`VACUUM INTO`), never by reading a live file: POSIX locks
//! vanish when any descriptor of a file is closed. So it may run beside a server. Restoring goes
//! into an empty folder, checks what it copied, and raises every epoch, so that browsers fetch
//! their views anew instead of waiting for numbers they have seen.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use crate::error::StoreError;

/// Name of the list of what a backup holds.
const MANIFEST: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Milliseconds UTC when it was begun.
    pub at: i64,
    /// Every file.
    pub files: Vec<ManifestFile>,
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

/// Copies the databases and uploaded files of `data` to `into`.
///
/// # Errors
/// A file cannot be read or written, or `into` holds a backup already.
pub async fn backup(data: &Path, into: &Path, at: i64) -> Result<Manifest, StoreError> {
    if into.join(MANIFEST).exists() {
        return Err(StoreError::Unavailable(format!(
            "{} holds a backup already",
            into.display()
        )));
    }
    let mut files = Vec::new();
    for path in databases(data)? {
        let target = into.join(&path);
        make_parent(&target)?;
        let mut conn = connect(&data.join(&path)).await?;
        let done = sqlx::query("VACUUM INTO $1")
            .bind(target.to_string_lossy().into_owned())
            .execute(&mut conn)
            .await;
        conn.close().await?;
        done?;
        sync(&target)?;
        files.push(described(&target, &path, true)?);
    }
    for path in below(data, &data.join("files"))? {
        let target = into.join(&path);
        make_parent(&target)?;
        std::fs::copy(data.join(&path), &target)?;
        sync(&target)?;
        files.push(described(&target, &path, false)?);
    }
    let manifest = Manifest { at, files };
    let text =
        serde_json::to_string_pretty(&manifest).map_err(|e| StoreError::Bug(e.to_string()))?;
    // Last: a backup without its list is not one.
    std::fs::write(into.join(MANIFEST), text)?;
    sync(&into.join(MANIFEST))?;
    Ok(manifest)
}

/// Puts a backup into the empty folder `data`.
///
/// # Errors
/// `data` is not empty, a file is missing or damaged, or a database fails its check.
pub async fn restore(from: &Path, data: &Path) -> Result<Manifest, StoreError> {
    let text = std::fs::read_to_string(from.join(MANIFEST)).map_err(|_| {
        StoreError::Unavailable(format!(
            "{} holds no backup (no {MANIFEST})",
            from.display()
        ))
    })?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|_| StoreError::Corrupt(format!("{MANIFEST} cannot be read")))?;
    if databases(data)?.iter().any(|path| data.join(path).exists()) {
        return Err(StoreError::Unavailable(format!(
            "{} is in use; restore into an empty folder",
            data.display()
        )));
    }
    for file in &manifest.files {
        if Path::new(&file.path)
            .components()
            .any(|part| !matches!(part, std::path::Component::Normal(_)))
        {
            return Err(StoreError::Corrupt(format!(
                "{} leads out of the backup",
                file.path
            )));
        }
        let target = data.join(&file.path);
        make_parent(&target)?;
        std::fs::copy(from.join(&file.path), &target)?;
        sync(&target)?;
        if described(&target, &file.path, file.database)? != *file {
            return Err(StoreError::Corrupt(format!(
                "{} is not what was backed up",
                file.path
            )));
        }
    }
    for file in manifest.files.iter().filter(|file| file.database) {
        check(&data.join(&file.path), file.path.starts_with("ws/")).await?;
    }
    Ok(manifest)
}

/// `quick_check`, and for a workspace the next epoch.
async fn check(path: &Path, workspace: bool) -> Result<(), StoreError> {
    let mut conn = connect(path).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check")
        .fetch_one(&mut conn)
        .await?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt(format!(
            "{}: {verdict}",
            path.display()
        )));
    }
    if workspace {
        sqlx::query("UPDATE head SET epoch = epoch + 1 WHERE id = 1")
            .execute(&mut conn)
            .await?;
    }
    conn.close().await?;
    Ok(())
}

async fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(std::time::Duration::from_secs(5));
    Ok(options.connect().await?)
}

/// The control database and every workspace's, as paths below the data folder.
fn databases(data: &Path) -> Result<Vec<String>, StoreError> {
    let mut found = below(data, &data.join("ws"))?;
    found.retain(|path| {
        Path::new(path)
            .extension()
            .is_some_and(|ending| ending == "db")
    });
    if data.join("control.db").exists() {
        found.insert(0, "control.db".into());
    }
    Ok(found)
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

/// The content and, for its name, the folder reach the disk.
fn sync(path: &Path) -> Result<(), StoreError> {
    std::fs::File::open(path)?.sync_all()?;
    if let Some(parent) = path.parent() {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

//! Putting a backup into an empty data folder.
//!
//! Everything is copied to a folder of its own in there, checked and prepared, and only then moved
//! to its place, control last. A restore that was interrupted leaves that folder, which keeps a
//! server from starting on half of the data, and is begun again by the same command.

use std::path::{Component, Path};

use super::{
    CONTROL, MANIFEST, Manifest, connect, described, make_parent, refuse, remove, sync_folder,
};
use crate::db::sqlite;
use crate::error::StoreError;
use crate::migrate::{self, Family};
use sqlx::{Connection as _, Executor as _};

/// Where files are until all of them were checked.
const WORKBENCH: &str = "restoring";
/// What a backup consists of at the top.
const PARTS: [&str; 3] = ["ws", "files", CONTROL];

/// Whether a restore into this folder was begun and not finished.
pub fn is_interrupted(data: &Path) -> bool {
    data.join(WORKBENCH).exists() && !data.join(CONTROL).exists()
}

/// Puts a backup into the empty folder `data`.
///
/// # Errors
/// `data` is not empty, a file is missing or damaged, a database fails its check or was written by
/// a newer version. Nothing is left behind that a server would start on.
pub async fn restore(from: &Path, data: &Path) -> Result<Manifest, StoreError> {
    let text = std::fs::read_to_string(from.join(MANIFEST)).or_else(|_| {
        refuse(format!(
            "{} holds no backup (no {MANIFEST})",
            from.display()
        ))
    })?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|_| StoreError::Corrupt(format!("{MANIFEST} cannot be read")))?;
    make_room(data)?;
    let bench = data.join(WORKBENCH);
    std::fs::create_dir_all(&bench)?;
    for file in &manifest.files {
        let path = Path::new(&file.path);
        if !path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Err(StoreError::Corrupt(format!(
                "{} leads out of the backup",
                file.path
            )));
        }
        let target = bench.join(path);
        make_parent(&target)?;
        if std::fs::copy(from.join(path), &target).is_err()
            || described(&target, &file.path, file.database)? != *file
        {
            return Err(StoreError::Corrupt(format!(
                "{} is missing or not what was backed up",
                file.path
            )));
        }
        if file.database {
            prepare(&target, &file.path).await?;
        }
        std::fs::File::open(&target)?.sync_all()?;
        sync_folder(&target)?;
    }
    if !bench.join(CONTROL).exists() {
        return Err(StoreError::Corrupt(format!("{CONTROL} is missing")));
    }
    for part in PARTS {
        let source = bench.join(part);
        if source.exists() {
            std::fs::rename(&source, data.join(part))?;
            sync_folder(&source)?;
        }
        sync_folder(&bench)?;
    }
    std::fs::remove_dir_all(&bench)?;
    Ok(manifest)
}

/// Refuses a folder with something in it, except what an interrupted restore left there.
fn make_room(data: &Path) -> Result<(), StoreError> {
    if is_interrupted(data) {
        for name in [WORKBENCH, "ws", "files"] {
            match std::fs::remove_dir_all(data.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
    }
    for entry in std::fs::read_dir(data)? {
        let name = entry?.file_name();
        // A fresh file system has one folder of its own.
        if name != "lost+found" {
            return refuse(format!(
                "{} is not empty (it holds {}); restore into an empty folder",
                data.display(),
                name.to_string_lossy()
            ));
        }
    }
    Ok(())
}

/// Checks a copied database and makes it ready: browsers fetch their views anew, and what may have
/// been sent since the backup is not sent again.
async fn prepare(path: &Path, name: &str) -> Result<(), StoreError> {
    let family = if name == CONTROL {
        Family::Control
    } else {
        Family::Workspace
    };
    let mut conn = connect(path).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check")
        .fetch_one(&mut conn)
        .await?;
    if verdict != "ok" || !sqlite::is_ours(&mut conn).await? {
        return Err(StoreError::Corrupt(format!("{name}: {verdict}")));
    }
    let (found, known) = (
        sqlite::user_version(&mut conn).await?,
        migrate::newest(family),
    );
    if found > known {
        return refuse(format!(
            "{name} has schema version {found}, but this version of Parlance knows only {known}; \
             restore with the version that made the backup, or a newer one"
        ));
    }
    let done = match family {
        Family::Control => conn.execute(HOLD_MAILS).await?,
        Family::Workspace => {
            conn.execute(HOLD_OUTBOX).await?;
            conn.execute(NEXT_EPOCH).await?
        }
    };
    tracing::debug!(name, rows = done.rows_affected(), "prepared");
    conn.close().await?;
    // VACUUM wrote it without a log; a stray one would belong to another file.
    for log in ["-wal", "-shm", "-journal"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(log);
        remove(Path::new(&beside))?;
    }
    Ok(())
}

/// Invitations and links can be made anew; a mail that went out twice cannot be taken back.
const HOLD_MAILS: &str = "UPDATE mails SET state = 3, body = '', error = 'held by a restore: it may have been sent before' WHERE state < 2";
const HOLD_OUTBOX: &str = "UPDATE outbox SET state = 4, error = 'held by a restore: it may have been sent before' WHERE state < 2";
const NEXT_EPOCH: &str = "UPDATE head SET epoch = epoch + 1 WHERE id = 1";

//! Opening, creating and deleting databases.

use super::shared::Shared;
use super::slot::{Open, State};
use super::{Control, NewWorkspace, OpenError, StoreConfig, eviction, rows};
use crate::db::postgres::Schema;
use crate::db::sqlite::{self, Readers};
use crate::db::{Committed, Db, Val, Writer, stmts};
use crate::error::StoreError;
use crate::lane::{Class, Lane, Setup};
use crate::migrate::{self, Family, MigrateError};
use parlance::id::WorkspaceId;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgPool;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Row ids are `id << 32` and must stay below 2^53, so that JavaScript can hold them.
const MAX_ID: i64 = 1 << 20;
/// Larger files are not copied before a migration; their last backup must do.
const MAX_COPY: u64 = 1 << 30;

stmts! {
    RAISE_NEXT_ID "head.raise_next_id" [I64] Write
        "UPDATE head SET next_id = $1 WHERE id = 1 AND next_id < $1";
}

/// Opens and migrates the control database and starts its lane.
pub(super) async fn control(
    config: &StoreConfig,
    prefix: &str,
    pool: Option<PgPool>,
    readers: Arc<Semaphore>,
) -> Result<Control, OpenError> {
    let now = (config.clock)();
    let mut writer = match pool {
        Some(pool) => {
            let schema = Schema::new(pool, &format!("{prefix}control"));
            schema.create().await?;
            Writer::new(Db::Postgres(schema), None)
        }
        None => file_writer(&config.data_dir.join("control.db"), readers, true).await?,
    };
    migrate::run(&mut writer, Family::Control, now).await?;
    let db = writer.db().clone();
    let lane = Lane::start(Setup {
        writer,
        shared: (),
        clock: Arc::clone(&config.clock),
    });
    Ok(Control::new(db, lane))
}

/// Opens a file for writing; refuses those of other programs.
async fn file_writer(
    path: &Path,
    readers: Arc<Semaphore>,
    create: bool,
) -> Result<Writer, OpenError> {
    let mut conn = sqlite::open_writer(path, create).await?;
    if !sqlite::is_ours(&mut conn).await? {
        return Err(MigrateError::Foreign.into());
    }
    let db = Db::Sqlite {
        path: path.to_owned(),
        readers: Readers::new(path, readers),
    };
    Ok(Writer::new(db, Some(Box::new(conn))))
}

/// Builds the file that new workspaces are copied from, once per schema.
pub(super) async fn template(config: &StoreConfig) -> Result<PathBuf, OpenError> {
    let name = format!(
        "template-{}-{}.db",
        migrate::newest(Family::Workspace),
        migrate::fingerprint(Family::Workspace)
    );
    let path = config.data_dir.join(name);
    if !path.exists() {
        let unfinished = config.data_dir.join("template.tmp");
        remove_database(&unfinished)?;
        let mut writer = file_writer(&unfinished, Arc::new(Semaphore::new(1)), true).await?;
        migrate::run(&mut writer, Family::Workspace, (config.clock)()).await?;
        if !writer.close().await {
            return Err(StoreError::Unavailable("the template cannot be written".into()).into());
        }
        std::fs::rename(&unfinished, &path)?;
    }
    Ok(path)
}

/// Opens the database of a workspace. Call with its slot locked.
pub(super) async fn workspace(shared: &Arc<Shared>, id: WorkspaceId) -> Result<Open, OpenError> {
    let _permit = shared
        .opening
        .acquire()
        .await
        .map_err(|_| OpenError::NotFound)?;
    let mut read = shared.control.begin_read().await?;
    let entry = rows::find(&mut read, id).await;
    read.end().await;
    let entry = entry?.ok_or(OpenError::NotFound)?;
    match entry.state.as_str() {
        "ready" => {}
        "deleting" | "deleted" => return Err(OpenError::NotFound),
        "quarantined" => return Err(OpenError::Quarantined(entry.error.unwrap_or_default())),
        other => return Err(OpenError::NotReady(other.to_owned())),
    }
    let opened = open_database(shared, id, &entry.location).await;
    let writer = match opened {
        Ok(writer) => writer,
        Err(error) if is_broken(&error) => {
            let reason = error.to_string();
            tracing::error!(workspace = id.0, reason, "workspace quarantined");
            shared
                .set_state(id, "quarantined", Some(reason.clone()))
                .await?;
            return Err(OpenError::Quarantined(reason));
        }
        Err(error) => return Err(error),
    };
    let version = migrate::newest(Family::Workspace).max(entry.schema_version);
    shared
        .control
        .write(Class::Interactive, move |tx| {
            Box::pin(async move { rows::set_open(tx, id, version).await })
        })
        .await
        .map_err(OpenError::Store)?;
    shared.hooks.forget(id);
    let db = writer.db().clone();
    let lane = Lane::start(Setup {
        writer,
        shared: (id, Arc::clone(&shared.hooks)),
        clock: Arc::clone(&shared.config.clock),
    });
    Ok(Open { db, lane })
}

/// Whether trying again cannot help. A schema that is merely newer is not broken: during an
/// upgrade the newer process serves it.
fn is_broken(error: &OpenError) -> bool {
    match error {
        OpenError::Migrate(MigrateError::Mismatch { .. } | MigrateError::Foreign) => true,
        OpenError::Migrate(MigrateError::Failed(error)) | OpenError::Store(error) => {
            matches!(
                error,
                StoreError::Corrupt(_) | StoreError::Bug(_) | StoreError::Conflict(_)
            )
        }
        _ => false,
    }
}

async fn open_database(
    shared: &Arc<Shared>,
    id: WorkspaceId,
    location: &str,
) -> Result<Writer, OpenError> {
    let mut writer = match &shared.pool {
        Some(pool) => Writer::new(Db::Postgres(Schema::new(pool.clone(), location)), None),
        None => {
            let path = shared.config.data_dir.join(location);
            let mut writer = file_writer(&path, Arc::clone(&shared.readers), false).await?;
            copy_before_migration(shared, &mut writer, id).await?;
            writer
        }
    };
    migrate::run(&mut writer, Family::Workspace, (shared.config.clock)()).await?;
    Ok(writer)
}

/// Keeps the state before a migration, should it turn out to be wrong.
async fn copy_before_migration(
    shared: &Shared,
    writer: &mut Writer,
    id: WorkspaceId,
) -> Result<(), OpenError> {
    let Some((conn, path)) = writer.file() else {
        return Ok(());
    };
    let version = sqlite::user_version(conn).await?;
    let newest = migrate::newest(Family::Workspace);
    let size = std::fs::metadata(path).map_or(0, |found| found.len());
    if version == 0 || version >= newest || size > MAX_COPY {
        return Ok(());
    }
    let folder = shared.config.data_dir.join("backup");
    std::fs::create_dir_all(&folder)?;
    let copy = folder.join(format!("{id}-schema-{version}.db"));
    remove_database(&copy)?;
    sqlite::vacuum_into(conn, &copy).await?;
    Ok(())
}

/// Where a new workspace lives: folders by hash, so that no folder gets too long.
fn location(shared: &Shared, id: WorkspaceId) -> String {
    if shared.pool.is_some() {
        return format!("{}ws_{id}", shared.prefix);
    }
    let hash = hex::encode(Sha256::digest(id.to_string().as_bytes()));
    let folder: String = hash.chars().take(2).collect();
    format!("ws/{folder}/{id}.db")
}

/// Registry row `creating` → database → `ready`.
pub(super) async fn create(
    shared: &Arc<Shared>,
    new: NewWorkspace,
) -> Result<WorkspaceId, OpenError> {
    let owner = Arc::clone(shared);
    let version = migrate::newest(Family::Workspace);
    let (id, location) = shared
        .control
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let engine = if owner.pool.is_some() {
                    "postgres"
                } else {
                    "sqlite"
                };
                rows::insert(tx, &new, engine, |id| location(&owner, id), version).await
            })
        })
        .await
        .map_err(OpenError::Store)?;
    if id.0 >= MAX_ID {
        return Err(StoreError::bug("too many workspaces for ids below 2^53").into());
    }
    build(shared, id, &location).await?;
    shared.set_state(id, "ready", None).await?;
    Ok(id)
}

/// Finishes what a crash interrupted.
pub(super) async fn resume_creating(shared: &Arc<Shared>) -> Result<usize, OpenError> {
    let mut finished = 0;
    let mut after = WorkspaceId(0);
    loop {
        let mut read = shared.control.begin_read().await?;
        let page = rows::list(&mut read, after, 500).await;
        read.end().await;
        let page = page?;
        let Some((last, _)) = page.last() else {
            return Ok(finished);
        };
        after = *last;
        for (id, state) in page {
            if state == "creating" {
                build(shared, id, &location(shared, id)).await?;
                shared.set_state(id, "ready", None).await?;
                finished += 1;
            }
        }
    }
}

/// Makes the database of a new workspace; doing it again changes nothing.
async fn build(shared: &Arc<Shared>, id: WorkspaceId, location: &str) -> Result<(), OpenError> {
    let Some(pool) = &shared.pool else {
        return build_file(shared, id, &shared.config.data_dir.join(location)).await;
    };
    let schema = Schema::new(pool.clone(), location);
    schema.create().await?;
    let mut writer = Writer::new(Db::Postgres(schema), None);
    migrate::run(&mut writer, Family::Workspace, (shared.config.clock)()).await?;
    raise_next_id(&mut writer, id).await
}

/// The file gets its final name only when it is complete and on the disk.
async fn build_file(shared: &Arc<Shared>, id: WorkspaceId, path: &Path) -> Result<(), OpenError> {
    if path.exists() {
        return Ok(());
    }
    let Some(folder) = path.parent() else {
        return Err(OpenError::NotFound);
    };
    std::fs::create_dir_all(folder)?;
    let unfinished = path.with_extension("tmp");
    remove_database(&unfinished)?;
    std::fs::copy(&shared.template, &unfinished)?;
    let mut writer = file_writer(&unfinished, Arc::new(Semaphore::new(1)), false).await?;
    raise_next_id(&mut writer, id).await?;
    if !writer.close().await {
        return Err(StoreError::Unavailable("the new database cannot be written".into()).into());
    }
    std::fs::File::open(&unfinished)?.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

async fn raise_next_id(writer: &mut Writer, id: WorkspaceId) -> Result<(), OpenError> {
    let conn = writer.begin().await?;
    let values = [Val::I64(id.first_row_id())];
    match writer.commit(conn, &[(&RAISE_NEXT_ID, &values)]).await {
        Committed::Yes => Ok(()),
        Committed::No(error) => Err(error.into()),
        Committed::Unseen => Err(StoreError::Unknown.into()),
    }
}

/// Registry row `deleting` → close → drop → `deleted`.
pub(super) async fn delete(shared: &Arc<Shared>, id: WorkspaceId) -> Result<(), OpenError> {
    let mut read = shared.control.begin_read().await?;
    let entry = rows::find(&mut read, id).await;
    read.end().await;
    let entry = entry?.ok_or(OpenError::NotFound)?;
    shared.set_state(id, "deleting", None).await?;
    let slot = shared.slot(id);
    eviction::close(shared, &slot, true).await;
    // Held until the end: whoever waits for the slot finds the state `deleted`.
    let mut state = slot.state.write().await;
    *state = State::Closed;
    match &shared.pool {
        Some(pool) => {
            Schema::new(pool.clone(), &entry.location)
                .drop_schema()
                .await?
        }
        None => remove_database(&shared.config.data_dir.join(&entry.location))?,
    }
    shared.set_state(id, "deleted", None).await?;
    Ok(())
}

/// Removes a closed database file and what belongs to it.
fn remove_database(path: &Path) -> std::io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

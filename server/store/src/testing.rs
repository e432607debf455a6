//! Throw-away stores for tests, here and in the crates above (feature `testing`).
//!
//! SQLite in a temporary folder always; Postgres when `PARLANCE_TEST_POSTGRES_URL` names a
//! server, with schemas of its own for each store, dropped by [`TestStore::end`].

use crate::db::postgres::Schema;
use crate::{
    Clock, NewWorkspace, OpenError, Store, StoreConfig, StoreError, Val, Workspace, WriteTx,
};
use parlance::id::{ContactId, OrganizationId, TeamId, UserId, WorkspaceId};
use parlance::time::Timestamp;
use std::cell::RefCell;
use std::future::Future;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// A clock that tests set.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(1_750_000_000_000)))
    }
}

impl TestClock {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    /// Moves the clock, backwards too.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// Its hands, for the clock of the services.
    pub fn shared(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.0)
    }

    /// As the store wants it.
    pub fn as_clock(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}

/// A store on a temporary folder, or on schemas of its own. Keep it until the test ends.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// Its clock.
    pub clock: TestClock,
    /// The data folder.
    pub folder: Arc<TempDir>,
    prefix: String,
    url: Option<String>,
}

/// The server of the Postgres half of the tests, if there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are configured by their environment"
)]
pub fn postgres_url() -> Option<String> {
    std::env::var("PARLANCE_TEST_POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

impl TestStore {
    /// A store on SQLite files.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub async fn sqlite() -> Result<Self, OpenError> {
        Self::begin(None, 256).await
    }

    /// A store on Postgres; `None` without a server.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn postgres() -> Result<Option<Self>, OpenError> {
        match postgres_url() {
            Some(url) => Ok(Some(Self::begin(Some(url), 256).await?)),
            None => Ok(None),
        }
    }

    /// One store on each engine that is there, for tests that run the same on both.
    ///
    /// # Errors
    /// As above.
    pub async fn each() -> Result<Vec<Self>, OpenError> {
        let mut stores = vec![Self::sqlite().await?];
        stores.extend(Self::postgres().await?);
        Ok(stores)
    }

    /// A store with a cap of open workspaces.
    ///
    /// # Errors
    /// As above.
    pub async fn begin(url: Option<String>, max_open: usize) -> Result<Self, OpenError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let folder = Arc::new(tempfile::tempdir()?);
        let clock = TestClock::default();
        if url.is_none() {
            copy_prepared(&folder)?;
        }
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let prefix = format!("t{}_{number}_", std::process::id());
        let config = StoreConfig {
            data_dir: folder.path().to_owned(),
            database_url: url.clone(),
            max_open,
            clock: clock.as_clock(),
        };
        let store = Store::open_prefixed(config, &prefix).await?;
        if url.is_none() {
            keep_prepared(&store);
        }
        Ok(Self {
            store,
            clock,
            folder,
            prefix,
            url,
        })
    }

    /// Another store on the same databases: a second process on Postgres; on SQLite only after
    /// the first one was shut down.
    ///
    /// # Errors
    /// As for [`Store::open`].
    pub async fn again(&self) -> Result<Store, OpenError> {
        let config = StoreConfig {
            data_dir: self.folder.path().to_owned(),
            database_url: self.url.clone(),
            max_open: 256,
            clock: self.clock.as_clock(),
        };
        Store::open_prefixed(config, &self.prefix).await
    }

    /// A new workspace and its handle.
    ///
    /// # Errors
    /// As for [`Store::create_workspace`].
    pub async fn workspace(&self) -> Result<Workspace, OpenError> {
        let new = NewWorkspace {
            organization: OrganizationId(1),
            name: "Test".into(),
            color: "#0f766e".into(),
            locale: "en".into(),
            time_zone: "UTC".into(),
        };
        let id = self.store.create_workspace(new).await?;
        self.store.workspace(id).await
    }

    /// Closes the store and drops its schemas.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn end(self) -> Result<(), OpenError> {
        let listed = self.store.list_workspaces(WorkspaceId(0), 1_000).await?;
        self.store.shutdown().await;
        if let Some(url) = &self.url {
            let pool = crate::db::postgres::connect(url).await?;
            for (id, _) in listed {
                let name = format!("{}ws_{id}", self.prefix);
                Schema::new(pool.clone(), &name).drop_schema().await?;
            }
            let name = format!("{}control", self.prefix);
            Schema::new(pool.clone(), &name).drop_schema().await?;
            pool.close().await;
        }
        Ok(())
    }
}

thread_local! {
    static STATEMENTS: RefCell<Option<Vec<&'static str>>> = const { RefCell::new(None) };
}

/// The names of the reading statements that this thread runs while `work` is awaited, for tests
/// of what a screen costs. The test must run on a single thread.
pub async fn statements_of<T>(work: impl Future<Output = T>) -> (T, Vec<&'static str>) {
    STATEMENTS.set(Some(Vec::new()));
    let result = work.await;
    (result, STATEMENTS.take().unwrap_or_default())
}

pub(crate) fn note_statement(name: &'static str) {
    STATEMENTS.with_borrow_mut(|noted| noted.iter_mut().for_each(|noted| noted.push(name)));
}

/// The template of workspaces, made once per test process: it is the expensive part.
static PREPARED: OnceLock<(PathBuf, Vec<u8>)> = OnceLock::new();

fn copy_prepared(folder: &TempDir) -> std::io::Result<()> {
    match PREPARED.get() {
        Some((name, content)) => std::fs::write(folder.path().join(name), content),
        None => Ok(()),
    }
}

fn keep_prepared(store: &Store) {
    let template = &store.shared().template;
    if PREPARED.get().is_none()
        && let (Some(name), Ok(content)) = (template.file_name(), std::fs::read(template))
    {
        drop(PREPARED.set((PathBuf::from(name), content)));
    }
}

crate::db::stmts! {
    SET_TEAM "testing.set_team" [I64, I64] Write
        "UPDATE contacts SET team_id = $1 WHERE id = $2";
    SET_OPEN_TEAM "testing.set_open_team" [I64, I64] Write
        "UPDATE conversations SET team_id = $1 WHERE contact_id = $2 AND closed_at = 0";
    ADD_MEMBER "testing.add_member" [I64, I64] Write
        "INSERT INTO team_members (team_id, user_id, position) VALUES ($1, $2, 0) ON CONFLICT (team_id, user_id) DO NOTHING";
}

/// Gives a contact to a team with one member, until teams can be made in the product.
///
/// # Errors
/// The statements fail.
pub async fn set_team(
    tx: &mut WriteTx,
    contact: ContactId,
    team: TeamId,
    member: UserId,
) -> Result<(), StoreError> {
    let values = [Val::I64(team.0), Val::I64(contact.0)];
    tx.exec(&SET_TEAM, &values).await?;
    tx.exec(&SET_OPEN_TEAM, &values).await?;
    tx.exec(&ADD_MEMBER, &[Val::I64(team.0), Val::I64(member.0)])
        .await
        .map(drop)
}

/// A database of its own on the server of the Postgres half, for tests that start whole processes.
pub struct ScratchDatabase {
    /// Its address.
    pub url: String,
    name: String,
    server: String,
}

impl ScratchDatabase {
    /// Makes one; `None` without a server.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn create() -> Result<Option<Self>, OpenError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Some(server) = postgres_url() else {
            return Ok(None);
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("parlance_test_{}_{number}", std::process::id());
        run(&server, format!("CREATE DATABASE {name}")).await?;
        let (address, settings) = server.split_once('?').unwrap_or((&server, ""));
        let host = address.rsplit_once('/').map_or(address, |(host, _)| host);
        let url = format!("{host}/{name}?{settings}");
        Ok(Some(Self { url, name, server }))
    }

    /// Drops it, whoever is still connected.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn end(self) -> Result<(), OpenError> {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        run(&self.server, drop).await
    }
}

async fn run(url: &str, sql: String) -> Result<(), OpenError> {
    let pool = crate::db::postgres::connect(url).await?;
    let done = sqlx::query(crate::db::trusted(sql)).execute(&pool).await;
    pool.close().await;
    done.map_err(StoreError::from)?;
    Ok(())
}

/// Makes a SQLite file look as if a newer version of this program had written it.
///
/// # Errors
/// It cannot be opened.
pub async fn pretend_newer(file: &std::path::Path) -> Result<(), StoreError> {
    use sqlx::Executor as _;
    let mut conn = crate::db::sqlite::open_writer(file, false).await?;
    conn.execute("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (9999, 'x', 'y', 0)")
        .await?;
    crate::db::sqlite::close_writer(conn).await
}

//! The bundle that every use case gets: databases, clock, live hub, files, secrets.

use std::path::Path;
use std::sync::Arc;

use parlance_store::{Store, StoreConfig};

use crate::clock::Clock;
use crate::files::FileStore;
use crate::identity::{PasswordCost, PasswordHasher, SetupGate};
use crate::realtime::Realtime;
use crate::secrets::KeyRing;
use crate::settings::Settings;

/// Everything the use cases work with. A cheap clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
    visitors: Arc<crate::widget::Memory>,
}

/// The parts; reached through [`Services`].
pub struct Inner {
    /// Databases.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Settings.
    pub settings: Settings,
    /// Who is connected, and what they are told.
    pub realtime: Realtime,
    /// Uploaded files.
    pub files: FileStore,
    /// The instance's key.
    pub keys: KeyRing,
    /// Hashes passwords, a few at a time.
    pub passwords: PasswordHasher,
    /// The one-time token of the first start.
    pub setup: SetupGate,
}

/// Why an instance cannot start; one sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// The databases.
    #[error("{0}")]
    Store(#[from] parlance_store::OpenError),
    /// A first read of the control database.
    #[error("{0}")]
    Read(#[from] parlance_store::StoreError),
    /// The key file.
    #[error("{0}")]
    Key(#[from] crate::secrets::KeyError),
}

/// Services that were just opened.
pub struct Opened {
    /// The bundle.
    pub services: Services,
    /// The one-time token of the first start, while nobody has set up.
    pub setup_token: Option<String>,
}

impl Services {
    /// Opens databases, key and files, and connects the log with the live hub.
    ///
    /// # Errors
    /// One of them cannot be opened.
    pub async fn open(
        settings: Settings,
        key_file: &Path,
        clock: Clock,
        cost: PasswordCost,
    ) -> Result<Opened, StartError> {
        let store = Store::open(store_config(&settings, &clock)).await?;
        Self::with_store(store, settings, key_file, clock, cost).await
    }

    /// For a command of the operator beside a running server: only what the control database
    /// holds may be touched.
    ///
    /// # Errors
    /// As for [`Services::open`].
    pub async fn open_beside(
        settings: Settings,
        key_file: &Path,
        clock: Clock,
        cost: PasswordCost,
    ) -> Result<Services, StartError> {
        let store = Store::open_beside(store_config(&settings, &clock)).await?;
        Ok(Self::with_store(store, settings, key_file, clock, cost)
            .await?
            .services)
    }

    async fn with_store(
        store: Store,
        settings: Settings,
        key_file: &Path,
        clock: Clock,
        cost: PasswordCost,
    ) -> Result<Opened, StartError> {
        let keys = KeyRing::open(key_file, store.control().clone()).await?;
        let (setup, setup_token) = SetupGate::prepare(&store).await?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let services = Services::new(Inner {
            files: FileStore::new(&settings.data_dir),
            passwords: PasswordHasher::new(cost, cores),
            realtime: Realtime::new(),
            store,
            clock,
            settings,
            keys,
            setup,
        });
        services.connect();
        Ok(Opened {
            services,
            setup_token,
        })
    }

    /// Bundles the parts.
    pub fn new(inner: Inner) -> Self {
        Services {
            inner: Arc::new(inner),
            visitors: Arc::default(),
        }
    }

    /// What website chat remembers between two calls; lost at a restart without harm.
    pub(crate) fn visitors(&self) -> &crate::widget::Memory {
        &self.visitors
    }
}

impl std::ops::Deref for Services {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.inner
    }
}

fn store_config(settings: &Settings, clock: &Clock) -> StoreConfig {
    let clock = clock.clone();
    StoreConfig {
        data_dir: settings.data_dir.clone(),
        database_url: (!settings.database_url.is_empty()).then(|| settings.database_url.clone()),
        max_open: settings.max_open_workspaces,
        clock: Arc::new(move || clock.now()),
    }
}

//! Services for tests, here and in the crates above (feature `testing`): throw-away databases, a
//! clock that stands still, passwords that cost nothing, and a few people to act as.
//!
//! SQLite always; Postgres too when `PARLANCE_TEST_POSTGRES_URL` names a server ([`each`]).
#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has to stop"
)]

use std::path::PathBuf;

use parlance::id::{OrganizationId, SessionId, UserId, WorkspaceId};
use parlance::identity::WorkspaceGrant;
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::{Locale, Theme};
use parlance::time::Timestamp;
use parlance_store::control::users::{self, User};
use parlance_store::control::{mails, organizations, workspaces};
use parlance_store::testing::TestStore;
pub use parlance_store::testing::{ScratchDatabase, pretend_newer, statements_of};
use parlance_store::{Class, NewWorkspace, StoreError};

use crate::clock::Clock;
use crate::files::FileStore;
use crate::identity::{PasswordCost, PasswordHasher, SetupGate, sessions};
use crate::realtime::Realtime;
use crate::secrets::KeyRing;
use crate::services::Inner;
use crate::settings::Settings;
use crate::{Caller, Client, Services, ids};

/// The password of everybody who is made here.
pub const PASSWORD: &str = "violet kettle over the bridge";

/// Services with what belongs to them. Keep it until the test ends.
pub struct TestServices {
    /// The bundle.
    pub services: Services,
    /// The one-time token of the first start.
    pub setup_token: String,
    store: TestStore,
}

impl std::ops::Deref for TestServices {
    type Target = Services;
    fn deref(&self) -> &Services {
        &self.services
    }
}

/// An organization with a workspace.
pub struct Office {
    /// The organization.
    pub organization: OrganizationId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Admin of the one, owner of the other.
    pub owner: Caller,
}

/// Services on SQLite.
///
/// # Panics
/// If they cannot be opened.
pub async fn services() -> TestServices {
    open(TestStore::sqlite().await.expect("a store")).await
}

/// Services on each engine that is there, for tests that run the same on both.
///
/// # Panics
/// If they cannot be opened.
pub async fn each() -> Vec<TestServices> {
    let mut all = Vec::new();
    for store in TestStore::each().await.expect("stores") {
        all.push(open(store).await);
    }
    all
}

async fn open(store: TestStore) -> TestServices {
    let folder = store.folder.path().to_owned();
    let key_file: PathBuf = folder.join("test.key");
    let control = store.store.control().clone();
    let (setup, token) = SetupGate::prepare(&store.store).await.expect("a gate");
    let services = Services::new(Inner {
        store: store.store.clone(),
        clock: Clock::Fixed(store.clock.shared()),
        settings: Settings {
            public_url: "https://parlance.test".into(),
            data_dir: folder.clone(),
            database_url: String::new(),
            max_open_workspaces: 256,
            mail: None,
            max_upload: 1 << 20,
            demo: false,
        },
        realtime: Realtime::new(),
        files: FileStore::new(&folder),
        keys: KeyRing::open(&key_file, control).await.expect("a key"),
        passwords: PasswordHasher::new(PasswordCost::CHEAP, 2),
        setup,
    });
    services.connect();
    TestServices {
        services,
        setup_token: token.unwrap_or_default(),
        store,
    }
}

impl TestServices {
    /// Moves the clock.
    pub fn advance(&self, millis: i64) {
        self.store.clock.advance(millis);
    }

    /// The same databases behind other settings, for example a mail server.
    pub async fn with_settings(&self, change: impl FnOnce(&mut Settings)) -> Services {
        let folder = self.store.folder.path();
        let mut settings = self.settings.clone();
        change(&mut settings);
        let control = self.services.store.control().clone();
        Services::new(Inner {
            store: self.services.store.clone(),
            clock: self.clock.clone(),
            settings,
            realtime: Realtime::new(),
            files: FileStore::new(folder),
            keys: KeyRing::open(&folder.join("test.key"), control)
                .await
                .expect("the key"),
            passwords: PasswordHasher::new(PasswordCost::CHEAP, 2),
            setup: SetupGate::closed(),
        })
    }

    /// What another process on the same databases works with; `None` on SQLite, which has one.
    pub async fn another_process(&self) -> Option<Services> {
        if self.services.store.engine() != parlance_store::Engine::Postgres {
            return None;
        }
        let folder = self.store.folder.path();
        let store = self.store.again().await.expect("a second store");
        let keys = KeyRing::open(&folder.join("test.key"), store.control().clone()).await;
        let services = Services::new(Inner {
            store,
            clock: self.clock.clone(),
            settings: self.settings.clone(),
            realtime: Realtime::new(),
            files: FileStore::new(folder),
            keys: keys.expect("the key"),
            passwords: PasswordHasher::new(PasswordCost::CHEAP, 2),
            setup: SetupGate::closed(),
        });
        services.connect();
        Some(services)
    }

    /// Closes the databases and drops those on a server.
    pub async fn end(self) {
        let TestServices {
            services, store, ..
        } = self;
        drop(services);
        store.end().await.expect("an end");
    }

    /// An organization with one admin, and a workspace that the admin owns.
    pub async fn office(&self, name: &str) -> Office {
        let (title, email) = (name.to_owned(), format!("owner@{name}.example"));
        let make = self
            .services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let id = organizations::insert(tx, &title, Locale::En).await?;
                    let owner = make_user(tx, &email).await?;
                    organizations::insert_member(tx, id, owner, OrganizationRole::Admin).await?;
                    Ok::<_, StoreError>((id, owner))
                })
            });
        let (organization, owner) = make.await.expect("an organization");
        self.set_password(owner).await;
        let owner = self.sign_in_as(owner).await;
        let workspace = self.workspace(organization, name).await;
        self.grant(organization, workspace, owner.user, WorkspaceRole::Owner)
            .await;
        Office {
            organization,
            workspace,
            owner,
        }
    }

    /// Another workspace of an organization, without members.
    pub async fn workspace(&self, organization: OrganizationId, name: &str) -> WorkspaceId {
        let new = NewWorkspace {
            organization,
            name: name.into(),
            color: "#0f766e".into(),
            locale: "en".into(),
            time_zone: "UTC".into(),
        };
        self.services
            .store
            .create_workspace(new)
            .await
            .expect("a workspace")
    }

    /// Somebody new in an organization, called like the first part of the address, signed in.
    pub async fn person(&self, office: &Office, email: &str, role: OrganizationRole) -> Caller {
        let (email, organization) = (email.to_owned(), office.organization);
        let make = self
            .services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let user = make_user(tx, &email).await?;
                    organizations::insert_member(tx, organization, user, role).await?;
                    Ok::<_, StoreError>(user)
                })
            });
        let user = make.await.expect("a user");
        self.set_password(user).await;
        self.sign_in_as(user).await
    }

    /// Somebody new who works in the office's workspace, a plain member of the organization.
    pub async fn colleague(&self, office: &Office, email: &str, role: WorkspaceRole) -> Caller {
        let caller = self.person(office, email, OrganizationRole::Member).await;
        self.grant(office.organization, office.workspace, caller.user, role)
            .await;
        caller
    }

    async fn grant(
        &self,
        organization: OrganizationId,
        workspace: WorkspaceId,
        user: UserId,
        role: WorkspaceRole,
    ) {
        let grant = self
            .services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let grant = WorkspaceGrant { workspace, role };
                    workspaces::grant(tx, organization, user, &[grant]).await
                })
            });
        let granted: Result<(), StoreError> = grant.await;
        granted.expect("a membership");
    }

    async fn set_password(&self, user: UserId) {
        let hash = self.passwords.hash(PASSWORD.into()).await.expect("a hash");
        let save = self
            .services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move { users::save_credential(tx, user, &hash).await })
            });
        let saved: Result<(), StoreError> = save.await;
        saved.expect("a credential");
    }

    /// A session of a user, and the user as a caller with it.
    pub async fn sign_in_as(&self, user: UserId) -> Caller {
        self.session(user).await.1
    }

    /// The same, with the value of the cookie.
    pub async fn session(&self, user: UserId) -> (String, Caller) {
        let (token, client) = (ids::token(), client("192.0.2.1"));
        let until = Timestamp(i64::MAX);
        let made = sessions::create(self, &token, Some(user), "{}", until, &client).await;
        assert!(made.expect("a session"), "the id is new");
        let stored = sessions::load(self, &token, &client).await.expect("a read");
        let session = stored.map_or(SessionId(0), |stored| stored.id);
        (
            token,
            Caller {
                user,
                session,
                client,
            },
        )
    }

    /// What was mailed to an address, oldest first: subject and text.
    pub async fn mails(&self, email: &str) -> Vec<(String, String)> {
        let email = email.to_owned();
        let read = self
            .services
            .store
            .control()
            .read(move |r| Box::pin(async move { mails::list_by_recipient(r, &email).await }));
        let found: Result<_, StoreError> = read.await;
        let as_sent = |(subject, body, _): (String, String, i64)| {
            (subject, crate::identity::resolve_links(self, &body))
        };
        found.expect("mails").into_iter().map(as_sent).collect()
    }
}

async fn make_user(tx: &mut parlance_store::ControlTx, email: &str) -> Result<UserId, StoreError> {
    let new = User {
        id: UserId(0),
        email: email.into(),
        name: email.split('@').next().unwrap_or_default().into(),
        locale: Locale::En,
        time_zone: "Europe/Paris".into(),
        theme: Theme::System,
        last_workspace: None,
    };
    Ok(users::insert(tx, &new).await?.expect("the address is free"))
}

/// A client at a network address.
pub fn client(address: &str) -> Client {
    Client {
        address: address.into(),
        user_agent: "Test/1.0".into(),
    }
}

//! The first start: a one-time token opens the page that makes the first account.
//!
//! Whether the instance has been set up is a row of the control database that can be written
//! once; the token is only the key to the page. So of two parallel set-ups one wins, and the
//! page stays closed whatever becomes of the accounts later.

use parlance::error::FieldErrors;
use parlance::id::UserId;
use parlance::identity::{SetUp, WorkspaceGrant, check_password};
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::{Theme, email, line};
use parlance_store::control::users::{self, User};
use parlance_store::control::{audit as log, instance, organizations, workspaces};
use parlance_store::{Class, NewWorkspace, Store, StoreError};
use subtle::ConstantTimeEq as _;

use super::audit::{self, Detail as _};
use super::{DEFAULT_COLOR, NAME, zones};
use crate::{Client, Conflict, Result, ServiceError, Services, ids};

/// The setting that closes the page for good.
const SET_UP: &str = "set_up_at";

/// Holds the hash of the token that was printed at the start, while nobody has set up.
pub struct SetupGate {
    hash: Option<String>,
}

impl SetupGate {
    /// A gate that no token opens.
    pub fn closed() -> Self {
        SetupGate { hash: None }
    }

    /// At the start of the process: a gate with a fresh token, for the operator's eyes, if the
    /// instance has not been set up; otherwise a closed one.
    ///
    /// # Errors
    /// The control database cannot be read.
    pub async fn prepare(store: &Store) -> Result<(SetupGate, Option<String>), StoreError> {
        if is_set_up(store).await? {
            return Ok((SetupGate::closed(), None));
        }
        let token = ids::token();
        Ok((
            SetupGate {
                hash: Some(ids::hash(&token)),
            },
            Some(token),
        ))
    }

    fn opens(&self, token: &str) -> bool {
        let given = ids::hash(token);
        let equal = |hash: &String| bool::from(hash.as_bytes().ct_eq(given.as_bytes()));
        self.hash.as_ref().is_some_and(equal)
    }
}

async fn is_set_up(store: &Store) -> Result<bool, StoreError> {
    let read = store
        .control()
        .read(|r| Box::pin(async move { instance::find(r, SET_UP).await }));
    let found: Result<_, StoreError> = read.await;
    Ok(found?.is_some())
}

/// Whether the instance waits for its first account.
pub async fn setup_is_open(services: &Services) -> Result<bool> {
    Ok(!is_set_up(&services.store).await?)
}

/// Makes the first account, organization and workspace; closes the page for good.
///
/// Who holds the token printed at the start is trusted to be the operator.
pub async fn set_up(services: &Services, client: &Client, command: SetUp) -> Result<UserId> {
    if !setup_is_open(services).await? {
        return Err(ServiceError::Conflict(Conflict::AlreadySetUp));
    }
    if !services.setup.opens(&command.token) {
        return Err(ServiceError::field(
            "token",
            parlance::error::FieldProblem::Wrong,
        ));
    }
    let mut errors = FieldErrors::default();
    let name = errors.take("name", line(&command.name, NAME));
    let email = errors.take("email", email(&command.email));
    let organization = errors.take("organization", line(&command.organization, NAME));
    let workspace = errors.take("workspace", line(&command.workspace, NAME));
    let zone = errors.take("time_zone", zones::parse(&command.time_zone));
    let checked = check_password(&command.password, &command.email, &command.name);
    errors.take("password", checked);
    errors.done()?;
    let (Some(name), Some(email), Some(organization), Some(workspace), Some(zone)) =
        (name, email, organization, workspace, zone)
    else {
        return Err(ServiceError::internal("a form without errors has no value"));
    };
    let hash = services.passwords.hash(command.password).await?;
    let locale = command.locale;
    let new = User {
        id: UserId(0),
        email,
        name,
        locale,
        time_zone: zone.clone(),
        theme: Theme::System,
        last_workspace: None,
    };
    let client = client.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let now = tx.now().0.to_string();
                if !instance::insert(tx, SET_UP, &now).await? {
                    return Err(ServiceError::Conflict(Conflict::AlreadySetUp));
                }
                let taken = ServiceError::Conflict(Conflict::AlreadySetUp);
                let user = users::insert(tx, &new).await?.ok_or(taken)?;
                users::save_credential(tx, user, &hash).await?;
                let id = organizations::insert(tx, &organization, locale).await?;
                organizations::insert_member(tx, id, user, OrganizationRole::Admin).await?;
                let act = audit::act(user, &client, "instance.set_up", audit::user(user));
                log::append(tx, &act.organization(id)).await?;
                Ok((user, id))
            })
        });
    let (user, organization) = write.await?;
    let new = NewWorkspace {
        organization,
        name: workspace,
        color: DEFAULT_COLOR.into(),
        locale: locale.tag().into(),
        time_zone: zone,
    };
    // Not in the same transaction: a workspace is a database of its own. If this fails, the
    // account is there and makes the workspace on the organization's page.
    match services.store.create_workspace(new).await {
        Ok(workspace) => {
            let write = services
                .store
                .control()
                .write(Class::Interactive, move |tx| {
                    Box::pin(async move {
                        let grant = WorkspaceGrant {
                            workspace,
                            role: WorkspaceRole::Owner,
                        };
                        workspaces::grant(tx, organization, user, &[grant]).await?;
                        users::update_workspace(tx, user, workspace).await
                    })
                });
            write.await?;
        }
        Err(error) => tracing::error!(cause = %error, "the first workspace was not created"),
    }
    Ok(user)
}

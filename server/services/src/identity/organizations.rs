//! Further organizations of an instance, made by the operator at the shell.

use parlance::error::FieldErrors;
use parlance::id::{OrganizationId, UserId};
use parlance::identity::check_password;
use parlance::permission::OrganizationRole;
use parlance::text::{Locale, Theme, email, email_key, line};
use parlance_store::control::users::{self, User};
use parlance_store::control::{audit as log, organizations};
use parlance_store::{Class, StoreError};

use super::NAME;
use super::audit::{self, Detail as _};
use crate::{Client, Result, ServiceError, Services};

/// Makes an organization with its first admin. An account with this address is taken as it is
/// (its password does not change); otherwise it is made.
///
/// # Errors
/// Wrong name, address or password.
pub async fn create_organization_system(
    services: &Services,
    organization: &str,
    address: &str,
    person: &str,
    password: &str,
) -> Result<(OrganizationId, UserId)> {
    let mut errors = FieldErrors::default();
    let organization = errors
        .take("organization", line(organization, NAME))
        .unwrap_or_default();
    let name = errors.take("name", line(person, NAME)).unwrap_or_default();
    let checked = errors.take("email", email(address)).unwrap_or_default();
    errors.take("password", check_password(password, address, person));
    errors.done()?;
    let hash = services.passwords.hash(password.to_owned()).await?;
    let new = User {
        id: UserId(0),
        email: checked,
        name,
        locale: Locale::default(),
        time_zone: "UTC".into(),
        theme: Theme::System,
        last_workspace: None,
    };
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let user = match users::insert(tx, &new).await? {
                    Some(user) => {
                        users::save_credential(tx, user, &hash).await?;
                        user
                    }
                    None => {
                        let found = users::find_by_email(tx, &email_key(&new.email)).await?;
                        found
                            .ok_or_else(|| StoreError::Bug("the account vanished".into()))?
                            .id
                    }
                };
                let id = organizations::insert(tx, &organization, Locale::default()).await?;
                organizations::insert_member(tx, id, user, OrganizationRole::Admin).await?;
                let act = audit::act(
                    user,
                    &Client::default(),
                    "organization.created",
                    audit::user(user),
                );
                log::append(tx, &act.organization(id)).await?;
                Ok::<_, ServiceError>((id, user))
            })
        });
    write.await
}

//! The signed-in user's own profile and password.

use parlance::error::FieldErrors;
use parlance::identity::{ChangePassword, EditProfile, check_password};
use parlance::text::{email_key, line};
use parlance_store::control::users::{self, User};
use parlance_store::control::{audit as log, mails, reset_links, sessions};
use parlance_store::{Class, ControlTx, StoreError};

use super::sign_in::prove_password;
use super::{NAME, audit, links, mail_texts, zones};
use crate::{Caller, Conflict, Result, ServiceError, Services};

/// Changes name, language, zone and theme of the caller.
pub async fn edit_profile(
    services: &Services,
    caller: &Caller,
    command: EditProfile,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", line(&command.name, NAME));
    let zone = errors.take("time_zone", zones::parse(&command.time_zone));
    errors.done()?;
    let changed = User {
        id: caller.user,
        email: String::new(),
        name: name.unwrap_or_default(),
        locale: command.locale,
        time_zone: zone.unwrap_or_default(),
        theme: command.theme,
        last_workspace: None,
    };
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move { users::update_profile(tx, &changed).await })
        });
    let changed: Result<bool, StoreError> = write.await;
    if !changed? {
        return Err(ServiceError::Unauthenticated);
    }
    // Colleagues see the name.
    services.realtime.access_changed(caller.user);
    Ok(())
}

/// Changes the caller's password and ends all other sessions of the user.
pub async fn change_password(
    services: &Services,
    caller: &Caller,
    command: ChangePassword,
) -> Result<()> {
    let user = super::own_account(services, caller).await?;
    let key = email_key(&user.email);
    check_password(&command.password, &user.email, &user.name)
        .map_err(|problem| ServiceError::field("password", problem))?;
    let current = command.current;
    let proof = prove_password(services, &caller.client, &key, "current", current).await?;
    let hash = services.passwords.hash(command.password).await?;
    let forgot = links::address(services, "forgot");
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let id = proof.user.id;
                if !users::change_credential(tx, id, &proof.hash, &hash).await? {
                    return Err(ServiceError::Conflict(Conflict::Stale));
                }
                sessions::delete_others(tx, id, by.session).await?;
                after_change(tx, &proof.user, &forgot).await?;
                log::append(tx, &audit::by(&by, "password.change", audit::user(id))).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(caller.user);
    Ok(())
}

/// What every change of a password brings with it: links made for the old one are void, and the
/// account's owner is told.
pub(super) async fn after_change(
    tx: &mut ControlTx,
    user: &User,
    forgot: &str,
) -> Result<(), StoreError> {
    reset_links::void_of_user(tx, user.id).await?;
    let text = mail_texts::password_changed(user.locale, forgot);
    mails::insert(tx, &user.email, &text.subject, &text.body).await
}

//! Password reset by a mailed link. The answer never tells whether an account exists.

use parlance::id::UserId;
use parlance::identity::{ResetPassword, check_password};
use parlance::text::{Locale, email_key};
use parlance::time::MINUTE;
use parlance_store::control::users;
use parlance_store::control::{audit as log, mails, reset_links, sessions};
use parlance_store::{Class, StoreError};

use super::account::after_change;
use super::throttle::{self, Buckets, What};
use super::{audit, links, mail_texts};
use crate::{Client, Conflict, Result, ServiceError, Services, ids};

/// How long a link works.
const LIFE: i64 = 30 * MINUTE;

/// Mails a reset link if the account exists; same answer and time if not.
///
/// Nobody is trusted: the link goes to the address, not to who asks.
pub async fn request_reset(services: &Services, client: &Client, email: String) -> Result<()> {
    parlance::text::email(&email).map_err(|problem| ServiceError::field("email", problem))?;
    let key = email_key(&email);
    let buckets = Buckets::new(What::Reset, &key, client);
    let link = links::fresh(services, "reset");
    let client = client.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if let Some(retry_after) = throttle::attempt(tx, &buckets, &client).await? {
                    return Err(ServiceError::RateLimited { retry_after });
                }
                // The same statements for an address that nobody has, so that time tells nothing;
                // the sweeper removes what they leave.
                let found = users::find_by_email(tx, &key).await?;
                let user = found.as_ref().map(|user| user.id).unwrap_or_default();
                reset_links::void_of_user(tx, user).await?;
                reset_links::insert(tx, &link.hash, user, tx.now().plus(LIFE)).await?;
                let locale = found.as_ref().map_or(Locale::En, |user| user.locale);
                let text = mail_texts::reset(locale, &link.in_mail);
                match &found {
                    Some(user) => {
                        mails::insert(tx, &user.email, &text.subject, &text.body).await?;
                    }
                    None => mails::insert_nobody(tx, &text.subject).await?,
                }
                let asked = audit::act(user, &client, "password.reset_request", audit::user(user));
                log::append(tx, &asked).await?;
                Ok(())
            })
        });
    write.await
}

/// Whether a reset link can still be used.
///
/// Who holds the link is trusted to read the account's mail.
pub async fn reset_is_valid(services: &Services, token: String) -> Result<bool> {
    Ok(find(services, &token).await?.is_some())
}

async fn find(services: &Services, token: &str) -> Result<Option<UserId>> {
    let (hash, now) = (ids::hash(token), services.clock.now());
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { reset_links::find(r, &hash, now).await }))
        .await;
    Ok(found?)
}

/// Sets the new password and ends every session of the user. Answers with the user.
///
/// Who holds the link is trusted to read the account's mail.
pub async fn reset_password(
    services: &Services,
    client: &Client,
    command: ResetPassword,
) -> Result<UserId> {
    let invalid = || ServiceError::Conflict(Conflict::LinkInvalid);
    let id = find(services, &command.token).await?.ok_or_else(invalid)?;
    let found: Result<_, StoreError> = services
        .store
        .control()
        .read(move |r| Box::pin(async move { users::find(r, id).await }))
        .await;
    let user = found?.ok_or_else(invalid)?;
    check_password(&command.password, &user.email, &user.name)
        .map_err(|problem| ServiceError::field("password", problem))?;
    let hash = services.passwords.hash(command.password).await?;
    let token = ids::hash(&command.token);
    let forgot = links::address(services, "forgot");
    // Whoever tried to guess the old password must not keep its owner out any longer.
    let buckets = Buckets::new(What::Password, &email_key(&user.email), client);
    let client = client.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if !reset_links::use_token(tx, &token).await? {
                    return Err(ServiceError::Conflict(Conflict::LinkInvalid));
                }
                users::save_credential(tx, id, &hash).await?;
                sessions::delete_of_user(tx, id).await?;
                after_change(tx, &user, &forgot).await?;
                throttle::succeeded(tx, &buckets).await?;
                let done = audit::act(id, &client, "password.reset", audit::user(id));
                log::append(tx, &done).await?;
                Ok(())
            })
        });
    write.await?;
    services.realtime.access_changed(id);
    Ok(id)
}

/// For the command line: makes a reset link for an account and returns its address.
///
/// The operator is trusted: whoever can run this could change the database as well.
pub async fn reset_link_system(services: &Services, email: String) -> Result<String> {
    let key = email_key(&email);
    let link = links::fresh(services, "reset");
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let user = users::find_by_email(tx, &key)
                    .await?
                    .ok_or(ServiceError::NotFound)?;
                reset_links::void_of_user(tx, user.id).await?;
                reset_links::insert(tx, &link.hash, user.id, tx.now().plus(LIFE)).await?;
                let client = Client {
                    address: "command line".into(),
                    ..Client::default()
                };
                let made = audit::act(
                    UserId(0),
                    &client,
                    "password.reset_link",
                    audit::user(user.id),
                );
                log::append(tx, &made).await?;
                Ok(link.url)
            })
        });
    write.await
}

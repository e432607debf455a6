//! Sign-in with address and password, throttled.

use parlance::error::FieldProblem;
use parlance::id::UserId;
use parlance::identity::SignIn;
use parlance::text::email_key;
use parlance_store::control::users::{self, Credential, User};
use parlance_store::control::{audit as log, organizations};
use parlance_store::{Class, StoreError};

use super::audit;
use super::passwords::Verdict;
use super::throttle::{self, Buckets, What};
use crate::{Client, Result, ServiceError, Services};

/// Checks address and password. Unknown address and wrong password are the same answer after the same work.
///
/// Nobody is trusted: this is where trust begins.
///
/// # Errors
/// `Invalid` at `password`: wrong; `RateLimited`; `Forbidden`: right, but suspended in every
/// organization.
pub async fn sign_in(services: &Services, client: &Client, command: SignIn) -> Result<UserId> {
    let key = email_key(&command.email);
    let proof = prove_password(services, client, &key, "password", command.password).await?;
    let user = proof.user.id;
    let client = client.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if organizations::is_suspended_everywhere(tx, user).await? {
                    let refused = audit::act(user, &client, "sign_in.suspended", audit::user(user));
                    log::append(tx, &refused).await?;
                    return Ok::<_, StoreError>(false);
                }
                let done = audit::act(user, &client, "sign_in", audit::user(user));
                log::append(tx, &done).await?;
                users::update_active(tx, user).await?;
                Ok(true)
            })
        });
    if write.await? {
        Ok(user)
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// An account whose password was given.
pub(super) struct Proof {
    pub(super) user: User,
    /// The hash as it is stored now, for changes that must not overtake each other.
    pub(super) hash: String,
}

/// Counts the attempt, compares the password, and forgets the attempt if it was right. Serves
/// sign-in and every other place that asks for a password; `field` is where a wrong one shows.
pub(super) async fn prove_password(
    services: &Services,
    client: &Client,
    email_key: &str,
    field: &str,
    password: String,
) -> Result<Proof> {
    let buckets = Buckets::new(What::Password, email_key, client);
    let found = count_and_find(services, client, &buckets, email_key).await?;
    let stored = found
        .as_ref()
        .map(|(_, credential)| credential.hash.clone());
    let verdict = services.passwords.verify(stored, password).await?;
    let wrong = || ServiceError::field(field, FieldProblem::Wrong);
    let (user, credential) = match (found, &verdict) {
        (Some(found), Verdict::Right | Verdict::RightRehashed(_)) => found,
        _ => return Err(wrong()),
    };
    let (id, old) = (user.id, credential.hash);
    let new = match verdict {
        Verdict::RightRehashed(new) => new,
        _ => old.clone(),
    };
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                throttle::succeeded(tx, &buckets).await?;
                // A password that was changed while this one was being compared is no longer right.
                match users::find_credential(tx, id).await? {
                    Some(now) if now.hash == old => {}
                    _ => return Ok::<_, StoreError>(None),
                }
                if new != old {
                    users::rehash_credential(tx, id, &old, &new).await?;
                }
                Ok(Some(new))
            })
        });
    let hash = write.await?.ok_or_else(wrong)?;
    Ok(Proof { user, hash })
}

/// One transaction whatever the address: the attempt is counted before anything is compared.
async fn count_and_find(
    services: &Services,
    client: &Client,
    buckets: &Buckets,
    email_key: &str,
) -> Result<Option<(User, Credential)>> {
    let (client, buckets, key) = (client.clone(), buckets.clone(), email_key.to_owned());
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if let Some(retry_after) = throttle::attempt(tx, &buckets, &client).await? {
                    return Err(ServiceError::RateLimited { retry_after });
                }
                let user = users::find_by_email(tx, &key).await?;
                let id = user.as_ref().map(|user| user.id).unwrap_or_default();
                let credential = users::find_credential(tx, id).await?;
                Ok(user.zip(credential))
            })
        });
    write.await
}

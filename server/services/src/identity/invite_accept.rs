//! The invited person's side: what the link offers, and accepting it.
//!
//! Who holds the link is trusted to read the invited address's mail, and with nothing else: an
//! account that exists is asked for its password as at sign-in.

use parlance::error::FieldErrors;
use parlance::id::UserId;
use parlance::identity::{AcceptInvite, InvitePreview, check_password};
use parlance::text::{Theme, email_key, line};
use parlance_store::control::invites::{self, Invite};
use parlance_store::control::users::{self, User};
use parlance_store::control::{audit as log, organizations, workspaces};
use parlance_store::{Class, ControlTx, StoreError};

use super::audit::{self, Detail as _};
use super::sign_in::{Proof, prove_password};
use super::{NAME, zones};
use crate::{Client, Conflict, Result, ServiceError, Services, ids};

/// What somebody with the link sees before accepting.
///
/// Who holds the link is trusted to read the invited address's mail.
pub async fn invite_preview(services: &Services, token: String) -> Result<InvitePreview> {
    let (hash, now) = (ids::hash(&token), services.clock.now());
    let read = services.store.control().read(move |r| {
        Box::pin(async move {
            let Some(invite) = invites::find_by_token(r, &hash, now).await? else {
                return Ok(None);
            };
            let organization = organizations::find(r, invite.organization).await?;
            let author = users::find(r, invite.invited_by).await?;
            let account = users::find_by_email(r, &email_key(&invite.email)).await?;
            Ok::<_, StoreError>(Some(InvitePreview {
                organization: organization.map(|(name, _)| name).unwrap_or_default(),
                invited_by: author.map(|author| author.name).unwrap_or_default(),
                email: invite.email,
                has_account: account.is_some(),
            }))
        })
    });
    read.await?
        .ok_or(ServiceError::Conflict(Conflict::LinkInvalid))
}

/// Accepts an invitation: makes the account (or checks the password of the existing one) and the memberships. Answers with the user to sign in.
///
/// Who holds the link is trusted to read the invited address's mail; who has an account must
/// also know its password.
pub async fn accept_invite(
    services: &Services,
    client: &Client,
    command: AcceptInvite,
) -> Result<UserId> {
    let invalid = || ServiceError::Conflict(Conflict::LinkInvalid);
    let (hash, now) = (ids::hash(&command.token), services.clock.now());
    let key = hash.clone();
    let read = services.store.control().read(move |r| {
        Box::pin(async move {
            let Some(invite) = invites::find_by_token(r, &key, now).await? else {
                return Ok(None);
            };
            let account = users::find_by_email(r, &email_key(&invite.email)).await?;
            Ok::<_, StoreError>(Some((invite, account.is_some())))
        })
    });
    let (invite, has_account) = read.await?.ok_or_else(invalid)?;
    let who = if has_account {
        let key = email_key(&invite.email);
        Who::Old(prove_password(services, client, &key, "password", command.password).await?)
    } else {
        let new = new_user(&invite.email, &command)?;
        Who::New(new, services.passwords.hash(command.password).await?)
    };
    let client = client.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if !invites::use_token(tx, &hash).await? {
                    return Err(ServiceError::Conflict(Conflict::LinkInvalid));
                }
                let user = who.settle(tx).await?;
                join(tx, &invite, user).await?;
                let act = audit::act(
                    user,
                    &client,
                    "invite.accept",
                    format!("invite:{}", invite.id),
                );
                log::append(tx, &act.organization(invite.organization)).await?;
                Ok(user)
            })
        });
    let user = write.await?;
    services.realtime.access_changed(user);
    Ok(user)
}

/// Who accepts.
enum Who {
    Old(Proof),
    New(User, String),
}

impl Who {
    /// The account, made now if it is new. Whoever was faster meanwhile wins.
    async fn settle(self, tx: &mut ControlTx) -> Result<UserId> {
        let stale = ServiceError::Conflict(Conflict::Stale);
        match self {
            Who::Old(proof) => {
                let now = users::find_credential(tx, proof.user.id).await?;
                let same = now.is_some_and(|credential| credential.hash == proof.hash);
                if same { Ok(proof.user.id) } else { Err(stale) }
            }
            Who::New(user, hash) => {
                let id = users::insert(tx, &user).await?.ok_or(stale)?;
                users::save_credential(tx, id, &hash).await?;
                Ok(id)
            }
        }
    }
}

fn new_user(address: &str, command: &AcceptInvite) -> Result<User> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", line(&command.name, NAME));
    let zone = errors.take("time_zone", zones::parse(&command.time_zone));
    errors.take(
        "password",
        check_password(&command.password, address, &command.name),
    );
    errors.done()?;
    Ok(User {
        id: UserId(0),
        email: address.to_owned(),
        name: name.unwrap_or_default(),
        locale: command.locale,
        time_zone: zone.unwrap_or_default(),
        theme: Theme::System,
        last_workspace: None,
    })
}

/// The memberships. Those that exist stay as they are: an invitation neither raises nor lowers.
async fn join(tx: &mut ControlTx, invite: &Invite, user: UserId) -> Result<()> {
    let organization = invite.organization;
    organizations::insert_member(tx, organization, user, invite.role).await?;
    let member = organizations::find_member(tx, organization, user).await?;
    if member.is_none_or(|member| member.suspended) {
        return Err(ServiceError::Forbidden);
    }
    if let Some(first) = invite.workspaces.first() {
        workspaces::grant(tx, organization, user, &invite.workspaces).await?;
        let known = users::find(tx, user).await?;
        if known.is_some_and(|known| known.last_workspace.is_none()) {
            users::update_workspace(tx, user, first.workspace).await?;
        }
    }
    Ok(())
}

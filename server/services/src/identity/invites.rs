//! Invitations into an organization: create, list, renew, withdraw.
//!
//! A link works once, for seven days, for the address it was mailed to. A newer link for the
//! same address voids the older one.

use parlance::error::FieldProblem;
use parlance::id::{InviteId, OrganizationId};
use parlance::identity::{InviteRow, InviteUsers};
use parlance::permission::OrganizationPermission;
use parlance::text::{email, email_key};
use parlance::time::DAY;
use parlance_store::control::invites::{self, Invite};
use parlance_store::control::{audit as log, mails, organizations, users, workspaces};
use parlance_store::{Class, ControlTx, StoreError};

use super::audit::{self, Detail as _};
use super::invite_rights::{Names, may_manage, may_offer};
use super::links::{self, Link};
use super::{LIST, mail_texts};
use crate::{Caller, Result, ServiceError, Services, access};

/// How long a link works.
const LIFE: i64 = 7 * DAY;
/// Addresses of one call.
const ADDRESSES: usize = 50;

/// Invites people; mails the links, and hands them out in the answer (`link`).
pub async fn invite_users(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
    command: InviteUsers,
) -> Result<Vec<InviteRow>> {
    let emails = addresses(&command.emails);
    let links: Vec<Link> = emails
        .iter()
        .flatten()
        .map(|_| links::fresh(services, "invite"))
        .collect();
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let (role, grants) = (command.role, &command.workspaces);
                let names = may_offer(tx, &by, organization, role, grants).await?;
                let emails = emails.map_err(|problem| ServiceError::field("emails", problem))?;
                let mut rows = Vec::with_capacity(emails.len());
                for (email, link) in emails.into_iter().zip(links) {
                    refuse_members(tx, organization, &email, grants.is_empty()).await?;
                    invites::revoke_address(tx, organization, &email_key(&email)).await?;
                    let mut invite = Invite {
                        id: InviteId(0),
                        organization,
                        email,
                        role,
                        workspaces: grants.clone(),
                        invited_by: by.user,
                        expires_at: tx.now().plus(LIFE),
                    };
                    invite.id = invites::insert(tx, &invite, &link.hash).await?;
                    send(tx, &invite, &link, &by, "invite.create").await?;
                    rows.push(row(invite, &names, Some(link.url)));
                }
                Ok(rows)
            })
        });
    write.await
}

/// The addresses of a form, each once.
fn addresses(text: &str) -> Result<Vec<String>, FieldProblem> {
    let mut found: Vec<String> = Vec::new();
    let separators = |c: char| c.is_whitespace() || c == ',' || c == ';';
    for part in text.split(separators).filter(|part| !part.is_empty()) {
        let address = email(part)?;
        if !found
            .iter()
            .any(|known| email_key(known) == email_key(&address))
        {
            found.push(address);
        }
        if found.len() > ADDRESSES {
            return Err(FieldProblem::TooMany { max: 50 });
        }
    }
    if found.is_empty() {
        Err(FieldProblem::Required)
    } else {
        Ok(found)
    }
}

/// An invitation that would change nothing is refused: a member who gets no workspace, and one
/// who is suspended.
async fn refuse_members(
    tx: &mut ControlTx,
    organization: OrganizationId,
    email: &str,
    nothing_granted: bool,
) -> Result<()> {
    let Some(user) = users::find_by_email(tx, &email_key(email)).await? else {
        return Ok(());
    };
    match organizations::find_member(tx, organization, user.id).await? {
        Some(member) if nothing_granted || member.suspended => {
            Err(ServiceError::field("emails", FieldProblem::Taken))
        }
        _ => Ok(()),
    }
}

/// Mails the link and notes who offered what to whom.
async fn send(
    tx: &mut ControlTx,
    invite: &Invite,
    link: &Link,
    by: &Caller,
    action: &str,
) -> Result<()> {
    let organization = invite.organization;
    let found = organizations::find(tx, organization).await?;
    let (name, locale) = found.ok_or(ServiceError::NotFound)?;
    let author = users::find(tx, by.user)
        .await?
        .ok_or(ServiceError::Unauthenticated)?;
    let text = mail_texts::invite(locale, &name, &author.name, &link.in_mail);
    mails::insert(tx, &invite.email, &text.subject, &text.body).await?;
    let grants = serde_json::to_string(&invite.workspaces).unwrap_or_default();
    let change = format!("{}: {:?}, {grants}", invite.email, invite.role);
    let act = audit::by(by, action, format!("invite:{}", invite.id));
    log::append(tx, &act.organization(organization).change(change)).await?;
    Ok(())
}

fn row(invite: Invite, names: &Names, link: Option<String>) -> InviteRow {
    let name = |id| {
        names
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, name)| name.clone())
    };
    InviteRow {
        id: invite.id,
        email: invite.email,
        role: invite.role,
        workspaces: invite
            .workspaces
            .into_iter()
            .filter_map(|grant| Some((grant.workspace, name(grant.workspace)?, grant.role)))
            .collect(),
        expires_at: invite.expires_at,
        link,
    }
}

/// Pending invitations of an organization, newest first.
pub async fn list_invites(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
) -> Result<Vec<InviteRow>> {
    let actor = access::organization(services, caller, organization).await?;
    let read = services.store.control().read(move |r| {
        Box::pin(async move {
            let pending = invites::list(r, organization, LIST).await?;
            let names = workspaces::list_names(r, organization, LIST).await?;
            Ok::<_, StoreError>((pending, names))
        })
    });
    let (mut pending, names) = read.await?;
    let all = actor.may(OrganizationPermission::ListUsers);
    pending.retain(|invite| all || may_manage(&actor, invite));
    pending.sort_by_key(|invite| std::cmp::Reverse(invite.id));
    Ok(pending
        .into_iter()
        .map(|invite| row(invite, &names, None))
        .collect())
}

/// A fresh link for a pending invitation; the old one stops working.
pub async fn renew_invite(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
    invite: InviteId,
) -> Result<InviteRow> {
    let link = links::fresh(services, "invite");
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let mut found = pending(tx, &by, organization, invite).await?;
                let grants = &found.workspaces;
                let names = may_offer(tx, &by, organization, found.role, grants).await?;
                found.expires_at = tx.now().plus(LIFE);
                if !invites::renew(tx, invite, &link.hash, found.expires_at).await? {
                    return Err(ServiceError::NotFound);
                }
                send(tx, &found, &link, &by, "invite.renew").await?;
                Ok(row(found, &names, Some(link.url)))
            })
        });
    write.await
}

/// Withdraws an invitation.
pub async fn revoke_invite(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
    invite: InviteId,
) -> Result<()> {
    let by = caller.clone();
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                let found = pending(tx, &by, organization, invite).await?;
                if !invites::revoke(tx, invite).await? {
                    return Err(ServiceError::NotFound);
                }
                let act = audit::by(&by, "invite.revoke", format!("invite:{invite}"));
                log::append(tx, &act.organization(organization).change(found.email)).await?;
                Ok(())
            })
        });
    write.await
}

/// A pending invitation that the caller may manage; any other one does not exist for them.
async fn pending(
    tx: &mut ControlTx,
    caller: &Caller,
    organization: OrganizationId,
    invite: InviteId,
) -> Result<Invite> {
    let actor = access::organization_in(tx, caller, organization).await?;
    let found = invites::find(tx, invite)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if found.organization != organization {
        return Err(ServiceError::NotFound);
    }
    if may_manage(&actor, &found) {
        Ok(found)
    } else if actor.may(OrganizationPermission::ListUsers) {
        Err(ServiceError::Forbidden)
    } else {
        Err(ServiceError::NotFound)
    }
}

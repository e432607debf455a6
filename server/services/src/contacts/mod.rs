//! Contacts as the panel beside a conversation shows and edits them.

use parlance::contact::{ContactDetail, ContactDetails, EditContact};
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::{ContactId, WorkspaceId};
use parlance::permission::{Actor, Permission};
use parlance_store::ws::contacts::{self, ContactRecord};
use parlance_store::{Class, Reader, WriteTx};

use crate::inbox::view::{self, Sight};
use crate::inbox::visible;
use crate::{Caller, Conflict, Result, ServiceError, Services, access};

/// A contact.
pub async fn contact(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    contact: ContactId,
) -> Result<ContactDetail> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    ws.read::<_, ServiceError, _>(|r| Box::pin(async move { detail(r, &actor, contact).await }))
        .await
}

/// Changes name, e-mail and phone; answers with the new state.
pub async fn edit_contact(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    command: EditContact,
) -> Result<ContactDetail> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::EditContacts)?;
    // Whoever sees dots would write dots over the real thing, or learn by trying.
    if actor.masked() && (command.email.is_some() || command.phone.is_some()) {
        return Err(ServiceError::Forbidden);
    }
    ws.write::<_, ServiceError, _>(Class::Interactive, move |tx| {
        Box::pin(async move {
            edit(tx, &actor, &command).await?;
            detail(tx, &actor, command.id).await
        })
    })
    .await
}

async fn find(r: &mut impl Reader, actor: &Actor, id: ContactId) -> Result<ContactRecord> {
    contacts::find(r, id)
        .await?
        .filter(|contact| visible::sees(&actor.visibility, contact))
        .ok_or(ServiceError::NotFound)
}

async fn detail(r: &mut impl Reader, actor: &Actor, id: ContactId) -> Result<ContactDetail> {
    let record = find(r, actor, id).await?;
    let (channels, conversations) = contacts::list_panel(r, id).await?;
    Ok(view::contact(
        &record,
        channels,
        conversations,
        Sight::of(actor),
    ))
}

async fn edit(tx: &mut WriteTx, actor: &Actor, command: &EditContact) -> Result<()> {
    let before = find(tx, actor, command.id).await?;
    let typed = |text: &Option<String>| text.clone().unwrap_or_default();
    let parsed = ContactDetails::parse(
        &command.name,
        &typed(&command.email),
        &typed(&command.phone),
    )?;
    let after = ContactDetails {
        name: parsed.name,
        email: if command.email.is_some() {
            parsed.email
        } else {
            before.email.clone()
        },
        phone: if command.phone.is_some() {
            parsed.phone
        } else {
            before.phone.clone()
        },
    };
    let fields: Vec<String> = [
        ("name", before.name != after.name),
        ("email", before.email != after.email),
        ("phone", before.phone != after.phone),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(field, _)| field.to_owned())
    .collect();
    if fields.is_empty() {
        return Ok(());
    }
    if !contacts::update(tx, command.id, command.version, &after).await? {
        return Err(ServiceError::Conflict(Conflict::Stale));
    }
    tx.emit(EventDraft {
        actor: ActorRef::User(actor.user),
        source: Source::User,
        contact: Some(command.id),
        conversation: None,
        payload: EventPayload::ContactUpdated { fields },
    });
    Ok(())
}

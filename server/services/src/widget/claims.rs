//! What visitors say about themselves. A claim fills in what is empty and proves nothing.

use parlance::contact::ContactDetails;
use parlance::error::FieldErrors;
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance_store::ws::contacts;
use parlance_store::ws::visitors::Known;
use parlance_store::{Class, StoreError, Workspace, WriteTx};
use serde::{Deserialize, Serialize};

use crate::Result;

/// What visitors say about themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactForm {
    /// Name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Phone number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

impl ContactForm {
    pub(super) fn of(details: ContactDetails) -> ContactForm {
        ContactForm {
            name: details.name,
            email: details.email,
            phone: details.phone,
        }
    }

    pub(super) fn parse(&self) -> Result<ContactDetails, FieldErrors> {
        ContactDetails::parse(&self.name, &self.email, &self.phone)
    }
}

/// Fills in what is not known about a contact; what is known stays, and so does everything about
/// a proven one: a claim proves nothing.
pub(super) async fn claim(handle: &Workspace, known: Known, form: ContactDetails) -> Result<()> {
    let fill = |old: &String, new: String| if old.is_empty() { new } else { old.clone() };
    let old = &known.details;
    let details = ContactDetails {
        name: fill(&old.name, form.name),
        email: fill(&old.email, form.email),
        phone: fill(&old.phone, form.phone),
    };
    if known.verified || details == known.details {
        return Ok(());
    }
    handle
        .write::<_, StoreError, _>(Class::Interactive, move |tx: &mut WriteTx| {
            Box::pin(async move { change_details(tx, &known, &details).await })
        })
        .await?;
    Ok(())
}

/// Writes details unless somebody changed the contact meanwhile, who then was right.
pub(super) async fn change_details(
    tx: &mut WriteTx,
    known: &Known,
    details: &ContactDetails,
) -> Result<(), StoreError> {
    let fields: Vec<String> = [
        ("name", details.name != known.details.name),
        ("email", details.email != known.details.email),
        ("phone", details.phone != known.details.phone),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(field, _)| field.to_owned())
    .collect();
    if !fields.is_empty() && contacts::update(tx, known.contact, known.version, details).await? {
        tx.emit(EventDraft {
            actor: ActorRef::Contact(known.contact),
            source: Source::Contact,
            contact: Some(known.contact),
            conversation: None,
            payload: EventPayload::ContactUpdated { fields },
        });
    }
    Ok(())
}

//! "I am user 42 of your site": believed with a proof, a mere claim without one.
//!
//! A proven visitor gets a new token and sees the history of that user, from whatever browser. The
//! browser's own earlier history joins it if the user had none here so far: its identity is
//! renamed, so the old token finds nothing any more. A claim shows nothing, merges nothing and
//! changes nothing that is known; it fills in what is empty.

use parlance::contact::ContactDetails;
use parlance::error::FieldProblem;
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::text;
use parlance_store::ws::visitors::Known;
use parlance_store::ws::{identities, visitors};
use parlance_store::{Class, StoreError, WriteTx};
use serde::{Deserialize, Serialize};

use super::claims::{ContactForm, change_details, claim};
use super::proof::{self, Proven};
use super::token::{Token, Who, proven_id};
use super::{Visitor, limits, workspace};
use crate::{Client, Result, ServiceError, Services, channels};

/// Longest user id, in bytes.
const USER_MAX: usize = 200;

/// What the site says about its user.
pub type Traits = ContactForm;

/// The request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Identify {
    /// The site's id of the user.
    pub user_id: String,
    /// Attributes.
    #[serde(default)]
    pub traits: Traits,
    /// Hex HMAC of the id, or a JWT.
    #[serde(default)]
    pub proof: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identified {
    /// Whether the proof held.
    pub verified: bool,
    /// The token from now on.
    pub visitor_token: String,
}

/// Takes a claim of identity. A wrong proof is not an error: it leaves a claim.
///
/// # Errors
/// [`ServiceError::RateLimited`]; [`ServiceError::Invalid`] for an empty or overlong id.
pub async fn identify(
    services: &Services,
    visitor: &Visitor,
    client: &Client,
    request: Identify,
) -> Result<Identified> {
    let now = services.clock.now();
    let meter = &services.visitors().limits;
    meter.check(limits::IDENTIFY, &visitor.external_id, now)?;
    meter.check_address(limits::IDENTIFY_ADDRESS, client, now)?;
    let user = text::clean(request.user_id.trim());
    if user.is_empty() {
        return Err(ServiceError::field("user_id", FieldProblem::Required));
    }
    if user.len() > USER_MAX {
        return Err(ServiceError::field(
            "user_id",
            FieldProblem::TooLong { max: 200 },
        ));
    }
    let secrets = channels::identity_secrets(services, &visitor.route).await?;
    let proven = request
        .proof
        .as_deref()
        .and_then(|p| proof::check(&secrets, &user, p, now));
    // A wrong attribute must not undo the login on the customer's site: it is left out.
    let traits = lenient(&request.traits);
    let Some(proven) = proven else {
        claim_only(services, visitor, traits).await?;
        let visitor_token = visitor.token.sign(&services.keys);
        return Ok(Identified {
            verified: false,
            visitor_token,
        });
    };
    prove(services, visitor, &user, &proven, traits).await?;
    let who = Who::Proven { user };
    let token = if visitor.token.who == who && !visitor.token.is_old(now) {
        visitor.token.clone()
    } else {
        Token {
            key: visitor.route.key.clone(),
            who,
            issued: now,
        }
    };
    Ok(Identified {
        verified: true,
        visitor_token: token.sign(&services.keys),
    })
}

/// The attributes that are well-formed.
fn lenient(form: &ContactForm) -> ContactDetails {
    let only = |name: &str, email: &str, phone: &str| {
        ContactDetails::parse(name, email, phone).unwrap_or_default()
    };
    ContactDetails {
        name: only(&form.name, "", "").name,
        email: only("", &form.email, "").email,
        phone: only("", "", &form.phone).phone,
    }
}

async fn claim_only(services: &Services, visitor: &Visitor, traits: ContactDetails) -> Result<()> {
    if visitor.verified || traits == ContactDetails::default() {
        return Ok(());
    }
    let handle = workspace(services, visitor).await?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let known = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { visitors::find(r, channel, &external_id).await })
        })
        .await?;
    match known {
        Some(known) => claim(&handle, known, traits).await,
        // Nobody yet: the browser sends the attributes along with the first message.
        None => Ok(()),
    }
}

async fn prove(
    services: &Services,
    visitor: &Visitor,
    user: &str,
    proven: &Proven,
    traits: ContactDetails,
) -> Result<()> {
    let handle = workspace(services, visitor).await?;
    let signed = lenient(&ContactForm {
        name: proven.name.clone().unwrap_or_default(),
        email: proven.email.clone().unwrap_or_default(),
        phone: String::new(),
    });
    let (channel, id) = (visitor.channel, proven_id(user));
    let id_to_find = id.clone();
    let known = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { visitors::find(r, channel, &id_to_find).await })
        })
        .await?;
    if let Some(known) = &known
        && merged(&known.details, &signed, &traits) == known.details
    {
        // The usual page view of a user who is known already: nothing to write.
        return Ok(());
    }
    let browser = (!visitor.verified).then(|| visitor.external_id.clone());
    let (locale, source) = (visitor.locale.tag(), visitor.route.kind.word());
    handle
        .write::<_, StoreError, _>(Class::Interactive, move |tx: &mut WriteTx| {
            Box::pin(async move {
                // Read again: two tabs of one browser prove themselves at the same time.
                let known = match visitors::find(tx, channel, &id).await? {
                    Some(known) => Some(known),
                    None => match browser {
                        Some(browser) => join(tx, channel, &browser, &id).await?,
                        None => None,
                    },
                };
                if let Some(known) = known {
                    let details = merged(&known.details, &signed, &traits);
                    return change_details(tx, &known, &details).await;
                }
                let details = merged(&ContactDetails::default(), &signed, &traits);
                let contact = visitors::insert_contact(tx, &details, locale, source).await?;
                identities::insert(tx, contact, channel, &id, true).await?;
                tx.emit(EventDraft {
                    actor: ActorRef::Contact(contact),
                    source: Source::Contact,
                    contact: Some(contact),
                    conversation: None,
                    payload: EventPayload::ContactCreated {
                        channel: Some(channel),
                    },
                });
                Ok(())
            })
        })
        .await?;
    Ok(())
}

/// Makes the browser's own contact the one of the proven user. Not if that contact was proven to
/// be somebody else on this channel: two users of one browser stay two people.
async fn join(
    tx: &mut WriteTx,
    channel: parlance::id::ChannelId,
    browser: &str,
    id: &str,
) -> Result<Option<Known>, StoreError> {
    let Some(known) = visitors::find(tx, channel, browser).await? else {
        return Ok(None);
    };
    let others = identities::list_of(tx, known.contact).await?;
    if known.blocked
        || others
            .iter()
            .any(|other| other.channel == channel && other.verified)
    {
        return Ok(None);
    }
    identities::update_proven(tx, known.identity, id).await?;
    Ok(Some(known))
}

/// What the site signed wins; what it only said fills in what is empty.
fn merged(old: &ContactDetails, signed: &ContactDetails, said: &ContactDetails) -> ContactDetails {
    let pick = |signed: &String, old: &String, said: &String| {
        [signed, old, said]
            .into_iter()
            .find(|text| !text.is_empty())
            .cloned()
            .unwrap_or_default()
    };
    ContactDetails {
        name: pick(&signed.name, &old.name, &said.name),
        email: pick(&signed.email, &old.email, &said.email),
        phone: pick(&signed.phone, &old.phone, &said.phone),
    }
}

//! A visitor's message, and the files that go with it.

use parlance::contact::ContactDetails;
use parlance::error::{FieldErrors, FieldProblem};
use parlance::event::WidgetMessage;
use parlance::id::{AttachmentId, MessageId};
use parlance::message::{Author, FILES_MAX, TEXT_MAX, client_id_is_valid};
use parlance::text;
use parlance_store::ws::visitors::Known;
use parlance_store::ws::{attachments, messages, reads, visitors};
use parlance_store::{Class, InboundMessage, IngestOutcome, StoreError, Workspace, event_log};
use serde::{Deserialize, Serialize};

use super::claims::{ContactForm, claim};
use super::session::Page;
use super::{Visitor, limits, present, workspace};
use crate::{Client, Conflict, Result, ServiceError, Services};

/// Longest address of a page that is kept.
const PAGE_URL: usize = 2_000;

/// The request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Send {
    /// Chosen by the browser; sending it again gives the same message.
    pub client_id: String,
    /// The text.
    #[serde(default)]
    pub text: Option<String>,
    /// Uploads of this visitor that no message uses yet.
    #[serde(default)]
    pub uploads: Vec<AttachmentId>,
    /// Answers of the form before the chat.
    #[serde(default)]
    pub form: Option<ContactForm>,
    /// The page it is written from.
    #[serde(default)]
    pub page: Option<Page>,
    /// Language of the chat.
    #[serde(default)]
    pub locale: String,
    /// IANA name of the browser's time zone.
    #[serde(default)]
    pub tz: String,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentMessage {
    /// The stored message.
    pub message: WidgetMessage,
    /// Position of its event in the log.
    pub cursor: String,
}

/// Stores a message.
///
/// # Errors
/// [`ServiceError::RateLimited`]; [`ServiceError::Invalid`] by field; [`ServiceError::NotFound`]
/// for uploads that are not this visitor's; [`ServiceError::Forbidden`] for blocked contacts and
/// where only proven visitors may write.
pub async fn send(
    services: &Services,
    visitor: &Visitor,
    client: &Client,
    request: Send,
) -> Result<SentMessage> {
    check_limits(services, visitor, client)?;
    check_identity(visitor)?;
    let (message, form) = parse(services, visitor, request)?;
    let handle = workspace(services, visitor).await?;
    let state = look(&handle, visitor, &message).await?;
    if state.known.as_ref().is_some_and(|known| known.blocked) {
        return Err(ServiceError::Forbidden);
    }
    if let Some(id) = state.sent {
        return stored(services, visitor, &handle, id, None).await;
    }
    if !state.files_are_free {
        return Err(ServiceError::NotFound);
    }
    match state.known {
        None => check_form(visitor, &form)?,
        Some(known) => claim(&handle, known, form).await?,
    }
    let sent = message.clone();
    let outcome =
        handle
            .ingest(Class::Interactive, message)
            .await
            .map_err(|error| match error {
                // Two sends wanted the same upload, and the other one was faster.
                StoreError::Conflict(name) if name == "attachments_free" => ServiceError::NotFound,
                other => other.into(),
            })?;
    if outcome.duplicate || !sent.attachments.is_empty() {
        let seq = Some(outcome.seq);
        return stored(services, visitor, &handle, outcome.message_id, seq).await;
    }
    Ok(fresh(sent, &outcome))
}

/// The answer to a new message without files: everything in it is known without asking.
fn fresh(sent: InboundMessage, outcome: &IngestOutcome) -> SentMessage {
    SentMessage {
        message: WidgetMessage {
            id: outcome.message_id,
            client_id: sent.client_id,
            from: "visitor".to_owned(),
            author: None,
            text: sent.text,
            attachments: Vec::new(),
            at: outcome.at.0,
            status: "sent".to_owned(),
        },
        cursor: format!("{}.{}", outcome.epoch, outcome.seq),
    }
}

fn check_limits(services: &Services, visitor: &Visitor, client: &Client) -> Result<()> {
    let now = services.clock.now();
    let limits = &services.visitors().limits;
    limits.check(limits::MESSAGES, &visitor.external_id, now)?;
    limits.check_address(limits::MESSAGES_ADDRESS, client, now)?;
    limits.check_key(limits::MESSAGES_KEY, &visitor.route.key, client, now)
}

/// Where only proven visitors may write, others may not.
pub(super) fn check_identity(visitor: &Visitor) -> Result<()> {
    if visitor.route.chat.require_identity && !visitor.verified {
        return Err(ServiceError::Forbidden);
    }
    Ok(())
}

/// Checks everything that needs no database.
fn parse(
    services: &Services,
    visitor: &Visitor,
    request: Send,
) -> Result<(InboundMessage, ContactDetails)> {
    let mut errors = FieldErrors::default();
    if !client_id_is_valid(&request.client_id) {
        errors.push("client_id", FieldProblem::NotAChoice);
    }
    let typed = request.text.unwrap_or_default();
    let text = errors
        .take("text", text::block(&typed, TEXT_MAX))
        .unwrap_or_default();
    let mut uploads = request.uploads;
    uploads.sort_unstable();
    uploads.dedup();
    if uploads.len() > FILES_MAX {
        errors.push(
            "uploads",
            FieldProblem::TooMany {
                max: i64::try_from(FILES_MAX).unwrap_or(0),
            },
        );
    }
    if typed.trim().is_empty() && uploads.is_empty() {
        errors.push("text", FieldProblem::Required);
    }
    let form = match request.form.unwrap_or_default().parse() {
        Ok(form) => form,
        Err(wrong) => {
            errors.0.extend(wrong.0);
            ContactDetails::default()
        }
    };
    errors.done()?;
    let message = InboundMessage {
        channel: visitor.channel,
        external_id: visitor.external_id.clone(),
        verified: visitor.verified,
        name: form.name.clone(),
        email: form.email.clone(),
        phone: form.phone.clone(),
        locale: short(&request.locale, 35),
        time_zone: short(&request.tz, 64),
        source: visitor.route.kind.word().to_owned(),
        provider_id: request.client_id.clone(),
        client_id: Some(request.client_id),
        text,
        attachments: uploads,
        at: services.clock.now(),
        page_url: request.page.and_then(|page| page_url(&page.url)),
    };
    Ok((message, form))
}

/// A tag or zone as browsers name them, or nothing.
fn short(text: &str, max: usize) -> String {
    let ok = text.len() <= max
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_/+".contains(&b));
    if ok { text.to_owned() } else { String::new() }
}

/// An address that may be shown as a link, or nothing.
fn page_url(url: &str) -> Option<String> {
    let url = text::clean(url.trim());
    let ok = (url.starts_with("https://") || url.starts_with("http://"))
        && url.len() <= PAGE_URL
        && !url.contains(char::is_whitespace);
    ok.then_some(url)
}

/// What the database knows before a message is stored.
struct State {
    known: Option<Known>,
    /// The message that has this client id already; looked up only for messages with files, which
    /// are not free a second time.
    sent: Option<MessageId>,
    files_are_free: bool,
}

async fn look(handle: &Workspace, visitor: &Visitor, message: &InboundMessage) -> Result<State> {
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let (client_id, wanted) = (message.provider_id.clone(), message.attachments.clone());
    let state = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                let known = visitors::find(r, channel, &external_id).await?;
                if wanted.is_empty() {
                    return Ok(State {
                        known,
                        sent: None,
                        files_are_free: true,
                    });
                }
                let sent = messages::find_sent(r, channel, &client_id).await?;
                let free = attachments::list_pending(r, &external_id, &wanted).await?;
                Ok(State {
                    known,
                    sent: sent.map(|sent| sent.id),
                    files_are_free: free.len() == wanted.len(),
                })
            })
        })
        .await?;
    Ok(state)
}

/// A first message must answer the required questions.
fn check_form(visitor: &Visitor, form: &ContactDetails) -> Result<()> {
    let mut errors = FieldErrors::default();
    for field in visitor
        .route
        .chat
        .pre_chat
        .iter()
        .filter(|field| field.required)
    {
        let answer = match field.key.word() {
            "name" => &form.name,
            "email" => &form.email,
            _ => &form.phone,
        };
        if answer.is_empty() {
            errors.push(field.key.word(), FieldProblem::Required);
        }
    }
    Ok(errors.done()?)
}

/// The stored message as its visitor sees it. Somebody else's id is never answered with somebody
/// else's message.
async fn stored(
    services: &Services,
    visitor: &Visitor,
    handle: &Workspace,
    id: MessageId,
    seq: Option<i64>,
) -> Result<SentMessage> {
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let found = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                let head = event_log::head(r).await?;
                let Some(record) = messages::list_by_ids(r, &[id]).await?.pop() else {
                    return Ok(None);
                };
                let known = visitors::find(r, channel, &external_id).await?;
                let seen = reads::find_team(r, record.conversation).await?;
                Ok(Some((record, known, seen, head)))
            })
        })
        .await?;
    let (record, known, seen, head) = found.ok_or(ServiceError::NotFound)?;
    let own = matches!(record.author, Author::Contact { .. })
        && known.is_some_and(|known| known.contact == record.contact);
    if !own {
        return Err(ServiceError::Conflict(Conflict::AlreadySo));
    }
    let team = present::team(services, visitor.workspace).await?;
    Ok(SentMessage {
        message: present::message(services, visitor.workspace, &team, record, seen),
        cursor: format!("{}.{}", head.epoch, seq.unwrap_or(head.seq)),
    })
}

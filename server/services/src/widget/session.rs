//! Opening the chat: who the visitor is, what was said, how it looks. Writes nothing, except that
//! messages that just arrived on the visitor's device are noted as delivered.

use parlance::channel::{PreChatField, Side, pick};
use parlance::conversation::Status;
use parlance::event::{WidgetAuthor, WidgetMessage};
use parlance::id::MessageId;
use parlance::message::TEXT_MAX;
use parlance::text::Locale;
use parlance_store::ws::visitors;
use parlance_store::{StoreError, event_log};
use serde::{Deserialize, Serialize};

use super::claims::ContactForm;
use super::history::{self, Part};
use super::token::{Token, Who};
use super::{Visitor, limits, marks, origin, present, visitor, workspace};
use crate::{Client, Result, ServiceError, Services, files};

/// Faces in the head of the chat.
const FACES: usize = 3;

/// The request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct OpenSession {
    /// The chat.
    pub key: String,
    /// The token of an earlier visit.
    #[serde(default)]
    pub visitor_token: Option<String>,
    /// The page that shows the frame, as the frame knows from the browser.
    #[serde(default)]
    pub origin: Option<String>,
    /// Language of the chat.
    #[serde(default)]
    pub locale: String,
}

/// The page that a visitor looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Page {
    /// Its address.
    #[serde(default)]
    pub url: String,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// The token from now on; mostly the one that was sent.
    pub visitor_token: String,
    /// How it looks and what is possible.
    pub config: SessionConfig,
    /// What the visitor told about themselves; `None` before the first message.
    pub contact: Option<ContactForm>,
    /// The current conversation.
    pub conversation: Option<CurrentConversation>,
    /// The newest messages, oldest first.
    pub messages: Vec<WidgetMessage>,
    /// Whether there are older ones.
    pub has_more: bool,
    /// Where live updates begin.
    pub cursor: String,
    /// Messages of the team that the visitor has not seen.
    pub unread: usize,
}

/// The state of the newest conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CurrentConversation {
    /// Open, snoozed or closed.
    pub status: Status,
}

/// Look and texts, in the visitor's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names of the wire format say it")]
pub struct SessionConfig {
    pub title: String,
    pub subtitle: String,
    pub greeting: String,
    pub away_text: String,
    pub reply_time: String,
    pub color: String,
    pub position: Side,
    pub workspace: String,
    pub online: bool,
    pub agents: Vec<WidgetAuthor>,
    pub pre_chat: PreChat,
    pub uploads: UploadRules,
    pub max_text: usize,
}

/// Questions before the first message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreChat {
    /// Whether there are any.
    pub enabled: bool,
    /// The questions.
    pub fields: Vec<PreChatField>,
}

/// What may be uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UploadRules {
    /// Largest file.
    pub max_bytes: usize,
    /// For the file picker.
    pub accept: Vec<&'static str>,
}

/// Opens the chat for a visitor, new or known. `origin`: where the calling page says it is from.
///
/// # Errors
/// As for [`visitor`]; [`ServiceError::RateLimited`] per address.
pub async fn session(
    services: &Services,
    client: &Client,
    origin: Option<&str>,
    request: OpenSession,
) -> Result<Session> {
    let now = services.clock.now();
    let meter = &services.visitors().limits;
    meter.check_address(limits::SESSIONS, client, now)?;
    let route = visitor::route(services, &request.key).await?;
    origin::check(services, &route, origin)?;
    // The frame is ours, so its own origin says nothing about the page around it.
    if origin == Some(origin::own_origin(services)) {
        origin::check(services, &route, request.origin.as_deref())?;
    }
    let (token, text) = match &request.visitor_token {
        Some(text) => {
            let known = Token::parse(&services.keys, text, now)
                .filter(|token| token.key == route.key)
                .ok_or(ServiceError::Unauthenticated)?;
            if known.is_old(now) {
                renewed(
                    services,
                    Token {
                        issued: now,
                        ..known
                    },
                )
            } else {
                (known, text.clone())
            }
        }
        None => renewed(
            services,
            Token {
                key: route.key.clone(),
                who: Who::fresh(),
                issued: now,
            },
        ),
    };
    let mut visitor = Visitor::new(route, token);
    visitor.locale = Locale::from_tag(&request.locale).unwrap_or_default();
    open(services, visitor, text).await
}

fn renewed(services: &Services, token: Token) -> (Token, String) {
    let text = token.sign(&services.keys);
    (token, text)
}

async fn open(services: &Services, visitor: Visitor, visitor_token: String) -> Result<Session> {
    let handle = workspace(services, &visitor).await?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let (known, part, head) = handle
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move {
                let known = visitors::find(r, channel, &external_id).await?;
                let part = match &known {
                    Some(known) => {
                        history::part(r, channel, known.contact, MessageId(i64::MAX)).await?
                    }
                    None => Part::default(),
                };
                Ok((known, part, event_log::head(r).await?))
            })
        })
        .await?;
    let team = present::team(services, visitor.workspace).await?;
    let online = services.realtime.online_users(visitor.workspace);
    for (conversation, up_to) in part.undelivered() {
        // The next session, or the stream, does it otherwise.
        drop(marks::delivered(&handle, conversation, up_to).await);
    }
    let chat = &visitor.route.chat;
    let text = |text| pick(text, visitor.locale).to_owned();
    let config = SessionConfig {
        title: text(&chat.title),
        subtitle: text(&chat.subtitle),
        greeting: text(&chat.greeting),
        away_text: text(&chat.away),
        reply_time: text(&chat.reply_time),
        color: chat.color.clone(),
        position: chat.side,
        workspace: visitor.route.workspace_name.clone(),
        online: !online.is_empty(),
        agents: team.faces(&online, FACES),
        pre_chat: PreChat {
            enabled: !chat.pre_chat.is_empty(),
            fields: chat.pre_chat.clone(),
        },
        uploads: UploadRules {
            max_bytes: services.settings.max_upload,
            accept: files::ACCEPT.to_vec(),
        },
        max_text: TEXT_MAX,
    };
    let unread = part.unread();
    Ok(Session {
        visitor_token,
        config,
        contact: known.map(|known| ContactForm::of(known.details)),
        conversation: part
            .newest
            .map(|(_, status)| CurrentConversation { status }),
        has_more: part.has_more,
        messages: part
            .messages
            .into_iter()
            .map(|(record, seen)| {
                present::message(services, visitor.workspace, &team, record, seen)
            })
            .collect(),
        cursor: format!("{}.{}", head.epoch, head.seq),
        unread,
    })
}

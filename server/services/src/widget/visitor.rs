//! From a token to a visitor, without opening the workspace.

use std::sync::Arc;

use parlance::id::{ChannelId, WorkspaceId};
use parlance::text::Locale;

use super::origin;
use super::token::{Token, Who};
use crate::channels::{self, Route};
use crate::{Result, ServiceError, Services};

/// A visitor of a chat.
#[derive(Clone)]
pub struct Visitor {
    /// The workspace of the chat.
    pub workspace: WorkspaceId,
    /// The chat.
    pub channel: ChannelId,
    /// Under which the identity is stored: the hash of the browser's secret, or `user:<id>`.
    pub external_id: String,
    /// Whether the customer's site proved who it is.
    pub verified: bool,
    /// The chat's settings.
    pub route: Arc<Route>,
    /// The language of answers; callers that know set it.
    pub locale: Locale,
    pub(super) token: Token,
}

impl Visitor {
    pub(super) fn new(route: Arc<Route>, token: Token) -> Visitor {
        Visitor {
            workspace: route.workspace,
            channel: route.channel,
            external_id: token.who.external_id(),
            verified: matches!(token.who, Who::Proven { .. }),
            route,
            locale: Locale::default(),
            token,
        }
    }
}

/// The visitor of a call. `origin`: where the calling page says it is from.
///
/// # Errors
/// [`ServiceError::Unauthenticated`] for a token that is not ours or has ended,
/// [`ServiceError::NotFound`] if the chat is gone or switched off, [`ServiceError::Forbidden`] for
/// a page that may not use it.
pub async fn visitor(services: &Services, token: &str, origin: Option<&str>) -> Result<Visitor> {
    let token = Token::parse(&services.keys, token, services.clock.now())
        .ok_or(ServiceError::Unauthenticated)?;
    let route = route(services, &token.key).await?;
    origin::check(services, &route, origin)?;
    Ok(Visitor::new(route, token))
}

/// A token of a new visitor, for load generators: what [`super::session`] gives out, without the
/// limits that keep others from inventing visitors.
pub fn issue_token_system(services: &Services, key: &str) -> String {
    let token = Token {
        key: key.to_owned(),
        who: Who::fresh(),
        issued: services.clock.now(),
    };
    token.sign(&services.keys)
}

/// The chat of a key, if it takes messages.
pub(super) async fn route(services: &Services, key: &str) -> Result<Arc<Route>> {
    let route = channels::route(services, key)
        .await?
        .filter(|route| route.enabled);
    route.ok_or(ServiceError::NotFound)
}

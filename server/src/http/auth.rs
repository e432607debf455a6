//! Who is asking: the layer that turns cookie and socket into caller, viewer and client, and the
//! extractors that routes use.

use std::net::SocketAddr;

use app::scope::SESSION_USER;
use app::session::Ambient;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderMap, Method, header};
use parlance::id::{SessionId, UserId};
use parlance::identity::Viewer;
use parlance::text::Locale;
use parlance_services::{Caller, Client, ServiceError, Services, identity};
use tower_sessions::Session;

use crate::http::error::HttpError;
use crate::http::session::SESSION_PUBLIC_ID;

/// Cookie with the language that somebody chose before signing in.
const LOCALE_COOKIE: &str = "parlance_locale";

/// Which proxies may tell the address of the client (`X-Forwarded-For`).
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(pub Vec<std::net::IpAddr>);

/// Puts [`Client`], and for a session with a user [`Caller`] and [`Viewer`], into the request;
/// always puts [`Ambient`]. Leads people without an account away from pages that need one.
pub async fn identify(
    State((services, proxies)): State<(Services, TrustedProxies)>,
    mut request: Request,
    next: Next,
) -> Response {
    let client = client_of(&request, &proxies);
    let session = request.extensions().get::<Session>().cloned();
    let signed_in = match signed_in(&services, session.as_ref()).await {
        Ok(signed_in) => signed_in,
        Err(error) => return HttpError(error).into_response(),
    };
    if signed_in.is_none()
        && request.method() == Method::GET
        && needs_account(request.uri().path())
        && !is_stream(request.headers())
    {
        let next = request.uri().path_and_query().map_or("/", |p| p.as_str());
        return Redirect::to(&format!("/login?next={}", encode(next))).into_response();
    }
    let viewer = signed_in.as_ref().map(|(_, viewer)| viewer.clone());
    let ambient = Ambient {
        locale: viewer
            .as_ref()
            .map_or_else(|| locale_of(request.headers()), |v| v.locale),
        theme: viewer.as_ref().map(|v| v.theme).unwrap_or_default(),
        now: services.clock.now().0,
        demo: services.settings.demo,
        mail: services.settings.mail.is_some(),
        viewer,
    };
    let extensions = request.extensions_mut();
    extensions.insert(ambient);
    if let Some((mut caller, viewer)) = signed_in {
        caller.client = client.clone();
        extensions.insert(caller);
        extensions.insert(viewer);
    }
    extensions.insert(client);
    next.run(request).await
}

async fn signed_in(
    services: &Services,
    session: Option<&Session>,
) -> Result<Option<(Caller, Viewer)>, ServiceError> {
    let Some(session) = session else {
        return Ok(None);
    };
    let user: Option<i64> = session
        .get(SESSION_USER)
        .await
        .map_err(ServiceError::internal)?;
    let Some(user) = user.map(UserId) else {
        return Ok(None);
    };
    let id: Option<i64> = session
        .get(SESSION_PUBLIC_ID)
        .await
        .map_err(ServiceError::internal)?;
    let Some(viewer) = identity::viewer(services, user).await? else {
        return Ok(None);
    };
    let caller = Caller {
        user,
        session: SessionId(id.unwrap_or_default()),
        client: Client::default(),
    };
    Ok(Some((caller, viewer)))
}

fn needs_account(path: &str) -> bool {
    ["/w/", "/org/", "/account"]
        .iter()
        .any(|start| path.starts_with(start))
        && !path.starts_with("/w/v1/")
}

/// An event stream cannot show a page: it is told that nobody is signed in.
fn is_stream(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == "text/event-stream")
}

/// Percent-encodes what would end or change a query value (RFC 3986 §3.4).
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(b).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Language before sign-in: the chosen one, else what the browser prefers.
pub fn locale_of(headers: &HeaderMap) -> Locale {
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &http::HeaderValue| v.to_str().ok())
    };
    let chosen = text(header::COOKIE).and_then(|cookies| {
        cookies
            .split(';')
            .find_map(|pair| pair.trim().strip_prefix(LOCALE_COOKIE)?.strip_prefix('='))
            .and_then(Locale::from_tag)
    });
    chosen.unwrap_or_else(|| Locale::negotiate(text(header::ACCEPT_LANGUAGE).unwrap_or_default()))
}

/// The cookie that keeps a language chosen before sign-in for a year.
pub fn locale_cookie(locale: Locale) -> String {
    format!(
        "{LOCALE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
        locale.tag()
    )
}

/// Address from the socket, or, behind a trusted proxy, the last untrusted one it forwarded for.
pub fn client_of(request: &Request, proxies: &TrustedProxies) -> Client {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        .filter(|_| peer.is_some_and(|ip| proxies.0.contains(&ip)));
    let address = forwarded
        .and_then(|list| {
            list.rsplit(',')
                .filter_map(|part| part.trim().parse().ok())
                .find(|ip| !proxies.0.contains(ip))
        })
        .or(peer);
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok());
    Client {
        address: address
            .map(|ip: std::net::IpAddr| ip.to_canonical().to_string())
            .unwrap_or_default(),
        user_agent: agent.unwrap_or_default().chars().take(300).collect(),
    }
}

/// The signed-in caller, or 401.
pub struct CallerExt(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for CallerExt {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        parts
            .extensions
            .get::<Caller>()
            .cloned()
            .map(CallerExt)
            .ok_or(HttpError(ServiceError::Unauthenticated))
    }
}

/// The other end of the connection.
pub struct ClientExt(pub Client);

impl<S: Send + Sync> FromRequestParts<S> for ClientExt {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(ClientExt(
            parts
                .extensions
                .get::<Client>()
                .cloned()
                .unwrap_or_default(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(peer: &str, forwarded: &str) -> Request {
        let mut request = Request::builder()
            .header("x-forwarded-for", forwarded)
            .body(axum::body::Body::empty())
            .unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        request
    }

    #[test]
    fn sec_74_only_trusted_proxies_tell_the_address() {
        let proxies = TrustedProxies(vec!["10.0.0.1".parse().unwrap()]);
        assert_eq!(
            client_of(&request("203.0.113.9", "1.2.3.4"), &proxies).address,
            "203.0.113.9"
        );
        assert_eq!(
            client_of(&request("10.0.0.1", "6.6.6.6, 1.2.3.4"), &proxies).address,
            "1.2.3.4"
        );
        assert_eq!(
            client_of(&request("10.0.0.1", "1.2.3.4, 10.0.0.1"), &proxies).address,
            "1.2.3.4"
        );
        assert_eq!(
            client_of(&request("10.0.0.1", "garbage"), &proxies).address,
            "10.0.0.1"
        );
    }

    #[test]
    fn the_language_is_chosen_or_negotiated() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "fr".parse().unwrap());
        assert_eq!(locale_of(&headers), Locale::Fr);
        headers.insert(header::COOKIE, "a=b; parlance_locale=en".parse().unwrap());
        assert_eq!(locale_of(&headers), Locale::En);
    }

    #[test]
    fn pages_of_members_need_an_account() {
        assert!(
            needs_account("/w/1/inbox")
                && needs_account("/org/1")
                && needs_account("/account/profile")
        );
        assert!(!needs_account("/login") && !needs_account("/w/v1/session") && !needs_account("/"));
    }
}

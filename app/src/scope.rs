//! What a server function takes in its first line: services, caller, session, response.
//!
//! Context is tied to the reactive owner and fragile after an await (leptos T12), so everything
//! is taken at once and carried as a value.

use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use parlance::id::UserId;
use parlance::text::Locale;
use parlance_services::{Caller, Client, ServiceError, Services};
use tower_sessions::Session;

use crate::error::AppError;
use crate::session::Ambient;

/// Key of the user's id in the session.
pub const SESSION_USER: &str = "user";
/// Key of the other end's description in the session.
pub const SESSION_CLIENT: &str = "client";

/// Everything a server function works with.
pub struct Scope {
    /// The use cases.
    pub services: Services,
    /// The other end.
    pub client: Client,
    /// Language of the page.
    pub locale: Locale,
    caller: Option<Caller>,
    session: Option<Session>,
    response: Option<ResponseOptions>,
    /// A form was sent without script: a failure leads back to the page, which shows it.
    plain_form: bool,
    /// The server renders a page; otherwise the browser calls.
    page: bool,
}

/// Takes the scope of the present request.
///
/// # Errors
/// [`AppError::Internal`] outside a request, which is a defect of the routing.
pub fn request_scope() -> Result<Scope, AppError> {
    let missing = || AppError::Internal {
        id: "no-scope".into(),
    };
    let services = use_context::<Services>().ok_or_else(missing)?;
    let parts = use_context::<Parts>().ok_or_else(missing)?;
    Ok(Scope {
        services,
        client: parts
            .extensions
            .get::<Client>()
            .cloned()
            .unwrap_or_default(),
        locale: parts
            .extensions
            .get::<Ambient>()
            .map(|a| a.locale)
            .unwrap_or_default(),
        caller: parts.extensions.get::<Caller>().cloned(),
        session: parts.extensions.get::<Session>().cloned(),
        response: use_context::<ResponseOptions>(),
        plain_form: is_plain_form(&parts),
        page: parts.method == http::Method::GET,
    })
}

/// As leptos_axum decides whether to redirect after a server function.
fn is_plain_form(parts: &Parts) -> bool {
    let accepted = parts.headers.get(http::header::ACCEPT);
    parts.method == http::Method::POST
        && accepted
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"))
}

impl Scope {
    /// The signed-in caller.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`], with its status set on the response.
    pub fn caller(&self) -> Result<Caller, AppError> {
        self.caller
            .clone()
            .ok_or_else(|| self.fail(AppError::Unauthenticated {}))
    }

    /// Turns the result of a use case into the answer, and sets the status of a failure.
    ///
    /// # Errors
    /// The failure as it crosses the wire.
    pub fn answer<T>(&self, result: Result<T, ServiceError>) -> Result<T, AppError> {
        result.map_err(|error| self.fail(AppError::from(error)))
    }

    /// The page is there, but what its address names is not: the document is a 404. An answer to
    /// the browser stays a success, which is how it gets the rest.
    pub fn partly_missing(&self) {
        if let Some(response) = self.response.as_ref().filter(|_| self.page) {
            response.set_status(http::StatusCode::NOT_FOUND);
        }
    }

    fn fail(&self, error: AppError) -> AppError {
        if let Some(response) = self.response.as_ref().filter(|_| !self.plain_form) {
            response.set_status(error.status());
            if let AppError::RateLimited { retry_after } = &error {
                response.insert_header(http::header::RETRY_AFTER, (*retry_after).into());
            }
        }
        error
    }

    /// Signs a user in: a new session id, bound to the user and to what the browser calls itself.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] if the session cannot be stored.
    pub async fn start_session(&self, user: UserId) -> Result<(), AppError> {
        let session = self.session.as_ref().ok_or(AppError::Unavailable {})?;
        let stored = async {
            session.cycle_id().await?;
            session.insert(SESSION_USER, user.0).await?;
            session
                .insert(
                    SESSION_CLIENT,
                    (&self.client.address, &self.client.user_agent),
                )
                .await
        };
        stored
            .await
            .map_err(|error| self.fail(ServiceError::internal(error).into()))
    }

    /// Signs out: the session row is deleted, the cookie removed, the browser's copy cleared.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] if the session cannot be deleted.
    pub async fn end_session(&self) -> Result<(), AppError> {
        if let Some(session) = &self.session {
            session
                .flush()
                .await
                .map_err(|error| self.fail(ServiceError::internal(error).into()))?;
        }
        if let Some(response) = &self.response {
            response.insert_header(
                http::HeaderName::from_static("clear-site-data"),
                http::HeaderValue::from_static("\"cache\", \"storage\""),
            );
        }
        Ok(())
    }
}

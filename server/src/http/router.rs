//! The whole router. Layers from the outside in: telemetry, headers, panic guard, pace, then for
//! people: session → who is asking → CSRF → pages and server functions. Visitors, health checks
//! and files stand beside, with an authentication of their own.

use std::time::Duration;

use app::shell;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRef, Request};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{ErrorHandler, LeptosRoutes, generate_route_list};
use parlance_services::Services;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument as _;

use crate::http::auth::{self, TrustedProxies};
use crate::http::security_headers::{self, Tls};
use crate::http::slow::{self, Limits};
use crate::http::{demo_site, error, files, health, pages, session, sse, widget};

/// What the router needs besides the services.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// Where the browser part was built to, and how its files are called.
    pub leptos: LeptosOptions,
    /// Cookies are `Secure`, HSTS is sent: people come through TLS.
    pub tls: bool,
    /// Who may tell a client's address.
    pub proxies: TrustedProxies,
    /// How long clients may keep the server waiting.
    pub limits: Limits,
}

/// State of the page routes: Leptos wants its options, everything else the services.
#[derive(Clone, FromRef)]
struct AppState {
    leptos: LeptosOptions,
    services: Services,
}

/// A page may take this long; then the answer is 408 instead of a hanging tab.
const PAGE_TIMEOUT: Duration = Duration::from_secs(25);

/// Builds the router.
pub fn router(services: &Services, options: &HttpOptions) -> Router {
    let visitors = Router::new()
        .merge(widget::routes())
        .merge(demo_site::routes())
        .merge(health::routes())
        // Signed addresses carry their own authority: no session is read for a picture.
        .merge(files::downloads())
        .layer(middleware::from_fn_with_state(
            options.proxies.clone(),
            client_only,
        ))
        .with_state(services.clone());
    Router::new()
        .merge(people(services, options))
        .merge(visitors)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(crate::telemetry::record))
                .layer(middleware::from_fn_with_state(
                    Tls(options.tls),
                    security_headers::apply,
                ))
                .layer(CatchPanicLayer::new())
                .layer(middleware::from_fn_with_state(options.limits, slow::bodies)),
        )
}

/// Pages, server functions, live updates and uploads of users.
fn people(services: &Services, options: &HttpOptions) -> Router {
    let state = AppState {
        leptos: options.leptos.clone(),
        services: services.clone(),
    };
    let context = {
        let services = services.clone();
        move || provide_context(services.clone())
    };
    let document = {
        let leptos = options.leptos.clone();
        move || shell(leptos.clone())
    };
    // Answers that stream have no deadline of their own.
    let streams = Router::new()
        .merge(sse::routes())
        .with_state(services.clone());
    let uploads = Router::new()
        .merge(files::routes())
        .with_state(services.clone());
    let leptos_pages = Router::<AppState>::new()
        .leptos_routes_with_context(
            &state,
            generate_route_list(app::App),
            context.clone(),
            document,
        )
        .with_state(state)
        .merge(pages::routes().with_state(services.clone()))
        .layer(middleware::from_fn(error::unreadable_calls))
        .layer(middleware::from_fn(to_the_end))
        .layer(DefaultBodyLimit::max(1 << 20))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            PAGE_TIMEOUT,
        ));
    let not_found = ErrorHandler::new_with_context(context, shell, options.leptos.clone());
    let static_files = static_files(&options.leptos);
    let fallback = tower::service_fn(move |request: Request| {
        let static_files = static_files.clone();
        let not_found = not_found.clone();
        async move {
            let (parts, body) = request.into_parts();
            let again = Request::from_parts(parts.clone(), Body::empty());
            let response = static_files
                .oneshot(Request::from_parts(parts, body))
                .await?;
            if response.status() == StatusCode::NOT_FOUND {
                not_found.oneshot(again).await
            } else {
                Ok(response)
            }
        }
    });
    leptos_pages
        .merge(streams)
        .merge(uploads)
        .fallback_service(fallback)
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(
            (services.clone(), options.proxies.clone()),
            auth::identify,
        ))
        .layer(session::layer(services.clone(), options.tls))
}

/// Finishes what a request began even if the browser goes away meanwhile. A page whose request is
/// dropped while it is being rendered panics: the signals it reads are gone (leptos T12). And a
/// command is carried out whole.
async fn to_the_end(request: Request, next: middleware::Next) -> Response {
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // For the layer that answers for panics.
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    }
}

type StaticFiles = tower::util::BoxCloneSyncService<Request, Response, std::convert::Infallible>;

/// Files of the browser part (hashed: immutable) and of `public/` (short-lived), precompressed.
fn static_files(leptos: &LeptosOptions) -> StaticFiles {
    let hashed = leptos.hash_files;
    let directory = leptos_axum::site_pkg_dir_service(leptos);
    let service = tower::service_fn(move |request: Request| {
        let directory = directory.clone();
        async move {
            let package = request.uri().path().starts_with("/pkg/");
            let response = directory.oneshot(request).await?;
            let mut response = response.map(Body::new);
            if response.status() != StatusCode::NOT_FOUND {
                let policy = match (package, hashed) {
                    (true, true) => "public, max-age=31536000, immutable",
                    (true, false) => "no-cache",
                    (false, _) => "public, max-age=3600",
                };
                response
                    .headers_mut()
                    .insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
            }
            Ok(response)
        }
    });
    StaticFiles::new(service)
}

async fn client_only(
    axum::extract::State(proxies): axum::extract::State<TrustedProxies>,
    mut request: Request,
    next: middleware::Next,
) -> Response {
    let client = auth::client_of(&request, &proxies);
    request.extensions_mut().insert(client);
    next.run(request).await
}

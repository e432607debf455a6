//! The HTML document around every page, and its content security policy.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::App;
use crate::session::ambient_of_request;

/// The document. Also sets the content security policy, which needs the nonce of this render.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let ambient = ambient_of_request();
    set_policy();
    view! {
        <!DOCTYPE html>
        <html lang=ambient.locale.tag() data-theme=ambient.theme.word()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="icon" href="/favicon.ico" sizes="32x32" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <AutoReload options=options.clone() />
                <HydrationScripts options=options.clone() />
                <HashedStylesheet id="leptos" options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Sends the policy of the security document as a header. `style-src-attr` allows the style
/// attributes that the server renders; scripts need the nonce of this page.
fn set_policy() {
    #[cfg(feature = "ssr")]
    {
        let Some(response) = use_context::<leptos_axum::ResponseOptions>() else {
            return;
        };
        let nonce = leptos::nonce::use_nonce()
            .map(|n| n.to_string())
            .unwrap_or_default();
        let reload = if cfg!(debug_assertions) {
            " ws://127.0.0.1:3001 ws://localhost:3001"
        } else {
            ""
        };
        let policy = format!(
            "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; \
             media-src 'self' blob:; connect-src 'self'{reload}; frame-ancestors 'none'; \
             base-uri 'none'; form-action 'self'; object-src 'none'"
        );
        if let Ok(value) = http::HeaderValue::from_str(&policy) {
            response.insert_header(http::header::CONTENT_SECURITY_POLICY, value);
        }
    }
}

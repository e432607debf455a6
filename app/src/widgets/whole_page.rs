//! Leaving the single page: what follows a change of who is signed in, or of the language, is
//! loaded whole, so that everything starts fresh.
//!
//! Called from effects and event handlers only.

use leptos::prelude::window;

/// Loads an address of ours as a whole page.
pub fn go(path: &str) {
    // Fails only for addresses that cannot be parsed, and ours can.
    let _ = window().location().assign(path);
}

/// Loads the present page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Makes the redirects of server functions load whole pages. Has to run before the router takes
/// them over for navigation inside the page; only the first caller counts.
pub fn on_redirect() {
    let _ = server_fn::redirect::set_redirect_hook(|path: &str| go(path));
}

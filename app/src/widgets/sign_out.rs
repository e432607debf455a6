//! The way out: a plain form, so that it works without script and loads a whole page after it.

use leptos::prelude::*;
use server_fn::ServerFn;

use crate::api::auth::SignOut;

/// A form whose one button signs out. The button comes as children.
#[component]
pub fn SignOutForm(
    /// The button, of type `submit`.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=SignOut::url() class="contents">
            {children()}
        </form>
    }
}

//! The end of a list that has more: a button, a link without JavaScript.

use leptos::prelude::*;

use super::{Button, ButtonLink};
use crate::locales::use_texts;

/// "Load more". Nothing when there is nothing more.
#[component]
pub fn LoadMore(
    /// Whether there is more.
    #[prop(into)]
    has_more: Signal<bool>,
    /// It is being fetched.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Called to fetch it.
    #[prop(optional, into)]
    on_more: Option<Callback<()>>,
    /// The next page as a link; used when there is no `on_more`.
    #[prop(optional, into)]
    href: Option<String>,
    /// Other words than "Load more".
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let t = use_texts();
    let label = label.unwrap_or_else(|| t.ui.load_more().to_owned());
    view! {
        <div class="flex justify-center py-3 empty:hidden">
            {move || {
                let (label, href) = (label.clone(), href.clone());
                has_more
                    .get()
                    .then(|| match (on_more, href) {
                        (Some(on_more), _) => {
                            view! {
                                <Button loading=loading on:click=move |_| on_more.run(())>
                                    {label}
                                </Button>
                            }
                                .into_any()
                        }
                        (None, Some(href)) => {
                            view! { <ButtonLink href=href>{label}</ButtonLink> }.into_any()
                        }
                        (None, None) => ().into_any(),
                    })
            }}
        </div>
    }
}

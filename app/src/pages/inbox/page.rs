//! The page of the inbox: asks the server once, then hands everything to the screen, which keeps
//! it up to date by itself. Another view or conversation is not another request of this page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;

use super::address::use_address;
use super::screen::InboxScreen;
use crate::api::inbox::open_inbox;
use crate::locales::use_texts;
use crate::ui::SkeletonRows;
use crate::widgets::problem::Problem;

/// `/w/:ws/inbox`, `…/:view`, `…/:view/:conversation`: one page for three routes.
#[component]
pub fn InboxPage() -> AnyView {
    let t = use_texts();
    let address = use_address();
    let workspace = Memo::new(move |_| address.get().workspace);
    let page_res = Resource::new(
        move || workspace.get(),
        move |workspace| {
            let at = address.get_untracked();
            async move { open_inbox(workspace, at.query(), at.conversation).await }
        },
    );
    view! {
        <Title text=t.inbox.title() />
        <Transition fallback=|| view! { <SkeletonRows rows=8 /> }>
            <div class="contents">
                {move || {
                    Suspend::new(async move {
                        match page_res.await {
                            Ok(page) => view! { <InboxScreen page=page address=address /> }.into_any(),
                            Err(error) => view! { <Problem error=error /> }.into_any(),
                        }
                    })
                }}
            </div>
        </Transition>
        // The routes below draw nothing, but the router puts the new address into the browser's
        // bar only after it has drawn them.
        <div hidden>
            <Outlet />
        </div>
    }
    .into_any()
}

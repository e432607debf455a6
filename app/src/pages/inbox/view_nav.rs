//! The views of the inbox with their live counts, and the filter open or closed.

use leptos::prelude::*;
use parlance::conversation::{Counts, Status, View};

use super::address::Address;
use crate::locales::use_texts;
use crate::ui::{Icon, IconView, TabLink, TabLinks};

/// Above the list: Mine, Unassigned, All; open or closed.
#[component]
pub fn ViewNav(
    /// Which list is shown.
    #[prop(into)]
    address: Signal<Address>,
    /// Open conversations by view.
    #[prop(into)]
    counts: Signal<Counts>,
) -> impl IntoView {
    let t = use_texts();
    let tab = move |view: View| {
        let words = match view {
            View::Mine => t.inbox.mine(),
            View::Unassigned => t.inbox.unassigned(),
            View::All => t.inbox.all(),
        };
        let count = Signal::derive(move || {
            // The numbers are of open conversations.
            if address.get().status != Status::Open {
                return 0;
            }
            let counts = counts.get();
            match view {
                View::Mine => counts.mine,
                View::Unassigned => counts.unassigned.unwrap_or_default(),
                View::All => counts.all.unwrap_or_default(),
            }
        });
        view! {
            <TabLink
                href=Signal::derive(move || address.get().with_view(view).path())
                active=Signal::derive(move || address.get().view == view)
                count=count
                attr:data-testid=["view-", view.word()].concat()
            >
                {words}
            </TabLink>
        }
    };
    view! {
        <div class="flex flex-col">
            <div class="flex items-center justify-between gap-2 px-4 pt-3 pb-1">
                <h1 class="text-lg font-semibold">{t.shell.inbox_short()}</h1>
                <div role="group" aria-label=t.inbox.status_filter() class="segments">
                    <StatusLink address=address status=Status::Open words=t.inbox.open() />
                    <StatusLink address=address status=Status::Closed words=t.inbox.closed() />
                </div>
            </div>
            <div class="px-2">
                <TabLinks label=t.inbox.views()>
                    {View::ALL.map(tab).into_iter().collect_view()}
                </TabLinks>
            </div>
        </div>
    }
}

/// One status of the filter, as a link: it has an address of its own.
#[component]
fn StatusLink(address: Signal<Address>, status: Status, words: &'static str) -> impl IntoView {
    let active = Memo::new(move |_| address.get().status == status);
    view! {
        <a
            class="segment no-underline"
            class=("bg-surface-raised", move || active.get())
            class=("text-ink", move || active.get())
            class=("shadow-raised", move || active.get())
            href=move || address.get().with_status(status).path()
            aria-current=move || active.get().then_some("true")
            data-testid=if status == Status::Open { "filter-open" } else { "filter-closed" }
        >
            <span class="contents">
                {move || active.get().then(|| view! { <IconView icon=Icon::Check /> })}
            </span>
            <span>{words}</span>
        </a>
    }
}

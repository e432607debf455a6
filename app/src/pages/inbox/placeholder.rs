//! What stands in the place of a conversation: none chosen, on its way, missing, failed.

use leptos::prelude::*;

use super::store::Inbox;
use crate::locales::use_texts;
use crate::ui::{Button, ButtonLink, EmptyState, Icon, IconView, Skeleton, SkeletonRows};
use crate::widgets::problem::document_status;

/// No conversation is chosen.
#[component]
pub fn NothingOpen() -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="hidden min-w-0 flex-1 place-content-center @2xl:grid" data-testid="nothing-open">
            <EmptyState icon=Icon::Chat title=t.inbox.choose() text=t.inbox.choose_help() />
        </div>
    }
}

/// A conversation on its way.
#[component]
pub fn ThreadSkeleton(
    /// The inbox.
    inbox: Inbox,
) -> impl IntoView {
    view! {
        <div class="flex min-w-0 flex-1 flex-col" data-testid="thread-loading">
            <div class="flex min-h-14 items-center gap-3 border-b border-line px-4">
                <BackLink inbox=inbox />
                <Skeleton class="size-8 rounded-full" />
                <Skeleton class="h-4 w-40" />
            </div>
            <div class="max-w-xl">
                <SkeletonRows rows=5 />
            </div>
        </div>
    }
}

/// The address names a conversation that is not there.
#[component]
pub fn MissingThread(
    /// The inbox.
    inbox: Inbox,
) -> impl IntoView {
    let t = use_texts();
    document_status(404);
    let list = inbox.address.get_untracked().with_conversation(None).path();
    view! {
        <div class="grid min-w-0 flex-1 place-content-center" data-testid="thread-missing">
            <EmptyState icon=Icon::Search title=t.inbox.not_found() text=t.inbox.not_found_help()>
                <ButtonLink href=list>{t.inbox.back_to_list()}</ButtonLink>
            </EmptyState>
        </div>
    }
}

/// A conversation that could not be loaded.
#[component]
pub fn FailedThread(
    /// Why.
    #[prop(into)]
    text: String,
    /// Called to try again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="grid min-w-0 flex-1 place-content-center" data-testid="thread-failed">
            <EmptyState icon=Icon::Alert title=t.inbox.thread_failed() text=text>
                <Button on:click=move |_| on_retry.run(())>{t.common.retry()}</Button>
            </EmptyState>
        </div>
    }
}

/// To the list, on a phone.
#[component]
fn BackLink(inbox: Inbox) -> impl IntoView {
    let t = use_texts();
    view! {
        <a
            class="btn btn-ghost btn-square -ml-1 @2xl:hidden"
            href=move || inbox.address.get().with_conversation(None).path()
            aria-label=t.inbox.back_to_list()
        >
            <IconView icon=Icon::ArrowLeft />
        </a>
    }
}

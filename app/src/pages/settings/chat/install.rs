//! The lines to paste into a website, and how to see that they work.

use leptos::prelude::*;
use parlance::id::WorkspaceId;

use crate::locales::use_texts;
use crate::session::{use_ambient, workspace_path};
use crate::ui::{Banner, ButtonLink, CopyField, Icon, TextLink, Tone};

/// Snippet and next steps.
#[component]
pub fn Install(workspace: WorkspaceId, #[prop(into)] snippet: Signal<String>) -> impl IntoView {
    let t = use_texts();
    let demo = use_ambient().demo;
    view! {
        <div class="flex flex-col gap-4">
            <p class="text-sm">{t.channels.install_text()}</p>
            <div data-testid="snippet">
                <CopyField text=snippet code=true label=t.channels.snippet() />
            </div>
            <Banner tone=Tone::Info title=t.channels.waiting()>
                <p>{t.channels.waiting_text()}</p>
                {demo
                    .then(|| {
                        view! {
                            <p class="mt-1">
                                <TextLink href="/demo-site" new_tab=true>
                                    {t.channels.open_test_page()}
                                </TextLink>
                            </p>
                        }
                    })}
            </Banner>
            <div class="flex flex-wrap gap-2">
                <ButtonLink href=workspace_path(workspace, "inbox") icon=Icon::Inbox>
                    {t.channels.open_inbox()}
                </ButtonLink>
            </div>
        </div>
    }
}

//! The accounts of the demonstration data, offered on the sign-in page in demo mode only.

use leptos::prelude::*;
use parlance::permission::WorkspaceRole;

use crate::locales::use_texts;
use crate::ui::{Button, ButtonSize, ButtonVariant, Icon, IconView};
use crate::widgets::roles::workspace_role;

/// Role and address of each account.
pub const DEMO_ACCOUNTS: [(WorkspaceRole, &str); 3] = [
    (WorkspaceRole::Owner, "owner@demo.parlance.example"),
    (WorkspaceRole::Manager, "manager@demo.parlance.example"),
    (WorkspaceRole::Agent, "agent@demo.parlance.example"),
];

/// Password of all of them.
pub const DEMO_PASSWORD: &str = "parlance-demo-2026";

/// Fills the form with an account.
#[component]
pub fn DemoAccounts(email: RwSignal<String>, password: RwSignal<String>) -> impl IntoView {
    let t = use_texts();
    let rows = DEMO_ACCOUNTS
        .map(|(role, address)| {
            view! {
                <li class="flex items-center justify-between gap-3">
                    <span class="flex min-w-0 flex-col">
                        <span class="text-sm font-medium">{workspace_role(t, role)}</span>
                        <span class="truncate text-xs text-ink-muted">{address}</span>
                    </span>
                    <Button
                        variant=ButtonVariant::Secondary
                        size=ButtonSize::Small
                        on:click=move |_| {
                            email.set(address.to_owned());
                            password.set(DEMO_PASSWORD.to_owned());
                        }
                    >
                        {t.auth.demo_fill()}
                        <span class="sr-only">" " {workspace_role(t, role)}</span>
                    </Button>
                </li>
            }
        })
        .collect_view();
    view! {
        <section
            class="flex flex-col gap-3 rounded-xl border border-dashed border-line-strong p-4"
            aria-label=t.auth.demo_title()
            data-testid="demo-accounts"
        >
            <p class="flex items-start gap-2 text-sm text-ink-muted">
                <span class="mt-0.5">
                    <IconView icon=Icon::Info />
                </span>
                <span>{t.auth.demo_text()} " " <code class="font-mono">{DEMO_PASSWORD}</code></span>
            </p>
            <ul class="flex flex-col gap-2.5">{rows}</ul>
        </section>
    }
}

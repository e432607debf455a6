//! Channels of a workspace: the list, and what to do while there is none.

use leptos::prelude::*;
use leptos_meta::Title;
use parlance::channel::{ChannelKind, ChannelRow};
use parlance::id::WorkspaceId;
use parlance::permission::Permission;

use crate::api::channels::list_channels;
use crate::locales::use_texts;
use crate::session::{use_membership, workspace_path};
use crate::ui::{
    Badge, ButtonLink, ButtonVariant, EmptyState, Icon, IconSize, IconView, PageHeader, Tone,
};
use crate::widgets::access::{may, sees_settings};
use crate::widgets::problem::NotAllowed;
use crate::widgets::{When, loaded};

/// The page.
#[component]
pub fn ChannelsPage() -> impl IntoView {
    let t = use_texts();
    let Some(member) = use_membership().filter(sees_settings) else {
        return view! { <NotAllowed /> }.into_any();
    };
    let id = member.id;
    let manages = may(&member, Permission::ManageChannels);
    let rows_res = Resource::new(|| (), move |()| list_channels(id));
    view! {
        <Title text=t.settings.channels() />
        <PageHeader title=t.settings.channels() description=t.channels.list_text()>
            {manages
                .then(|| {
                    view! {
                        <ButtonLink
                            href=workspace_path(id, "settings/channels/new")
                            variant=ButtonVariant::Primary
                            icon=Icon::Plus
                        >
                            {t.channels.add_chat()}
                        </ButtonLink>
                    }
                })}
        </PageHeader>
        {loaded(
            rows_res,
            move |rows| {
                view! { <ChannelList workspace=id rows=rows manages=manages /> }.into_any()
            },
        )}
    }
    .into_any()
}

/// The channels as cards.
#[component]
pub(super) fn ChannelList(
    workspace: WorkspaceId,
    rows: Vec<ChannelRow>,
    manages: bool,
) -> impl IntoView {
    let t = use_texts();
    if rows.is_empty() {
        let text = if manages {
            t.channels.empty_text()
        } else {
            t.channels.empty_text_looking()
        };
        return view! {
            <div class="card">
                <EmptyState icon=Icon::Chat title=t.channels.empty_title() text=text>
                    {manages
                        .then(|| {
                            view! {
                                <ButtonLink
                                    href=workspace_path(workspace, "settings/channels/new")
                                    variant=ButtonVariant::Primary
                                    icon=Icon::Plus
                                >
                                    {t.channels.add_first()}
                                </ButtonLink>
                            }
                        })}
                </EmptyState>
            </div>
        }
        .into_any();
    }
    let items = rows
        .into_iter()
        .map(|row| view! { <ChannelCard workspace=workspace row=row manages=manages /> })
        .collect_view();
    view! { <ul class="grid gap-3 sm:grid-cols-2">{items}</ul> }.into_any()
}

/// One channel.
#[component]
fn ChannelCard(workspace: WorkspaceId, row: ChannelRow, manages: bool) -> impl IntoView {
    let t = use_texts();
    let (icon, kind) = match row.kind {
        ChannelKind::WebChat => (Icon::Globe, t.channels.web_chat()),
    };
    let (tone, state) = if row.enabled {
        (Tone::Success, t.channels.on())
    } else {
        (Tone::Neutral, t.channels.off())
    };
    let href = workspace_path(workspace, &format!("settings/channels/{}", row.id));
    let name = if manages {
        view! {
            <a href=href class="truncate font-semibold after:absolute after:inset-0 after:rounded-xl">
                {row.name}
            </a>
        }
        .into_any()
    } else {
        view! { <span class="truncate font-semibold">{row.name}</span> }.into_any()
    };
    view! {
        <li
            class="card relative flex items-start gap-3 p-4 hover:border-line-strong"
            data-testid="channel"
        >
            <span class="grid size-10 shrink-0 place-content-center rounded-lg bg-accent-soft text-accent-ink">
                <IconView icon=icon size=IconSize::Large />
            </span>
            <div class="flex min-w-0 flex-1 flex-col gap-0.5">
                {name}
                <span class="text-xs text-ink-muted">
                    {kind} " · " {t.channels.since()} " " <When at=row.created_at date=true />
                </span>
            </div>
            <Badge tone=tone>{state}</Badge>
        </li>
    }
}

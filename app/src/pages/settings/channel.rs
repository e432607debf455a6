//! A website chat: its settings, on and off, installation, identity, disconnecting.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use parlance::channel::{SaveWebChat, WebChatConfig, WebChatDetail};
use parlance::id::{ChannelId, WorkspaceId};
use parlance::identity::WorkspaceMembership;
use parlance::permission::Permission;

use super::chat::disconnect::Disconnect;
use super::chat::draft::{Draft, Problems};
use super::chat::fields::{DomainFields, LookFields};
use super::chat::form_fields::FormFields;
use super::chat::identity::Identity;
use super::chat::install::Install;
use super::chat::preview::Preview;
use super::chat::text_fields::TextFields;
use super::layout::member_who_may;
use super::new_channel::focus_wrong;
use crate::api::channels::{save_web_chat, web_chat};
use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::workspace_path;
use crate::ui::{
    Badge, Button, ButtonKind, ButtonVariant, Crumb, PageHeader, Switch, Tone, use_toasts,
};
use crate::widgets::access::may;
use crate::widgets::attempt::{FormAlert, on_success, toast_failures};
use crate::widgets::problem::{NotAllowed, NotFound};
use crate::widgets::{error_text, loaded};

/// The page.
#[component]
pub fn ChannelPage() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let channel = params.with_untracked(|params| params.get("channel")?.parse::<ChannelId>().ok());
    let Some(member) = member_who_may(Permission::ManageChannels) else {
        return view! { <NotAllowed /> }.into_any();
    };
    let Some(channel) = channel else {
        return view! { <NotFound /> }.into_any();
    };
    let id = member.id;
    let detail_res = Resource::new(|| (), move |()| web_chat(id, channel));
    view! {
        <Title text=t.channels.web_chat() />
        {loaded(
            detail_res,
            move |detail| {
                view! { <ChannelView member=member.clone() detail=detail /> }.into_any()
            },
        )}
    }
    .into_any()
}

/// Everything about one chat.
#[component]
pub(super) fn ChannelView(member: WorkspaceMembership, detail: WebChatDetail) -> impl IntoView {
    let t = use_texts();
    let workspace = member.id;
    let channel = detail.id;
    let (snippet, hint) = (detail.snippet.clone(), detail.identity_hint.clone());
    let saved = RwSignal::new(detail.clone());
    let name = Signal::derive(move || saved.with(|saved| saved.config.name.clone()));
    let draft = Draft::new(&detail.config);
    view! {
        <PageHeader
            title=name
            crumbs=vec![
                Crumb::new(t.settings.channels(), workspace_path(workspace, "settings/channels")),
            ]
            aside=move || view! { <StateBadge saved=saved /> }
        >
            <OnOff workspace=workspace saved=saved />
        </PageHeader>
        <div class="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <ChatForm workspace=workspace draft=draft saved=saved />
            <div class="lg:sticky lg:top-0">
                <Preview draft=draft />
            </div>
        </div>
        <Block title=t.channels.install() text=t.channels.install_hint()>
            <Install workspace=workspace snippet=snippet />
        </Block>
        <Block title=t.channels.identity() text=t.channels.identity_text()>
            <Identity workspace=workspace channel=channel hint=hint />
        </Block>
        {may(&member, Permission::DeleteChannels)
            .then(|| {
                view! {
                    <Block title=t.channels.disconnect() text=t.channels.disconnect_hint()>
                        <Disconnect workspace=workspace channel=channel name=name />
                    </Block>
                }
            })}
    }
}

/// A part of the page outside of the form.
#[component]
fn Block(title: &'static str, text: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="flex min-w-0 flex-col gap-4 border-t border-line pt-6">
            <div class="flex flex-col gap-1">
                <h2 class="text-base font-semibold">{title}</h2>
                <p class="max-w-160 text-sm text-ink-muted">{text}</p>
            </div>
            {children()}
        </section>
    }
}

/// On or off, in a word.
#[component]
fn StateBadge(saved: RwSignal<WebChatDetail>) -> impl IntoView {
    let t = use_texts();
    let badge = move || {
        let (tone, words) = if saved.with(|saved| saved.enabled) {
            (Tone::Success, t.channels.on())
        } else {
            (Tone::Neutral, t.channels.off())
        };
        view! { <Badge tone=tone>{words}</Badge> }
    };
    view! { <span class="contents">{badge}</span> }
}

/// Whether the chat takes messages; takes effect at once, without what is typed in the form.
#[component]
fn OnOff(workspace: WorkspaceId, saved: RwSignal<WebChatDetail>) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let on = RwSignal::new(saved.with_untracked(|saved| saved.enabled));
    let send = Action::new(move |command: &SaveWebChat| save_web_chat(workspace, command.clone()));
    toast_failures(send);
    on_success(send, move |detail: WebChatDetail| {
        toasts.success(if detail.enabled {
            t.channels.switched_on()
        } else {
            t.channels.switched_off()
        });
        saved.set(detail);
    });
    // The switch shows what is saved, also after a failure.
    Effect::new(move |_| {
        let enabled = saved.with(|saved| saved.enabled);
        if !send.pending().get() {
            on.set(enabled);
        }
    });
    let change = Callback::new(move |enabled| {
        let detail = saved.get_untracked();
        send.dispatch(SaveWebChat {
            id: Some(detail.id),
            version: detail.version,
            enabled,
            config: detail.config,
        });
    });
    view! {
        <Switch
            id="enabled"
            label=t.channels.takes_messages()
            checked=on
            disabled=send.pending()
            on_change=change
        />
    }
}

/// The settings.
#[component]
fn ChatForm(workspace: WorkspaceId, draft: Draft, saved: RwSignal<WebChatDetail>) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let form = NodeRef::<html::Form>::new();
    let problems = Problems::none();
    let send = Action::new(move |command: &SaveWebChat| save_web_chat(workspace, command.clone()));
    on_success(send, move |detail: WebChatDetail| {
        saved.set(detail);
        toasts.success(t.common.saved());
    });
    Effect::new(move |_| {
        let wrong = send.value().with(|value| match value {
            Some(Err(AppError::Invalid { errors })) => Some(errors.clone()),
            _ => None,
        });
        if let Some(errors) = wrong {
            problems.set(errors);
            focus_wrong(form);
        }
    });
    let failed = Signal::derive(move || {
        send.value().with(|value| match value {
            Some(Err(AppError::Invalid { .. })) | Some(Ok(_)) | None => None,
            Some(Err(error)) => Some(error_text(t, error)),
        })
    });
    let save = move |config: WebChatConfig| {
        let detail = saved.get_untracked();
        send.dispatch(SaveWebChat {
            id: Some(detail.id),
            version: detail.version,
            enabled: detail.enabled,
            config,
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match untrack(|| draft.config()).parse() {
            Ok(config) => {
                problems.set(Default::default());
                save(config);
            }
            Err(errors) => {
                problems.set(errors);
                focus_wrong(form);
            }
        }
    };
    let unchanged = Signal::derive(move || saved.with(|saved| saved.config == draft.config()));
    view! {
        <form
            node_ref=form
            method="post"
            novalidate=true
            on:submit=submit
            class="flex min-w-0 flex-col gap-6"
        >
            <FormAlert error=failed />
            <Group title=t.channels.step_look()>
                <LookFields draft=draft problems=problems />
            </Group>
            <Group title=t.channels.texts()>
                <TextFields draft=draft problems=problems />
            </Group>
            <Group title=t.channels.step_form()>
                <FormFields draft=draft />
            </Group>
            <Group title=t.channels.step_domains()>
                <DomainFields draft=draft problems=problems />
                <Switch
                    id="require-identity"
                    label=t.channels.require_identity()
                    hint=t.channels.require_identity_hint()
                    checked=draft.require_identity
                />
            </Group>
            <div class="sticky bottom-0 z-1 -mx-1 flex justify-end border-t border-line bg-surface px-1 py-3">
                <Button
                    variant=ButtonVariant::Primary
                    kind=ButtonKind::Submit
                    loading=send.pending()
                    disabled=unchanged
                >
                    {t.common.save_changes()}
                </Button>
            </div>
        </form>
    }
}

/// A group of fields.
#[component]
fn Group(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="flex flex-col gap-4" aria-label=title>
            <h2 class="text-base font-semibold">{title}</h2>
            {children()}
        </section>
    }
}

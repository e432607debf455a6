//! Adding a website chat, in four steps: look, form, domains, installation. The panel beside the
//! form shows what visitors will see.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use parlance::channel::{SaveWebChat, WebChatDetail, default_config};
use parlance::error::FieldErrors;
use parlance::id::WorkspaceId;
use parlance::permission::Permission;

use super::chat::draft::{Draft, Problems};
use super::chat::fields::{DomainFields, LOOK, LookFields};
use super::chat::form_fields::FormFields;
use super::chat::install::Install;
use super::chat::preview::Preview;
use super::chat::text_fields::TextFields;
use super::layout::member_who_may;
use crate::api::channels::save_web_chat;
use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::workspace_path;
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonVariant, Crumb, Disclosure, Icon, PageHeader, dom, timer,
};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::error_text;
use crate::widgets::problem::NotAllowed;

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Look,
    Form,
    Domains,
    Install,
}

impl Step {
    const ALL: [Step; 4] = [Step::Look, Step::Form, Step::Domains, Step::Install];

    fn back(self) -> Step {
        match self {
            Step::Look | Step::Form => Step::Look,
            Step::Domains => Step::Form,
            Step::Install => Step::Install,
        }
    }
}

/// The page.
#[component]
pub fn NewChannelPage() -> impl IntoView {
    let t = use_texts();
    let Some(member) = member_who_may(Permission::ManageChannels) else {
        return view! { <NotAllowed /> }.into_any();
    };
    let id = member.id;
    view! {
        <Title text=t.channels.add_chat() />
        <PageHeader
            title=t.channels.add_chat()
            description=t.channels.add_chat_text()
            crumbs=vec![
                Crumb::new(t.settings.channels(), workspace_path(id, "settings/channels")),
            ]
        />
        <Wizard workspace=id />
    }
    .into_any()
}

/// The steps, the form, the preview.
#[component]
pub(super) fn Wizard(workspace: WorkspaceId) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let step = RwSignal::new(Step::Look);
    let draft = Draft::new(&default_config(t.channels.default_name()));
    let problems = Problems::none();
    let send = Action::new(move |command: &SaveWebChat| save_web_chat(workspace, command.clone()));
    let failed = Signal::derive(move || {
        send.value().with(|value| match value {
            Some(Err(AppError::Invalid { .. })) | Some(Ok(_)) | None => None,
            Some(Err(error)) => Some(error_text(t, error)),
        })
    });
    Effect::new(move |_| {
        let wrong = send.value().with(|value| match value {
            Some(Err(AppError::Invalid { errors })) => Some(errors.clone()),
            _ => None,
        });
        if let Some(errors) = wrong {
            problems.set(errors);
            step.set(if problems.concern(LOOK) {
                Step::Look
            } else {
                Step::Domains
            });
            focus_wrong(form);
        }
    });
    on_success(send, move |_| step.set(Step::Install));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = untrack(|| draft.config()).parse();
        problems.set(
            found
                .as_ref()
                .err()
                .cloned()
                .unwrap_or_else(FieldErrors::default),
        );
        match step.get_untracked() {
            Step::Look if problems.concern(LOOK) => focus_wrong(form),
            Step::Look => step.set(Step::Form),
            Step::Form => step.set(Step::Domains),
            Step::Domains => match found {
                Ok(config) => {
                    send.dispatch(SaveWebChat {
                        id: None,
                        version: 0,
                        enabled: true,
                        config,
                    });
                }
                Err(_) => focus_wrong(form),
            },
            Step::Install => {}
        }
    };
    let detail = Signal::derive(move || send.value().get().and_then(Result::ok));
    view! {
        <Steps step=step />
        <div class="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div class="min-w-0">
                <form
                    node_ref=form
                    method="post"
                    novalidate=true
                    on:submit=submit
                    class="flex flex-col gap-5"
                    hidden=move || step.get() == Step::Install
                >
                    <FormAlert error=failed />
                    <Part title=t.channels.step_look() step=step own=Step::Look>
                        <LookFields draft=draft problems=problems />
                        <Disclosure summary=t.channels.texts() open=true>
                            <div class="flex flex-col gap-5">
                                <TextFields draft=draft problems=problems />
                            </div>
                        </Disclosure>
                    </Part>
                    <Part title=t.channels.step_form() step=step own=Step::Form>
                        <p class="text-sm text-ink-muted">{t.channels.form_text()}</p>
                        <FormFields draft=draft />
                    </Part>
                    <Part title=t.channels.step_domains() step=step own=Step::Domains>
                        <p class="text-sm text-ink-muted">{t.channels.domains_text()}</p>
                        <DomainFields draft=draft problems=problems />
                    </Part>
                    <Buttons step=step busy=send.pending().into() />
                </form>
                <div class="contents">
                    {move || {
                        detail.get().map(|detail| view! { <Finished workspace=workspace detail=detail /> })
                    }}
                </div>
            </div>
            <div class="lg:sticky lg:top-0">
                <Preview draft=draft />
            </div>
        </div>
    }
}

/// Moves the focus to the first wrong field, once it is visible.
pub(super) fn focus_wrong(form: NodeRef<html::Form>) {
    timer::after_paint(move || {
        let Some(form) = form.try_get_untracked().flatten() else {
            return;
        };
        if let Some(first) = dom::all(&form, "[aria-invalid='true']").first() {
            dom::focus(first);
        }
    });
}

/// Where one is.
#[component]
fn Steps(step: RwSignal<Step>) -> impl IntoView {
    let t = use_texts();
    let names = [
        t.channels.step_look(),
        t.channels.step_form(),
        t.channels.step_domains(),
        t.channels.step_install(),
    ];
    let items = Step::ALL
        .into_iter()
        .zip(names)
        .enumerate()
        .map(|(index, (own, name))| {
            let here = move || step.get() == own;
            let past = move || step.get() > own;
            view! {
                <li
                    class="flex min-w-0 flex-1 items-center gap-2 border-t-2 border-line pt-2 text-sm"
                    class=("border-accent!", move || here() || past())
                    class=("font-semibold", here)
                    class=("text-ink-muted", move || !here())
                    aria-current=move || here().then_some("step")
                >
                    <span class="tabular-nums">{(index + 1).to_string()}</span>
                    <span class="truncate max-sm:sr-only">{name}</span>
                    <span class="sr-only">{move || past().then(|| t.common.done())}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="flex gap-2" aria-label=t.channels.steps()>
            {items}
        </ol>
    }
}

/// The fields of one step. Hidden, not gone, while another one shows.
#[component]
fn Part(title: &'static str, step: RwSignal<Step>, own: Step, children: Children) -> impl IntoView {
    view! {
        <section
            class="flex flex-col gap-5"
            aria-label=title
            hidden=move || step.get() != own
        >
            <h2 class="text-lg font-semibold">{title}</h2>
            {children()}
        </section>
    }
}

/// Back and on.
#[component]
fn Buttons(step: RwSignal<Step>, busy: Signal<bool>) -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="flex items-center justify-between gap-3 border-t border-line pt-4">
            <div>
                <Show when=move || step.get() != Step::Look>
                    <Button
                        icon=Icon::ArrowLeft
                        disabled=busy
                        on:click=move |_| step.update(|step| *step = step.back())
                    >
                        {t.common.back()}
                    </Button>
                </Show>
            </div>
            <Button
                variant=ButtonVariant::Primary
                kind=ButtonKind::Submit
                loading=busy
                attr:data-testid="wizard-next"
            >
                {move || {
                    if step.get() == Step::Domains { t.channels.create() } else { t.common.next() }
                }}
            </Button>
        </div>
    }
}

/// The chat exists: what to paste, and where to go on.
#[component]
pub(super) fn Finished(workspace: WorkspaceId, detail: WebChatDetail) -> impl IntoView {
    let t = use_texts();
    let href = workspace_path(workspace, &format!("settings/channels/{}", detail.id));
    view! {
        <section class="flex flex-col gap-5" aria-label=t.channels.step_install()>
            <h2 class="text-lg font-semibold">{t.channels.ready()}</h2>
            <Install workspace=workspace snippet=detail.snippet />
            <div class="flex justify-end border-t border-line pt-4">
                <ButtonLink href=href variant=ButtonVariant::Primary>
                    {t.channels.to_settings()}
                </ButtonLink>
            </div>
        </section>
    }
}

//! Adding somebody of the organization to the workspace, and changing role and restrictions.

use leptos::prelude::*;
use leptos::task::spawn_local;
use parlance::id::{UserId, WorkspaceId};
use parlance::identity::{SaveWorkspaceMember, WorkspaceMemberRow};
use parlance::permission::{Flag, Flags, WorkspaceRole};

use super::members::Rights;
use crate::api::workspace::{save_workspace_member, workspace_candidates};
use crate::error::AppError;
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonKind, ButtonVariant, Checkbox, Dialog, DialogSize, EmptyState, Field, Icon,
    Select, SelectOption, use_toasts,
};
use crate::widgets::Attempt;
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::roles::{
    flag, flag_hint, workspace_choices, workspace_role_hint, workspace_role_of,
};

type Send = Action<SaveWorkspaceMember, Result<(), AppError>>;

/// The action of both dialogs: closes the dialog and says so.
fn saving(open: RwSignal<bool>, on_saved: Callback<()>) -> Send {
    let t = use_texts();
    let toasts = use_toasts();
    let send = Action::new(|command: &SaveWorkspaceMember| save_workspace_member(command.clone()));
    on_success(send, move |()| {
        open.set(false);
        toasts.success(t.common.saved());
        on_saved.run(());
    });
    Effect::new(move |_| {
        if open.get() {
            send.clear();
        }
    });
    send
}

/// The dialog for somebody new.
#[component]
pub(super) fn AddDialog(
    open: RwSignal<bool>,
    workspace: WorkspaceId,
    rights: Rights,
    on_saved: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let send = saving(open, on_saved);
    let busy: Signal<bool> = send.pending().into();
    view! {
        <Dialog
            id="add-member"
            open=open
            title=t.settings.add_member()
            description=t.settings.add_member_text()
            size=DialogSize::Large
            locked=busy
            footer=move || view! { <Footer open=open busy=busy form="add-form" words=t.common.add() /> }
        >
            <AddForm send=send workspace=workspace rights=rights />
        </Dialog>
    }
}

/// The dialog for a member.
#[component]
pub(super) fn EditDialog(
    open: RwSignal<bool>,
    target: RwSignal<Option<WorkspaceMemberRow>>,
    workspace: WorkspaceId,
    rights: Rights,
    on_saved: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let send = saving(open, on_saved);
    let busy: Signal<bool> = send.pending().into();
    let title = Signal::derive(move || {
        target.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default())
    });
    view! {
        <Dialog
            id="edit-member"
            open=open
            title=title
            size=DialogSize::Large
            locked=busy
            footer=move || view! { <Footer open=open busy=busy form="edit-form" words=t.common.save() /> }
        >
            {move || {
                target
                    .get_untracked()
                    .map(|row| {
                        view! {
                            <RoleForm
                                id="edit-form"
                                send=send
                                workspace=workspace
                                user=Signal::derive(move || Some(row.id))
                                role=row.role
                                flags=row.flags
                                rights=rights
                            />
                        }
                    })
            }}
        </Dialog>
    }
}

/// The buttons of both dialogs.
#[component]
fn Footer(
    open: RwSignal<bool>,
    busy: Signal<bool>,
    form: &'static str,
    words: &'static str,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <Button disabled=busy on:click=move |_| open.set(false)>
            {t.common.cancel()}
        </Button>
        <Button
            variant=ButtonVariant::Primary
            kind=ButtonKind::Submit
            loading=busy
            attr:form=form
        >
            {words}
        </Button>
    }
}

/// Who, and as what.
#[component]
fn AddForm(send: Send, workspace: WorkspaceId, rights: Rights) -> impl IntoView {
    let t = use_texts();
    let people = RwSignal::new(None::<Vec<SelectOption>>);
    let chosen = RwSignal::new(String::new());
    spawn_local(async move {
        let found = workspace_candidates(workspace).await.unwrap_or_default();
        people.try_set(Some(
            found
                .into_iter()
                .map(|person| SelectOption::new(person.id.to_string(), person.name))
                .collect(),
        ));
    });
    let nobody = move || people.with(|people| people.as_ref().is_some_and(Vec::is_empty));
    let user = Signal::derive(move || chosen.get().parse::<UserId>().ok());
    view! {
        <div class="flex flex-col gap-4">
            <Show
                when=move || !nobody()
                fallback=move || {
                    view! {
                        <EmptyState
                            compact=true
                            icon=Icon::Users
                            title=t.settings.no_candidates()
                            text=t.settings.no_candidates_text()
                        />
                    }
                }
            >
                <Field id="candidate" label=t.settings.person() required=true>
                    <Select
                        value=chosen
                        placeholder=t.settings.choose_person()
                        options=Signal::derive(move || people.get().unwrap_or_default())
                    />
                </Field>
                <RoleForm
                    id="add-form"
                    send=send
                    workspace=workspace
                    user=user
                    role=WorkspaceRole::Agent
                    flags=Flags::default()
                    rights=rights
                />
            </Show>
        </div>
    }
}

/// Role and restrictions.
#[component]
fn RoleForm(
    id: &'static str,
    send: Send,
    workspace: WorkspaceId,
    user: Signal<Option<UserId>>,
    role: WorkspaceRole,
    flags: Flags,
    rights: Rights,
) -> impl IntoView {
    let t = use_texts();
    let attempt = Attempt::of(send);
    let role = RwSignal::new(role.code().to_string());
    let boxes = Flag::ALL
        .iter()
        .map(|one| (*one, RwSignal::new(flags.has(*one))))
        .collect::<Vec<_>>();
    let missing = RwSignal::new(false);
    let restrictions = boxes
        .iter()
        .map(|(one, on)| view! { <Checkbox label=flag(t, *one) hint=flag_hint(t, *one) checked=*on /> })
        .collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(user), Some(role)) = (
            user.get_untracked(),
            workspace_role_of(&role.get_untracked()),
        ) else {
            missing.set(true);
            return;
        };
        let set = boxes
            .iter()
            .filter(|(_, on)| on.get_untracked())
            .map(|(one, _)| *one);
        send.dispatch(SaveWorkspaceMember {
            workspace,
            user,
            role,
            flags: Flags(set.collect()),
        });
    };
    let general = attempt.general(&["role"]);
    let error = Signal::derive(move || {
        let missing = missing.get() && user.get().is_none();
        general
            .get()
            .or_else(|| missing.then(|| t.settings.choose_person().to_owned()))
    });
    let hint = move || workspace_role_of(&role.get()).map(|role| workspace_role_hint(t, role));
    view! {
        <form id=id novalidate=true on:submit=submit class="flex flex-col gap-4">
            <FormAlert error=error />
            <Field
                id=[id, "-role"].concat()
                label=t.common.role()
                error=attempt.field("role")
            >
                <Select value=role options=workspace_choices(t, |role| rights.over(role)) />
                <p class="text-xs text-ink-muted">{hint}</p>
            </Field>
            <fieldset class="flex min-w-0 flex-col gap-2">
                <legend class="mb-1.5 text-sm font-medium">{t.settings.restrictions()}</legend>
                <p class="text-xs text-ink-muted">{t.settings.restrictions_text()}</p>
                <div class="grid gap-x-6 gap-y-2 sm:grid-cols-2">{restrictions}</div>
            </fieldset>
        </form>
    }
}

//! Workspaces of an organization: the list, and adding one.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use parlance::id::OrganizationId;
use parlance::identity::{CreateWorkspace, WorkspaceRow};
use parlance::permission::OrganizationPermission;

use super::layout::use_organization;
use crate::api::organization::{create_workspace, list_workspaces};
use crate::locales::{format, use_texts};
use crate::session::workspace_path;
use crate::ui::{
    Button, ButtonKind, ButtonLink, ButtonSize, ButtonVariant, Column, Dialog, EmptyState, Field,
    Icon, PageHeader, Table, TextInput,
};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::problem::NotAllowed;
use crate::widgets::time_zone::{TimeZoneField, browser_zone};
use crate::widgets::{Attempt, When, loaded, whole_page};

/// The page.
#[component]
pub fn WorkspacesPage() -> impl IntoView {
    let t = use_texts();
    let allowed = use_organization().filter(|organization| {
        organization
            .role
            .allows(OrganizationPermission::ListWorkspaces)
    });
    let Some(organization) = allowed else {
        return view! { <NotAllowed /> }.into_any();
    };
    let id = organization.id;
    let manages = organization
        .role
        .allows(OrganizationPermission::ManageWorkspaces);
    let adding = RwSignal::new(false);
    let rows_res = Resource::new(|| (), move |()| list_workspaces(id));
    view! {
        <Title text=t.organization.workspaces() />
        <PageHeader
            title=t.organization.workspaces()
            description=t.organization.workspaces_text()
        >
            {manages
                .then(|| {
                    view! {
                        <Button
                            variant=ButtonVariant::Primary
                            icon=Icon::Plus
                            on:click=move |_| adding.set(true)
                            attr:data-testid="add-workspace"
                        >
                            {t.organization.add_workspace()}
                        </Button>
                    }
                })}
        </PageHeader>
        <section class="card min-w-0 overflow-hidden">
            {loaded(rows_res, move |rows| view! { <WorkspaceTable rows=rows /> }.into_any())}
        </section>
        <AddWorkspace open=adding organization=id />
    }
    .into_any()
}

/// The table.
#[component]
pub(super) fn WorkspaceTable(rows: Vec<WorkspaceRow>) -> impl IntoView {
    let t = use_texts();
    let columns = vec![
        Column::new(t.common.name()),
        Column::new(t.settings.users()).number(),
        Column::new(t.common.created()).class("max-sm:hidden"),
        Column::new(t.common.actions()).hidden(),
    ];
    let empty = rows.is_empty();
    let lines = rows
        .into_iter()
        .map(|row| {
            let open = if row.mine {
                let label = t.organization.open_workspace(&row.name);
                view! {
                    <ButtonLink
                        href=workspace_path(row.id, "inbox")
                        external=true
                        size=ButtonSize::Small
                        attr:aria-label=label
                    >
                        {t.common.open()}
                    </ButtonLink>
                }
                .into_any()
            } else {
                view! {
                    <span class="text-xs text-ink-muted">{t.organization.not_member()}</span>
                }
                .into_any()
            };
            view! {
                <tr data-testid="workspace">
                    <td>
                        <span class="flex items-center gap-2.5">
                            <span
                                class="size-3 shrink-0 rounded-full bg-line-strong"
                                style:background-color=row.color
                                aria-hidden="true"
                            ></span>
                            <span class="font-medium">{row.name}</span>
                        </span>
                    </td>
                    <td class="num">{format::number(t.locale, row.users)}</td>
                    <td class="whitespace-nowrap max-sm:hidden">
                        <When at=row.created_at date=true />
                    </td>
                    <td class="num">{open}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table
            label=t.organization.workspaces()
            columns=columns
            empty=empty
            when_empty=move || {
                view! {
                    <EmptyState
                        compact=true
                        icon=Icon::Building
                        title=t.organization.no_workspace()
                        text=t.organization.no_workspace_text()
                    />
                }
            }
        >
            {lines}
        </Table>
    }
}

/// The dialog that adds one; its creator becomes an owner, so it opens afterwards.
#[component]
fn AddWorkspace(open: RwSignal<bool>, organization: OrganizationId) -> impl IntoView {
    let t = use_texts();
    let send = Action::new(|command: &CreateWorkspace| create_workspace(command.clone()));
    on_success(send, |id| {
        whole_page::go(&workspace_path(id, "settings/channels"))
    });
    Effect::new(move |_| {
        if open.get() {
            send.clear();
        }
    });
    let busy: Signal<bool> = send.pending().into();
    view! {
        <Dialog
            id="add-workspace"
            open=open
            title=t.organization.add_workspace()
            description=t.organization.add_workspace_text()
            locked=busy
            footer=move || {
                view! {
                    <Button disabled=busy on:click=move |_| open.set(false)>
                        {t.common.cancel()}
                    </Button>
                    <Button
                        variant=ButtonVariant::Primary
                        kind=ButtonKind::Submit
                        loading=busy
                        attr:form="workspace-form"
                    >
                        {t.common.create()}
                    </Button>
                }
            }
        >
            <AddForm send=send organization=organization />
        </Dialog>
    }
}

/// Name and zone.
#[component]
fn AddForm(
    send: Action<CreateWorkspace, Result<parlance::id::WorkspaceId, crate::error::AppError>>,
    organization: OrganizationId,
) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    let name = RwSignal::new(String::new());
    let zone = RwSignal::new(String::new());
    Effect::new(move |_| zone.set(browser_zone().unwrap_or_default()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(CreateWorkspace {
            organization,
            name: name.get_untracked(),
            time_zone: zone.get_untracked(),
        });
    };
    view! {
        <form
            id="workspace-form"
            node_ref=form
            novalidate=true
            on:submit=submit
            class="flex flex-col gap-4"
        >
            <FormAlert error=attempt.general(&["name", "time_zone"]) />
            <Field
                id="workspace-name"
                label=t.common.name()
                error=attempt.field("name")
                required=true
            >
                <TextInput value=name autocomplete="off" maxlength=100 autofocus=true />
            </Field>
            <TimeZoneField
                id="workspace-zone"
                value=zone
                error=attempt.field("time_zone")
            />
        </form>
    }
}

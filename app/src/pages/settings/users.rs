//! Members of a workspace: roles, restrictions, adding from the organization, inviting.

use leptos::prelude::*;
use leptos_meta::Title;
use parlance::identity::{WorkspaceMemberRow, WorkspaceMembership};
use parlance::permission::{OrganizationPermission, Permission};

use super::layout::member_who_may;
use super::member_dialog::{AddDialog, EditDialog};
use super::members::{MemberTable, Rights};
use crate::api::workspace::{list_workspace_members, remove_workspace_member};
use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::ui::{Button, ButtonVariant, ConfirmDialog, Icon, PageHeader, use_toasts};
use crate::widgets::attempt::{on_success, toast_failures};
use crate::widgets::invite_dialog::InviteDialog;
use crate::widgets::loaded;
use crate::widgets::problem::NotAllowed;

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let t = use_texts();
    let Some(member) = member_who_may(Permission::ViewSettings) else {
        return view! { <NotAllowed /> }.into_any();
    };
    view! {
        <Title text=t.settings.users() />
        <Users member=member />
    }
    .into_any()
}

/// The table with its dialogs.
#[component]
fn Users(member: WorkspaceMembership) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let id = member.id;
    let rights = Rights::of(&member);
    let organization = use_viewer().and_then(|viewer| {
        viewer
            .organization(member.organization)
            .filter(|own| own.role.allows(OrganizationPermission::ManageUsers))
            .cloned()
    });
    let members_res = Resource::new(|| (), move |()| list_workspace_members(id));
    let [adding, editing, removing, inviting] = std::array::from_fn(|_| RwSignal::new(false));
    let target = RwSignal::new(None::<WorkspaceMemberRow>);
    let remove = Action::new(move |row: &WorkspaceMemberRow| remove_workspace_member(id, row.id));
    toast_failures(remove);
    on_success(remove, move |()| {
        removing.set(false);
        toasts.success(t.settings.member_removed());
        members_res.refetch();
    });
    let with = move |open: RwSignal<bool>| {
        Callback::new(move |row| {
            target.set(Some(row));
            open.set(true);
        })
    };
    let (on_edit, on_remove) = (with(editing), with(removing));
    let reload = Callback::new(move |()| members_res.refetch());
    let name =
        move || target.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default());
    let invite = organization.is_some();
    view! {
        <PageHeader title=t.settings.users() description=t.settings.users_text()>
            {rights
                .any()
                .then(|| {
                    view! {
                        <Button
                            icon=Icon::Plus
                            on:click=move |_| adding.set(true)
                            attr:data-testid="add-member"
                        >
                            {t.settings.add_member()}
                        </Button>
                    }
                })}
            {invite
                .then(|| {
                    view! {
                        <Button
                            variant=ButtonVariant::Primary
                            icon=Icon::UserPlus
                            on:click=move |_| inviting.set(true)
                            attr:data-testid="invite"
                        >
                            {t.organization.invite_users()}
                        </Button>
                    }
                })}
        </PageHeader>
        <section class="card min-w-0 overflow-hidden">
            {loaded(
                members_res,
                move |rows| {
                    view! {
                        <MemberTable
                            rows=rows
                            rights=rights
                            on_edit=on_edit
                            on_remove=on_remove
                        />
                    }
                        .into_any()
                },
            )}
        </section>
        <AddDialog open=adding workspace=id rights=rights on_saved=reload />
        <EditDialog open=editing target=target workspace=id rights=rights on_saved=reload />
        <ConfirmDialog
            id="remove-member"
            open=removing
            title=Signal::derive(move || t.settings.remove_title(&name()))
            message=Signal::derive(move || t.settings.remove_text().to_owned())
            confirm=t.settings.remove_member()
            busy=remove.pending()
            on_confirm=Callback::new(move |()| {
                if let Some(row) = target.get_untracked() {
                    remove.dispatch(row);
                }
            })
        />
        {organization
            .map(|organization| {
                view! {
                    <InviteDialog
                        open=inviting
                        organization=organization
                        workspace=Some((id, member.name.clone()))
                        on_invited=reload
                    />
                }
            })}
    }
}

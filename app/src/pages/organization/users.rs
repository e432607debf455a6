//! Users of an organization: members, pending invitations, and everything done to them.

use leptos::prelude::*;
use leptos_meta::Title;
use parlance::identity::{EditMember, MemberRow, OrganizationMembership};
use parlance::permission::OrganizationPermission;

use super::invites::PendingInvites;
use super::layout::use_organization;
use super::member_dialog::MemberDialog;
use super::members::{MemberActs, MemberTable};
use crate::api::organization::{edit_member, list_invites, list_members, remove_member};
use crate::locales::use_texts;
use crate::ui::{Button, ButtonVariant, ConfirmDialog, Icon, PageHeader, use_toasts};
use crate::widgets::attempt::{on_success, toast_failures};
use crate::widgets::invite_dialog::InviteDialog;
use crate::widgets::loaded;
use crate::widgets::problem::NotAllowed;

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let t = use_texts();
    let allowed = use_organization()
        .filter(|organization| organization.role.allows(OrganizationPermission::ListUsers));
    let Some(organization) = allowed else {
        return view! { <NotAllowed /> }.into_any();
    };
    view! {
        <Title text=t.settings.users() />
        <Users organization=organization />
    }
    .into_any()
}

/// Members, invitations, dialogs.
#[component]
fn Users(organization: OrganizationMembership) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let (id, role) = (organization.id, organization.role);
    let manages = role.allows(OrganizationPermission::ManageUsers);
    let members_res = Resource::new(|| (), move |()| list_members(id));
    let invites_res = Resource::new(|| (), move |()| list_invites(id));
    let [inviting, editing, suspending, removing] = std::array::from_fn(|_| RwSignal::new(false));
    let target = RwSignal::new(None::<MemberRow>);

    let suspend = Action::new(move |(row, suspended): &(MemberRow, bool)| {
        edit_member(EditMember {
            organization: id,
            user: row.id,
            role: row.role,
            suspended: *suspended,
        })
    });
    let remove = Action::new(move |row: &MemberRow| remove_member(id, row.id));
    toast_failures(suspend);
    toast_failures(remove);
    on_success(suspend, move |()| {
        suspending.set(false);
        toasts.success(t.common.saved());
        members_res.refetch();
    });
    on_success(remove, move |()| {
        removing.set(false);
        toasts.success(t.organization.removed());
        members_res.refetch();
    });
    let with = move |open: RwSignal<bool>| {
        Callback::new(move |row: MemberRow| {
            target.set(Some(row));
            open.set(true);
        })
    };
    let acts = manages.then(|| MemberActs {
        granter: role,
        edit: with(editing),
        suspend: with(suspending),
        restore: Callback::new(move |row| {
            suspend.dispatch((row, false));
        }),
        remove: with(removing),
    });
    let name =
        move || target.with(|row| row.as_ref().map(|row| row.name.clone()).unwrap_or_default());
    view! {
        <PageHeader title=t.settings.users() description=t.organization.users_text()>
            {manages
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
                move |rows| view! { <MemberTable rows=rows acts=acts /> }.into_any(),
            )}
        </section>
        <PendingInvites organization=id invites_res=invites_res manages=manages />
        <InviteDialog
            open=inviting
            organization=organization
            on_invited=Callback::new(move |()| invites_res.refetch())
        />
        <MemberDialog
            open=editing
            target=target
            organization=id
            granter=role
            on_saved=Callback::new(move |()| members_res.refetch())
        />
        <ConfirmDialog
            id="suspend-member"
            open=suspending
            title=Signal::derive(move || t.organization.suspend_title(&name()))
            message=Signal::derive(move || t.organization.suspend_text().to_owned())
            confirm=t.organization.suspend()
            busy=suspend.pending()
            on_confirm=Callback::new(move |()| {
                if let Some(row) = target.get_untracked() {
                    suspend.dispatch((row, true));
                }
            })
        />
        <ConfirmDialog
            id="remove-member"
            open=removing
            title=Signal::derive(move || t.organization.remove_title(&name()))
            message=Signal::derive(move || t.organization.remove_text().to_owned())
            confirm=t.organization.remove()
            busy=remove.pending()
            on_confirm=Callback::new(move |()| {
                if let Some(row) = target.get_untracked() {
                    remove.dispatch(row);
                }
            })
        />
    }
}

//! Changing the role of a member.

use leptos::prelude::*;
use parlance::id::OrganizationId;
use parlance::identity::{EditMember, MemberRow};
use parlance::permission::OrganizationRole;

use crate::api::organization::edit_member;
use crate::error::AppError;
use crate::locales::use_texts;
use crate::ui::{Button, ButtonKind, ButtonVariant, Dialog, RadioGroup, RadioOption, use_toasts};
use crate::widgets::Attempt;
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::roles::{organization_role, organization_role_hint, organization_role_of};

/// The dialog.
#[component]
pub(super) fn MemberDialog(
    open: RwSignal<bool>,
    target: RwSignal<Option<MemberRow>>,
    organization: OrganizationId,
    granter: OrganizationRole,
    on_saved: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let send = Action::new(|command: &EditMember| edit_member(command.clone()));
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
    let busy: Signal<bool> = send.pending().into();
    let title = Signal::derive(move || {
        target.with(|row| {
            row.as_ref()
                .map(|row| t.organization.role_of(&row.name))
                .unwrap_or_default()
        })
    });
    view! {
        <Dialog
            id="member-dialog"
            open=open
            title=title
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
                        attr:form="member-form"
                    >
                        {t.common.save()}
                    </Button>
                }
            }
        >
            <RoleForm send=send target=target organization=organization granter=granter />
        </Dialog>
    }
}

/// The roles that may be given.
#[component]
fn RoleForm(
    send: Action<EditMember, Result<(), AppError>>,
    target: RwSignal<Option<MemberRow>>,
    organization: OrganizationId,
    granter: OrganizationRole,
) -> impl IntoView {
    let t = use_texts();
    let attempt = Attempt::of(send);
    let present = target.with_untracked(|row| row.as_ref().map(|row| row.role));
    let role = RwSignal::new(
        present
            .unwrap_or(OrganizationRole::Member)
            .code()
            .to_string(),
    );
    let options = OrganizationRole::ALL
        .into_iter()
        .filter(|role| granter.may_grant(*role))
        .map(|role| {
            RadioOption::new(role.code().to_string(), organization_role(t, role))
                .hint(organization_role_hint(t, role))
        })
        .collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = organization_role_of(&role.get_untracked());
        if let (Some(row), Some(role)) = (target.get_untracked(), chosen) {
            send.dispatch(EditMember {
                organization,
                user: row.id,
                role,
                suspended: row.suspended,
            });
        }
    };
    view! {
        <form id="member-form" on:submit=submit class="flex flex-col gap-4">
            <FormAlert error=attempt.general(&[]) />
            <RadioGroup
                name="member-role"
                legend=t.organization.organization_role()
                options=options
                value=role
            />
        </form>
    }
}

//! Invitations that nobody has accepted yet: a fresh link, or withdrawing them.

use leptos::prelude::*;
use parlance::id::{InviteId, OrganizationId};
use parlance::identity::InviteRow;

use crate::api::organization::{renew_invite, revoke_invite};
use crate::error::AppError;
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonSize, ButtonVariant, Card, Column, ConfirmDialog, Dialog, DialogSize, EmptyState,
    Icon, Table, use_toasts,
};
use crate::widgets::attempt::{on_success, toast_failures};
use crate::widgets::invite_dialog::InviteLinks;
use crate::widgets::roles::{organization_role, workspace_role};
use crate::widgets::{When, loaded};

/// The card with its dialogs.
#[component]
pub(super) fn PendingInvites(
    organization: OrganizationId,
    invites_res: Resource<Result<Vec<InviteRow>, AppError>>,
    manages: bool,
) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let (showing, revoking) = (RwSignal::new(false), RwSignal::new(false));
    let fresh = RwSignal::new(None::<InviteRow>);
    let target = RwSignal::new(None::<InviteRow>);
    let renew = Action::new(move |id: &InviteId| renew_invite(organization, *id));
    let revoke = Action::new(move |id: &InviteId| revoke_invite(organization, *id));
    toast_failures(renew);
    toast_failures(revoke);
    on_success(renew, move |row| {
        fresh.set(Some(row));
        showing.set(true);
        invites_res.refetch();
    });
    on_success(revoke, move |()| {
        revoking.set(false);
        toasts.success(t.organization.invite_revoked());
        invites_res.refetch();
    });
    let on_renew = Callback::new(move |row: InviteRow| {
        renew.dispatch(row.id);
    });
    let on_revoke = Callback::new(move |row: InviteRow| {
        target.set(Some(row));
        revoking.set(true);
    });
    let address = move || {
        target.with(|row| {
            row.as_ref()
                .map(|row| row.email.clone())
                .unwrap_or_default()
        })
    };
    view! {
        <Card
            title=t.organization.pending()
            description=t.organization.pending_text()
            flush=true
        >
            {loaded(
                invites_res,
                move |rows| {
                    view! {
                        <InviteTable
                            rows=rows
                            manages=manages
                            on_renew=on_renew
                            on_revoke=on_revoke
                        />
                    }
                        .into_any()
                },
            )}
        </Card>
        <Dialog
            id="fresh-link"
            open=showing
            title=t.organization.fresh_link()
            size=DialogSize::Large
            footer=move || {
                view! {
                    <Button
                        variant=ButtonVariant::Primary
                        on:click=move |_| showing.set(false)
                    >
                        {t.common.done()}
                    </Button>
                }
            }
        >
            <InviteLinks rows=fresh.get_untracked().into_iter().collect() />
        </Dialog>
        <ConfirmDialog
            id="revoke-invite"
            open=revoking
            title=Signal::derive(move || t.organization.revoke_title(&address()))
            message=Signal::derive(move || t.organization.revoke_text().to_owned())
            confirm=t.organization.revoke()
            busy=revoke.pending()
            on_confirm=Callback::new(move |()| {
                if let Some(row) = target.get_untracked() {
                    revoke.dispatch(row.id);
                }
            })
        />
    }
}

/// The table.
#[component]
pub(super) fn InviteTable(
    rows: Vec<InviteRow>,
    manages: bool,
    on_renew: Callback<InviteRow>,
    on_revoke: Callback<InviteRow>,
) -> impl IntoView {
    let t = use_texts();
    let mut columns = vec![
        Column::new(t.common.email()),
        Column::new(t.common.role()).class("max-sm:hidden"),
        Column::new(t.organization.workspaces()).class("max-xl:hidden"),
        Column::new(t.organization.expires()).class("max-xl:hidden"),
    ];
    if manages {
        columns.push(Column::new(t.common.actions()).hidden());
    }
    let empty = rows.is_empty();
    let lines = rows
        .into_iter()
        .map(|row| {
            view! { <InviteLine row=row manages=manages on_renew=on_renew on_revoke=on_revoke /> }
        })
        .collect_view();
    view! {
        <Table
            label=t.organization.pending()
            columns=columns
            empty=empty
            when_empty=move || {
                view! {
                    <EmptyState compact=true icon=Icon::Mail title=t.organization.no_pending() />
                }
            }
        >
            {lines}
        </Table>
    }
}

/// One invitation.
#[component]
fn InviteLine(
    row: InviteRow,
    manages: bool,
    on_renew: Callback<InviteRow>,
    on_revoke: Callback<InviteRow>,
) -> impl IntoView {
    let t = use_texts();
    let workspaces = row
        .workspaces
        .iter()
        .map(|(_, name, role)| [name.as_str(), " (", workspace_role(t, *role), ")"].concat())
        .collect::<Vec<_>>()
        .join(", ");
    let (email, role, expires) = (row.email.clone(), row.role, row.expires_at);
    let labels = (
        t.organization.renew_for(&email),
        t.organization.revoke_for(&email),
    );
    let row = StoredValue::new(row);
    let acts = manages.then(|| {
        view! {
            <td class="num">
                <span class="inline-flex flex-wrap justify-end gap-1">
                    <Button
                        variant=ButtonVariant::Ghost
                        size=ButtonSize::Small
                        icon=Icon::Link
                        on:click=move |_| on_renew.run(row.get_value())
                        attr:aria-label=labels.0
                    >
                        {t.organization.renew()}
                    </Button>
                    <Button
                        variant=ButtonVariant::DangerGhost
                        size=ButtonSize::Small
                        on:click=move |_| on_revoke.run(row.get_value())
                        attr:aria-label=labels.1
                    >
                        {t.organization.revoke()}
                    </Button>
                </span>
            </td>
        }
    });
    view! {
        <tr data-testid="pending-invite">
            <td class="font-medium wrap-anywhere">{email}</td>
            <td class="whitespace-nowrap max-sm:hidden">{organization_role(t, role)}</td>
            <td class="max-xl:hidden">{workspaces}</td>
            <td class="whitespace-nowrap max-xl:hidden">
                <When at=expires />
            </td>
            {acts}
        </tr>
    }
}

//! The table of an organization's members.

use leptos::prelude::*;
use parlance::identity::MemberRow;
use parlance::permission::OrganizationRole;

use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::ui::{
    Avatar, Badge, Column, EmptyState, Icon, Menu, MenuItem, MenuLine, PopoverSide, Table, Tone,
};
use crate::widgets::When;
use crate::widgets::roles::{organization_role, workspace_role};

/// What can be done to a member, by somebody who may.
#[derive(Clone, Copy)]
pub(super) struct MemberActs {
    /// Role of whoever acts; limits whom they may touch.
    pub granter: OrganizationRole,
    /// Opens the role dialog.
    pub edit: Callback<MemberRow>,
    /// Asks before suspending.
    pub suspend: Callback<MemberRow>,
    /// Lifts a suspension.
    pub restore: Callback<MemberRow>,
    /// Asks before removing.
    pub remove: Callback<MemberRow>,
}

/// The table.
#[component]
pub(super) fn MemberTable(
    rows: Vec<MemberRow>,
    #[prop(optional_no_strip)] acts: Option<MemberActs>,
) -> impl IntoView {
    let t = use_texts();
    let mut columns = vec![
        Column::new(t.common.name()),
        Column::new(t.common.role()).class("max-sm:hidden"),
        Column::new(t.organization.workspaces()).class("max-xl:hidden"),
        Column::new(t.organization.last_active()).class("max-xl:hidden"),
        Column::new(t.common.status()).class("max-sm:hidden"),
    ];
    if acts.is_some() {
        columns.push(Column::new(t.common.actions()).hidden());
    }
    let empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|row| view! { <MemberLine row=row acts=acts /> })
        .collect_view();
    view! {
        <Table
            label=t.settings.users()
            columns=columns
            empty=empty
            when_empty=move || {
                view! { <EmptyState compact=true icon=Icon::Users title=t.organization.nobody() /> }
            }
        >
            {rows}
        </Table>
    }
}

/// One member.
#[component]
fn MemberLine(
    row: MemberRow,
    #[prop(optional_no_strip)] acts: Option<MemberActs>,
) -> impl IntoView {
    let t = use_texts();
    let me = use_viewer().is_some_and(|viewer| viewer.id == row.id);
    let workspaces = row
        .workspaces
        .iter()
        .map(|(_, name, role)| {
            let role = workspace_role(t, *role);
            view! {
                <li class="truncate">
                    {name.clone()} " " <span class="text-ink-muted">{["(", role, ")"].concat()}</span>
                </li>
            }
        })
        .collect_view();
    let state = if row.suspended {
        view! { <Badge tone=Tone::Warning>{t.organization.suspended()}</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Success>{t.common.active()}</Badge> }.into_any()
    };
    let active = match row.last_active_at {
        Some(at) => view! { <When at=at /> }.into_any(),
        None => view! { <span class="text-ink-muted">{t.common.never()}</span> }.into_any(),
    };
    let acts = acts.map(|acts| {
        view! {
            <td class="num">
                <MemberMenu row=row.clone() acts=acts me=me />
            </td>
        }
    });
    view! {
        <tr data-testid="member">
            // On a phone names give way, so that the menu of the row stays in sight.
            <td class="max-sm:w-full max-sm:max-w-0">
                <span class="flex items-center gap-2.5 sm:min-w-44">
                    <Avatar name=row.name.clone() />
                    <span class="flex min-w-0 flex-col">
                        <span class="truncate font-medium text-ink">
                            {row.name.clone()}
                            {me
                                .then(|| {
                                    view! {
                                        <span class="font-normal text-ink-muted">
                                            {[" (", t.common.you(), ")"].concat()}
                                        </span>
                                    }
                                })}
                        </span>
                        <span class="truncate text-xs text-ink-muted">{row.email.clone()}</span>
                        <span class="truncate text-xs text-ink-muted sm:hidden">
                            {organization_role(t, row.role)}
                        </span>
                        {row
                            .suspended
                            .then(|| {
                                view! {
                                    <span class="self-start sm:hidden">
                                        <Badge tone=Tone::Warning>{t.organization.suspended()}</Badge>
                                    </span>
                                }
                            })}
                    </span>
                </span>
            </td>
            <td class="max-sm:hidden">{organization_role(t, row.role)}</td>
            <td class="max-xl:hidden">
                <ul class="max-w-64">{workspaces}</ul>
            </td>
            <td class="whitespace-nowrap max-xl:hidden">{active}</td>
            <td class="max-sm:hidden">{state}</td>
            {acts}
        </tr>
    }
}

/// What can be done to a member. Nothing to oneself, nor to roles above what one may give.
#[component]
fn MemberMenu(row: MemberRow, acts: MemberActs, me: bool) -> impl IntoView {
    let t = use_texts();
    if me || !acts.granter.may_grant(row.role) {
        return ().into_any();
    }
    let id = ["member-", &row.id.to_string()].concat();
    let label = t.organization.actions_for(&row.name);
    let suspended = row.suspended;
    let row = StoredValue::new(row);
    let run = move |act: Callback<MemberRow>| Callback::new(move |()| act.run(row.get_value()));
    view! {
        <Menu id=id label=label icon=Icon::More icon_only=true side=PopoverSide::End>
            <MenuItem icon=Icon::Edit on_select=run(acts.edit)>
                {t.organization.change_role()}
            </MenuItem>
            {if suspended {
                view! {
                    <MenuItem icon=Icon::Undo on_select=run(acts.restore)>
                        {t.organization.restore()}
                    </MenuItem>
                }
            } else {
                view! {
                    <MenuItem icon=Icon::Pause on_select=run(acts.suspend)>
                        {t.organization.suspend()}
                    </MenuItem>
                }
            }}
            <MenuLine />
            <MenuItem icon=Icon::Trash danger=true on_select=run(acts.remove)>
                {t.organization.remove()}
            </MenuItem>
        </Menu>
    }
    .into_any()
}

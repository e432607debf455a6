//! The table of a workspace's members.

use leptos::prelude::*;
use parlance::identity::{WorkspaceMemberRow, WorkspaceMembership};
use parlance::permission::{Permission, WorkspaceRole};

use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::ui::{
    Avatar, Badge, Column, EmptyState, Icon, Menu, MenuItem, MenuLine, PopoverSide, PresenceDot,
    Table,
};
use crate::widgets::When;
use crate::widgets::access::may;
use crate::widgets::roles::{flag, workspace_role};

/// Whose membership the viewer may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rights {
    role: WorkspaceRole,
    agents: bool,
    all: bool,
}

impl Rights {
    /// What a member may do to others.
    pub fn of(member: &WorkspaceMembership) -> Self {
        Rights {
            role: member.role,
            agents: may(member, Permission::ManageAgents),
            all: may(member, Permission::ManageAllUsers),
        }
    }

    /// Whether there is anybody to change.
    pub fn any(self) -> bool {
        self.agents || self.all
    }

    /// Whether somebody with this role may be added, changed, removed.
    pub fn over(self, role: WorkspaceRole) -> bool {
        let permitted = if role == WorkspaceRole::Agent {
            self.any()
        } else {
            self.all
        };
        permitted && self.role.may_grant(role)
    }
}

/// The table.
#[component]
pub(super) fn MemberTable(
    rows: Vec<WorkspaceMemberRow>,
    rights: Rights,
    on_edit: Callback<WorkspaceMemberRow>,
    on_remove: Callback<WorkspaceMemberRow>,
) -> impl IntoView {
    let t = use_texts();
    let mut columns = vec![
        Column::new(t.common.name()),
        Column::new(t.common.role()).class("max-sm:hidden"),
        Column::new(t.settings.restrictions()).class("max-lg:hidden"),
        Column::new(t.organization.last_active()).class("max-xl:hidden"),
    ];
    if rights.any() {
        columns.push(Column::new(t.common.actions()).hidden());
    }
    let empty = rows.is_empty();
    let lines = rows
        .into_iter()
        .map(|row| {
            view! { <MemberLine row=row rights=rights on_edit=on_edit on_remove=on_remove /> }
        })
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
            {lines}
        </Table>
    }
}

/// One member.
#[component]
fn MemberLine(
    row: WorkspaceMemberRow,
    rights: Rights,
    on_edit: Callback<WorkspaceMemberRow>,
    on_remove: Callback<WorkspaceMemberRow>,
) -> impl IntoView {
    let t = use_texts();
    let me = use_viewer().is_some_and(|viewer| viewer.id == row.id);
    let presence = if row.online {
        PresenceDot::Online
    } else {
        PresenceDot::Offline
    };
    let flags = row
        .flags
        .0
        .iter()
        .map(|one| {
            let words = flag(t, *one);
            view! { <Badge>{words}</Badge> }
        })
        .collect_view();
    let active = match (row.online, row.last_active_at) {
        (true, _) => view! { <span>{t.settings.now()}</span> }.into_any(),
        (false, Some(at)) => view! { <When at=at /> }.into_any(),
        (false, None) => {
            view! { <span class="text-ink-muted">{t.common.never()}</span> }.into_any()
        }
    };
    let menu = rights.any().then(|| {
        let row = row.clone();
        let reachable = !me && rights.over(row.role);
        view! {
            <td class="num">
                {reachable
                    .then(|| {
                        view! { <MemberMenu row=row on_edit=on_edit on_remove=on_remove /> }
                    })}
            </td>
        }
    });
    view! {
        <tr data-testid="member">
            // On a phone names give way, so that the menu of the row stays in sight.
            <td class="max-sm:w-full max-sm:max-w-0">
                <span class="flex items-center gap-2.5 sm:min-w-44">
                    <Avatar name=row.name.clone() presence=Signal::derive(move || Some(presence)) />
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
                            {workspace_role(t, row.role)}
                        </span>
                    </span>
                </span>
            </td>
            <td class="whitespace-nowrap max-sm:hidden">{workspace_role(t, row.role)}</td>
            <td class="max-lg:hidden">
                <span class="flex max-w-72 flex-wrap gap-1">{flags}</span>
            </td>
            <td class="whitespace-nowrap max-xl:hidden">{active}</td>
            {menu}
        </tr>
    }
}

/// What can be done to a member.
#[component]
fn MemberMenu(
    row: WorkspaceMemberRow,
    on_edit: Callback<WorkspaceMemberRow>,
    on_remove: Callback<WorkspaceMemberRow>,
) -> impl IntoView {
    let t = use_texts();
    let id = ["member-", &row.id.to_string()].concat();
    let label = t.organization.actions_for(&row.name);
    let row = StoredValue::new(row);
    let run =
        move |act: Callback<WorkspaceMemberRow>| Callback::new(move |()| act.run(row.get_value()));
    view! {
        <Menu id=id label=label icon=Icon::More icon_only=true side=PopoverSide::End>
            <MenuItem icon=Icon::Edit on_select=run(on_edit)>
                {t.settings.edit_member()}
            </MenuItem>
            <MenuLine />
            <MenuItem icon=Icon::Trash danger=true on_select=run(on_remove)>
                {t.settings.remove_member()}
            </MenuItem>
        </Menu>
    }
}

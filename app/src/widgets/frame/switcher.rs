//! The workspace switcher: organizations with their workspaces, the recent ones first, and the
//! way into an organization for those who may go there.
//!
//! Another workspace is loaded as a whole page: nothing of the old one may stay behind.

use leptos::{ev, html, prelude::*};
use parlance::id::WorkspaceId;
use parlance::identity::{Viewer, WorkspaceMembership};
use parlance::text::email_key;

use super::SWITCHER;
use super::bars::WorkspaceMark;
use crate::locales::use_texts;
use crate::session::workspace_path;
use crate::ui::{Icon, IconView, Popover, SearchInput, dom};
use crate::widgets::access::organization_start;
use crate::widgets::roles::workspace_role;

/// Where this browser keeps the workspaces used last, newest first.
const RECENT: &str = "parlance-recent";
/// From this many on they can be searched.
const MANY: usize = 6;

/// The remembered order with `current` in front.
fn remembered(stored: &str, current: Option<WorkspaceId>) -> Vec<WorkspaceId> {
    let mut order: Vec<WorkspaceId> = current.into_iter().collect();
    for id in stored.split(',').filter_map(|text| text.parse().ok()) {
        if !order.contains(&id) && order.len() < 20 {
            order.push(id);
        }
    }
    order
}

/// Recent ones first, then by name, as they came.
fn by_recency(
    mut all: Vec<WorkspaceMembership>,
    order: &[WorkspaceId],
) -> Vec<WorkspaceMembership> {
    let rank = |id: WorkspaceId| {
        order
            .iter()
            .position(|own| *own == id)
            .unwrap_or(usize::MAX)
    };
    all.sort_by_key(|workspace| rank(workspace.id));
    all
}

/// The switcher, opened by both bars.
#[component]
pub fn Switcher(
    viewer: Viewer,
    #[prop(optional_no_strip)] current: Option<WorkspaceId>,
) -> impl IntoView {
    let t = use_texts();
    let words = RwSignal::new(String::new());
    let order = RwSignal::new(Vec::new());
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let known = remembered(&dom::stored(RECENT).unwrap_or_default(), current);
        let text: Vec<String> = known.iter().map(ToString::to_string).collect();
        dom::store(RECENT, &text.join(","));
        order.set(known);
    });
    let searchable = viewer.workspaces.len() >= MANY;
    let viewer = StoredValue::new(viewer);
    let key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        let Some(list) = list.get_untracked() else {
            return;
        };
        if matches!(key.as_str(), "ArrowDown" | "ArrowUp")
            && dom::move_focus(&dom::all(&list, "a"), &key)
        {
            event.prevent_default();
        }
    };
    let groups = move || {
        let (wanted, order) = (email_key(&words.get()), order.get());
        viewer.with_value(|viewer| {
            viewer
                .organizations
                .iter()
                .filter_map(|organization| {
                    let own = viewer.workspaces.iter().filter(|workspace| {
                        workspace.organization == organization.id
                            && workspace.name.to_lowercase().contains(&wanted)
                    });
                    let rows = by_recency(own.cloned().collect(), &order);
                    let start = organization_start(organization.role)
                        .map(|page| format!("/org/{}/{page}", organization.id));
                    (!rows.is_empty() || (wanted.is_empty() && start.is_some())).then(|| {
                        view! {
                            <Group
                                name=organization.name.clone()
                                settings=start
                                rows=rows
                                current=current
                            />
                        }
                    })
                })
                .collect_view()
        })
    };
    view! {
        <Popover id=SWITCHER label=t.shell.switch_workspace() class="p-1.5 sm:w-76">
            <div node_ref=list on:keydown=key class="flex flex-col gap-1">
                {searchable
                    .then(|| {
                        view! {
                            <SearchInput value=words label=t.shell.find_workspace() class="mb-1" />
                        }
                    })}
                <nav aria-label=t.shell.switch_workspace() class="flex flex-col gap-2">
                    {groups}
                </nav>
            </div>
        </Popover>
    }
}

/// An organization with its workspaces.
#[component]
fn Group(
    name: String,
    #[prop(optional_no_strip)] settings: Option<String>,
    rows: Vec<WorkspaceMembership>,
    #[prop(optional_no_strip)] current: Option<WorkspaceId>,
) -> impl IntoView {
    let t = use_texts();
    let items = rows
        .into_iter()
        .map(|workspace| {
            let here = current == Some(workspace.id);
            view! {
                <li>
                    <a
                        class="menu-item py-1.5"
                        href=workspace_path(workspace.id, "inbox")
                        rel="external"
                        aria-current=here.then_some("true")
                    >
                        <WorkspaceMark name=workspace.name.clone() color=workspace.color />
                        <span class="flex min-w-0 flex-1 flex-col">
                            <span class="truncate font-medium">{workspace.name}</span>
                            <span class="text-xs text-ink-muted">
                                {workspace_role(t, workspace.role)}
                            </span>
                        </span>
                        {here
                            .then(|| {
                                view! {
                                    <span class="text-accent-ink">
                                        <IconView icon=Icon::Check />
                                    </span>
                                }
                            })}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div>
            <p class="px-2 pt-1 pb-1 text-xs font-semibold text-ink-muted">{name}</p>
            <ul>{items}</ul>
            {settings
                .map(|href| {
                    view! {
                        <a class="menu-item" href=href>
                            <IconView icon=Icon::Building />
                            <span>{t.shell.manage_organization()}</span>
                        </a>
                    }
                })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_workspace_comes_first_once() {
        let ids = |list: &[i64]| list.iter().map(|id| WorkspaceId(*id)).collect::<Vec<_>>();
        assert_eq!(remembered("3,x,2,3", Some(WorkspaceId(2))), ids(&[2, 3]));
        assert_eq!(remembered("", None), ids(&[]));
    }
}

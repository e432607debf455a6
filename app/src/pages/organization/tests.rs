//! Views of the organization pages as HTML.

use leptos::prelude::*;
use parlance::id::{InviteId, UserId, WorkspaceId};
use parlance::identity::{InviteRow, MemberRow, WorkspaceRow};
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::Locale;
use parlance::time::Timestamp;

use super::invites::InviteTable;
use super::layout::entries;
use super::members::{MemberActs, MemberTable};
use super::workspaces::WorkspaceTable;
use crate::locales::Texts;
use crate::widgets::invite_dialog::InviteLinks;
use crate::widgets::testing::{html, viewer};

fn member(id: i64, role: OrganizationRole, suspended: bool) -> MemberRow {
    MemberRow {
        id: UserId(id),
        name: format!("Person {id}"),
        email: format!("p{id}@example.com"),
        role,
        workspaces: vec![(
            WorkspaceId(3),
            "Customer service".into(),
            WorkspaceRole::Agent,
        )],
        suspended,
        last_active_at: None,
    }
}

fn members(granter: Option<OrganizationRole>, rows: Vec<MemberRow>) -> String {
    html(Locale::En, move || {
        let nothing = Callback::new(|_: MemberRow| ());
        let acts = granter.map(|granter| MemberActs {
            granter,
            edit: nothing,
            suspend: nothing,
            restore: nothing,
            remove: nothing,
        });
        view! { <MemberTable rows=rows acts=acts /> }
    })
}

#[test]
fn nobody_acts_on_themselves_or_on_stronger_roles() {
    let rows = || {
        vec![
            member(7, OrganizationRole::Admin, false),
            member(8, OrganizationRole::Admin, false),
            member(9, OrganizationRole::Member, true),
        ]
    };
    let admin = members(Some(OrganizationRole::Admin), rows());
    assert_eq!(admin.matches(r#"role="menu""#).count(), 2, "{admin}");
    assert!(admin.contains("Lift suspension") && admin.contains("(You)"));
    let user_admin = members(Some(OrganizationRole::UserAdmin), rows());
    assert_eq!(user_admin.matches(r#"role="menu""#).count(), 1);
    let looking = members(None, rows());
    assert_eq!(looking.matches(r#"role="menu""#).count(), 0);
}

#[test]
fn an_empty_table_says_so() {
    assert!(members(None, Vec::new()).contains("Nobody yet"));
    let page = html(Locale::Fr, || view! { <WorkspaceTable rows=Vec::new() /> });
    assert!(page.contains("Aucun espace de travail"), "{page}");
}

fn invite() -> InviteRow {
    InviteRow {
        id: InviteId(4),
        email: "noor@example.com".into(),
        role: OrganizationRole::Member,
        workspaces: vec![(
            WorkspaceId(3),
            "Customer service".into(),
            WorkspaceRole::Agent,
        )],
        expires_at: Timestamp(1_795_525_530_000),
        link: Some("https://chat.example.com/invite/abc".into()),
    }
}

#[test]
fn a_fresh_link_can_be_copied_and_is_not_in_the_list() {
    let links = html(Locale::En, || view! { <InviteLinks rows=vec![invite()] /> });
    assert_eq!(
        links.matches(r#"data-testid="invite-link""#).count(),
        1,
        "{links}"
    );
    assert!(links.contains(r#"value="https://chat.example.com/invite/abc""#));
    let list = html(Locale::En, || {
        let nothing = Callback::new(|_: InviteRow| ());
        view! { <InviteTable rows=vec![invite()] manages=true on_renew=nothing on_revoke=nothing /> }
    });
    assert!(
        !list.contains("/invite/abc") && list.contains("New link for noor@example.com"),
        "{list}"
    );
}

#[test]
fn only_own_workspaces_can_be_opened() {
    let row = |id, mine| WorkspaceRow {
        id: WorkspaceId(id),
        name: format!("W{id}"),
        color: "#0c746c".into(),
        users: 1_200,
        created_at: Timestamp(1_795_525_530_000),
        mine,
    };
    let page = html(
        Locale::En,
        move || view! { <WorkspaceTable rows=vec![row(3, true), row(4, false)] /> },
    );
    assert!(
        page.contains(r#"href="/w/3/inbox""#) && !page.contains("/w/4/"),
        "{page}"
    );
    assert!(page.contains("1,200"));
}

#[test]
fn pages_follow_the_role() {
    let mut organization = viewer().organizations[0].clone();
    let names = |organization: &_| {
        entries(Texts::new(Locale::En), organization)
            .into_iter()
            .map(|entry| entry.label)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&organization), ["General", "Users", "Workspaces"]);
    organization.role = OrganizationRole::BillingAdmin;
    assert_eq!(names(&organization), ["Users", "Workspaces"]);
    organization.role = OrganizationRole::Member;
    assert!(names(&organization).is_empty());
}

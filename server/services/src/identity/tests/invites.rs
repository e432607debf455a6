//! Invitations: who may offer what, and what becomes of the link.

use parlance::error::FieldProblem;
use parlance::id::{UserId, WorkspaceId};
use parlance::identity::{AcceptInvite, EditMember, InviteRow, InviteUsers, WorkspaceGrant};
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::Locale;
use parlance::time::DAY;

use super::problem;
use crate::identity::{
    accept_invite, edit_member, invite_preview, invite_users, list_invites, list_members,
    remove_member, renew_invite, revoke_invite, viewer,
};
use crate::testing::{Office, PASSWORD, TestServices, client, each, services};
use crate::{Caller, Conflict, Result, ServiceError};

const INVALID: Result<UserId> = Err(ServiceError::Conflict(Conflict::LinkInvalid));

fn offer(
    emails: &str,
    role: OrganizationRole,
    workspaces: &[(WorkspaceId, WorkspaceRole)],
) -> InviteUsers {
    let grant = |(workspace, role): &(WorkspaceId, WorkspaceRole)| WorkspaceGrant {
        workspace: *workspace,
        role: *role,
    };
    InviteUsers {
        emails: emails.into(),
        role,
        workspaces: workspaces.iter().map(grant).collect(),
    }
}

async fn invite(services: &TestServices, by: &Caller, office: &Office, email: &str) -> InviteRow {
    let command = offer(
        email,
        OrganizationRole::Member,
        &[(office.workspace, WorkspaceRole::Agent)],
    );
    invite_users(services, by, office.organization, command)
        .await
        .unwrap()
        .remove(0)
}

fn token_of(row: &InviteRow) -> String {
    let link = row.link.as_deref().unwrap();
    link.strip_prefix("https://parlance.test/invite/")
        .unwrap()
        .to_owned()
}

async fn accept(services: &TestServices, token: &str, password: &str) -> Result<UserId> {
    let command = AcceptInvite {
        token: token.into(),
        name: "Camille Roy".into(),
        password: password.into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
    };
    accept_invite(services, &client("192.0.2.1"), command).await
}

#[tokio::test]
async fn sec_72_an_invitation_makes_an_account_once() {
    for services in each().await {
        let office = services.office("a").await;
        let row = invite(&services, &office.owner, &office, "camille@b.example").await;
        let token = token_of(&row);
        let mails = services.mails("camille@b.example").await;
        assert!(
            mails[0].1.contains(row.link.as_deref().unwrap()),
            "{mails:?}"
        );
        let preview = invite_preview(&services, token.clone()).await.unwrap();
        assert_eq!(
            (preview.email.as_str(), preview.has_account),
            ("camille@b.example", false)
        );
        let weak = accept(&services, &token, "camilleroy2026").await;
        assert_eq!(problem(&weak, "password"), Some(FieldProblem::TooCommon));

        let user = accept(&services, &token, PASSWORD).await.unwrap();
        let camille = viewer(&services, user).await.unwrap().unwrap();
        assert_eq!(camille.workspaces[0].role, WorkspaceRole::Agent);
        assert_eq!(camille.last_workspace, Some(office.workspace));
        assert_eq!(accept(&services, &token, PASSWORD).await, INVALID);
        assert!(invite_preview(&services, token).await.is_err());
        let pending = list_invites(&services, &office.owner, office.organization)
            .await
            .unwrap();
        assert!(pending.is_empty());
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_of_two_parallel_acceptances_one_wins() {
    for services in each().await {
        let office = services.office("a").await;
        let row = invite(&services, &office.owner, &office, "camille@b.example").await;
        let token = token_of(&row);
        let (one, two) = tokio::join!(
            accept(&services, &token, PASSWORD),
            accept(&services, &token, PASSWORD)
        );
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        assert!(won.is_ok());
        assert_eq!(lost, INVALID);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_links_expire_and_are_replaced_and_withdrawn() {
    for services in each().await {
        let office = services.office("a").await;
        let (owner, organization) = (&office.owner, office.organization);
        let row = invite(&services, owner, &office, "camille@b.example").await;
        services.advance(8 * DAY);
        assert_eq!(accept(&services, &token_of(&row), PASSWORD).await, INVALID);
        let renewed = renew_invite(&services, owner, organization, row.id)
            .await
            .unwrap();
        let again = renew_invite(&services, owner, organization, row.id)
            .await
            .unwrap();
        assert_eq!(
            accept(&services, &token_of(&renewed), PASSWORD).await,
            INVALID
        );
        let newer = invite(&services, owner, &office, "Camille@b.example").await;
        assert_eq!(
            accept(&services, &token_of(&again), PASSWORD).await,
            INVALID
        );
        let listed = list_invites(&services, owner, organization).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].link, None, "a link cannot be read again");
        revoke_invite(&services, owner, organization, newer.id)
            .await
            .unwrap();
        assert_eq!(
            accept(&services, &token_of(&newer), PASSWORD).await,
            INVALID
        );
        let gone = renew_invite(&services, owner, organization, newer.id).await;
        assert_eq!(gone, Err(ServiceError::NotFound));
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_an_existing_account_needs_its_password() {
    for services in each().await {
        let office = services.office("a").await;
        let other = services.office("b").await;
        let row = invite(&services, &office.owner, &office, "owner@b.example").await;
        let token = token_of(&row);
        assert!(
            invite_preview(&services, token.clone())
                .await
                .unwrap()
                .has_account
        );
        let wrong = accept(&services, &token, "a password that is new").await;
        assert_eq!(problem(&wrong, "password"), Some(FieldProblem::Wrong));
        assert_eq!(
            accept(&services, &token, PASSWORD).await,
            Ok(other.owner.user)
        );
        let viewer = viewer(&services, other.owner.user).await.unwrap().unwrap();
        assert_eq!(viewer.organizations.len(), 2);
        assert_ne!(viewer.name, "Camille Roy", "the account keeps its name");
        services.end().await;
    }
}

#[tokio::test]
async fn sec_01_a_workspace_of_another_organization_is_not_found() {
    for services in each().await {
        let office = services.office("a").await;
        let other = services.office("b").await;
        let (owner, role) = (&office.owner, OrganizationRole::Member);
        for foreign in [other.workspace, WorkspaceId(999)] {
            let command = offer(
                "x@c.example",
                role,
                &[
                    (office.workspace, WorkspaceRole::Agent),
                    (foreign, WorkspaceRole::Agent),
                ],
            );
            let answer = invite_users(&services, owner, office.organization, command).await;
            assert_eq!(answer, Err(ServiceError::NotFound));
        }
        assert!(services.mails("x@c.example").await.is_empty());
        let command = offer("x@c.example", role, &[]);
        let answer = invite_users(&services, owner, other.organization, command).await;
        assert_eq!(answer, Err(ServiceError::NotFound));
        let row = invite(&services, &other.owner, &other, "x@c.example").await;
        for organization in [office.organization, other.organization] {
            let answer = revoke_invite(&services, owner, organization, row.id).await;
            assert_eq!(answer, Err(ServiceError::NotFound));
            let answer = renew_invite(&services, owner, organization, row.id).await;
            assert_eq!(answer, Err(ServiceError::NotFound));
        }
        services.end().await;
    }
}

#[tokio::test]
async fn sec_02_nobody_offers_more_than_they_may_grant() {
    let services = services().await;
    let office = services.office("a").await;
    let users = services
        .person(&office, "users@a.example", OrganizationRole::UserAdmin)
        .await;
    let billing = services
        .person(&office, "bills@a.example", OrganizationRole::BillingAdmin)
        .await;
    let manager = services
        .colleague(&office, "manager@a.example", WorkspaceRole::Manager)
        .await;
    let agent = services
        .colleague(&office, "agent@a.example", WorkspaceRole::Agent)
        .await;
    let (member, here) = (OrganizationRole::Member, office.workspace);
    let admin = OrganizationRole::Admin;
    let table = [
        (&office.owner, admin, vec![], true),
        (&users, member, vec![(here, WorkspaceRole::Owner)], true),
        (&users, OrganizationRole::UserAdmin, vec![], true),
        (&users, admin, vec![], false),
        (&users, OrganizationRole::BillingAdmin, vec![], false),
        (&billing, member, vec![], false),
        (&manager, member, vec![(here, WorkspaceRole::Agent)], true),
        (
            &manager,
            member,
            vec![(here, WorkspaceRole::Manager)],
            false,
        ),
        (&manager, member, vec![], false),
        (
            &manager,
            OrganizationRole::UserAdmin,
            vec![(here, WorkspaceRole::Agent)],
            false,
        ),
        (&agent, member, vec![(here, WorkspaceRole::Agent)], false),
    ];
    for (number, (by, role, grants, allowed)) in table.into_iter().enumerate() {
        let command = offer(&format!("new{number}@a.example"), role, &grants);
        let answer = invite_users(&services, by, office.organization, command).await;
        match answer {
            Ok(_) => assert!(allowed, "row {number}"),
            Err(error) => {
                assert!(!allowed, "row {number}: {error}");
                assert_eq!(error, ServiceError::Forbidden, "row {number}");
            }
        }
    }
    let own = list_invites(&services, &manager, office.organization)
        .await
        .unwrap();
    assert_eq!(own.len(), 1, "a manager sees what they offered themselves");
    let all = list_invites(&services, &office.owner, office.organization)
        .await
        .unwrap();
    let of_admin = all.iter().find(|row| row.role == admin).unwrap();
    let answer = revoke_invite(&services, &users, office.organization, of_admin.id).await;
    assert_eq!(answer, Err(ServiceError::Forbidden));
    services.end().await;
}

#[tokio::test]
async fn addresses_are_split_checked_and_counted() {
    let services = services().await;
    let office = services.office("a").await;
    let ask = async |emails: &str| {
        let command = offer(emails, OrganizationRole::Member, &[]);
        invite_users(&services, &office.owner, office.organization, command).await
    };
    let rows = ask(" a@x.example, b@x.example;A@x.example\nc@x.example ")
        .await
        .unwrap();
    let emails: Vec<&str> = rows.iter().map(|row| row.email.as_str()).collect();
    assert_eq!(emails, ["a@x.example", "b@x.example", "c@x.example"]);
    assert_eq!(
        problem(&ask(" ;, ").await, "emails"),
        Some(FieldProblem::Required)
    );
    assert_eq!(
        problem(&ask("a@x.example nonsense").await, "emails"),
        Some(FieldProblem::NotEmail)
    );
    let fifty: Vec<String> = (0..50).map(|n| format!("n{n}@x.example")).collect();
    assert_eq!(ask(&fifty.join(",")).await.unwrap().len(), 50);
    let more = format!("{},one@more.example", fifty.join(","));
    let answer = ask(&more).await;
    assert_eq!(
        problem(&answer, "emails"),
        Some(FieldProblem::TooMany { max: 50 })
    );
    let member = ask("owner@a.example").await;
    assert_eq!(problem(&member, "emails"), Some(FieldProblem::Taken));
    services.end().await;
}

#[tokio::test]
async fn sec_05_what_somebody_offered_ends_with_their_rights() {
    for services in each().await {
        let office = services.office("a").await;
        let (owner, organization) = (&office.owner, office.organization);
        let users = services
            .person(&office, "users@a.example", OrganizationRole::UserAdmin)
            .await;
        let one = invite(&services, &users, &office, "one@b.example").await;
        let demoted = EditMember {
            organization,
            user: users.user,
            role: OrganizationRole::Member,
            suspended: false,
        };
        edit_member(&services, owner, demoted).await.unwrap();
        assert_eq!(accept(&services, &token_of(&one), PASSWORD).await, INVALID);

        let ben = services
            .person(&office, "ben@a.example", OrganizationRole::Member)
            .await;
        let back = invite(&services, owner, &office, "ben@a.example").await;
        remove_member(&services, owner, organization, ben.user)
            .await
            .unwrap();
        assert_eq!(accept(&services, &token_of(&back), PASSWORD).await, INVALID);
        services.end().await;
    }
}

#[tokio::test]
async fn an_invitation_changes_no_membership_that_exists() {
    let services = services().await;
    let office = services.office("a").await;
    let manager = services
        .colleague(&office, "m@a.example", WorkspaceRole::Manager)
        .await;
    let row = invite(&services, &office.owner, &office, "m@a.example").await;
    let link = token_of(&row);
    let suspend = |suspended| EditMember {
        organization: office.organization,
        user: manager.user,
        role: OrganizationRole::Member,
        suspended,
    };
    edit_member(&services, &office.owner, suspend(true))
        .await
        .unwrap();
    assert_eq!(
        accept(&services, &link, PASSWORD).await,
        Err(ServiceError::Forbidden)
    );
    edit_member(&services, &office.owner, suspend(false))
        .await
        .unwrap();
    accept(&services, &link, PASSWORD).await.unwrap();
    let members = list_members(&services, &office.owner, office.organization)
        .await
        .unwrap();
    let m = members.iter().find(|row| row.id == manager.user).unwrap();
    assert_eq!(m.workspaces[0].2, WorkspaceRole::Manager);
    services.end().await;
}

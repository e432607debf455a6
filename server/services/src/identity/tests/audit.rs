//! What a day in an organization leaves in the audit log.

use parlance::identity::{
    AcceptInvite, ChangePassword, CreateWorkspace, EditMember, EditOrganization, InviteUsers,
    ResetPassword, SaveWorkspaceMember, SetUp, SignIn, WorkspaceGeneral,
};
use parlance::permission::{Flags, OrganizationRole, WorkspaceRole};
use parlance::text::Locale;
use parlance_store::StoreError;
use parlance_store::control::audit;

use crate::identity::*;
use crate::testing::{PASSWORD, TestServices, client, each};

const NEW: &str = "nine yellow umbrellas in march";

/// The acts since the last look, oldest first.
async fn acts(services: &TestServices, after: &mut i64) -> Vec<String> {
    let from = *after;
    let read = services
        .store
        .control()
        .read(move |r| Box::pin(async move { audit::list(r, from, 1_000).await }));
    let rows: Result<_, StoreError> = read.await;
    let rows = rows.unwrap();
    *after = rows.last().map_or(from, |row| row.id);
    rows.into_iter().map(|row| row.act.action).collect()
}

fn last(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn sec_110_every_audited_act_leaves_exactly_one_row() {
    for base in each().await {
        let services = &base;
        let here = client("192.0.2.1");
        let mut after = 0;
        macro_rules! leaves {
            ($act:expr, $expected:expr) => {{
                let done = $act.await.unwrap();
                assert_eq!(
                    acts(services, &mut after).await,
                    $expected,
                    stringify!($act)
                );
                done
            }};
        }
        let setup = SetUp {
            token: services.setup_token.clone(),
            name: "Ana".into(),
            email: "ana@x.example".into(),
            password: PASSWORD.into(),
            organization: "Marais".into(),
            workspace: "Boutique".into(),
            locale: Locale::En,
            time_zone: String::new(),
        };
        let ana = leaves!(set_up(services, &here, setup), ["instance.set_up"]);
        let command = SignIn {
            email: "ana@x.example".into(),
            password: PASSWORD.into(),
        };
        leaves!(sign_in(services, &here, command), ["sign_in"]);
        let owner = services.sign_in_as(ana).await;
        let seen = viewer(services, ana).await.unwrap().unwrap();
        let (organization, workspace) = (seen.organizations[0].id, seen.workspaces[0].id);

        let offer = |email: &str| InviteUsers {
            emails: email.into(),
            role: OrganizationRole::Member,
            workspaces: Vec::new(),
        };
        let command = offer("ben@x.example");
        let rows = leaves!(
            invite_users(services, &owner, organization, command),
            ["invite.create"]
        );
        let renewed = leaves!(
            renew_invite(services, &owner, organization, rows[0].id),
            ["invite.renew"]
        );
        let command = AcceptInvite {
            token: last(renewed.link.as_deref().unwrap()),
            name: "Ben".into(),
            password: PASSWORD.into(),
            locale: Locale::En,
            time_zone: String::new(),
        };
        let ben = leaves!(accept_invite(services, &here, command), ["invite.accept"]);
        let command = offer("eve@x.example");
        let rows = leaves!(
            invite_users(services, &owner, organization, command),
            ["invite.create"]
        );
        leaves!(
            revoke_invite(services, &owner, organization, rows[0].id),
            ["invite.revoke"]
        );

        let role = OrganizationRole::UserAdmin;
        let command = EditMember {
            organization,
            user: ben,
            role,
            suspended: false,
        };
        leaves!(edit_member(services, &owner, command), ["member.edit"]);
        let command = EditOrganization {
            id: organization,
            name: "Marais".into(),
            locale: Locale::Fr,
        };
        leaves!(
            edit_organization(services, &owner, command),
            ["organization.edit"]
        );
        let command = CreateWorkspace {
            organization,
            name: "Trade".into(),
            time_zone: String::new(),
        };
        leaves!(
            create_workspace(services, &owner, command),
            ["workspace.create"]
        );
        let command = WorkspaceGeneral {
            name: "Shop".into(),
            color: "#112233".into(),
            locale: Locale::Fr,
            time_zone: String::new(),
        };
        leaves!(
            edit_general(services, &owner, workspace, command),
            ["workspace.edit"]
        );
        let (role, flags) = (WorkspaceRole::Agent, Flags::default());
        let command = SaveWorkspaceMember {
            workspace,
            user: ben,
            role,
            flags,
        };
        leaves!(
            save_workspace_member(services, &owner, command),
            ["workspace_member.save"]
        );
        leaves!(
            remove_workspace_member(services, &owner, workspace, ben),
            ["workspace_member.remove"]
        );

        let other = services.sign_in_as(ana).await;
        leaves!(
            sessions::revoke(services, &owner, other.session),
            ["session.revoke"]
        );
        leaves!(
            sessions::revoke_others(services, &owner),
            ["session.revoke_others"]
        );
        let command = ChangePassword {
            current: PASSWORD.into(),
            password: NEW.into(),
        };
        leaves!(
            change_password(services, &owner, command),
            ["password.change"]
        );
        let link = leaves!(
            reset_link_system(services, "ben@x.example".into()),
            ["password.reset_link"]
        );
        let command = ResetPassword {
            token: last(&link),
            password: NEW.into(),
        };
        leaves!(reset_password(services, &here, command), ["password.reset"]);
        leaves!(
            remove_member(services, &owner, organization, ben),
            ["member.remove"]
        );
        for attempt in 1..=5 {
            let command = SignIn {
                email: "ana@x.example".into(),
                password: "wrong".into(),
            };
            sign_in(services, &here, command).await.unwrap_err();
            let expected = if attempt == 5 {
                vec!["sign_in.burst"]
            } else {
                vec![]
            };
            assert_eq!(acts(services, &mut after).await, expected);
        }
        assert_eq!(find_broken_audit_system(services).await, Ok(None));
        base.end().await;
    }
}

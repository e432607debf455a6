//! Workspaces and their members: the last owner, one's own role, other workspaces, the audit log.

use parlance::id::{UserId, WorkspaceId};
use parlance::identity::{CreateWorkspace, SaveWorkspaceMember, WorkspaceGeneral};
use parlance::permission::{Flag, Flags, OrganizationRole, Visibility, WorkspaceRole};
use parlance::text::Locale;
use parlance_store::control::audit;
use parlance_store::{Class, StoreError};

use crate::identity::{
    create_workspace, edit_general, list_workspace_members, list_workspaces,
    remove_workspace_member, save_workspace_member, touch_workspace, viewer, workspace_candidates,
    workspace_general,
};
use crate::testing::{TestServices, each, services};
use crate::{Conflict, ServiceError, access};

fn save(workspace: WorkspaceId, user: UserId, role: WorkspaceRole) -> SaveWorkspaceMember {
    SaveWorkspaceMember {
        workspace,
        user,
        role,
        flags: Flags::default(),
    }
}

#[tokio::test]
async fn who_creates_a_workspace_owns_it() {
    for services in each().await {
        let office = services.office("a").await;
        let command = CreateWorkspace {
            organization: office.organization,
            name: " Support ".into(),
            time_zone: "Europe/Paris".into(),
        };
        let id = create_workspace(&services, &office.owner, command.clone())
            .await
            .unwrap();
        let (actor, _) = access::workspace(&services, &office.owner, id)
            .await
            .unwrap();
        assert_eq!(
            (actor.role, actor.name.as_str()),
            (WorkspaceRole::Owner, "owner")
        );
        let listed = list_workspaces(&services, &office.owner, office.organization)
            .await
            .unwrap();
        let names: Vec<_> = listed
            .iter()
            .map(|row| (row.name.as_str(), row.users))
            .collect();
        assert_eq!(names, [("a", 1), ("Support", 1)]);
        let member = services
            .person(&office, "m@a.example", OrganizationRole::Member)
            .await;
        let refused = create_workspace(&services, &member, command).await;
        assert_eq!(refused, Err(ServiceError::Forbidden));
        services.end().await;
    }
}

#[tokio::test]
async fn general_settings_are_checked_and_saved() {
    let services = services().await;
    let office = services.office("a").await;
    let (owner, here) = (&office.owner, office.workspace);
    let to = WorkspaceGeneral {
        name: "Boutique".into(),
        color: "#AA00ff".into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
    };
    edit_general(&services, owner, here, to.clone())
        .await
        .unwrap();
    let saved = workspace_general(&services, owner, here).await.unwrap();
    assert_eq!(
        saved,
        WorkspaceGeneral {
            color: "#aa00ff".into(),
            ..to.clone()
        }
    );
    let wrong = WorkspaceGeneral {
        color: "red".into(),
        time_zone: "Mars".into(),
        ..to.clone()
    };
    let Err(ServiceError::Invalid(errors)) = edit_general(&services, owner, here, wrong).await
    else {
        panic!("it must be refused")
    };
    assert!(errors.get("color").is_some() && errors.get("time_zone").is_some());
    let agent = services
        .colleague(&office, "agent@a.example", WorkspaceRole::Agent)
        .await;
    let refused = edit_general(&services, &agent, here, to).await;
    assert_eq!(refused, Err(ServiceError::Forbidden));
    services.end().await;
}

#[tokio::test]
async fn sec_79_the_last_owner_stays_also_under_two_parallel_requests() {
    for services in each().await {
        let office = services.office("a").await;
        let here = office.workspace;
        let one = &office.owner;
        let two = services
            .colleague(&office, "two@a.example", WorkspaceRole::Owner)
            .await;
        let (first, second) = tokio::join!(
            remove_workspace_member(&services, one, here, two.user),
            save_workspace_member(&services, &two, save(here, one.user, WorkspaceRole::Agent)),
        );
        let won = usize::from(first.is_ok()) + usize::from(second.is_ok());
        assert_eq!(won, 1, "{first:?} {second:?}");
        let owner = if first.is_ok() { one } else { &two };
        let own = Err(ServiceError::Conflict(Conflict::OwnRole));
        let command = save(here, owner.user, WorkspaceRole::Agent);
        assert_eq!(save_workspace_member(&services, owner, command).await, own);
        assert_eq!(
            remove_workspace_member(&services, owner, here, owner.user).await,
            own
        );
        services.end().await;
    }
}

#[tokio::test]
async fn sec_79_the_store_itself_keeps_the_last_owner() {
    use parlance_store::control::workspaces;
    for services in each().await {
        let office = services.office("a").await;
        let (here, user) = (office.workspace, office.owner.user);
        let write = services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let (agent, none) = (WorkspaceRole::Agent, Flags::default());
                    Ok::<_, StoreError>([
                        workspaces::update_member(tx, here, user, agent, &none).await?,
                        workspaces::delete_member(tx, here, user).await?,
                    ])
                })
            });
        assert_eq!(write.await.unwrap(), [false; 2]);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_02_managers_manage_agents_only() {
    let services = services().await;
    let office = services.office("a").await;
    let here = office.workspace;
    let manager = services
        .colleague(&office, "manager@a.example", WorkspaceRole::Manager)
        .await;
    let agent = services
        .colleague(&office, "agent@a.example", WorkspaceRole::Agent)
        .await;
    let new = services
        .person(&office, "new@a.example", OrganizationRole::Member)
        .await;
    let people = workspace_candidates(&services, &manager, here)
        .await
        .unwrap();
    assert_eq!(
        people.iter().map(|person| person.id).collect::<Vec<_>>(),
        [new.user]
    );

    save_workspace_member(
        &services,
        &manager,
        save(here, new.user, WorkspaceRole::Agent),
    )
    .await
    .unwrap();
    let forbidden = Err(ServiceError::Forbidden);
    for (user, role) in [
        (agent.user, WorkspaceRole::Manager),
        (agent.user, WorkspaceRole::Owner),
        (office.owner.user, WorkspaceRole::Agent),
    ] {
        let answer = save_workspace_member(&services, &manager, save(here, user, role)).await;
        assert_eq!(answer, forbidden);
    }
    let answer = remove_workspace_member(&services, &manager, here, office.owner.user).await;
    assert_eq!(answer, forbidden);
    let answer = save_workspace_member(
        &services,
        &agent,
        save(here, new.user, WorkspaceRole::Agent),
    );
    assert_eq!(answer.await, forbidden);
    remove_workspace_member(&services, &manager, here, new.user)
        .await
        .unwrap();
    assert!(access::workspace(&services, &new, here).await.is_err());
    services.end().await;
}

#[tokio::test]
async fn sec_05_changed_restrictions_hold_at_the_next_request() {
    for services in each().await {
        let office = services.office("a").await;
        let here = office.workspace;
        let agent = services
            .colleague(&office, "agent@a.example", WorkspaceRole::Agent)
            .await;
        let (actor, _) = access::workspace(&services, &agent, here).await.unwrap();
        assert_eq!(actor.visibility, Visibility::All);
        let flags = Flags(vec![Flag::ShowTeamContacts, Flag::ReadOnly]);
        let command = SaveWorkspaceMember {
            flags,
            ..save(here, agent.user, WorkspaceRole::Agent)
        };
        save_workspace_member(&services, &office.owner, command)
            .await
            .unwrap();
        let (actor, _) = access::workspace(&services, &agent, here).await.unwrap();
        let teams = vec![];
        let mine = Visibility::Teams {
            user: agent.user,
            teams,
            unassigned: false,
        };
        assert_eq!(actor.visibility, mine);
        assert!(!actor.may(parlance::permission::Permission::Reply));
        let members = list_workspace_members(&services, &office.owner, here)
            .await
            .unwrap();
        assert_eq!(members[0].flags.0.len(), 2);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_01_another_workspace_is_not_found() {
    for services in each().await {
        let office = services.office("a").await;
        let other = services.office("b").await;
        let me = &office.owner;
        for there in [other.workspace, WorkspaceId(999)] {
            let not_found = Some(ServiceError::NotFound);
            let general = WorkspaceGeneral {
                name: "Mine".into(),
                color: "#000000".into(),
                locale: Locale::En,
                time_zone: "UTC".into(),
            };
            let command = save(there, me.user, WorkspaceRole::Owner);
            let user = other.owner.user;
            assert_eq!(
                access::workspace(&services, me, there).await.err(),
                not_found
            );
            assert_eq!(
                workspace_general(&services, me, there).await.err(),
                not_found
            );
            assert_eq!(
                edit_general(&services, me, there, general).await.err(),
                not_found
            );
            assert_eq!(
                list_workspace_members(&services, me, there).await.err(),
                not_found
            );
            assert_eq!(
                workspace_candidates(&services, me, there).await.err(),
                not_found
            );
            assert_eq!(
                save_workspace_member(&services, me, command).await.err(),
                not_found
            );
            assert_eq!(
                remove_workspace_member(&services, me, there, user)
                    .await
                    .err(),
                not_found
            );
            assert_eq!(touch_workspace(&services, me, there).await.err(), not_found);
        }
        // Nor can somebody of elsewhere be brought in.
        let stranger = save(office.workspace, other.owner.user, WorkspaceRole::Agent);
        let answer = save_workspace_member(&services, me, stranger).await;
        assert_eq!(answer, Err(ServiceError::NotFound));
        touch_workspace(&services, me, office.workspace)
            .await
            .unwrap();
        let seen = viewer(&services, me.user).await.unwrap().unwrap();
        assert_eq!(seen.last_workspace, Some(office.workspace));
        services.end().await;
    }
}

/// What was done, oldest first, and whether the chain holds.
async fn audited(services: &TestServices) -> (Vec<String>, Option<i64>) {
    let read = services.store.control().read(|r| {
        Box::pin(async move {
            let rows = audit::list(r, 0, 1_000).await?;
            Ok::<_, StoreError>((rows, audit::find_broken(r).await?))
        })
    });
    let (rows, broken) = read.await.unwrap();
    (rows.into_iter().map(|row| row.act.action).collect(), broken)
}

#[tokio::test]
async fn sec_110_an_act_leaves_one_row_and_a_refused_one_leaves_none() {
    for services in each().await {
        let office = services.office("a").await;
        let (owner, here) = (&office.owner, office.workspace);
        let agent = services
            .colleague(&office, "agent@a.example", WorkspaceRole::Agent)
            .await;
        let promote = save(here, agent.user, WorkspaceRole::Manager);
        save_workspace_member(&services, owner, promote)
            .await
            .unwrap();
        save_workspace_member(
            &services,
            owner,
            save(here, owner.user, WorkspaceRole::Agent),
        )
        .await
        .unwrap_err();
        remove_workspace_member(&services, owner, here, agent.user)
            .await
            .unwrap();
        remove_workspace_member(&services, owner, here, agent.user)
            .await
            .unwrap_err();
        let (actions, broken) = audited(&services).await;
        assert_eq!(
            actions,
            ["workspace_member.save", "workspace_member.remove"]
        );
        assert_eq!(broken, None);
        services.end().await;
    }
}

//! Members of an organization: the last admin, one's own role, other organizations.

use parlance::id::{OrganizationId, UserId};
use parlance::identity::{EditMember, EditOrganization, EditProfile};
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::{Locale, Theme};

use crate::identity::{
    edit_member, edit_organization, edit_profile, list_members, list_workspaces,
    organization_general, remove_member, viewer,
};
use crate::testing::{each, services};
use crate::{Conflict, ServiceError, access};

fn edit(organization: OrganizationId, user: UserId, role: OrganizationRole) -> EditMember {
    EditMember {
        organization,
        user,
        role,
        suspended: false,
    }
}

#[tokio::test]
async fn sec_79_nobody_changes_their_own_role_or_removes_themselves() {
    for services in each().await {
        let office = services.office("a").await;
        let (owner, organization) = (&office.owner, office.organization);
        let own = Err(ServiceError::Conflict(Conflict::OwnRole));
        let to_member = edit(organization, owner.user, OrganizationRole::Member);
        assert_eq!(edit_member(&services, owner, to_member).await, own);
        let suspended = EditMember {
            suspended: true,
            ..edit(organization, owner.user, OrganizationRole::Admin)
        };
        assert_eq!(edit_member(&services, owner, suspended).await, own);
        assert_eq!(
            remove_member(&services, owner, organization, owner.user).await,
            own
        );
        services.end().await;
    }
}

#[tokio::test]
async fn sec_79_of_two_admins_who_remove_each_other_at_once_one_stays() {
    for services in each().await {
        let office = services.office("a").await;
        let organization = office.organization;
        let one = services
            .person(&office, "one@a.example", OrganizationRole::Admin)
            .await;
        let two = services
            .person(&office, "two@a.example", OrganizationRole::Admin)
            .await;
        // Without the founder only these two are left.
        let founder = office.owner.user;
        services
            .colleague(&office, "heir@a.example", WorkspaceRole::Owner)
            .await;
        remove_member(&services, &one, organization, founder)
            .await
            .unwrap();
        let demote = |user| edit(organization, user, OrganizationRole::Member);
        let (first, second) = tokio::join!(
            edit_member(&services, &one, demote(two.user)),
            remove_member(&services, &two, organization, one.user),
        );
        let won = usize::from(first.is_ok()) + usize::from(second.is_ok());
        assert_eq!(won, 1, "{first:?} {second:?}");
        let lost = if first.is_ok() { second } else { first };
        assert!(
            matches!(lost, Err(ServiceError::Forbidden | ServiceError::NotFound)),
            "the other one has no rights any more: {lost:?}"
        );
        services.end().await;
    }
}

#[tokio::test]
async fn sec_79_the_store_itself_keeps_the_last_admin() {
    use parlance_store::control::organizations::{self, Member};
    use parlance_store::{Class, StoreError};
    for services in each().await {
        let office = services.office("a").await;
        let (organization, user) = (office.organization, office.owner.user);
        let write = services
            .store
            .control()
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let member = Member {
                        role: OrganizationRole::Member,
                        suspended: false,
                    };
                    let suspended = Member {
                        role: OrganizationRole::Admin,
                        suspended: true,
                    };
                    Ok::<_, StoreError>([
                        organizations::update_member(tx, organization, user, member).await?,
                        organizations::update_member(tx, organization, user, suspended).await?,
                        organizations::delete_member(tx, organization, user).await?,
                    ])
                })
            });
        assert_eq!(write.await.unwrap(), [false; 3]);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_79_the_last_owner_of_a_workspace_is_neither_suspended_nor_removed() {
    for services in each().await {
        let office = services.office("a").await;
        let admin = services
            .person(&office, "admin@a.example", OrganizationRole::Admin)
            .await;
        let (organization, owner) = (office.organization, office.owner.user);
        let last = Err(ServiceError::Conflict(Conflict::LastOne));
        let suspend = EditMember {
            suspended: true,
            ..edit(organization, owner, OrganizationRole::Admin)
        };
        assert_eq!(edit_member(&services, &admin, suspend.clone()).await, last);
        assert_eq!(
            remove_member(&services, &admin, organization, owner).await,
            last
        );
        services
            .colleague(&office, "heir@a.example", WorkspaceRole::Owner)
            .await;
        edit_member(&services, &admin, suspend).await.unwrap();
        remove_member(&services, &admin, organization, owner)
            .await
            .unwrap();
        services.end().await;
    }
}

#[tokio::test]
async fn sec_02_user_admins_manage_members_but_not_admins() {
    let services = services().await;
    let office = services.office("a").await;
    let organization = office.organization;
    let users = services
        .person(&office, "users@a.example", OrganizationRole::UserAdmin)
        .await;
    let ben = services
        .person(&office, "ben@a.example", OrganizationRole::Member)
        .await;
    let promote = |role| edit(organization, ben.user, role);
    edit_member(&services, &users, promote(OrganizationRole::UserAdmin))
        .await
        .unwrap();
    for role in [OrganizationRole::Admin, OrganizationRole::BillingAdmin] {
        let answer = edit_member(&services, &users, promote(role)).await;
        assert_eq!(answer, Err(ServiceError::Forbidden));
    }
    let founder = edit(organization, office.owner.user, OrganizationRole::Member);
    assert_eq!(
        edit_member(&services, &users, founder).await,
        Err(ServiceError::Forbidden)
    );
    let plain = services
        .person(&office, "plain@a.example", OrganizationRole::Member)
        .await;
    let answer = edit_member(&services, &plain, promote(OrganizationRole::Member)).await;
    assert_eq!(answer, Err(ServiceError::Forbidden));
    let answer = list_members(&services, &plain, organization).await;
    assert_eq!(answer, Err(ServiceError::Forbidden));
    services.end().await;
}

#[tokio::test]
async fn sec_01_another_organization_is_not_found() {
    for services in each().await {
        let office = services.office("a").await;
        let other = services.office("b").await;
        let (me, there) = (&office.owner, other.organization);
        let not_found = ServiceError::NotFound;
        for organization in [there, OrganizationId(999)] {
            let to_member = edit(organization, other.owner.user, OrganizationRole::Member);
            let rename = EditOrganization {
                id: organization,
                name: "Mine".into(),
                locale: Locale::En,
            };
            assert_eq!(
                list_members(&services, me, organization).await,
                Err(not_found.clone())
            );
            assert_eq!(
                list_workspaces(&services, me, organization).await,
                Err(not_found.clone())
            );
            assert_eq!(
                organization_general(&services, me, organization).await,
                Err(not_found.clone())
            );
            assert_eq!(
                edit_member(&services, me, to_member).await,
                Err(not_found.clone())
            );
            assert_eq!(
                edit_organization(&services, me, rename).await,
                Err(not_found.clone())
            );
            let removed = remove_member(&services, me, organization, other.owner.user).await;
            assert_eq!(removed, Err(not_found.clone()));
        }
        // A user of elsewhere is no member here.
        let stranger = edit(
            office.organization,
            other.owner.user,
            OrganizationRole::Member,
        );
        assert_eq!(edit_member(&services, me, stranger).await, Err(not_found));
        services.end().await;
    }
}

#[tokio::test]
async fn sec_05_suspension_and_removal_take_effect_at_the_next_request() {
    for services in each().await {
        let office = services.office("a").await;
        let ben = services
            .colleague(&office, "ben@a.example", WorkspaceRole::Agent)
            .await;
        access::workspace(&services, &ben, office.workspace)
            .await
            .unwrap();
        let suspended = EditMember {
            suspended: true,
            ..edit(office.organization, ben.user, OrganizationRole::Member)
        };
        edit_member(&services, &office.owner, suspended)
            .await
            .unwrap();
        let answer = access::workspace(&services, &ben, office.workspace)
            .await
            .err();
        assert_eq!(answer, Some(ServiceError::NotFound));
        let answer = access::organization(&services, &ben, office.organization).await;
        assert_eq!(answer, Err(ServiceError::NotFound));
        let seen = viewer(&services, ben.user).await.unwrap().unwrap();
        assert!(seen.organizations.is_empty() && seen.workspaces.is_empty());
        services.end().await;
    }
}

#[tokio::test]
async fn members_and_settings_are_shown_by_name() {
    let services = services().await;
    let office = services.office("a").await;
    services
        .colleague(&office, "zoe@a.example", WorkspaceRole::Agent)
        .await;
    services
        .colleague(&office, "Ben@a.example", WorkspaceRole::Manager)
        .await;
    let members = list_members(&services, &office.owner, office.organization)
        .await
        .unwrap();
    let names: Vec<&str> = members.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Ben", "owner", "zoe"]);
    assert_eq!(members[0].workspaces[0].2, WorkspaceRole::Manager);

    let command = EditOrganization {
        id: office.organization,
        name: "  New   name ".into(),
        locale: Locale::Fr,
    };
    edit_organization(&services, &office.owner, command)
        .await
        .unwrap();
    let general = organization_general(&services, &office.owner, office.organization)
        .await
        .unwrap();
    assert_eq!(
        (general.name.as_str(), general.locale),
        ("New name", Locale::Fr)
    );

    let profile = EditProfile {
        name: "Ana".into(),
        locale: Locale::Fr,
        time_zone: "Asia/Tokyo".into(),
        theme: Theme::Dark,
    };
    edit_profile(&services, &office.owner, profile)
        .await
        .unwrap();
    let ana = viewer(&services, office.owner.user).await.unwrap().unwrap();
    assert_eq!((ana.name.as_str(), ana.theme), ("Ana", Theme::Dark));
    assert_eq!(ana.zone.offset_at(services.clock.now()), 540);
    services.end().await;
}

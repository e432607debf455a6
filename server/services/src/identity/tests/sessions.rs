//! Sessions: how they end.

use parlance::error::FieldProblem;
use parlance::identity::{ChangePassword, EditMember, SignIn};
use parlance::permission::OrganizationRole;
use parlance::time::{DAY, MINUTE, Timestamp};

use super::problem;
use crate::identity::{change_password, edit_member, remove_member, sessions, sign_in};
use crate::testing::{PASSWORD, TestServices, client, each, services};
use crate::{Caller, ServiceError};

const NEW: &str = "nine yellow umbrellas in march";

async fn lives(services: &TestServices, token: &str) -> bool {
    sessions::load(services, token, &client("192.0.2.1"))
        .await
        .unwrap()
        .is_some()
}

fn change(current: &str) -> ChangePassword {
    ChangePassword {
        current: current.into(),
        password: NEW.into(),
    }
}

#[tokio::test]
async fn sec_70_a_session_ends_idle_or_old() {
    for services in each().await {
        let office = services.office("a").await;
        let (idle, _) = services.session(office.owner.user).await;
        let (used, _) = services.session(office.owner.user).await;
        services.advance(13 * DAY);
        assert!(lives(&services, &used).await);
        services.advance(2 * DAY);
        assert!(!lives(&services, &idle).await);
        assert!(lives(&services, &used).await);
        services.advance(13 * DAY);
        assert!(lives(&services, &used).await);
        services.advance(2 * DAY);
        assert!(!lives(&services, &used).await, "thirty days are over");
        services.end().await;
    }
}

#[tokio::test]
async fn sec_70_only_the_hash_of_a_cookie_is_stored() {
    let services = services().await;
    let office = services.office("a").await;
    let (token, _) = services.session(office.owner.user).await;
    let hash = crate::ids::hash(&token);
    assert!(!lives(&services, &hash).await);
    assert!(lives(&services, &token).await);
    services.end().await;
}

#[tokio::test]
async fn sec_70_a_save_does_not_bring_back_a_session_that_was_ended() {
    for services in each().await {
        let office = services.office("a").await;
        let (token, caller) = services.session(office.owner.user).await;
        let save = |user| {
            let client = client("192.0.2.1");
            let (services, token) = (&services, &token);
            async move {
                let until = Timestamp(i64::MAX);
                sessions::save(services, token, user, "{\"a\":1}", until, &client)
                    .await
                    .unwrap();
            }
        };
        save(Some(caller.user)).await;
        let stored = sessions::load(&services, &token, &client(""))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (stored.user, stored.content.as_str()),
            (Some(caller.user), "{\"a\":1}")
        );
        sessions::delete(&services, &token).await.unwrap();
        save(Some(caller.user)).await;
        assert!(!lives(&services, &token).await);
        save(None).await;
        assert!(
            lives(&services, &token).await,
            "without a user there is nothing to protect"
        );
        services.end().await;
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_together() {
    for services in each().await {
        let office = services.office("a").await;
        let stranger = services.office("b").await.owner;
        let (mine, caller) = services.session(office.owner.user).await;
        services.advance(MINUTE);
        let (other, elsewhere) = services.session(office.owner.user).await;
        let listed = sessions::list(&services, &caller).await.unwrap();
        assert_eq!(listed.len(), 3);
        assert_eq!(listed[0].id, elsewhere.session);
        assert_eq!(listed.iter().filter(|row| row.current).count(), 1);

        let foreign = sessions::revoke(&services, &stranger, caller.session).await;
        assert_eq!(foreign, Err(ServiceError::NotFound));
        sessions::revoke(&services, &caller, elsewhere.session)
            .await
            .unwrap();
        assert!(!lives(&services, &other).await);
        sessions::revoke_others(&services, &caller).await.unwrap();
        assert_eq!(sessions::list(&services, &caller).await.unwrap().len(), 1);
        assert!(lives(&services, &mine).await);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_70_a_changed_password_ends_all_other_sessions() {
    for services in each().await {
        let office = services.office("a").await;
        let (stolen, _) = services.session(office.owner.user).await;
        let (mine, caller) = services.session(office.owner.user).await;
        let wrong = change_password(&services, &caller, change("wrong")).await;
        assert_eq!(problem(&wrong, "current"), Some(FieldProblem::Wrong));
        assert!(lives(&services, &stolen).await);
        change_password(&services, &caller, change(PASSWORD))
            .await
            .unwrap();
        assert!(!lives(&services, &stolen).await && lives(&services, &mine).await);

        let sign_in_with = async |password: &str| {
            let command = SignIn {
                email: "owner@a.example".into(),
                password: password.into(),
            };
            sign_in(&services, &client("192.0.2.1"), command).await
        };
        assert!(sign_in_with(PASSWORD).await.is_err());
        assert_eq!(sign_in_with(NEW).await, Ok(office.owner.user));
        let mails = services.mails("owner@a.example").await;
        assert!(mails[0].0.contains("changed"), "{mails:?}");
        services.end().await;
    }
}

#[tokio::test]
async fn sec_70_suspension_and_removal_end_every_session() {
    for services in each().await {
        let office = services.office("a").await;
        let ben = services
            .person(&office, "ben@a.example", OrganizationRole::Member)
            .await;
        let (one, _) = services.session(ben.user).await;
        let edit = |suspended| EditMember {
            organization: office.organization,
            user: ben.user,
            role: OrganizationRole::Member,
            suspended,
        };
        edit_member(&services, &office.owner, edit(true))
            .await
            .unwrap();
        assert!(!lives(&services, &one).await);
        edit_member(&services, &office.owner, edit(false))
            .await
            .unwrap();
        assert!(!lives(&services, &one).await, "it does not come back");
        let (two, _) = services.session(ben.user).await;
        remove_member(&services, &office.owner, office.organization, ben.user)
            .await
            .unwrap();
        assert!(!lives(&services, &two).await);
        services.end().await;
    }
}

#[tokio::test]
async fn guesses_at_the_present_password_are_throttled() {
    let services = services().await;
    let caller: Caller = services.office("a").await.owner;
    for _ in 0..5 {
        let wrong = change_password(&services, &caller, change("wrong")).await;
        assert_eq!(problem(&wrong, "current"), Some(FieldProblem::Wrong));
    }
    let sixth = change_password(&services, &caller, change(PASSWORD)).await;
    assert!(
        matches!(sixth, Err(ServiceError::RateLimited { .. })),
        "{sixth:?}"
    );
    services.end().await;
}

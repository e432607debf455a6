//! Sign-in and its throttle.

use parlance::error::FieldProblem;
use parlance::identity::{EditMember, SignIn};
use parlance::permission::OrganizationRole;
use parlance::time::{HOUR, MINUTE, SECOND};

use super::problem;
use crate::identity::{edit_member, sign_in};
use crate::testing::{PASSWORD, TestServices, client, each, services};
use crate::{Result, ServiceError};

async fn attempt(
    services: &TestServices,
    address: &str,
    email: &str,
    password: &str,
) -> Result<parlance::id::UserId> {
    let command = SignIn {
        email: email.into(),
        password: password.into(),
    };
    sign_in(services, &client(address), command).await
}

#[tokio::test]
async fn sec_71_an_unknown_address_is_answered_like_a_wrong_password() {
    for services in each().await {
        let office = services.office("a").await;
        let user = attempt(&services, "192.0.2.1", " OWNER@a.example ", PASSWORD)
            .await
            .unwrap();
        assert_eq!(user, office.owner.user);
        let wrong = attempt(&services, "192.0.2.1", "owner@a.example", "wrong").await;
        let unknown = attempt(&services, "192.0.2.1", "nobody@a.example", "wrong").await;
        assert_eq!(problem(&wrong, "password"), Some(FieldProblem::Wrong));
        assert_eq!(wrong, unknown);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_71_unknown_and_known_addresses_are_throttled_alike() {
    let services = services().await;
    services.office("a").await;
    for email in ["owner@a.example", "nobody@a.example"] {
        for _ in 0..5 {
            let wrong = attempt(&services, "192.0.2.1", email, "wrong").await;
            assert_eq!(problem(&wrong, "password"), Some(FieldProblem::Wrong));
        }
        let sixth = attempt(&services, "192.0.2.1", email, PASSWORD).await;
        assert_eq!(
            sixth,
            Err(ServiceError::RateLimited { retry_after: 1 }),
            "{email}"
        );
    }
    services.end().await;
}

#[tokio::test]
async fn sec_70_delays_grow_but_nobody_is_locked_out() {
    let services = services().await;
    let office = services.office("a").await;
    let mut longest = 0;
    for round in 0..20 {
        // Another network each time: only the account's own delay counts.
        let address = format!("198.51.{round}.1");
        match attempt(&services, &address, "owner@a.example", "wrong").await {
            Err(ServiceError::RateLimited { retry_after }) => {
                longest = longest.max(retry_after);
                services.advance(retry_after * SECOND);
            }
            other => assert_eq!(problem(&other, "password"), Some(FieldProblem::Wrong)),
        }
    }
    assert!((16..=900).contains(&longest), "{longest}");
    services.advance(15 * MINUTE);
    let right = attempt(&services, "198.51.100.1", "owner@a.example", PASSWORD).await;
    assert_eq!(right, Ok(office.owner.user));
    services.end().await;
}

#[tokio::test]
async fn sec_70_strangers_do_not_keep_the_owner_out_of_a_known_network() {
    let services = services().await;
    let office = services.office("a").await;
    attempt(&services, "192.0.2.7", "owner@a.example", PASSWORD)
        .await
        .unwrap();
    for round in 0..6 {
        let address = format!("203.0.{round}.1");
        attempt(&services, &address, "owner@a.example", "wrong")
            .await
            .unwrap_err();
    }
    let stranger = attempt(&services, "203.0.113.1", "owner@a.example", PASSWORD).await;
    assert!(
        matches!(stranger, Err(ServiceError::RateLimited { .. })),
        "{stranger:?}"
    );
    let owner = attempt(&services, "192.0.2.200", "owner@a.example", PASSWORD).await;
    assert_eq!(owner, Ok(office.owner.user));
    services.end().await;
}

#[tokio::test]
async fn sec_74_a_network_that_tries_many_accounts_is_slowed_down() {
    let services = services().await;
    let mut refused = None;
    for number in 0..70 {
        let email = format!("user{number}@a.example");
        let address = format!("192.0.2.{number}");
        let answer = attempt(&services, &address, &email, "wrong").await;
        if let Err(ServiceError::RateLimited { retry_after }) = answer {
            refused = refused.or(Some((number, retry_after)));
        }
    }
    assert_eq!(refused, Some((60, 10)));
    services.advance(HOUR);
    let later = attempt(&services, "192.0.2.1", "user1@a.example", "wrong").await;
    assert_eq!(problem(&later, "password"), Some(FieldProblem::Wrong));
    services.end().await;
}

#[tokio::test]
async fn sec_70_parallel_guesses_do_not_slip_through_the_count() {
    let services = services().await;
    services.office("a").await;
    let guesses = (0..20).map(|_| attempt(&services, "192.0.2.1", "owner@a.example", "wrong"));
    let answers = futures::future::join_all(guesses).await;
    let compared = answers
        .iter()
        .filter(|a| problem(a, "password").is_some())
        .count();
    assert_eq!(compared, 5, "{answers:?}");
    services.end().await;
}

#[tokio::test]
async fn sec_70_who_is_suspended_everywhere_cannot_sign_in() {
    let services = services().await;
    let office = services.office("a").await;
    let ben = services
        .person(&office, "ben@a.example", OrganizationRole::Member)
        .await;
    let edit = |suspended| EditMember {
        organization: office.organization,
        user: ben.user,
        role: OrganizationRole::Member,
        suspended,
    };
    edit_member(&services, &office.owner, edit(true))
        .await
        .unwrap();
    let kept_out = attempt(&services, "192.0.2.1", "ben@a.example", PASSWORD).await;
    assert_eq!(kept_out, Err(ServiceError::Forbidden));
    let wrong = attempt(&services, "192.0.2.1", "ben@a.example", "wrong").await;
    assert_eq!(problem(&wrong, "password"), Some(FieldProblem::Wrong));
    edit_member(&services, &office.owner, edit(false))
        .await
        .unwrap();
    let back = attempt(&services, "192.0.2.1", "ben@a.example", PASSWORD).await;
    assert_eq!(back, Ok(ben.user));
    services.end().await;
}

#[tokio::test]
async fn sec_71_an_unknown_address_costs_the_same_work_as_a_wrong_password() {
    let services = services().await;
    services.office("a").await;
    let long = "x".repeat(2_000);
    for (email, password) in [
        ("owner@a.example", "wrong"),
        ("owner@a.example", long.as_str()),
        ("nobody@a.example", "wrong"),
        ("nobody@a.example", long.as_str()),
    ] {
        services.passwords.compared.lock().unwrap().clear();
        let refused = attempt(&services, "192.0.2.1", email, password).await;
        assert_eq!(problem(&refused, "password"), Some(FieldProblem::Wrong));
        // One comparison, with a hash of the cost that all have.
        let compared = services.passwords.compared.lock().unwrap().clone();
        assert_eq!(compared, ["$argon2id$v=19$m=8,t=1,p=1$"], "{email}");
    }
    services.end().await;
}

//! Reset links.

use parlance::error::FieldProblem;
use parlance::identity::{ChangePassword, ResetPassword, SignIn};
use parlance::time::MINUTE;

use super::problem;
use crate::identity::{
    change_password, request_reset, reset_is_valid, reset_link_system, reset_password, sessions,
    sign_in,
};
use crate::testing::{PASSWORD, TestServices, client, each, services};
use crate::{Conflict, Result, ServiceError};

const NEW: &str = "nine yellow umbrellas in march";

/// Asks for a link and takes the token out of the newest mail.
async fn token(services: &TestServices, email: &str) -> String {
    request_reset(services, &client("192.0.2.1"), email.into())
        .await
        .unwrap();
    let mails = services.mails(email).await;
    token_of(&mails.last().unwrap().1)
}

fn token_of(text: &str) -> String {
    let start = "https://parlance.test/reset/";
    let line = text.lines().find_map(|line| line.strip_prefix(start));
    line.unwrap_or_else(|| panic!("no link in {text}"))
        .to_owned()
}

async fn reset(services: &TestServices, token: &str) -> Result<parlance::id::UserId> {
    let command = ResetPassword {
        token: token.into(),
        password: NEW.into(),
    };
    reset_password(services, &client("192.0.2.1"), command).await
}

const INVALID: Result<parlance::id::UserId> = Err(ServiceError::Conflict(Conflict::LinkInvalid));

#[tokio::test]
async fn sec_72_a_link_works_once_and_ends_every_session() {
    for services in each().await {
        let office = services.office("a").await;
        let (stolen, _) = services.session(office.owner.user).await;
        let token = token(&services, "owner@a.example").await;
        assert!(reset_is_valid(&services, token.clone()).await.unwrap());
        let weak = ResetPassword {
            token: token.clone(),
            password: "owner-owner-owner".into(),
        };
        let refused = reset_password(&services, &client("192.0.2.1"), weak).await;
        assert_eq!(problem(&refused, "password"), Some(FieldProblem::TooCommon));

        assert_eq!(reset(&services, &token).await, Ok(office.owner.user));
        let old = sessions::load(&services, &stolen, &client("192.0.2.1"))
            .await
            .unwrap();
        assert_eq!(old, None);
        assert!(!reset_is_valid(&services, token.clone()).await.unwrap());
        assert_eq!(reset(&services, &token).await, INVALID);
        let command = SignIn {
            email: "owner@a.example".into(),
            password: NEW.into(),
        };
        assert!(
            sign_in(&services, &client("192.0.2.1"), command)
                .await
                .is_ok()
        );
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_a_link_expires_and_gives_way_to_a_newer_one() {
    for services in each().await {
        services.office("a").await;
        let first = token(&services, "owner@a.example").await;
        let second = token(&services, "owner@a.example").await;
        assert_eq!(reset(&services, &first).await, INVALID);
        services.advance(31 * MINUTE);
        assert!(!reset_is_valid(&services, second.clone()).await.unwrap());
        assert_eq!(reset(&services, &second).await, INVALID);
        for nonsense in ["", "null", "[]", "0"] {
            assert_eq!(reset(&services, nonsense).await, INVALID);
        }
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_a_changed_password_voids_the_link() {
    for services in each().await {
        let office = services.office("a").await;
        let token = token(&services, "owner@a.example").await;
        let command = ChangePassword {
            current: PASSWORD.into(),
            password: NEW.into(),
        };
        change_password(&services, &office.owner, command)
            .await
            .unwrap();
        assert!(!reset_is_valid(&services, token.clone()).await.unwrap());
        assert_eq!(reset(&services, &token).await, INVALID);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_of_two_parallel_uses_of_a_link_one_wins() {
    for services in each().await {
        let office = services.office("a").await;
        let token = token(&services, "owner@a.example").await;
        let (one, two) = tokio::join!(reset(&services, &token), reset(&services, &token));
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        assert_eq!(won, Ok(office.owner.user));
        assert_eq!(lost, INVALID);
        services.end().await;
    }
}

#[tokio::test]
async fn sec_71_a_request_for_an_unknown_address_is_answered_alike_and_mails_nobody() {
    for services in each().await {
        services.office("a").await;
        let here = client("192.0.2.1");
        let known = request_reset(&services, &here, "owner@a.example".into()).await;
        let unknown = request_reset(&services, &here, "nobody@a.example".into()).await;
        assert_eq!(known, unknown);
        assert_eq!(services.mails("owner@a.example").await.len(), 1);
        assert!(services.mails("nobody@a.example").await.is_empty());
        for _ in 0..4 {
            for email in ["owner@a.example", "nobody@a.example"] {
                request_reset(&services, &here, email.into()).await.unwrap();
            }
        }
        for email in ["owner@a.example", "nobody@a.example"] {
            let answer = request_reset(&services, &here, email.into()).await;
            assert_eq!(answer, Err(ServiceError::RateLimited { retry_after: 1 }));
        }
        services.end().await;
    }
}

#[tokio::test]
async fn sec_75_links_are_built_from_the_configured_address() {
    let services = services().await;
    services.office("a").await;
    let link = reset_link_system(&services, "Owner@A.example".into())
        .await
        .unwrap();
    assert!(link.starts_with("https://parlance.test/reset/"), "{link}");
    assert!(reset(&services, &token_of(&link)).await.is_ok());
    let unknown = reset_link_system(&services, "nobody@a.example".into()).await;
    assert_eq!(unknown, Err(ServiceError::NotFound));
    services.end().await;
}

#[tokio::test]
async fn sec_80_a_waiting_mail_does_not_hold_a_link_that_works() {
    use parlance_store::StoreError;
    use parlance_store::control::mails;
    let services = services().await;
    services.office("a").await;
    let token = token(&services, "owner@a.example").await;
    let read = services
        .store
        .control()
        .read(|r| Box::pin(async move { mails::list_by_recipient(r, "owner@a.example").await }));
    let found: Result<_, StoreError> = read.await;
    let (_, stored, _) = found.unwrap().remove(0);
    assert!(!stored.contains(&token), "{stored}");
    let seed = stored.split('\u{1}').nth(1).unwrap();
    assert_eq!(reset(&services, seed).await, INVALID);
    assert!(reset(&services, &token).await.is_ok());
    services.end().await;
}

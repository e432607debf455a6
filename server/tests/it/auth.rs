//! Signing in and out through the server, as a browser does it.

use axum::body::Body;
use http::{Method, header};

use crate::app::{Answer, PASSWORD, TestApp, empty, send};

pub fn path_of(name: &str) -> &'static str {
    let named = |path: &&'static str| {
        path.rsplit('/')
            .next()
            .unwrap()
            .trim_end_matches(|c: char| c.is_ascii_digit())
            == name
    };
    server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .find(named)
        .unwrap()
}

async fn sign_in(app: &TestApp, email: &str, password: &str, next: &str) -> Answer {
    let body = format!(
        "email={email}&password={}&next={next}",
        password.replace(' ', "+")
    );
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
        ("sec-fetch-site", "same-origin"),
    ];
    send(
        &app.router,
        None,
        Method::POST,
        path_of("sign_in"),
        &headers,
        Body::from(body),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_without_script_leads_to_the_page_and_starts_a_fresh_session() {
    let app = TestApp::start().await;
    let answer = sign_in(&app, "owner@example.com", PASSWORD, "%2Faccount%2Fprofile").await;
    assert_eq!(answer.status, 302, "{}", answer.body);
    assert_eq!(answer.headers[header::LOCATION], "/account/profile");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    let who = crate::app::Actor {
        user: app.owner.user,
        cookie: cookie.split(';').next().unwrap().to_owned(),
    };
    let page = app.get(Some(&who), "/account/profile").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Olive Owner"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_71_unknown_address_and_wrong_password_get_the_same_answer() {
    let app = TestApp::start().await;
    let call = async |email: &str| {
        let body = format!("email={email}&password=wrong+password+here&next=");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        let answer = send(
            &app.router,
            None,
            Method::POST,
            path_of("sign_in"),
            &headers,
            Body::from(body),
        )
        .await;
        (
            answer.status,
            answer.body,
            answer.headers.get(header::SET_COOKIE).is_some(),
        )
    };
    let known = call("owner@example.com").await;
    assert_eq!(known, call("nobody@example.com").await);
    assert!(known.0.is_client_error() && !known.2, "{known:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_70_a_session_ends_with_sign_out_for_good() {
    let app = TestApp::start().await;
    let page = app.get(Some(&app.agent), "/account/profile").await;
    assert_eq!(page.status, 200);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
        ("sec-fetch-site", "same-origin"),
    ];
    let out = send(
        &app.router,
        Some(&app.agent),
        Method::POST,
        path_of("sign_out"),
        &headers,
        Body::empty(),
    )
    .await;
    assert_eq!(out.status, 302);
    assert!(
        out.headers["clear-site-data"]
            .to_str()
            .unwrap()
            .contains("storage")
    );
    let after = app.get(Some(&app.agent), "/account/profile").await;
    assert!(after.status.is_redirection(), "{}", after.status);
    assert!(
        after.headers[header::LOCATION]
            .to_str()
            .unwrap()
            .starts_with("/login?next=/account/profile")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_leads_to_set_up_then_to_sign_in_then_to_the_inbox() {
    let (_, router, _, _folder) = empty().await;
    let first = send(&router, None, Method::GET, "/", &[], Body::empty()).await;
    assert_eq!(first.headers[header::LOCATION], "/setup");
    let app = TestApp::start().await;
    assert_eq!(app.get(None, "/").await.headers[header::LOCATION], "/login");
    let home = app.get(Some(&app.owner), "/").await;
    assert_eq!(
        home.headers[header::LOCATION],
        format!("/w/{}/inbox", app.ours.id).as_str()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn set_up_closes_for_good() {
    let app = TestApp::start().await;
    assert_eq!(app.get(None, "/setup").await.status, 404);
    let command = serde_json::json!({ "command": {
        "token": app.setup_token, "name": "Eve", "email": "eve@example.com", "password": PASSWORD,
        "organization": "E", "workspace": "E", "locale": "en", "time_zone": "UTC",
    }});
    let answer = app.call(None, path_of("set_up"), command).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_77_sessions_in_addresses_are_ignored() {
    let app = TestApp::start().await;
    let id = app.owner.cookie.trim_start_matches("parlance=");
    let answer = app
        .get(
            None,
            &format!("/account/profile?parlance={id}&session={id}"),
        )
        .await;
    assert!(answer.status.is_redirection());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_chosen_before_signing_in_and_leads_nowhere_else() {
    let app = TestApp::start().await;
    let answer = app.get(None, "/language/fr?next=/login").await;
    assert_eq!(answer.headers[header::LOCATION], "/login");
    let cookie = answer.headers[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let page = send(
        &app.router,
        None,
        Method::GET,
        "/login",
        &[("cookie", &cookie)],
        Body::empty(),
    )
    .await;
    assert!(page.body.contains("lang=\"fr\""), "{}", &page.body[..200]);
    let evil = app.get(None, "/language/fr?next=//evil.example").await;
    assert_eq!(evil.headers[header::LOCATION], "/");
}

//! Every page, rendered on the server: right status, right title, both languages, no script
//! needed to read it.

use axum::body::Body;
use http::Method;

use crate::app::{TestApp, send};

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_real_data_from_the_server() {
    let app = TestApp::start().await;
    let (ws, org) = (app.ours.id, app.our_organization);
    for (path, text) in [
        (format!("/w/{ws}/inbox/all"), "Hello from desk".to_owned()),
        (
            format!("/w/{ws}/inbox/all/{}", app.ours.conversation),
            "Hello from desk".into(),
        ),
        (format!("/w/{ws}/settings/general"), "Our desk".into()),
        (
            format!("/w/{ws}/settings/users"),
            "manager@example.com".into(),
        ),
        (format!("/w/{ws}/settings/channels"), "Website".into()),
        (
            format!("/w/{ws}/settings/channels/{}", app.ours.channel),
            app.ours.key.clone(),
        ),
        (format!("/org/{org}/users"), "agent@example.com".into()),
        (format!("/org/{org}/workspaces"), "Our desk".into()),
        ("/account/profile".into(), "owner@example.com".into()),
        ("/account/security".into(), "form".into()),
    ] {
        let answer = app.get(Some(&app.owner), &path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(&text), "{path} does not show {text}");
        assert!(
            answer.body.contains("<title>") && !answer.body.contains("<title></title>"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_02_pages_beyond_a_role_are_refused() {
    let app = TestApp::start().await;
    for path in [
        format!("/w/{}/settings/general", app.ours.id),
        format!("/w/{}/settings/channels/new", app.ours.id),
        format!("/org/{}/users", app.our_organization),
    ] {
        let answer = app.get(Some(&app.agent), &path).await;
        assert_eq!(answer.status, 403, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_members_lead_others_to_sign_in_and_back() {
    let app = TestApp::start().await;
    let path = format!("/w/{}/inbox/mine?status=closed", app.ours.id);
    let answer = app.get(None, &path).await;
    assert_eq!(answer.status, 303);
    let target = answer.headers["location"].to_str().unwrap();
    assert_eq!(
        target,
        format!(
            "/login?next=/w/{}/inbox/mine%3Fstatus%3Dclosed",
            app.ours.id
        )
    );
    // A stream that comes back after its session ended can do nothing with the sign-in page.
    let stream = send(
        &app.router,
        None,
        Method::GET,
        &format!("/w/{}/events", app.ours.id),
        &[("accept", "text/event-stream")],
        Body::empty(),
    )
    .await;
    assert_eq!(stream.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_speak_the_language_of_the_browser() {
    let app = TestApp::start().await;
    let french = send(
        &app.router,
        None,
        Method::GET,
        "/login",
        &[("accept-language", "fr-FR,fr;q=0.9")],
        Body::empty(),
    )
    .await;
    let english = app.get(None, "/login").await;
    assert!(french.body.contains("lang=\"fr\"") && english.body.contains("lang=\"en\""));
    assert_ne!(french.body.len(), english.body.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_a_helpful_404() {
    let app = TestApp::start().await;
    for path in ["/no/such/page", "/w/abc/inbox", "/org/0/users"] {
        let answer = app.get(Some(&app.owner), path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("href=\"/\""), "{path} leads nowhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_told_without_signing_in() {
    let app = TestApp::start().await;
    assert_eq!(app.get(None, "/healthz").await.body, "ok");
    assert_eq!(app.get(None, "/readyz").await.status, 200);
}

//! SEC-06, SEC-74, SEC-115: what a caller may say, how often, and how much of it.

use axum::body::Body;
use http::{Method, header};
use serde_json::json;

use crate::app::{Answer, ORIGIN, PASSWORD, TestApp, send, visitor, visitor_post};
use crate::auth::path_of;

/// A field that a form does not have is not quietly dropped, and changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn sec_06_unknown_fields_are_refused_and_change_nothing() {
    let app = TestApp::start().await;
    let profile = json!({ "name": "Mallory", "locale": "en", "time_zone": "UTC", "theme": "dark" });
    for extra in ["role", "user", "admin", "id", "email"] {
        let mut command = profile.clone();
        command[extra] = json!(1);
        let body = json!({ "command": command });
        let answer = app
            .call(Some(&app.agent), path_of("edit_profile"), body)
            .await;
        assert_eq!(answer.status, 400, "{extra}: {}", answer.body);
    }
    let page = app.get(Some(&app.agent), "/account/profile").await;
    assert!(!page.body.contains("Mallory"));
    let send = json!({ "workspace": app.ours.id, "command": { "conversation": app.ours.conversation,
        "client_id": "mass-assignment-1", "text": "x", "attachments": [], "author": app.owner.user } });
    let answer = app
        .call(Some(&app.agent), path_of("send_message"), send)
        .await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    // Who acts is never a parameter, wherever it is written.
    let mut body = json!({ "command": profile });
    body["user"] = json!(app.owner.user);
    body["caller"] = json!(app.owner.user);
    app.call(Some(&app.agent), path_of("edit_profile"), body)
        .await;
    let page = app.get(Some(&app.owner), "/account/profile").await;
    assert!(page.body.contains("Olive Owner") && !page.body.contains("Mallory"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_06_a_visitor_sets_neither_sender_nor_status_nor_time() {
    let app = TestApp::start().await;
    let token = visitor(&app.router, &app.ours.key).await;
    let body = json!({ "client_id": "mass-assignment-2", "text": "Hello", "locale": "en",
        "from": "user", "author": app.owner.user, "author_id": app.owner.user, "direction": 1,
        "status": "read", "at": 1, "created_at": 1, "private": true, "template": "x",
        "conversation": app.ours.conversation, "contact": app.ours.contact });
    let answer = visitor_post(&app.router, &token, "/w/v1/messages", body).await;
    if answer.status == 200 {
        let sent: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(sent["message"]["from"], "visitor");
        assert_eq!(sent["message"]["status"], "sent");
        assert!(sent["message"]["at"].as_i64().unwrap() > 1_700_000_000_000);
    } else {
        assert_eq!(answer.status, 422, "{}", answer.body);
    }
    let path = format!("/w/{}/inbox/all/{}", app.ours.id, app.ours.conversation);
    let page = app.get(Some(&app.owner), &path).await;
    assert!(
        page.body.contains("Hello from desk"),
        "the desk's own conversation"
    );
    let thread = json!({ "workspace": app.ours.id, "conversation": app.ours.conversation });
    let thread = app
        .call(Some(&app.owner), path_of("open_conversation"), thread)
        .await;
    assert!(
        !thread.body.contains("\"Hello\""),
        "in a foreign conversation: {}",
        thread.body
    );
}

/// Bodies that no page sends: an answer for the caller, not an alarm for us.
#[tokio::test(flavor = "multi_thread")]
async fn sec_29_functions_refuse_bodies_that_they_cannot_read() {
    let app = TestApp::start().await;
    let deep = format!("{}1{}", "[".repeat(300), "]".repeat(300));
    for (path, _) in server_fn::axum::server_fn_paths() {
        // Those without a parameter read nothing.
        let free = [
            "sign_out",
            "setup_is_open",
            "list_sessions",
            "revoke_other_sessions",
        ];
        if free.iter().any(|name| path_of(name) == path) {
            continue;
        }
        for body in [
            "",
            "{",
            "[]",
            "null",
            "{\"workspace\":1e400}",
            "\u{0}",
            &deep,
        ] {
            let headers = [
                ("content-type", "application/json"),
                ("sec-fetch-site", "same-origin"),
            ];
            let answer = send(
                &app.router,
                Some(&app.owner),
                Method::POST,
                path,
                &headers,
                Body::from(body.to_owned()),
            )
            .await;
            assert!(
                answer.status.is_client_error(),
                "{path} {body}: {}",
                answer.status
            );
        }
    }
}

async fn sign_in(app: &TestApp, path: &str, password: &str, more: &[(&str, &str)]) -> Answer {
    let body = format!(
        "email=owner@example.com&password={}&next=",
        password.replace(' ', "+")
    );
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    headers.extend(more);
    send(
        &app.router,
        None,
        Method::POST,
        path,
        &headers,
        Body::from(body),
    )
    .await
}

fn signed_in(answer: &Answer) -> bool {
    answer.headers.contains_key(header::SET_COOKIE)
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_74_other_spellings_of_an_address_are_no_way_around_the_throttle() {
    let app = TestApp::start().await;
    let path = path_of("sign_in");
    for odd in [
        path.to_uppercase(),
        format!("/{path}"),
        format!("{path}/"),
        format!("{path}.json"),
        path.replacen("/a", "/%61", 1),
        path.replacen("/api", "/x/../api", 1),
    ] {
        let answer = sign_in(&app, &odd, PASSWORD, &[]).await;
        assert!(!signed_in(&answer), "{odd}: {}", answer.status);
    }
    // A forged origin of the request does not make each attempt the first one.
    let mut slowed = 0;
    for attempt in 0..12 {
        let forged = format!("203.0.113.{attempt}");
        let more = [
            ("x-forwarded-for", forged.as_str()),
            ("forwarded", "for=198.51.100.7"),
            ("x-real-ip", forged.as_str()),
            ("x-http-method-override", "GET"),
        ];
        let answer = sign_in(&app, path, "wrong password here", &more).await;
        assert!(!signed_in(&answer));
        slowed += usize::from(answer.status == 429);
    }
    assert!(slowed > 0, "nobody was slowed down");
    let answer = sign_in(&app, path, PASSWORD, &[("x-forwarded-for", "192.0.2.200")]).await;
    assert_eq!(answer.status, 429, "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_115_a_visitor_who_floods_is_told_and_nobody_else() {
    let app = TestApp::start().await;
    let (flooder, other) = (
        visitor(&app.router, &app.ours.key).await,
        visitor(&app.router, &app.ours.key).await,
    );
    let say = async |token: &str, number: usize| {
        let body =
            json!({ "client_id": format!("flood-{number:06}"), "text": "x", "locale": "en" });
        visitor_post(&app.router, token, "/w/v1/messages", body).await
    };
    let mut refused = None;
    for number in 0..40 {
        let answer = say(&flooder, number).await;
        if answer.status == 429 {
            refused = Some((number, answer));
            break;
        }
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let (number, answer) = refused.expect("no limit");
    assert!((30..33).contains(&number), "after {number}");
    assert!(answer.headers.contains_key("retry-after"));
    assert!(answer.body.contains("rate_limited"), "{}", answer.body);
    assert_eq!(say(&other, 900).await.status, 200, "another visitor");
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_115_bodies_have_a_limit() {
    let app = TestApp::start().await;
    let long = "x".repeat(1_100_000);
    let body =
        json!({ "workspace": app.ours.id, "conversation": app.ours.conversation, "text": long });
    let answer = app
        .call(Some(&app.agent), path_of("save_draft"), body.clone())
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    let headers = [("content-type", "application/json"), ("origin", ORIGIN)];
    let answer = send(
        &app.router,
        None,
        Method::POST,
        "/w/v1/session",
        &headers,
        Body::from(body.to_string()),
    )
    .await;
    assert_eq!(answer.status, 413);
}

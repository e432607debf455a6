//! SEC-41, SEC-78, SEC-113: what every answer carries, and what none gives away.

use axum::body::Body;
use http::Method;

use crate::app::{TestApp, send};

fn pages(app: &TestApp) -> Vec<String> {
    let mut paths = vec![
        "/login".to_owned(),
        "/forgot".into(),
        "/reset/x".into(),
        "/invite/x".into(),
        "/setup".into(),
        "/no/such/page".into(),
    ];
    let ws = app.ours.id;
    for rest in [
        "inbox",
        "inbox/mine",
        "settings/general",
        "settings/users",
        "settings/channels",
        "settings/channels/new",
    ] {
        paths.push(format!("/w/{ws}/{rest}"));
    }
    paths.push(format!("/w/{ws}/inbox/all/{}", app.ours.conversation));
    paths.push(format!("/w/{ws}/settings/channels/{}", app.ours.channel));
    for rest in ["general", "users", "workspaces"] {
        paths.push(format!("/org/{}/{rest}", app.our_organization));
    }
    paths.extend([
        "/account/profile".into(),
        "/account/security".into(),
        "/welcome".into(),
    ]);
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_41_pages_carry_a_policy_with_the_nonce_of_their_scripts() {
    let app = TestApp::start().await;
    for path in pages(&app) {
        for who in [Some(&app.owner), None] {
            let answer = app.get(who, &path).await;
            if answer.status.is_redirection() {
                continue;
            }
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            let nonce = policy
                .split("'nonce-")
                .nth(1)
                .unwrap_or_else(|| panic!("{path}: {policy}"));
            let nonce = nonce.split('\'').next().unwrap();
            assert!(nonce.len() >= 16, "{path}: {policy}");
            assert!(
                policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-eval'")
                    || policy.contains("'wasm-unsafe-eval'")
            );
            assert!(
                !policy
                    .replace("wasm-unsafe-eval", "")
                    .contains("unsafe-eval"),
                "{path}"
            );
            for (at, _) in answer.body.match_indices("<script") {
                let tag = &answer.body[at..at + answer.body[at..].find('>').unwrap()];
                assert!(
                    tag.contains(&format!("nonce=\"{nonce}\""))
                        || tag.contains(&format!("nonce={nonce}")),
                    "{path}: {tag}"
                );
            }
            assert_eq!(
                answer.headers["x-content-type-options"], "nosniff",
                "{path}"
            );
            assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
            assert_eq!(
                answer.headers["referrer-policy"], "strict-origin-when-cross-origin",
                "{path}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_78_changes_from_other_sites_are_refused() {
    let app = TestApp::start().await;
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert_eq!(
            method,
            Method::POST,
            "{path}: a change must not hide behind GET"
        );
        for headers in [
            [
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "cross-site"),
            ],
            [("origin", "null"), ("sec-fetch-site", "cross-site")],
            [
                ("origin", "https://desk.example.evil.example"),
                ("accept", "*/*"),
            ],
        ] {
            let answer = send(
                &app.router,
                Some(&app.owner),
                Method::POST,
                path,
                &headers,
                Body::from("{}"),
            )
            .await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_113_errors_give_nothing_away() {
    let app = TestApp::start().await;
    for path in [
        "/w/99/inbox",
        "/no/such/page",
        "/files/1/1",
        "/w/v1/messages",
        "/org/77/users",
        "/w/abc/inbox",
    ] {
        let answer = app.get(Some(&app.owner), path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        let text = answer.body.to_lowercase();
        for word in [
            "select ",
            "sqlite",
            "postgres",
            "panicked",
            "/src/",
            "backtrace",
            "stack",
        ] {
            assert!(!text.contains(word), "{path} says {word}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn static_files_answer_conditional_and_range_requests() {
    let app = TestApp::start().await;
    let first = app.get(None, "/pkg/parlance.css").await;
    assert_eq!(first.status, 200);
    let modified = first.headers["last-modified"].to_str().unwrap().to_owned();
    let again = send(
        &app.router,
        None,
        Method::GET,
        "/pkg/parlance.css",
        &[("if-modified-since", &modified)],
        Body::empty(),
    )
    .await;
    assert_eq!(again.status, 304);
    let part = send(
        &app.router,
        None,
        Method::GET,
        "/pkg/parlance.css",
        &[("range", "bytes=0-3")],
        Body::empty(),
    )
    .await;
    assert_eq!((part.status.as_u16(), part.body.as_str()), (206, "body"));
}

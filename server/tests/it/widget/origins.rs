//! SEC-92 over HTTP: which pages may use a chat.

use parlance::channel::{SaveWebChat, default_config};
use parlance_services::channels;

use super::*;
use crate::app::caller;

/// A chat of ours that only two sites may use; its key.
async fn listed_chat(app: &TestApp) -> String {
    let mut config = default_config("Listed");
    config.domains = vec!["shop.example".into(), "*.brand.example".into()];
    let command = SaveWebChat {
        id: None,
        version: 0,
        enabled: true,
        config,
    };
    let owner = caller(&app.owner);
    let made = channels::save_web_chat(&app.services, &owner, app.ours.id, command);
    made.await.unwrap().key
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_92_settings_and_frames_are_for_listed_pages() {
    let app = TestApp::start().await;
    let key = listed_chat(&app).await;
    let config = async |origin: Option<&str>| {
        let headers: Vec<_> = origin
            .map(|origin| ("origin", origin))
            .into_iter()
            .collect();
        call(
            &app,
            Method::GET,
            &format!("/widget/config/{key}"),
            &headers,
            "",
        )
        .await
    };
    let good = config(Some("https://shop.example")).await;
    assert_eq!(good.status, 200);
    assert_eq!(
        good.headers["access-control-allow-origin"],
        "https://shop.example"
    );
    assert!(good.headers["vary"].to_str().unwrap().contains("Origin"));
    assert_eq!(good.headers["cache-control"], "public, max-age=60");
    assert!(
        !good
            .headers
            .contains_key("access-control-allow-credentials")
    );
    let body = read(&good);
    assert_eq!(
        (body["key"].as_str(), body["color"].as_str()),
        (Some(key.as_str()), Some("#0f766e"))
    );
    assert_eq!(config(Some("https://eu.brand.example")).await.status, 200);
    for bad in [
        None,
        Some("null"),
        Some("https://evil-shop.example"),
        Some("https://shop.example.evil.org"),
        Some("https://brand.example"),
    ] {
        let refused = config(bad).await;
        assert_eq!(refused.status, 403, "{bad:?}");
        assert_eq!(read(&refused)["error"]["code"], "origin_not_allowed");
        assert!(
            !refused.headers.contains_key("access-control-allow-origin"),
            "{bad:?}"
        );
    }
    let unknown = call(&app, Method::GET, "/widget/config/wk_unknown", &[], "").await;
    assert_eq!(unknown.status, 404);
    let frame = call(&app, Method::GET, &format!("/widget/frame/{key}"), &[], "").await;
    let policy = frame.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("frame-ancestors http://desk.example https://shop.example:* "),
        "{policy}"
    );
    assert!(!policy.contains("frame-ancestors *"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_92_every_call_says_where_it_comes_from() {
    let app = TestApp::start().await;
    let key = listed_chat(&app).await;
    let open = async |headers: &[(&str, &str)], page: &str| {
        call(
            &app,
            Method::POST,
            "/w/v1/session",
            headers,
            &session_body(&key, page),
        )
        .await
    };
    let good = open(&[JSON, ("origin", ORIGIN)], "https://shop.example").await;
    assert_eq!(good.status, 200, "{}", good.body);
    let token = read(&good)["visitor_token"].as_str().unwrap().to_owned();
    // Straight from a listed page, without the frame.
    let direct = open(&[JSON, ("origin", "https://shop.example")], "").await;
    assert_eq!(direct.status, 200);
    assert_eq!(
        direct.headers["access-control-allow-origin"],
        "https://shop.example"
    );
    for (why, headers, page) in [
        ("nothing said", vec![JSON], "https://shop.example"),
        (
            "null",
            vec![JSON, ("origin", "null")],
            "https://shop.example",
        ),
        (
            "another page",
            vec![JSON, ("origin", "https://evil.org")],
            "https://shop.example",
        ),
        (
            "a suffix",
            vec![JSON, ("origin", "http://desk.example.evil.org")],
            "https://shop.example",
        ),
        (
            "framed by another page",
            vec![JSON, ("origin", ORIGIN)],
            "https://evil.org",
        ),
        ("framed by nobody knows", vec![JSON, ("origin", ORIGIN)], ""),
    ] {
        let refused = open(&headers, page).await;
        assert_eq!(refused.status, 403, "{why}");
        assert!(
            !refused.headers.contains_key("access-control-allow-origin"),
            "{why}"
        );
    }
    let bearer = format!("Bearer {token}");
    let history = async |extra: &[(&str, &str)]| {
        let headers = [&[("authorization", bearer.as_str())], extra].concat();
        call(
            &app,
            Method::GET,
            "/w/v1/messages?before=9007199254740991",
            &headers,
            "",
        )
        .await
        .status
    };
    // Browsers leave `Origin` out of GET requests to the own server, and say so.
    assert_eq!(history(&[("sec-fetch-site", "same-origin")]).await, 200);
    assert_eq!(
        history(&[("referer", "http://desk.example/widget/frame/x")]).await,
        200
    );
    assert_eq!(history(&[("origin", ORIGIN)]).await, 200);
    for bad in [
        &[] as &[(&str, &str)],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "none")],
        &[
            ("sec-fetch-site", "same-site"),
            ("referer", "http://desk.example/x"),
        ],
        &[("referer", "http://desk.example.evil.org/")],
        &[
            ("origin", "https://evil.org"),
            ("sec-fetch-site", "same-origin"),
        ],
    ] {
        assert_eq!(history(bad).await, 403, "{bad:?}");
    }
    for path in [
        "/w/v1/messages",
        "/w/v1/typing",
        "/w/v1/read",
        "/w/v1/identify",
        "/w/v1/uploads",
    ] {
        let headers = [
            JSON,
            ("authorization", bearer.as_str()),
            ("origin", "https://evil.org"),
        ];
        let refused = call(&app, Method::POST, path, &headers, "{}").await;
        assert_eq!(refused.status, 403, "{path}");
        assert_eq!(
            read(&refused)["error"]["code"],
            "origin_not_allowed",
            "{path}"
        );
    }
    let headers = [
        ("authorization", bearer.as_str()),
        ("origin", "https://evil.org"),
    ];
    assert_eq!(
        call(&app, Method::GET, "/w/v1/events", &headers, "")
            .await
            .status,
        403
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn preflights_are_answered_for_ten_minutes() {
    let app = TestApp::start().await;
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
    ];
    let answer = call(&app, Method::OPTIONS, "/w/v1/messages", &headers, "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.headers["access-control-max-age"], "600");
    assert_eq!(
        answer.headers["access-control-allow-origin"],
        "https://shop.example"
    );
    assert!(
        !answer
            .headers
            .contains_key("access-control-allow-credentials")
    );
    let allowed = answer.headers["access-control-allow-headers"]
        .to_str()
        .unwrap();
    assert!(allowed.contains("authorization") && allowed.contains("last-event-id"));
}

//! Website chat over HTTP: SEC-27, SEC-92 to SEC-95 and the wire format, as browsers see them.

use axum::body::Body;
use http::Method;
use parlance::channel::{SaveWebChat, default_config};
use parlance_services::channels;
use serde_json::{Value, json};

use crate::app::{Answer, ORIGIN, TestApp, caller, send, visitor, visitor_post};

async fn call(
    app: &TestApp,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    send(
        &app.router,
        None,
        method,
        path,
        headers,
        Body::from(body.to_owned()),
    )
    .await
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

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

fn session_body(key: &str, page: &str) -> String {
    json!({ "key": key, "origin": page, "locale": "en", "tz": "Europe/Paris",
        "page": { "url": "https://shop.example/", "title": "Shop", "referrer": "" } })
    .to_string()
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test(flavor = "multi_thread")]
async fn the_loader_and_the_frame_are_served_and_cached() {
    let app = TestApp::start().await;
    let get = async |path: &str, headers: &[(&str, &str)]| {
        call(&app, Method::GET, path, headers, "").await
    };
    let loader = get("/widget.js", &[]).await;
    assert_eq!(loader.status, 200);
    assert_eq!(
        loader.headers["content-type"],
        "text/javascript; charset=utf-8"
    );
    assert_eq!(loader.headers["cache-control"], "public, max-age=300");
    assert!(loader.body.contains("Parlance"));
    let tag = loader.headers["etag"].to_str().unwrap();
    let again = get("/widget.js", &[("if-none-match", tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    let packed = get("/widget.js", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed.headers["content-encoding"], "br");
    assert_ne!(packed.headers["etag"], tag);
    assert_eq!(packed.headers["vary"], "Accept-Encoding");

    let frame = get(&format!("/widget/frame/{}", app.ours.key), &[]).await;
    assert_eq!(frame.status, 200);
    let policy = frame.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && policy.ends_with("frame-ancestors *"));
    assert!(!policy.contains("unsafe"));
    assert!(!frame.headers.contains_key("x-frame-options"));
    assert_eq!(frame.headers["cache-control"], "no-cache");
    let boot = frame
        .body
        .split("id=\"boot\">")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    let boot: Value = serde_json::from_str(boot).unwrap();
    assert_eq!(
        boot,
        json!({ "key": app.ours.key, "origins": ["*"], "api": "/w/v1" })
    );
    let addresses: Vec<&str> = frame
        .body
        .split(['"'])
        .filter(|part| part.starts_with("/widget/assets/"))
        .collect();
    assert!(addresses.iter().any(|path| path.ends_with("/app.js")));
    assert!(addresses.iter().any(|path| path.ends_with("/app.css")));
    for path in &addresses {
        let file = get(path, &[]).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(
            file.headers["cache-control"],
            "public, max-age=31536000, immutable"
        );
        // What a module imports is there, too.
        for import in file.body.split(" from '").skip(1) {
            let import = import.split('\'').next().unwrap();
            let base = path.rsplit_once('/').unwrap().0;
            assert!(
                addresses.contains(&format!("{base}/{}", import.trim_start_matches("./")).as_str()),
                "{path} imports {import}"
            );
        }
    }
    let old = addresses[0].replace(addresses[0].split('/').nth(3).unwrap(), "0123456789abcdef");
    assert_eq!(get(&old, &[]).await.headers["cache-control"], "no-store");
    for missing in [
        "/widget/assets/x/none.js",
        "/widget/assets/x/../../Cargo.toml",
        "/widget/frame/wk_no",
    ] {
        assert_eq!(get(missing, &[]).await.status, 404, "{missing}");
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_chats_over_http() {
    let app = TestApp::start().await;
    let headers = [JSON, ("origin", ORIGIN)];
    let body = session_body(&app.ours.key, "https://shop.example");
    let opened = read(&call(&app, Method::POST, "/w/v1/session", &headers, &body).await);
    for (pointer, expected) in [
        ("/contact", Value::Null),
        ("/conversation", Value::Null),
        ("/messages", json!([])),
        ("/has_more", json!(false)),
        ("/unread", json!(0)),
        ("/config/workspace", json!("Our desk")),
        (
            "/config/pre_chat",
            json!({ "enabled": false, "fields": [] }),
        ),
        ("/config/max_text", json!(10_000)),
        ("/config/uploads/max_bytes", json!(1 << 20)),
        ("/config/position", json!("right")),
        ("/config/online", json!(false)),
    ] {
        assert_eq!(opened.pointer(pointer), Some(&expected), "{pointer}");
    }
    assert!(opened["cursor"].as_str().unwrap().split_once('.').is_some());
    let token = opened["visitor_token"].as_str().unwrap();
    assert!(token.len() <= 1_024, "what the host page's script accepts");

    let file = upload(&app, token, "notes.txt", b"my notes").await;
    assert_eq!(file.status, 200, "{}", file.body);
    let file = read(&file);
    assert_eq!(
        (file["name"].as_str(), file["kind"].as_str()),
        (Some("notes.txt"), Some("file"))
    );
    let message = json!({
        "client_id": "7b6c1c5e-9a54-4a0e-9f6c-0d1c1a2b3c4d", "text": "Hello",
        "uploads": [file["id"]], "form": { "name": "Ana" }, "locale": "en",
        "page": { "url": "https://shop.example/cart", "title": "Cart", "referrer": "" },
    });
    let sent = visitor_post(&app.router, token, "/w/v1/messages", message.clone()).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let sent = read(&sent);
    assert_eq!(sent["message"]["from"], "visitor");
    assert_eq!(sent["message"]["author"], Value::Null);
    assert_eq!(sent["message"]["client_id"], message["client_id"]);
    assert_eq!(sent["message"]["attachments"][0]["id"], file["id"]);
    assert_eq!(sent["message"]["status"], "sent");
    assert!(sent["message"]["at"].is_i64() && sent["cursor"].is_string());
    let again = read(&visitor_post(&app.router, token, "/w/v1/messages", message).await);
    assert_eq!(again["message"]["id"], sent["message"]["id"]);

    let url = sent["message"]["attachments"][0]["url"].as_str().unwrap();
    let download = call(&app, Method::GET, url, &[], "").await;
    assert_eq!(
        (download.status.as_u16(), download.body.as_str()),
        (200, "my notes")
    );

    for (path, body) in [
        ("/w/v1/typing", json!({ "on": true })),
        ("/w/v1/read", json!({ "message_id": sent["message"]["id"] })),
    ] {
        assert_eq!(
            visitor_post(&app.router, token, path, body).await.status,
            204,
            "{path}"
        );
    }
    let claim = json!({ "user_id": "42", "traits": { "email": "ana@example.com" } });
    let claim = read(&visitor_post(&app.router, token, "/w/v1/identify", claim).await);
    assert_eq!(claim, json!({ "verified": false, "visitor_token": token }));
    let body: Value = serde_json::from_str(&body).unwrap();
    let body = json!({ "key": body["key"], "visitor_token": token, "origin": "https://shop.example", "locale": "fr" });
    let reopened = read(
        &call(
            &app,
            Method::POST,
            "/w/v1/session",
            &headers,
            &body.to_string(),
        )
        .await,
    );
    assert_eq!(
        reopened["contact"],
        json!({ "name": "Ana", "email": "ana@example.com" })
    );
    assert_eq!(reopened["conversation"], json!({ "status": "open" }));
    assert_eq!(reopened["messages"][0]["text"], "Hello");
    assert_eq!(reopened["visitor_token"], token);
}

async fn upload(app: &TestApp, token: &str, name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: image/png\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    let bearer = format!("Bearer {token}");
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("origin", ORIGIN),
        ("authorization", bearer.as_str()),
    ];
    send(
        &app.router,
        None,
        Method::POST,
        "/w/v1/uploads",
        &headers,
        Body::from(body),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_have_their_status_and_speak_the_visitors_language() {
    let app = TestApp::start().await;
    let token = visitor(&app.router, &app.ours.key).await;
    let bearer = format!("Bearer {token}");
    let post = async |path: &str, body: &str| {
        let headers = [
            JSON,
            ("origin", ORIGIN),
            ("authorization", bearer.as_str()),
            ("accept-language", "fr"),
        ];
        let answer = call(&app, Method::POST, path, &headers, body).await;
        let error = read(&answer)["error"].clone();
        (answer.status.as_u16(), error)
    };
    let (status, error) = post("/w/v1/messages", r#"{"client_id":"12345678","text":""}"#).await;
    assert_eq!(status, 422);
    assert_eq!(
        error,
        json!({ "code": "invalid", "message": "Veuillez remplir ce champ.", "field": "text" })
    );
    let long = json!({ "client_id": "12345678", "text": "x".repeat(10_001) }).to_string();
    assert_eq!(post("/w/v1/messages", &long).await.0, 422);
    let huge = json!({ "client_id": "12345678", "text": "x".repeat(200_000) }).to_string();
    let (status, error) = post("/w/v1/messages", &huge).await;
    assert_eq!((status, error["code"].as_str()), (413, Some("too_large")));
    assert_eq!(post("/w/v1/messages", "no json").await.0, 422);
    let (status, error) = post("/w/v1/read", r#"{"message_id":1}"#).await;
    assert_eq!((status, error["code"].as_str()), (404, Some("not_found")));
    for bad in ["", "Bearer ", "Bearer x.y.z", "Basic abc"] {
        let headers = [JSON, ("origin", ORIGIN), ("authorization", bad)];
        let answer = call(
            &app,
            Method::POST,
            "/w/v1/typing",
            &headers,
            r#"{"on":true}"#,
        )
        .await;
        assert_eq!(answer.status, 401, "{bad}");
        assert_eq!(read(&answer)["error"]["code"], "unknown_visitor");
    }
    let unknown = call(
        &app,
        Method::POST,
        "/w/v1/session",
        &[JSON, ("origin", ORIGIN)],
        &session_body("wk_no", "https://shop.example"),
    )
    .await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_61_sec_62_wrong_files_are_refused_and_not_stored() {
    let app = TestApp::start().await;
    let token = visitor(&app.router, &app.ours.key).await;
    let stored = || {
        let folder = app
            .services
            .settings
            .data_dir
            .join("files")
            .join(app.ours.id.to_string());
        std::fs::read_dir(folder).map_or(0, |shards| {
            shards
                .flatten()
                .map(|shard| std::fs::read_dir(shard.path()).unwrap().count())
                .sum()
        })
    };
    let before: usize = stored();
    let disguised = upload(&app, &token, "cat.png", b"<html><script>alert(1)</script>").await;
    assert_eq!(disguised.status, 415);
    assert_eq!(read(&disguised)["error"]["code"], "type_not_allowed");
    let program = upload(&app, &token, "setup.exe", b"MZ\x90\0\x03\0\0\0\x04\0").await;
    assert_eq!(program.status, 415);
    let large = upload(&app, &token, "a.txt", &vec![b'a'; (1 << 20) + 1]).await;
    assert_eq!(large.status, 413);
    assert_eq!(read(&large)["error"]["code"], "too_large");
    let empty = upload(&app, &token, "a.txt", b"").await;
    assert_eq!(empty.status, 422);
    assert_eq!(stored(), before);
    for _ in 0..6 {
        upload(&app, &token, "a.txt", b"words").await;
    }
    let flood = upload(&app, &token, "a.txt", b"words").await;
    assert_eq!(flood.status, 429);
    assert_eq!(flood.headers["retry-after"], "360");
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_93_streams_and_uploads_of_others_are_out_of_reach() {
    let app = TestApp::start().await;
    let ana = visitor(&app.router, &app.ours.key).await;
    let eve = visitor(&app.router, &app.ours.key).await;
    let file = read(&upload(&app, &ana, "a.txt", b"Ana's notes").await)["id"].clone();
    let steal = json!({ "client_id": "eves-client-id", "uploads": [file] });
    assert_eq!(
        visitor_post(&app.router, &eve, "/w/v1/messages", steal)
            .await
            .status,
        404
    );
    // An upload of a user of the workspace is not a visitor's, either.
    let steal = json!({ "client_id": "eves-client-id", "uploads": [app.ours.attachment] });
    assert_eq!(
        visitor_post(&app.router, &eve, "/w/v1/messages", steal)
            .await
            .status,
        404
    );
    for desk in [&app.ours, &app.theirs] {
        let read = json!({ "message_id": desk.message });
        assert_eq!(
            visitor_post(&app.router, &eve, "/w/v1/read", read)
                .await
                .status,
            404
        );
        let before = format!("/w/v1/messages?before={}", desk.message + 1);
        let bearer = format!("Bearer {eve}");
        let headers = [("origin", ORIGIN), ("authorization", bearer.as_str())];
        let page = call(&app, Method::GET, &before, &headers, "").await;
        assert_eq!(page.body, r#"{"messages":[],"has_more":false}"#);
    }
    // A token of one chat opens no other.
    let body =
        json!({ "key": app.theirs.key, "visitor_token": ana, "origin": "https://shop.example" });
    let headers = [JSON, ("origin", ORIGIN)];
    let refused = call(
        &app,
        Method::POST,
        "/w/v1/session",
        &headers,
        &body.to_string(),
    )
    .await;
    assert_eq!(refused.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_95_no_cookie_is_set_and_none_is_read() {
    let app = TestApp::start().await;
    let key = &app.ours.key;
    let paths = [
        "/widget.js".to_owned(),
        format!("/widget/config/{key}"),
        format!("/widget/frame/{key}"),
    ];
    for path in paths {
        let headers = [
            ("origin", "https://shop.example"),
            ("cookie", app.owner.cookie.as_str()),
        ];
        let answer = call(&app, Method::GET, &path, &headers, "").await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.headers.contains_key("set-cookie"), "{path}");
    }
    // A signed-in user's cookie is no visitor token.
    let headers = [
        JSON,
        ("origin", ORIGIN),
        ("cookie", app.owner.cookie.as_str()),
    ];
    let answer = call(
        &app,
        Method::POST,
        "/w/v1/typing",
        &headers,
        r#"{"on":true}"#,
    )
    .await;
    assert_eq!(answer.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shop_carries_the_chat() {
    let app = TestApp::start().await;
    let page = call(&app, Method::GET, "/demo-site", &[], "").await;
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains(&format!("data-key=\"{}\"", app.ours.key))
    );
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(!policy.contains("unsafe"));
    for path in ["/demo-site/shop.css", "/demo-site/shop.js"] {
        assert_eq!(
            call(&app, Method::GET, path, &[], "").await.status,
            200,
            "{path}"
        );
    }
    assert_eq!(
        call(&app, Method::GET, "/demo-site/none", &[], "")
            .await
            .status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_29_body_bombs_are_refused_in_bounded_time() {
    let app = TestApp::start().await;
    let token = visitor(&app.router, &app.ours.key).await;
    let bearer = format!("Bearer {token}");
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let bodies: Vec<Vec<u8>> = vec![
        format!(r#"{{"client_id":"12345678","text":"a","page":{deep}}}"#).into_bytes(),
        b"{\"client_id\":\"12345678\",\"text\":\"\xff\xfe\"}".to_vec(),
        br#"{"client_id":"12345678","text":"a","text":"b"}"#.to_vec(),
        br#"{"client_id":"12345678","uploads":[99999999999999999999999999]}"#.to_vec(),
        br#"{"client_id":"12345678","uploads":[1e400]}"#.to_vec(),
        format!(r#"{{"client_id":"12345678","uploads":[{}1]}}"#, "1,".repeat(10_000)).into_bytes(),
        br#"{"client_id":["12345678"],"text":{}}"#.to_vec(),
        b"[]".to_vec(),
        Vec::new(),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body).chars().take(80).collect::<String>();
        let headers = [JSON, ("origin", ORIGIN), ("authorization", bearer.as_str())];
        let answer =
            send(&app.router, None, Method::POST, "/w/v1/messages", &headers, Body::from(body));
        let status = answer.await.status;
        assert!(matches!(status.as_u16(), 404 | 422), "{shown}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn live_updates_arrive_on_the_stream() {
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    let app = TestApp::start().await;
    let token = visitor(&app.router, &app.ours.key).await;
    let request = http::Request::get("/w/v1/events")
        .header("authorization", format!("Bearer {token}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    let response = app.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    let mut seen = String::new();
    let mut sent = false;
    while !seen.contains("event: message") && !seen.contains("event:message") {
        let frame = tokio::time::timeout(std::time::Duration::from_secs(10), body.frame()).await;
        let frame = frame.unwrap_or_else(|_| panic!("nothing more after {seen}"));
        let frame = frame.unwrap().unwrap();
        seen += &String::from_utf8_lossy(frame.data_ref().unwrap());
        if !sent {
            sent = true;
            let message = json!({ "client_id": "stream-message-1", "text": "Is it there?" });
            let answer = visitor_post(&app.router, &token, "/w/v1/messages", message).await;
            assert_eq!(answer.status, 200);
        }
    }
    assert!(seen.contains("Is it there?"), "{seen}");
}

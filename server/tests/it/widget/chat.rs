//! The ordinary course of a chat, and the wire format.

use super::*;

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

//! SEC-29, SEC-61, SEC-62, SEC-93 over HTTP: what is refused, and how.

use super::*;

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
        format!(
            r#"{{"client_id":"12345678","uploads":[{}1]}}"#,
            "1,".repeat(10_000)
        )
        .into_bytes(),
        br#"{"client_id":["12345678"],"text":{}}"#.to_vec(),
        b"[]".to_vec(),
        Vec::new(),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body)
            .chars()
            .take(80)
            .collect::<String>();
        let headers = [JSON, ("origin", ORIGIN), ("authorization", bearer.as_str())];
        let answer = send(
            &app.router,
            None,
            Method::POST,
            "/w/v1/messages",
            &headers,
            Body::from(body),
        );
        let status = answer.await.status;
        assert!(matches!(status.as_u16(), 404 | 422), "{shown}: {status}");
    }
}

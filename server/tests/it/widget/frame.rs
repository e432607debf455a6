//! The loader, the frame and its files, and the demo shop around them.

use super::*;

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

//! Files over HTTP: SEC-60 to SEC-64.

use axum::body::Body;
use http::Method;
use parlance::id::AttachmentId;
use parlance::message::FileKind;
use parlance_services::files;
use serde_json::Value;

use crate::app::{Answer, TestApp, send};

/// A picture of one pixel.
const PIXEL: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";

async fn upload(app: &TestApp, name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
    ];
    let path = format!("/w/{}/uploads", app.ours.id);
    send(
        &app.router,
        Some(&app.agent),
        Method::POST,
        &path,
        &headers,
        Body::from(body),
    )
    .await
}

async fn get(app: &TestApp, url: &str, headers: &[(&str, &str)]) -> Answer {
    send(&app.router, None, Method::GET, url, headers, Body::empty()).await
}

fn url_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let view: Value = serde_json::from_str(&answer.body).unwrap();
    view["url"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_60_sec_61_files_are_served_so_that_they_can_do_nothing() {
    let app = TestApp::start().await;
    let page = url_of(
        &upload(
            &app,
            "../../etc/pa\u{202e}ge.html",
            b"<html><script>x</script>",
        )
        .await,
    );
    let answer = get(&app, &page, &[]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/octet-stream");
    assert_eq!(
        answer.headers["content-disposition"],
        "attachment; filename=\"page.html\"; filename*=UTF-8''page.html"
    );
    let picture = url_of(&upload(&app, "pixel.gif", PIXEL).await);
    let shown = get(&app, &picture, &[]).await;
    assert_eq!(shown.headers["content-type"], "image/gif");
    assert!(
        shown.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("inline;")
    );
    for answer in [&answer, &shown] {
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!(
            header("content-security-policy"),
            "sandbox; default-src 'none'"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "private, max-age=3600");
    }
    let tag = shown.headers["etag"].to_str().unwrap();
    assert_eq!(
        get(&app, &picture, &[("if-none-match", tag)]).await.status,
        304
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_62_ranges_are_served_one_at_a_time() {
    let app = TestApp::start().await;
    let url = url_of(&upload(&app, "a.txt", b"0123456789").await);
    let part = get(&app, &url, &[("range", "bytes=2-4")]).await;
    assert_eq!((part.status.as_u16(), part.body.as_str()), (206, "234"));
    assert_eq!(part.headers["content-range"], "bytes 2-4/10");
    assert_eq!(part.headers["content-length"], "3");
    let many = format!("bytes={}", vec!["0-0"; 1_000].join(","));
    let whole = get(&app, &url, &[("range", &many)]).await;
    assert_eq!(
        (whole.status.as_u16(), whole.body.as_str()),
        (200, "0123456789")
    );
    assert_eq!(get(&app, &url, &[("range", "bytes=10-")]).await.status, 416);
    let stale = [("range", "bytes=2-4"), ("if-range", "\"another\"")];
    assert_eq!(get(&app, &url, &stale).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_63_only_the_address_that_was_given_out_works() {
    let app = TestApp::start().await;
    let url = url_of(&upload(&app, "a.txt", b"words").await);
    assert_eq!(get(&app, &url, &[]).await.body, "words");
    let bare = url.split('?').next().unwrap();
    let theirs = app.theirs.attachment;
    let signed_here = files::url(
        &app.services,
        app.ours.id,
        AttachmentId(theirs),
        FileKind::File,
    );
    for wrong in [
        bare.to_owned(),
        format!("{bare}?e=99999999999&s=AAAA&d=1"),
        format!("{bare}?e=x&s=y"),
        url.replace("&d=1", ""),
        url.replace("&d=1", "&d=0"),
        url.replace(
            &format!("/files/{}/", app.ours.id),
            &format!("/files/{}/", app.theirs.id),
        ),
        // Signed, but of the other workspace's database.
        signed_here,
        format!("/files/{}/..%2f..%2fcontrol.db?e=1&s=x", app.ours.id),
    ] {
        let answer = get(&app, &wrong, &[]).await;
        assert!(
            matches!(answer.status.as_u16(), 400 | 404),
            "{wrong}: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_64_uploads_need_a_member_and_the_right_type() {
    let app = TestApp::start().await;
    let body = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhi\r\n--x--\r\n";
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
    ];
    let path = format!("/w/{}/uploads", app.ours.id);
    let send_as = async |who| {
        let body = Body::from(body);
        send(&app.router, who, Method::POST, &path, &headers, body)
            .await
            .status
    };
    assert_eq!(send_as(None).await, 401);
    assert_eq!(send_as(Some(&app.stranger)).await, 404);
    assert_eq!(send_as(Some(&app.agent)).await, 200);
    assert_eq!(upload(&app, "run.sh", b"#!/bin/sh\n").await.status, 415);
    assert_eq!(
        upload(&app, "a.txt", &vec![b'a'; (1 << 20) + 1])
            .await
            .status,
        413
    );
    assert_eq!(upload(&app, "a.txt", b"").await.status, 422);
    let other_part = "--x\r\ncontent-disposition: form-data; name=\"other\"\r\n\r\nhi\r\n--x--\r\n";
    let answer = send(
        &app.router,
        Some(&app.agent),
        Method::POST,
        &path,
        &headers,
        Body::from(other_part),
    );
    assert_eq!(answer.await.status, 422);
}

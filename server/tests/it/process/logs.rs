//! SEC-80 and SEC-112 of a whole server at its most talkative.

use http::Method;

use super::Place;

const EVIL: &str = "Ana\r\n2026-01-01T00:00:00Z ERROR forged\u{1b}[2J\u{2028}";

#[tokio::test(flavor = "multi_thread")]
async fn sec_80_sec_112_logs_hold_no_secret_and_one_line_per_event() {
    let (place, demo) = Place::demo().await;
    let server = place.serve("debug");
    let http = server.http();
    let visitor = http.visitor(&demo.widget_key).await;
    let sent = http.write(&visitor, "message-0001", EVIL).await.unwrap();
    assert_eq!(sent.status, 200, "{}", sent.body);
    let wrong = http
        .sign_in("a%0AERROR+forged%40x.example", "wrong-hush")
        .await;
    assert!(!wrong.headers.contains_key("set-cookie"), "signed in");
    let signed_in = http.sign_in(&demo.emails[0], &demo.password).await;
    let cookie = signed_in.headers["set-cookie"].to_str().unwrap().to_owned();
    let cookie = cookie.split(';').next().unwrap();
    for path in [
        "/w/1/inbox/all",
        "/w/1/inbox/all?x=%0d%0aERROR+forged",
        "/no%0aERROR%20forged/page",
        "/reset/hush-token",
        "/files/1/1?e=1&s=hush-signature",
    ] {
        let headers = [("cookie", cookie), ("user-agent", "Mozilla\tforged")];
        http.send(Method::GET, path, &headers, String::new())
            .await
            .unwrap();
    }
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.lines().count() > 5, "{log}");
    for line in log.lines() {
        let (time, rest) = line.split_at(line.len().min(27));
        assert!(
            time.starts_with("20") && time.ends_with('Z'),
            "no time: {line}"
        );
        assert!(!rest.contains(|c: char| c.is_control()), "{line:?}");
    }
    let secrets = [
        visitor.as_str(),
        &demo.password,
        "wrong-hush",
        "hush-token",
        "hush-signature",
        cookie.split_once('=').unwrap().1,
        "Ana\\r",
        "forged",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}

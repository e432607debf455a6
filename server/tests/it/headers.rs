//! SEC-41, SEC-78, SEC-113: what every answer carries, and what none gives away.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::app::{Actor, TestApp, send};

/// Every address that the router answers, as it prints them itself: none can be forgotten here.
fn routes(app: &TestApp) -> BTreeSet<String> {
    let printed = format!("{:?}", app.router);
    let paths = printed.split("RouteId(").filter_map(|entry| {
        let (number, path) = entry.split_once("): \"")?;
        number.parse::<u32>().ok()?;
        path.split('"').next().map(str::to_owned)
    });
    let paths: BTreeSet<String> = paths
        .filter(|path| !path.contains("__private__axum_fallback"))
        .collect();
    for path in &paths {
        assert!(
            !path.contains("__private__"),
            "{path} is a service of its own, whose addresses nobody sees"
        );
    }
    paths
}

/// The pages of the user interface, as it lists them itself.
fn pages() -> BTreeSet<String> {
    let listed = leptos_axum::generate_route_list(::app::App);
    listed.iter().map(|page| page.path().to_owned()).collect()
}

/// An address with something real for each of its parameters.
fn filled(app: &TestApp, route: &str) -> String {
    let part = |part: &str| {
        let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
            return part.to_owned();
        };
        match name {
            "ws" | "workspace" => app.ours.id.to_string(),
            "org" => app.our_organization.to_string(),
            "view" => "all".into(),
            "conversation" => app.ours.conversation.to_string(),
            "channel" => app.ours.channel.to_string(),
            "id" => app.ours.attachment.to_string(),
            "key" => app.ours.key.clone(),
            "tag" => "fr".into(),
            // Links that nobody has got.
            "token" => "x".into(),
            "version" => "0".into(),
            "*path" if route.starts_with("/widget/") => "app.js".into(),
            "*path" if route.starts_with("/demo-site/") => "shop.css".into(),
            _ => panic!("say what stands for {name} in {route}"),
        }
    };
    let parts: Vec<String> = route.split('/').map(part).collect();
    parts.join("/")
}

/// An answer without its body: some never end.
async fn ask(app: &TestApp, who: Option<&Actor>, method: &Method, path: &str) -> Response {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "desk.example")
        .header("sec-fetch-site", "same-origin");
    if let Some(actor) = who {
        request = request.header(header::COOKIE, &actor.cookie);
    }
    let request = request.body(Body::empty()).unwrap();
    app.router.clone().oneshot(request).await.unwrap()
}

fn text<'a>(headers: &'a HeaderMap, name: &str, at: &str) -> &'a str {
    let value = headers
        .get(name)
        .unwrap_or_else(|| panic!("{at}: no {name}"));
    value.to_str().unwrap()
}

/// What every answer says, whatever it is.
fn guarded(headers: &HeaderMap, at: &str) {
    assert_eq!(
        text(headers, "x-content-type-options", at),
        "nosniff",
        "{at}"
    );
    let referrer = text(headers, "referrer-policy", at);
    assert!(
        ["strict-origin-when-cross-origin", "no-referrer"].contains(&referrer),
        "{at}: {referrer}"
    );
    let opener = text(headers, "cross-origin-opener-policy", at);
    assert_eq!(opener, "same-origin", "{at}");
    assert!(
        text(headers, "permissions-policy", at).contains("camera=()"),
        "{at}"
    );
    text(headers, "cache-control", at);
    let policy = text(headers, "content-security-policy", at);
    let boxed = policy.starts_with("sandbox;");
    assert!(
        boxed || policy.contains("frame-ancestors "),
        "{at}: {policy}"
    );
    assert!(policy.contains("default-src '"), "{at}: {policy}");
    let eval = policy.replace("'wasm-unsafe-eval'", "");
    assert!(!eval.contains("unsafe-eval"), "{at}: {policy}");
    let scripts = policy.split(';').find(|rule| rule.contains("script-src"));
    assert!(
        !scripts.unwrap_or_default().contains("unsafe-inline"),
        "{at}: {policy}"
    );
}

fn nonce(policy: &str) -> Option<&str> {
    policy.split("'nonce-").nth(1)?.split('\'').next()
}

/// Scripts run by the nonce of this answer, or are files of ours where the policy says so.
fn scripted(policy: &str, body: &str, at: &str) {
    for (start, _) in body.match_indices("<script") {
        let tag = &body[start..start + body[start..].find('>').unwrap()];
        let ours = nonce(policy).is_some_and(|nonce| {
            tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains(&format!("nonce={nonce}"))
        });
        let file = tag.contains("src=\"/") && nonce(policy).is_none();
        let data = tag.contains("type=\"application/json\"");
        assert!(ours || file || data, "{at}: {tag}");
    }
}

/// Pages that are not there any more, once the instance is set up.
const CLOSED: [&str; 1] = ["/setup"];

#[tokio::test(flavor = "multi_thread")]
async fn sec_41_every_route_carries_its_headers() {
    let app = TestApp::start().await;
    let (routes, pages) = (routes(&app), pages());
    let calls: BTreeSet<&str> = server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .collect();
    // The list is whole: what is known by other ways is in it.
    for known in pages
        .iter()
        .map(String::as_str)
        .chain(calls.iter().copied())
    {
        assert!(routes.contains(known), "{known} is missing: {routes:?}");
    }
    for known in [
        "/healthz",
        "/w/v1/messages",
        "/files/{workspace}/{id}",
        "/demo-site",
    ] {
        assert!(routes.contains(known), "{known} is missing: {routes:?}");
    }
    let mut others = vec![
        "/no/such/page".to_owned(),
        "/pkg/parlance.css".into(),
        "/pkg/no.js".into(),
    ];
    others.extend(routes.iter().map(|route| filled(&app, route)));
    for path in others {
        let methods: &[Method] = match calls.contains(path.as_str()) {
            // Nobody signs out here, and nothing is done without a body.
            true => &[Method::POST],
            false => &[Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT],
        };
        for (who, method) in [Some(&app.owner), None]
            .into_iter()
            .flat_map(|who| methods.iter().map(move |method| (who, method)))
            .filter(|(who, _)| who.is_none() || !calls.contains(path.as_str()))
        {
            let answer = ask(&app, who, method, &path).await;
            let at = format!(
                "{method} {path} ({}) as {:?}",
                answer.status(),
                who.map(|a| a.user)
            );
            guarded(answer.headers(), &at);
            let html = answer
                .headers()
                .get(header::CONTENT_TYPE)
                .is_some_and(|mime| mime.to_str().unwrap().starts_with("text/html"));
            if html {
                let policy = text(answer.headers(), "content-security-policy", &at).to_owned();
                let body = answer.into_body().collect().await.unwrap().to_bytes();
                scripted(&policy, std::str::from_utf8(&body).unwrap(), &at);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_41_pages_carry_a_policy_with_the_nonce_of_their_scripts() {
    let app = TestApp::start().await;
    for route in pages() {
        let path = filled(&app, &route);
        for who in [Some(&app.owner), None] {
            let answer = app.get(who, &path).await;
            let at = format!("{path} ({}) as {:?}", answer.status, who.map(|a| a.user));
            // Who is not signed in is led away from most pages; the owner sees every one.
            if who.is_none() && answer.status.is_redirection() {
                continue;
            }
            let status = answer.status.as_u16();
            assert_eq!(
                status,
                if CLOSED.contains(&route.as_str()) {
                    404
                } else {
                    200
                },
                "{at}"
            );
            assert!(answer.body.contains("<script"), "{at}: not a page");
            let policy = text(&answer.headers, "content-security-policy", &at);
            let nonce = nonce(policy).unwrap_or_else(|| panic!("{at}: {policy}"));
            assert!(nonce.len() >= 16, "{at}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{at}: {policy}");
            scripted(policy, &answer.body, &at);
            assert_eq!(answer.headers["cache-control"], "no-store", "{at}");
            assert_eq!(
                answer.headers["referrer-policy"], "strict-origin-when-cross-origin",
                "{at}"
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

//! SEC-04: a token in every workspace, then everybody follows every link and asks every function.
//! Nobody finds the token of a workspace that is not theirs, and nothing answers with 5xx.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::body::Body;
use http::{Method, header};
use parlance_services::demo;
use serde_json::json;

use crate::app::{Actor, Answer, empty, send, visitor, visitor_post};
use crate::auth::path_of;

/// Pages that one person may have.
const MOST: usize = 400;

struct World {
    router: axum::Router,
    demo: demo::Demo,
    _folder: std::sync::Arc<tempfile::TempDir>,
}

/// The text that only members of a workspace may see.
fn canary(workspace: parlance::id::WorkspaceId) -> String {
    format!("canary-{workspace}-7d1f")
}

async fn world() -> World {
    let (services, router, token, folder) = empty().await;
    let demo = demo::fill(&services, token, 12).await.unwrap();
    for workspace in &demo.workspaces {
        let token = visitor(&router, &workspace.widget_key).await;
        let body = json!({ "client_id": "canary-message-1", "text": canary(workspace.id), "locale": "en",
            "form": { "name": canary(workspace.id), "email": format!("{}@x.example", canary(workspace.id)) } });
        let sent = visitor_post(&router, &token, "/w/v1/messages", body).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
    }
    World {
        router,
        demo,
        _folder: folder,
    }
}

impl World {
    async fn sign_in(&self, email: &str) -> Actor {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
            ("sec-fetch-site", "same-origin"),
        ];
        let body = format!("email={email}&password={}&next=%2F", demo::PASSWORD);
        let path = path_of("sign_in");
        let answer = send(
            &self.router,
            None,
            Method::POST,
            path,
            &headers,
            Body::from(body),
        )
        .await;
        assert_eq!(answer.status, 302, "{}", answer.body);
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        Actor {
            user: parlance::id::UserId(0),
            cookie: cookie.split(';').next().unwrap().to_owned(),
        }
    }

    async fn get(&self, who: Option<&Actor>, path: &str) -> Answer {
        send(&self.router, who, Method::GET, path, &[], Body::empty()).await
    }

    /// Follows every link from `starts`; what was found, by address.
    async fn crawl(&self, who: Option<&Actor>, starts: Vec<String>) -> BTreeMap<String, Answer> {
        let mut waiting: VecDeque<String> = starts.into();
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        let mut found = BTreeMap::new();
        while let Some(path) = waiting.pop_front() {
            assert!(found.len() < MOST, "does this end? {path}");
            let answer = self.get(who, &path).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
            let redirect = answer
                .headers
                .get(header::LOCATION)
                .map(|to| to.to_str().unwrap().to_owned());
            for link in links(&answer.body).into_iter().chain(redirect) {
                if let Some(link) = own(&link)
                    && seen.insert(link.clone())
                {
                    waiting.push_back(link);
                }
            }
            found.insert(path, answer);
        }
        found
    }
}

/// Addresses in `href` and `src`, as a browser would follow them.
fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["href=\"", "src=\""] {
        for (at, _) in html.match_indices(name) {
            let rest = &html[at + name.len()..];
            let value = &rest[..rest.find('"').unwrap_or(0)];
            found.push(value.replace("&amp;", "&"));
        }
    }
    found
}

/// A link of this server, without its fragment. Files of the browser part are not served in tests.
fn own(link: &str) -> Option<String> {
    let path = link.split('#').next().unwrap_or_default();
    let ours = path.starts_with('/') && !path.starts_with("//");
    let public = concat!(env!("CARGO_MANIFEST_DIR"), "/../public");
    let file = format!("{public}{}", path.split('?').next().unwrap_or_default());
    let is_file = path.starts_with("/pkg/") || std::path::Path::new(&file).is_file();
    (ours && !is_file).then(|| path.to_owned())
}

/// Addresses that nobody links for everybody, but everybody can type.
fn typed(demo: &demo::Demo) -> Vec<String> {
    let mut paths = vec![
        "/".to_owned(),
        "/account".into(),
        "/welcome".into(),
        "/dev/ui".into(),
    ];
    for workspace in &demo.workspaces {
        for rest in [
            "",
            "inbox",
            "inbox/all",
            "inbox/mine",
            "inbox/all?status=closed",
            "settings",
            "settings/general",
            "settings/users",
            "settings/channels",
            "settings/channels/new",
        ] {
            paths.push(format!("/w/{}/{rest}", workspace.id));
        }
        for rest in ["", "general", "users", "workspaces"] {
            paths.push(format!("/org/{}/{rest}", workspace.organization_id));
        }
    }
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_04_nobody_finds_the_canary_of_a_foreign_workspace() {
    let world = world().await;
    let mut conversations = BTreeSet::new();
    // The owner first: what the others try to type are the addresses that the owner has.
    for user in &world.demo.users {
        let who = world.sign_in(&user.email).await;
        let mut starts = typed(&world.demo);
        starts.extend(conversations.iter().cloned());
        let found = world.crawl(Some(&who), starts).await;
        for workspace in &world.demo.workspaces {
            let member = user.workspace_roles.contains_key(&workspace.id.to_string());
            let prefix = format!("/w/{}/", workspace.id);
            let with_canary: Vec<_> = found
                .iter()
                .filter(|(_, answer)| answer.body.contains(&canary(workspace.id)))
                .map(|(path, _)| path)
                .collect();
            assert_eq!(
                !with_canary.is_empty(),
                member,
                "{}: {with_canary:?}",
                user.email
            );
            assert!(
                with_canary.iter().all(|path| path.starts_with(&prefix)),
                "{}: {with_canary:?}",
                user.email
            );
            for (path, answer) in found.iter().filter(|(path, _)| path.starts_with(&prefix)) {
                if !member {
                    assert_eq!(answer.status, 404, "{}: {path}", user.email);
                }
            }
        }
        let dead: Vec<_> = linked_and_missing(&found, user);
        assert!(dead.is_empty(), "{}: links to nowhere {dead:?}", user.email);
        conversations.extend(found.into_keys().filter(|path| path.starts_with("/w/")));
    }
    assert!(conversations.len() > 20, "{conversations:?}");
    let mut starts = typed(&world.demo);
    // Each leads to a sign-in page of its own.
    starts.extend(conversations.into_iter().take(40));
    for (path, answer) in world.crawl(None, starts).await {
        assert!(!answer.body.contains("canary-"), "{path}");
    }
}

/// Pages that a page offers and that do not answer with 200 or lead on.
fn linked_and_missing(found: &BTreeMap<String, Answer>, user: &demo::DemoUser) -> Vec<String> {
    let offered: BTreeSet<String> = found
        .iter()
        .filter(|(_, answer)| answer.status == 200)
        .flat_map(|(_, answer)| links(&answer.body))
        .filter_map(|link| own(&link))
        .collect();
    found
        .iter()
        .filter(|(path, answer)| {
            offered.contains(*path) && !(answer.status == 200 || answer.status.is_redirection())
        })
        .map(|(path, answer)| format!("{path} {} ({})", answer.status, user.email))
        .collect()
}

/// The same through the functions that pages call: every one that reads, for every workspace.
#[tokio::test(flavor = "multi_thread")]
async fn sec_04_no_function_tells_a_canary_to_others() {
    let world = world().await;
    let query =
        json!({ "view": "all", "status": "open", "after": { "sort": i64::MAX, "id": i64::MAX } });
    for user in &world.demo.users {
        let who = world.sign_in(&user.email).await;
        for asked in &world.demo.workspaces {
            let member = user.workspace_roles.contains_key(&asked.id.to_string());
            let mut seen = 0;
            for (path, _) in server_fn::axum::server_fn_paths() {
                // Every parameter that a reading function may have; wrong ones are refused.
                let body = json!({ "workspace": asked.id, "organization": asked.organization_id,
                    "query": query, "open": null, "conversation": 1, "contact": 1, "channel": 1 });
                if ["sign_out", "revoke_other_sessions"]
                    .iter()
                    .any(|name| path.contains(name))
                {
                    continue;
                }
                let headers = [
                    ("content-type", "application/json"),
                    ("sec-fetch-site", "same-origin"),
                ];
                let answer = send(
                    &world.router,
                    Some(&who),
                    Method::POST,
                    path,
                    &headers,
                    Body::from(body.to_string()),
                )
                .await;
                assert!(
                    answer.status.as_u16() < 500 || answer.status == 501,
                    "{path}: {} {}",
                    answer.status,
                    answer.body
                );
                for other in &world.demo.workspaces {
                    let found = answer.body.contains(&canary(other.id));
                    assert!(
                        !found || (other.id == asked.id && member),
                        "{path} as {}",
                        user.email
                    );
                    seen += usize::from(found);
                }
            }
            assert_eq!(seen > 0, member, "{} found {seen}", user.email);
        }
    }
}

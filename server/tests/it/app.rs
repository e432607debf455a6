//! The whole server in process: router, databases on a temporary folder, named people.
//!
//! Set-up goes through the services; requests go through the router, as browsers send them.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use leptos::config::LeptosOptions;
use parlance::channel::{SaveWebChat, default_config};
use parlance::id::{OrganizationId, SessionId, UserId, WorkspaceId};
use parlance::identity::{AcceptInvite, CreateWorkspace, InviteUsers, SetUp, WorkspaceGrant};
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::Locale;
use parlance::time::DAY;
use parlance_server::http::auth::TrustedProxies;
use parlance_server::http::router::HttpOptions;
use parlance_server::http::slow::Limits;
use parlance_services::clock::Clock;
use parlance_services::identity::PasswordCost;
use parlance_services::{Caller, Client, Opened, Services, Settings, channels, identity};
use tower::ServiceExt as _;

pub const PASSWORD: &str = "violet kettle over the bridge";

/// A person who asks; nobody has an empty cookie.
#[derive(Clone)]
pub struct Actor {
    pub user: UserId,
    pub cookie: String,
}

/// A workspace with something in it.
pub struct Desk {
    pub id: WorkspaceId,
    pub channel: i64,
    pub key: String,
    pub conversation: i64,
    pub contact: i64,
    pub message: i64,
    pub attachment: i64,
}

/// Two organizations that must not see each other, and the server.
pub struct TestApp {
    pub services: Services,
    pub router: Router,
    pub ours: Desk,
    pub theirs: Desk,
    pub owner: Actor,
    pub manager: Actor,
    pub agent: Actor,
    pub stranger: Actor,
    pub our_organization: OrganizationId,
    pub their_organization: OrganizationId,
    pub setup_token: String,
    _folder: Arc<tempfile::TempDir>,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

pub const ORIGIN: &str = "http://desk.example";

/// A server on an empty instance, and the token of its first start.
pub async fn empty() -> (Services, Router, String, Arc<tempfile::TempDir>) {
    empty_with(Limits::default()).await
}

async fn empty_with(limits: Limits) -> (Services, Router, String, Arc<tempfile::TempDir>) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let settings = Settings {
        public_url: ORIGIN.into(),
        data_dir: folder.path().join("data"),
        database_url: String::new(),
        max_open_workspaces: 16,
        mail: None,
        max_upload: 1 << 20,
        demo: true,
    };
    let key = folder.path().join("key");
    let Opened {
        services,
        setup_token,
    } = Services::open(settings, &key, Clock::System, PasswordCost::CHEAP)
        .await
        .unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("pkg/parlance.css"), "body{}").unwrap();
    let options = HttpOptions {
        leptos: LeptosOptions::builder()
            .output_name("parlance")
            .site_root(site.to_string_lossy().into_owned())
            .build(),
        tls: false,
        proxies: TrustedProxies::default(),
        limits,
    };
    let router = parlance_server::http::router(&services, &options);
    (services, router, setup_token.unwrap(), folder)
}

impl TestApp {
    pub async fn start() -> TestApp {
        TestApp::start_with(Limits::default()).await
    }

    pub async fn start_with(limits: Limits) -> TestApp {
        let (services, router, setup_token, folder) = empty_with(limits).await;
        let owner = identity::set_up(
            &services,
            &Client::default(),
            SetUp {
                token: setup_token.clone(),
                name: "Olive Owner".into(),
                email: "owner@example.com".into(),
                password: PASSWORD.into(),
                organization: "Ours".into(),
                workspace: "Our desk".into(),
                locale: Locale::En,
                time_zone: "Europe/Paris".into(),
            },
        )
        .await
        .unwrap();
        let viewer = identity::viewer(&services, owner).await.unwrap().unwrap();
        let our_organization = viewer.organizations[0].id;
        let workspace = viewer.workspaces[0].id;
        let owner = session(&services, owner).await;
        let manager = member(
            &services,
            &owner,
            our_organization,
            workspace,
            "manager",
            WorkspaceRole::Manager,
        )
        .await;
        let agent = member(
            &services,
            &owner,
            our_organization,
            workspace,
            "agent",
            WorkspaceRole::Agent,
        )
        .await;
        let ours = desk(&services, &router, &owner, workspace).await;
        let (stranger, their_organization, theirs) =
            other_company(&services, &router, &owner).await;
        TestApp {
            services,
            router,
            ours,
            theirs,
            owner,
            manager,
            agent,
            stranger,
            our_organization,
            their_organization,
            setup_token,
            _folder: folder,
        }
    }

    /// A GET as somebody.
    pub async fn get(&self, who: Option<&Actor>, path: &str) -> Answer {
        send(&self.router, who, Method::GET, path, &[], Body::empty()).await
    }

    /// A call of a server function with a JSON body, as somebody.
    pub async fn call(&self, who: Option<&Actor>, path: &str, body: serde_json::Value) -> Answer {
        let headers = [
            ("content-type", "application/json"),
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        send(
            &self.router,
            who,
            Method::POST,
            path,
            &headers,
            Body::from(body.to_string()),
        )
        .await
    }
}

pub fn caller(actor: &Actor) -> Caller {
    Caller {
        user: actor.user,
        session: SessionId(0),
        client: Client::default(),
    }
}

pub async fn send(
    router: &Router,
    who: Option<&Actor>,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "desk.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(actor) = who {
        request = request.header(header::COOKIE, &actor.cookie);
    }
    let response = router
        .clone()
        .oneshot(request.body(body).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// A signed-in browser of a user.
pub async fn session(services: &Services, user: UserId) -> Actor {
    let id = tower_sessions::session::Id::default().to_string();
    let content = serde_json::json!({ "user": user.0 }).to_string();
    let expires = services.clock.now().plus(DAY);
    identity::sessions::create(
        services,
        &id,
        Some(user),
        &content,
        expires,
        &Client::default(),
    )
    .await
    .unwrap();
    Actor {
        user,
        cookie: format!("parlance={id}"),
    }
}

/// Invites somebody and lets them accept.
pub async fn member(
    services: &Services,
    by: &Actor,
    organization: OrganizationId,
    workspace: WorkspaceId,
    name: &str,
    role: WorkspaceRole,
) -> Actor {
    let invites = identity::invite_users(
        services,
        &caller(by),
        organization,
        InviteUsers {
            emails: format!("{name}@example.com"),
            role: OrganizationRole::Member,
            workspaces: vec![WorkspaceGrant { workspace, role }],
        },
    )
    .await
    .unwrap();
    let link = invites[0].link.clone().unwrap();
    let user = identity::accept_invite(
        services,
        &Client::default(),
        AcceptInvite {
            token: link.rsplit('/').next().unwrap().into(),
            name: name.into(),
            password: PASSWORD.into(),
            locale: Locale::En,
            time_zone: "UTC".into(),
        },
    )
    .await
    .unwrap();
    session(services, user).await
}

async fn other_company(
    services: &Services,
    router: &Router,
    owner: &Actor,
) -> (Actor, OrganizationId, Desk) {
    let (organization, user) = identity::create_organization_system(
        services,
        "Theirs",
        "stranger@example.com",
        "Sid Stranger",
        PASSWORD,
    )
    .await
    .unwrap();
    assert_ne!(user, owner.user);
    let stranger = session(services, user).await;
    let command = CreateWorkspace {
        organization,
        name: "Their desk".into(),
        time_zone: "UTC".into(),
    };
    let workspace = identity::create_workspace(services, &caller(&stranger), command)
        .await
        .unwrap();
    let desk = desk(services, router, &stranger, workspace).await;
    (stranger, organization, desk)
}

/// A channel, and a visitor who wrote with a file.
async fn desk(services: &Services, router: &Router, owner: &Actor, id: WorkspaceId) -> Desk {
    let command = SaveWebChat {
        id: None,
        version: 0,
        enabled: true,
        config: default_config("Website"),
    };
    let channel = channels::save_web_chat(services, &caller(owner), id, command)
        .await
        .unwrap();
    let visitor = visitor(router, &channel.key).await;
    let sent = visitor_post(router, &visitor, "/w/v1/messages", serde_json::json!({
        "client_id": "first-message-0001", "text": format!("Hello from desk {id}"), "locale": "en",
    }))
    .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let page = parlance_services::inbox::open_inbox(
        services,
        &caller(owner),
        id,
        parlance::conversation::ConversationQuery {
            view: parlance::conversation::View::All,
            status: parlance::conversation::Status::Open,
            after: parlance::page::Cursor::START,
        },
        None,
    )
    .await
    .unwrap();
    let row = page.list[0].clone();
    let attachment = upload(router, owner, id).await;
    Desk {
        id,
        channel: channel.id.0,
        key: channel.key,
        conversation: row.id.0,
        contact: row.contact.0,
        message: row.last_inbound.0,
        attachment,
    }
}

/// A file of a user that no message uses yet.
pub async fn upload(router: &Router, who: &Actor, workspace: WorkspaceId) -> i64 {
    let body = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--x--\r\n";
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
    ];
    let path = format!("/w/{workspace}/uploads");
    let answer = send(
        router,
        Some(who),
        Method::POST,
        &path,
        &headers,
        Body::from(body),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["id"]
        .as_i64()
        .unwrap()
}

/// A visitor's token.
pub async fn visitor(router: &Router, key: &str) -> String {
    let body = serde_json::json!({ "key": key, "origin": "https://shop.example", "locale": "en", "page": { "url": "https://shop.example/", "title": "Shop", "referrer": "" } });
    let headers = [("content-type", "application/json"), ("origin", ORIGIN)];
    let answer = send(
        router,
        None,
        Method::POST,
        "/w/v1/session",
        &headers,
        Body::from(body.to_string()),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["visitor_token"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub async fn visitor_post(
    router: &Router,
    token: &str,
    path: &str,
    body: serde_json::Value,
) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("content-type", "application/json"),
        ("origin", ORIGIN),
        ("authorization", bearer.as_str()),
    ];
    send(
        router,
        None,
        Method::POST,
        path,
        &headers,
        Body::from(body.to_string()),
    )
    .await
}

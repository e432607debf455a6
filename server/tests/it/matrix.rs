//! SEC-01: an id of another workspace or organization is "not found", everywhere, and changes
//! nothing. The list of server functions comes from the registry: a new one without a row here
//! fails the test.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::{Actor, TestApp};

/// Which calls to try for a server function, as a member of our desk.
fn calls(app: &TestApp) -> BTreeMap<&'static str, Vec<Value>> {
    let (ours, theirs) = (&app.ours, &app.theirs);
    let (our_org, their_org) = (app.our_organization, app.their_organization);
    let stranger = app.stranger.user;
    let query =
        json!({ "view": "all", "status": "open", "after": { "sort": i64::MAX, "id": i64::MAX } });
    let general =
        json!({ "name": "Taken over", "color": "#000000", "locale": "en", "time_zone": "UTC" });
    let config = serde_json::to_value(parlance::channel::default_config("Taken over")).unwrap();
    let invite = |workspace: Value| json!({ "emails": "x@example.com", "role": "member", "workspaces": [{ "workspace": workspace, "role": "agent" }] });
    BTreeMap::from([
        // Accounts and links name no foreign id.
        ("sign_in", vec![]),
        ("sign_out", vec![]),
        ("setup_is_open", vec![]),
        ("set_up", vec![]),
        ("request_reset", vec![]),
        ("reset_is_valid", vec![]),
        ("reset_password", vec![]),
        ("invite_preview", vec![]),
        ("accept_invite", vec![]),
        ("edit_profile", vec![]),
        ("change_password", vec![]),
        ("list_sessions", vec![]),
        ("revoke_other_sessions", vec![]),
        (
            "revoke_session",
            vec![json!({ "session": 4_503_599_627_370_495_i64 })],
        ),
        ("touch_workspace", vec![json!({ "workspace": theirs.id })]),
        // Organizations.
        ("list_members", vec![json!({ "organization": their_org })]),
        (
            "edit_member",
            vec![
                json!({ "command": { "organization": their_org, "user": stranger, "role": "member", "suspended": true } }),
                json!({ "command": { "organization": our_org, "user": stranger, "role": "member", "suspended": true } }),
            ],
        ),
        (
            "remove_member",
            vec![
                json!({ "organization": their_org, "user": stranger }),
                json!({ "organization": our_org, "user": stranger }),
            ],
        ),
        (
            "edit_organization",
            vec![json!({ "command": { "id": their_org, "name": "Taken over", "locale": "en" } })],
        ),
        (
            "invite_users",
            vec![
                json!({ "organization": their_org, "command": invite(json!(theirs.id)) }),
                json!({ "organization": our_org, "command": invite(json!(theirs.id)) }),
            ],
        ),
        ("list_invites", vec![json!({ "organization": their_org })]),
        (
            "renew_invite",
            vec![
                json!({ "organization": their_org, "invite": 1 }),
                json!({ "organization": our_org, "invite": 1 }),
            ],
        ),
        (
            "revoke_invite",
            vec![
                json!({ "organization": their_org, "invite": 1 }),
                json!({ "organization": our_org, "invite": 1 }),
            ],
        ),
        (
            "list_workspaces",
            vec![json!({ "organization": their_org })],
        ),
        (
            "create_workspace",
            vec![
                json!({ "command": { "organization": their_org, "name": "Mine", "time_zone": "UTC" } }),
            ],
        ),
        // Workspaces.
        ("workspace_general", vec![json!({ "workspace": theirs.id })]),
        (
            "edit_general",
            vec![json!({ "workspace": theirs.id, "command": general })],
        ),
        (
            "list_workspace_members",
            vec![json!({ "workspace": theirs.id })],
        ),
        (
            "workspace_candidates",
            vec![json!({ "workspace": theirs.id })],
        ),
        (
            "save_workspace_member",
            vec![
                json!({ "command": { "workspace": theirs.id, "user": app.owner.user, "role": "owner", "flags": [] } }),
                json!({ "command": { "workspace": ours.id, "user": stranger, "role": "agent", "flags": [] } }),
            ],
        ),
        (
            "remove_workspace_member",
            vec![
                json!({ "workspace": theirs.id, "user": stranger }),
                json!({ "workspace": ours.id, "user": stranger }),
            ],
        ),
        // Channels.
        ("list_channels", vec![json!({ "workspace": theirs.id })]),
        (
            "web_chat",
            vec![
                json!({ "workspace": theirs.id, "channel": theirs.channel }),
                json!({ "workspace": ours.id, "channel": theirs.channel }),
            ],
        ),
        (
            "save_web_chat",
            vec![
                json!({ "workspace": theirs.id, "command": { "id": theirs.channel, "version": 1, "enabled": false, "config": config } }),
                json!({ "workspace": ours.id, "command": { "id": theirs.channel, "version": 1, "enabled": false, "config": config } }),
                json!({ "workspace": theirs.id, "command": { "id": null, "version": 0, "enabled": true, "config": config } }),
            ],
        ),
        (
            "renew_identity_secret",
            vec![
                json!({ "workspace": theirs.id, "channel": theirs.channel }),
                json!({ "workspace": ours.id, "channel": theirs.channel }),
            ],
        ),
        (
            "delete_channel",
            vec![
                json!({ "workspace": theirs.id, "channel": theirs.channel }),
                json!({ "workspace": ours.id, "channel": theirs.channel }),
            ],
        ),
        // Inbox.
        (
            "open_inbox",
            vec![json!({ "workspace": theirs.id, "query": query, "open": null })],
        ),
        (
            "list_conversations",
            vec![json!({ "workspace": theirs.id, "query": query })],
        ),
        ("notifications", vec![json!({ "workspace": theirs.id })]),
        (
            "open_conversation",
            both(app, "conversation", theirs.conversation),
        ),
        (
            "thread_before",
            vec![
                json!({ "workspace": theirs.id, "conversation": theirs.conversation, "before": theirs.message }),
                json!({ "workspace": ours.id, "conversation": theirs.conversation, "before": theirs.message }),
            ],
        ),
        (
            "send_message",
            vec![
                command(
                    theirs.id.0,
                    json!({ "conversation": theirs.conversation, "client_id": "intruder-0001", "text": "x", "attachments": [] }),
                ),
                command(
                    ours.id.0,
                    json!({ "conversation": theirs.conversation, "client_id": "intruder-0002", "text": "x", "attachments": [] }),
                ),
                command(
                    ours.id.0,
                    json!({ "conversation": ours.conversation, "client_id": "intruder-0003", "text": "x", "attachments": [theirs.attachment] }),
                ),
            ],
        ),
        (
            "assign",
            vec![
                command(
                    theirs.id.0,
                    json!({ "conversation": theirs.conversation, "to": null }),
                ),
                command(
                    ours.id.0,
                    json!({ "conversation": theirs.conversation, "to": null }),
                ),
                command(
                    ours.id.0,
                    json!({ "conversation": ours.conversation, "to": stranger }),
                ),
            ],
        ),
        (
            "set_status",
            vec![
                command(
                    theirs.id.0,
                    json!({ "conversation": theirs.conversation, "status": "closed" }),
                ),
                command(
                    ours.id.0,
                    json!({ "conversation": theirs.conversation, "status": "closed" }),
                ),
            ],
        ),
        (
            "mark_read",
            vec![
                command(
                    theirs.id.0,
                    json!({ "conversation": theirs.conversation, "up_to": theirs.message }),
                ),
                command(
                    ours.id.0,
                    json!({ "conversation": theirs.conversation, "up_to": theirs.message }),
                ),
            ],
        ),
        (
            "typing",
            vec![
                json!({ "workspace": theirs.id, "conversation": theirs.conversation, "on": true }),
                json!({ "workspace": ours.id, "conversation": theirs.conversation, "on": true }),
            ],
        ),
        (
            "save_draft",
            vec![
                json!({ "workspace": theirs.id, "conversation": theirs.conversation, "text": "x" }),
                json!({ "workspace": ours.id, "conversation": theirs.conversation, "text": "x" }),
            ],
        ),
        ("load_desk", vec![json!({ "workspace": theirs.id })]),
        ("load_contact", both(app, "contact", theirs.contact)),
        (
            "edit_contact",
            vec![
                command(
                    theirs.id.0,
                    json!({ "id": theirs.contact, "version": 1, "name": "x", "email": "", "phone": "" }),
                ),
                command(
                    ours.id.0,
                    json!({ "id": theirs.contact, "version": 1, "name": "x", "email": "", "phone": "" }),
                ),
            ],
        ),
    ])
}

fn both(app: &TestApp, name: &str, foreign: i64) -> Vec<Value> {
    vec![
        json!({ "workspace": app.theirs.id, name: foreign }),
        json!({ "workspace": app.ours.id, name: foreign }),
    ]
}

fn command(workspace: i64, command: Value) -> Value {
    json!({ "workspace": workspace, "command": command })
}

/// `/api/open_inbox1234567890` → `open_inbox`.
fn name_of(path: &str) -> String {
    path.rsplit('/')
        .next()
        .unwrap()
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

/// What must not change: everything the stranger sees of their own desk.
async fn their_state(app: &TestApp) -> String {
    let caller = crate::app::caller(&app.stranger);
    let detail = parlance_services::inbox::open_conversation(
        &app.services,
        &caller,
        app.theirs.id,
        parlance::id::ConversationId(app.theirs.conversation),
    )
    .await
    .unwrap();
    let channels =
        parlance_services::channels::list_channels(&app.services, &caller, app.theirs.id)
            .await
            .unwrap();
    let members =
        parlance_services::identity::list_members(&app.services, &caller, app.their_organization)
            .await
            .unwrap();
    let general =
        parlance_services::identity::workspace_general(&app.services, &caller, app.theirs.id)
            .await
            .unwrap();
    format!("{detail:?} {channels:?} {members:?} {general:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_01_ids_of_another_workspace_are_not_found_and_nothing_changes() {
    let app = TestApp::start().await;
    let before = their_state(&app).await;
    let calls = calls(&app);
    let mut seen = 0;
    for (path, _) in server_fn::axum::server_fn_paths() {
        let name = name_of(path);
        let rows = calls
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} has no row in the matrix"));
        for body in rows {
            for who in [&app.owner, &app.manager, &app.agent] {
                refused(&app, who, path, body).await;
            }
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} calls were tried");
    assert_eq!(their_state(&app).await, before);
}

async fn refused(app: &TestApp, who: &Actor, path: &str, body: &Value) {
    let answer = app.call(Some(who), path, body.clone()).await;
    let role_first = answer.status == 403
        && body
            .to_string()
            .contains(&format!("\"organization\":{}", app.our_organization));
    // An agent who may not do it at all is told so for their own desk; never for a foreign one.
    let own_desk = body
        .to_string()
        .contains(&format!("\"workspace\":{}", app.ours.id))
        && answer.status == 403;
    assert!(
        answer.status == 404 || role_first || own_desk,
        "{path} {body}: {} {}",
        answer.status,
        answer.body
    );
    assert!(
        !answer.body.contains("Their desk") && !answer.body.contains("Hello from desk"),
        "{path}: {}",
        answer.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_01_the_owner_gets_404_and_nothing_else_for_foreign_ids() {
    let app = TestApp::start().await;
    for (path, _) in server_fn::axum::server_fn_paths() {
        for body in calls(&app)
            .get(name_of(path).as_str())
            .into_iter()
            .flatten()
        {
            let answer = app.call(Some(&app.owner), path, body.clone()).await;
            assert_eq!(answer.status, 404, "{path} {body}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_01_nobody_calls_anything_of_members_without_signing_in() {
    let app = TestApp::start().await;
    for (path, _) in server_fn::axum::server_fn_paths() {
        let name = name_of(path);
        for body in calls(&app).get(name.as_str()).into_iter().flatten() {
            let answer = app.call(None, path, body.clone()).await;
            assert_eq!(answer.status, 401, "{path} {body}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_01_pages_streams_and_files_of_another_workspace_are_not_found() {
    let app = TestApp::start().await;
    let (ours, theirs) = (&app.ours, &app.theirs);
    for path in [
        format!("/w/{}/inbox", theirs.id),
        format!("/w/{}/inbox/all/{}", theirs.id, theirs.conversation),
        format!("/w/{}/inbox/all/{}", ours.id, theirs.conversation),
        format!("/w/{}/settings/general", theirs.id),
        format!("/w/{}/settings/users", theirs.id),
        format!("/w/{}/settings/channels", theirs.id),
        format!("/w/{}/settings/channels/{}", theirs.id, theirs.channel),
        format!("/w/{}/settings/channels/{}", ours.id, theirs.channel),
        format!("/w/{}/events", theirs.id),
        format!("/org/{}/users", app.their_organization),
        format!("/org/{}/general", app.their_organization),
        format!("/org/{}/workspaces", app.their_organization),
        format!(
            "/files/{}/{}?e=9999999999999&s=AAAA",
            theirs.id, theirs.attachment
        ),
        format!(
            "/files/{}/{}?e=9999999999999&s=AAAA",
            ours.id, theirs.attachment
        ),
    ] {
        let answer = app.get(Some(&app.owner), &path).await;
        assert_eq!(answer.status, 404, "{path}");
        let leaked = format!("Hello from desk {}", theirs.id);
        assert!(
            !answer.body.contains("Their desk") && !answer.body.contains(&leaked),
            "{path}"
        );
    }
}

/// SEC-93: a visitor reaches only their own conversation.
#[tokio::test(flavor = "multi_thread")]
async fn sec_93_visitors_do_not_reach_each_other() {
    let app = TestApp::start().await;
    let other = crate::app::visitor(&app.router, &app.ours.key).await;
    let answer = crate::app::visitor_post(&app.router, &other, "/w/v1/messages", json!({
        "client_id": "other-visitor-01", "text": "mine", "uploads": [app.ours.attachment], "locale": "en",
    }))
    .await;
    assert_eq!(answer.status, 404, "{}", answer.body);
    let bearer = format!("Bearer {other}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("origin", crate::app::ORIGIN),
    ];
    let page = crate::app::send(
        &app.router,
        None,
        http::Method::GET,
        "/w/v1/messages",
        &headers,
        axum::body::Body::empty(),
    )
    .await;
    assert!(!page.body.contains("Hello from desk"), "{}", page.body);
}

/// SEC-07: a foreign id and one that never existed get the same answer.
#[tokio::test(flavor = "multi_thread")]
async fn sec_07_foreign_and_absent_ids_are_told_apart_by_nothing() {
    let app = TestApp::start().await;
    let (path, _) = server_fn::axum::server_fn_paths()
        .find(|(path, _)| name_of(path) == "open_conversation")
        .unwrap();
    let ask = async |workspace: i64, conversation: i64| {
        let body = json!({ "workspace": workspace, "conversation": conversation });
        let answer = app.call(Some(&app.owner), path, body).await;
        (answer.status, answer.body)
    };
    let foreign = ask(app.theirs.id.0, app.theirs.conversation).await;
    assert_eq!(foreign, ask(4_711, app.theirs.conversation).await);
    assert_eq!(foreign, ask(app.ours.id.0, app.theirs.conversation).await);
    assert_eq!(foreign, ask(app.ours.id.0, 4_711).await);
}

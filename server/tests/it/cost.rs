//! SEC-07: an id of somebody else and one that never existed cost the same. Times are noise on a
//! machine that does other things; what is compared is every statement that a call runs.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::auth::path_of;

async fn work(app: &TestApp, name: &str, body: Value) -> (u16, String, Vec<&'static str>) {
    let path = path_of(name);
    let call = app.call(Some(&app.owner), path, body);
    let (answer, statements) = parlance_services::testing::statements_of(call).await;
    (answer.status.as_u16(), answer.body, statements)
}

// One thread: statements are counted where they run.
#[tokio::test]
async fn sec_07_foreign_and_absent_ids_cost_the_same_statements() {
    let app = TestApp::start().await;
    let (ours, theirs) = (app.ours.id.0, app.theirs.id.0);
    let absent_workspace = 4_711;
    let absent = app.theirs.conversation + 100_000;
    for (name, field, foreign) in [
        ("open_conversation", "conversation", app.theirs.conversation),
        ("load_contact", "contact", app.theirs.contact),
        ("web_chat", "channel", app.theirs.channel),
    ] {
        let ask = |workspace: i64, id: i64| json!({ "workspace": workspace, field: id });
        // The first call opens what the others find open.
        work(&app, name, ask(ours, absent)).await;
        let never = work(&app, name, ask(ours, absent)).await;
        assert_eq!(never.0, 404, "{name}: {}", never.1);
        assert!(!never.2.is_empty(), "{name}: nothing was counted");
        assert_eq!(work(&app, name, ask(ours, foreign)).await, never, "{name}");
        // A workspace that is not theirs, and one that is not there.
        let nowhere = work(&app, name, ask(absent_workspace, absent)).await;
        assert_eq!(
            work(&app, name, ask(theirs, foreign)).await,
            nowhere,
            "{name}"
        );
        assert_eq!((nowhere.0, &nowhere.1), (never.0, &never.1), "{name}");
    }
    for name in [
        "workspace_general",
        "list_channels",
        "list_workspace_members",
    ] {
        let nowhere = work(&app, name, json!({ "workspace": absent_workspace })).await;
        assert_eq!(nowhere.0, 404, "{name}: {}", nowhere.1);
        let foreign = work(&app, name, json!({ "workspace": theirs })).await;
        assert_eq!(foreign, nowhere, "{name}");
    }
}

//! The contact panel: edits with a version, and masks that hold everywhere.

use parlance::contact::{ContactDetail, EditContact};
use parlance::conversation::{Status, View};
use parlance::permission::Flag;
use serde::Serialize;

use super::desk::{Desk, list};
use crate::{Conflict, ServiceError, contacts, inbox, testing};

fn edit(of: &ContactDetail, name: &str) -> EditContact {
    EditContact {
        id: of.id,
        version: of.version,
        name: name.into(),
        email: Some("marie@example.org".into()),
        phone: Some("+33 6 00 00 00 01".into()),
    }
}

#[tokio::test]
async fn an_edit_is_based_on_a_version() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let asked = desk.visitor_writes("v", "Hello").await;
        let before = contacts::contact(&desk.t, &owner, desk.ws, asked.contact_id)
            .await
            .unwrap();
        assert_eq!(before.channels.len(), 1);
        assert_eq!(before.channels[0].name, "Website");
        assert_eq!(before.conversations.len(), 1);
        // Somebody takes the conversation meanwhile: that is not what is edited.
        desk.assign(&owner, asked.conversation_id, Some(owner.user))
            .await
            .unwrap();
        let command = edit(&before, "  Marie   Curie ");
        let after = contacts::edit_contact(&desk.t, &owner, desk.ws, command.clone())
            .await
            .unwrap();
        assert_eq!(
            (after.name.as_str(), after.phone.as_str()),
            ("Marie Curie", "+33600000001")
        );
        let stale = EditContact {
            name: "Else".into(),
            ..command
        };
        let refused = contacts::edit_contact(&desk.t, &owner, desk.ws, stale).await;
        assert_eq!(refused.err(), Some(ServiceError::Conflict(Conflict::Stale)));
        let wrong = EditContact {
            email: Some("no".into()),
            ..edit(&after, "x")
        };
        let refused = contacts::edit_contact(&desk.t, &owner, desk.ws, wrong).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))));
        let row = desk.inbox(&owner, None).await.list.remove(0);
        assert_eq!(row.contact_name, "Marie Curie");
        desk.t.end().await;
    }
}

fn no_trace(what: &impl Serialize) -> String {
    let json = serde_json::to_string(what).unwrap();
    for secret in [
        "v@private.example",
        "private.example",
        "+33612345642",
        "612345642",
    ] {
        assert!(!json.contains(secret), "{secret} in {json}");
    }
    json
}

#[tokio::test]
async fn sec_03_masks_hold_in_lists_threads_and_panels() {
    let desk = Desk::new(testing::services().await).await;
    let masked = desk.agent("masked", &[Flag::MaskContactDetails]).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let id = asked.conversation_id;
    let page = desk.inbox(&masked, Some(id)).await;
    assert!(no_trace(&page).contains("v•••@p•••.example"));
    let query = list(View::All, Status::Open);
    no_trace(
        &inbox::list_conversations(&desk.t, &masked, desk.ws, query)
            .await
            .unwrap(),
    );
    no_trace(
        &inbox::conversation_row(&desk.t, &masked, desk.ws, id)
            .await
            .unwrap(),
    );
    no_trace(
        &inbox::open_conversation(&desk.t, &masked, desk.ws, id)
            .await
            .unwrap(),
    );
    let detail = contacts::contact(&desk.t, &masked, desk.ws, asked.contact_id)
        .await
        .unwrap();
    assert!(no_trace(&detail).contains("+33 •• •• 42") && detail.masked);

    let refused = contacts::edit_contact(&desk.t, &masked, desk.ws, edit(&detail, "Marie")).await;
    assert_eq!(refused.err(), Some(ServiceError::Forbidden));
    let only_name = EditContact {
        email: None,
        phone: None,
        ..edit(&detail, "Marie")
    };
    let after = contacts::edit_contact(&desk.t, &masked, desk.ws, only_name)
        .await
        .unwrap();
    no_trace(&after);
    let owner = desk.office.owner.clone();
    let full = contacts::contact(&desk.t, &owner, desk.ws, asked.contact_id)
        .await
        .unwrap();
    assert_eq!(
        (full.name.as_str(), full.email.as_str()),
        ("Marie", "v@private.example")
    );
    assert_eq!(full.phone, "+33612345642");
    desk.t.end().await;
}

//! SEC-01 and SEC-02: what is foreign or invisible is not found, and nothing changes.

use parlance::contact::EditContact;
use parlance::conversation::{Assign, MarkRead, SetStatus, Status};
use parlance::id::{ContactId, MessageId, WorkspaceId};
use parlance::message::SendMessage;
use parlance::permission::Flag;
use parlance_store::{Class, IngestOutcome};

use super::desk::{Desk, inbound, reply};
use crate::{Caller, Result, ServiceError, contacts, inbox, testing};

/// Every function that takes the id of something inside a workspace.
async fn every_call(
    desk: &Desk,
    caller: &Caller,
    ws: WorkspaceId,
    of: &IngestOutcome,
) -> Vec<Result<()>> {
    let (t, id) = (&desk.t, of.conversation_id);
    let send: SendMessage = reply(of, "client-0001", "x");
    let edit = EditContact {
        id: of.contact_id,
        version: 1,
        name: "x".into(),
        email: None,
        phone: None,
    };
    let mark = MarkRead {
        conversation: id,
        up_to: MessageId(i64::MAX),
    };
    let close = SetStatus {
        conversation: id,
        status: Status::Closed,
    };
    let to = Some(caller.user);
    vec![
        inbox::open_conversation(t, caller, ws, id).await.map(drop),
        inbox::conversation_row(t, caller, ws, id).await.map(drop),
        inbox::thread_before(t, caller, ws, id, MessageId(i64::MAX))
            .await
            .map(drop),
        inbox::send_message(t, caller, ws, send).await.map(drop),
        inbox::assign(
            t,
            caller,
            ws,
            Assign {
                conversation: id,
                to,
            },
        )
        .await
        .map(drop),
        inbox::set_status(t, caller, ws, close).await.map(drop),
        inbox::mark_read(t, caller, ws, mark).await,
        inbox::save_draft(t, caller, ws, id, "x".into()).await,
        inbox::typing(t, caller, ws, id, true).await,
        contacts::contact(t, caller, ws, of.contact_id)
            .await
            .map(drop),
        contacts::edit_contact(t, caller, ws, edit).await.map(drop),
    ]
}

async fn assert_untouched(desk: &Desk, ws: WorkspaceId, seq: i64) {
    let ws = desk.t.store.workspace(ws).await.unwrap();
    assert_eq!(ws.head().await.unwrap().seq, seq, "something happened");
}

#[tokio::test]
async fn sec_01_ids_of_another_workspace_are_not_found_and_nothing_changes() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let own = desk.visitor_writes("v", "Hello").await;
        let (office, channel) = desk.strangers().await;
        let theirs = desk.t.store.workspace(office.workspace).await.unwrap();
        let message = inbound(channel, "w", "Secret", "visitor-0001", desk.t.clock.now());
        let foreign = theirs.ingest(Class::Interactive, message).await.unwrap();
        let owner = desk.office.owner.clone();
        // A foreign id in one's own workspace, a foreign workspace, and one that does not exist.
        for (ws, of) in [
            (desk.ws, &foreign),
            (office.workspace, &foreign),
            (office.workspace, &own),
            (WorkspaceId(999_999), &own),
        ] {
            for (call, result) in every_call(&desk, &owner, ws, of)
                .await
                .into_iter()
                .enumerate()
            {
                assert_eq!(result.err(), Some(ServiceError::NotFound), "call {call}");
            }
        }
        assert_untouched(&desk, desk.ws, own.seq).await;
        assert_untouched(&desk, office.workspace, foreign.seq).await;
        let page = desk.inbox(&owner, Some(foreign.conversation_id)).await;
        assert_eq!((page.open, page.list.len()), (None, 1));
        desk.t.end().await;
    }
}

#[tokio::test]
async fn sec_01_a_foreign_upload_is_not_found() {
    let desk = Desk::new(testing::services().await).await;
    let own = desk.visitor_writes("v", "Hello").await;
    let owner = desk.office.owner.clone();
    let (office, _) = desk.strangers().await;
    let upload = crate::files::upload(
        &desk.t,
        &office.owner,
        office.workspace,
        "a.txt",
        b"x y z".to_vec(),
    );
    let foreign = upload.await.map_err(|_| "no upload").unwrap();
    let mut command = reply(&own, "client-0001", "look");
    command.attachments = vec![foreign.id];
    assert_eq!(
        desk.send(&owner, command).await.err(),
        Some(ServiceError::NotFound)
    );
    assert_untouched(&desk, desk.ws, own.seq).await;
    desk.t.end().await;
}

#[tokio::test]
async fn sec_02_invisible_conversations_are_not_found_and_nothing_changes() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let hidden = desk.visitor_writes("v", "Hello").await;
        desk.assign(&owner, hidden.conversation_id, Some(owner.user))
            .await
            .unwrap();
        let restrictions: [&[Flag]; 3] = [
            &[Flag::ShowOnlyMine],
            &[Flag::ShowOnlyMine, Flag::IncludeUnassigned],
            &[Flag::ShowTeamContacts, Flag::IncludeUnassigned],
        ];
        for (i, flags) in restrictions.into_iter().enumerate() {
            let agent = desk.agent(&format!("agent{i}"), flags).await;
            for (call, result) in every_call(&desk, &agent, desk.ws, &hidden)
                .await
                .into_iter()
                .enumerate()
            {
                assert_eq!(result.err(), Some(ServiceError::NotFound), "call {call}");
            }
            let page = desk.inbox(&agent, Some(hidden.conversation_id)).await;
            assert_eq!((page.open, page.list.len()), (None, 0));
        }
        assert_untouched(&desk, desk.ws, hidden.seq + 1).await;
        desk.t.end().await;
    }
}

#[tokio::test]
async fn sec_05_a_removed_member_has_no_access_any_more() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let agent = desk.agent("agent", &[]).await;
    desk.inbox(&agent, None).await;
    let owner = desk.office.owner.clone();
    crate::identity::remove_workspace_member(&desk.t, &owner, desk.ws, agent.user)
        .await
        .unwrap();
    for result in every_call(&desk, &agent, desk.ws, &asked).await {
        assert_eq!(result.err(), Some(ServiceError::NotFound));
    }
    let nobody = contacts::contact(&desk.t, &owner, desk.ws, ContactId(1)).await;
    assert_eq!(nobody.err(), Some(ServiceError::NotFound));
    desk.t.end().await;
}

//! The bell: only the caller's own, only what is unread and open, only what may be seen.

use parlance::conversation::{MarkRead, SetStatus, Status};
use parlance::id::{ConversationId, WorkspaceId};
use parlance::permission::Flag;
use parlance_store::testing::statements_of;

use super::desk::Desk;
use crate::inbox::{self, NOTIFICATIONS, notifications};
use crate::{Caller, ServiceError, testing};

async fn ids(desk: &Desk, caller: &Caller) -> Vec<ConversationId> {
    let rows = notifications(&desk.t, caller, desk.ws).await.unwrap();
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn only_unread_open_conversations_of_the_caller_are_told_newest_first() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let agent = desk.agent("agent", &[]).await;
        let mut all = Vec::new();
        for visitor in ["a", "b", "c", "d"] {
            all.push(desk.visitor_writes(visitor, "Hello").await);
            desk.t.advance(10);
        }
        let [a, b, c, _] = [&all[0], &all[1], &all[2], &all[3]].map(|o| o.conversation_id);
        for id in [a, b] {
            desk.assign(&owner, id, Some(agent.user)).await.unwrap();
        }
        desk.assign(&owner, c, Some(owner.user)).await.unwrap();
        assert_eq!(ids(&desk, &agent).await, [b, a]);
        assert_eq!(ids(&desk, &owner).await, [c]);

        // A new message moves its conversation to the front.
        let again = desk.visitor_writes("a", "Anybody?").await;
        assert_eq!(ids(&desk, &agent).await, [a, b]);
        let rows = notifications(&desk.t, &agent, desk.ws).await.unwrap();
        assert_eq!(rows[0].preview, "Anybody?");
        assert!(rows.iter().all(|row| row.unread()));

        // What was read leaves; what somebody else read does not.
        let mark = |up_to| MarkRead {
            conversation: a,
            up_to,
        };
        inbox::mark_read(&desk.t, &owner, desk.ws, mark(again.message_id))
            .await
            .unwrap();
        assert_eq!(ids(&desk, &agent).await, [a, b]);
        inbox::mark_read(&desk.t, &agent, desk.ws, mark(all[0].message_id))
            .await
            .unwrap();
        assert_eq!(ids(&desk, &agent).await, [a, b]);
        inbox::mark_read(&desk.t, &agent, desk.ws, mark(again.message_id))
            .await
            .unwrap();
        assert_eq!(ids(&desk, &agent).await, [b]);

        // So does what was closed or given away.
        let close = SetStatus {
            conversation: b,
            status: Status::Closed,
        };
        inbox::set_status(&desk.t, &owner, desk.ws, close)
            .await
            .unwrap();
        assert_eq!(ids(&desk, &agent).await, []);
        desk.assign(&owner, c, None).await.unwrap();
        assert_eq!(ids(&desk, &owner).await, []);
        desk.t.end().await;
    }
}

#[tokio::test]
async fn sec_01_a_foreign_workspace_is_not_found() {
    let desk = Desk::new(testing::services().await).await;
    let (office, _) = desk.strangers().await;
    let foreign = notifications(&desk.t, &desk.office.owner, office.workspace).await;
    assert_eq!(foreign.err(), Some(ServiceError::NotFound));
    let absent = notifications(&desk.t, &desk.office.owner, WorkspaceId(999_999)).await;
    assert_eq!(absent.err(), Some(ServiceError::NotFound));
    desk.t.end().await;
}

#[tokio::test]
async fn sec_02_restricted_agents_are_told_only_what_they_see_and_masked() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let asked = desk.visitor_writes("v1", "Hello").await;
        let careful = desk
            .agent("careful", &[Flag::ShowOnlyMine, Flag::MaskContactDetails])
            .await;
        let team = desk.agent("team", &[Flag::ShowTeamContacts]).await;
        assert_eq!(ids(&desk, &careful).await, []);
        desk.assign(&owner, asked.conversation_id, Some(careful.user))
            .await
            .unwrap();
        let rows = notifications(&desk.t, &careful, desk.ws).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].contact_name.contains("v1@private"), "{rows:?}");
        assert_eq!(ids(&desk, &team).await, []);
        desk.t.end().await;
    }
}

#[tokio::test]
async fn the_list_is_bounded_and_takes_two_statements() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    for i in 0..=NOTIFICATIONS {
        let asked = desk.visitor_writes(&format!("v{i}"), "Hello").await;
        desk.assign(&owner, asked.conversation_id, Some(owner.user))
            .await
            .unwrap();
    }
    let (told, statements) = statements_of(ids(&desk, &owner)).await;
    assert_eq!(told.len(), NOTIFICATIONS);
    let of_workspace: Vec<_> = statements
        .into_iter()
        .filter(|name| name.starts_with("conversation."))
        .collect();
    assert_eq!(
        of_workspace,
        ["conversation.list_unread_of", "conversation.rows"]
    );
    desk.t.end().await;
}

//! Replies, assignment and status: once, in order, with everything that follows.

use std::collections::HashSet;

use parlance::conversation::{Assign, Counts, SetStatus, Status, View};
use parlance::error::FieldProblem;
use parlance::event::EventPayload;
use parlance::message::{Author, Delivery, Direction, TEXT_MAX};
use parlance::permission::Flag;

use super::desk::{Desk, reply};
use crate::inbox::{self, set_status};
use crate::{Conflict, ServiceError, testing};

async fn kinds(desk: &Desk, after: i64) -> Vec<EventPayload> {
    let ws = desk.t.store.workspace(desk.ws).await.unwrap();
    ws.events_after(after, 100)
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.payload)
        .collect()
}

#[tokio::test]
async fn a_reply_answers_assigns_and_is_told() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let asked = desk.visitor_writes("v", "Where is my order?").await;
        let owner = desk.office.owner.clone();
        inbox::save_draft(
            &desk.t,
            &owner,
            desk.ws,
            asked.conversation_id,
            "On its w".into(),
        )
        .await
        .unwrap();
        let page = desk.inbox(&owner, Some(asked.conversation_id)).await;
        assert_eq!(page.open.unwrap().draft, "On its w");
        let sent = desk
            .send(&owner, reply(&asked, "client-0001", " On its way "))
            .await
            .unwrap();
        assert_eq!(
            (sent.message.text.as_str(), sent.message.status),
            ("On its way", Delivery::Sent)
        );
        assert_eq!(sent.message.author, Author::User { id: owner.user });
        assert_eq!(sent.message.client_id.as_deref(), Some("client-0001"));
        assert_eq!(sent.row.assignee, Some(owner.user));
        assert_eq!(sent.row.last_direction, Direction::Outbound);
        assert_eq!(
            (sent.row.preview.as_str(), sent.row.waiting_since),
            ("On its way", None)
        );
        let page = desk.inbox(&owner, Some(asked.conversation_id)).await;
        assert_eq!(
            page.counts,
            Counts {
                all: Some(1),
                mine: 1,
                unassigned: Some(0)
            }
        );
        let open = page.open.unwrap();
        assert_eq!(
            (open.draft.as_str(), open.contact.assignee),
            ("", Some(owner.user))
        );
        let told = kinds(&desk, asked.seq).await;
        assert!(matches!(
            told[..],
            [
                EventPayload::ConversationAssigned { .. },
                EventPayload::MessageCreated { .. }
            ]
        ));
        desk.t.end().await;
    }
}

#[tokio::test]
async fn the_same_client_id_again_gives_the_same_message() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_sends("v", "Hello", "visitor-0001").await;
    let (owner, other) = (desk.office.owner.clone(), desk.agent("other", &[]).await);
    let sending = (0..20).map(|_| desk.send(&owner, reply(&asked, "client-0001", "Hi")));
    let sent = futures::future::try_join_all(sending).await.unwrap();
    let ids: HashSet<_> = sent.iter().map(|sent| sent.message.id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(
        kinds(&desk, asked.seq).await.len(),
        2,
        "assigned and sent once"
    );
    // Somebody else's id, even the visitor's own, is taken; nothing is told about it.
    let taken = ServiceError::field("client_id", FieldProblem::Taken);
    for (caller, id) in [(&other, "client-0001"), (&owner, "visitor-0001")] {
        assert_eq!(
            desk.send(caller, reply(&asked, id, "Hi")).await.err(),
            Some(taken.clone())
        );
    }
    let elsewhere = desk.visitor_writes("w", "Hello").await;
    let again = desk
        .send(&owner, reply(&elsewhere, "client-0001", "Hi"))
        .await;
    assert_eq!(again.err(), Some(taken));
    desk.t.end().await;
}

#[tokio::test]
async fn a_closed_conversation_is_opened_by_a_reply() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let owner = desk.office.owner.clone();
    let close = SetStatus {
        conversation: asked.conversation_id,
        status: Status::Closed,
    };
    set_status(&desk.t, &owner, desk.ws, close).await.unwrap();
    let already = set_status(&desk.t, &owner, desk.ws, close).await;
    assert_eq!(
        already.err(),
        Some(ServiceError::Conflict(Conflict::AlreadySo))
    );
    let sent = desk
        .send(&owner, reply(&asked, "client-0001", "One more thing"))
        .await
        .unwrap();
    assert_eq!(sent.row.status, Status::Open);
    assert_eq!(desk.inbox(&owner, None).await.counts.all, Some(1));
    // Once the contact has opened another one, the old one stays closed.
    set_status(&desk.t, &owner, desk.ws, close).await.unwrap();
    let new = desk.visitor_writes("v", "Me again").await;
    assert!(new.opened_conversation);
    let open = SetStatus {
        status: Status::Open,
        ..close
    };
    let another = Some(ServiceError::Conflict(Conflict::AnotherIsOpen));
    assert_eq!(
        set_status(&desk.t, &owner, desk.ws, open).await.err(),
        another
    );
    assert_eq!(
        desk.send(&owner, reply(&asked, "client-0002", "x"))
            .await
            .err(),
        another
    );
    let snooze = SetStatus {
        status: Status::Snoozed,
        ..close
    };
    let refused = set_status(&desk.t, &owner, desk.ws, snooze).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))));
    desk.t.end().await;
}

#[tokio::test]
async fn text_and_files_are_checked() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let owner = desk.office.owner.clone();
    for (client_id, text) in [
        ("short", "x"),
        ("client-0001", "  \n "),
        ("client-0001", &"x".repeat(TEXT_MAX + 1)),
    ] {
        let refused = desk.send(&owner, reply(&asked, client_id, text)).await;
        assert!(
            matches!(refused, Err(ServiceError::Invalid(_))),
            "{client_id}"
        );
    }
    let mut many = reply(&asked, "client-0001", "");
    many.attachments = (1..=11).map(parlance::id::AttachmentId).collect();
    assert!(matches!(
        desk.send(&owner, many).await,
        Err(ServiceError::Invalid(_))
    ));
    let mut with_file = reply(&asked, "client-0002", "");
    with_file.attachments = vec![desk.upload(&owner, "a.txt").await];
    let sent = desk.send(&owner, with_file.clone()).await.unwrap();
    assert_eq!(sent.message.attachments.len(), 1);
    assert_eq!(
        (sent.row.last_kind.as_str(), sent.row.preview.as_str()),
        ("file", "")
    );
    assert!(sent.message.attachments[0].url.starts_with("/files/"));
    // Used already.
    with_file.client_id = "client-0003".into();
    assert_eq!(
        desk.send(&owner, with_file).await.err(),
        Some(ServiceError::NotFound)
    );
    assert_eq!(desk.inbox(&owner, None).await.list[0].last_kind, "file");
    desk.t.end().await;
}

#[tokio::test]
async fn sec_06_a_user_sends_only_own_uploads_and_only_if_allowed() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let owner = desk.office.owner.clone();
    let other = desk.agent("other", &[]).await;
    let without = desk.agent("without", &[Flag::RestrictAttachments]).await;
    let mut stolen = reply(&asked, "client-0001", "look");
    stolen.attachments = vec![desk.upload(&owner, "a.txt").await];
    assert_eq!(
        desk.send(&other, stolen.clone()).await.err(),
        Some(ServiceError::NotFound)
    );
    assert_eq!(
        desk.send(&without, stolen.clone()).await.err(),
        Some(ServiceError::Forbidden)
    );
    assert_eq!(
        desk.inbox(&owner, None).await.list[0].assignee,
        None,
        "nothing changed"
    );
    let sent = desk.send(&owner, stolen).await.unwrap();
    assert_eq!(sent.message.attachments.len(), 1);
    let page = desk.inbox(&without, Some(asked.conversation_id)).await;
    let json = serde_json::to_string(&page).unwrap();
    assert!(
        json.contains("a.txt") && !json.contains("/files/"),
        "{json}"
    );
    desk.t.end().await;
}

#[tokio::test]
async fn sec_02_read_only_and_comment_only_users_cannot_act() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let id = asked.conversation_id;
    for (name, flag) in [("reader", Flag::ReadOnly), ("commenter", Flag::CommentOnly)] {
        let caller = desk.agent(name, &[flag]).await;
        let sent = desk.send(&caller, reply(&asked, "client-0001", "Hi")).await;
        assert_eq!(sent.err(), Some(ServiceError::Forbidden));
        let draft = inbox::save_draft(&desk.t, &caller, desk.ws, id, "x".into()).await;
        assert_eq!(draft.err(), Some(ServiceError::Forbidden));
        let typing = inbox::typing(&desk.t, &caller, desk.ws, id, true).await;
        assert_eq!(typing.err(), Some(ServiceError::Forbidden));
    }
    let reader = desk.agent("reader2", &[Flag::ReadOnly]).await;
    assert_eq!(
        desk.assign(&reader, id, Some(reader.user)).await.err(),
        Some(ServiceError::Forbidden)
    );
    let close = SetStatus {
        conversation: id,
        status: Status::Closed,
    };
    let closed = set_status(&desk.t, &reader, desk.ws, close).await;
    assert_eq!(closed.err(), Some(ServiceError::Forbidden));
    assert_eq!(
        desk.inbox(&reader, None).await.list[0].version,
        1,
        "nothing changed"
    );
    desk.t.end().await;
}

#[tokio::test]
async fn parallel_commands_leave_one_state_and_right_counters() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let asked = desk.visitor_writes("v", "Hello").await;
        let id = asked.conversation_id;
        let owner = desk.office.owner.clone();
        let (a, b) = (desk.agent("a", &[]).await, desk.agent("b", &[]).await);
        let close = SetStatus {
            conversation: id,
            status: Status::Closed,
        };
        let open = SetStatus {
            conversation: id,
            status: Status::Open,
        };
        for round in 0..12 {
            let text = format!("round {round}");
            let client_id = format!("client-{round:04}");
            let (_, _, _, _, _) = tokio::join!(
                desk.assign(&owner, id, Some(a.user)),
                set_status(&desk.t, &a, desk.ws, close),
                desk.assign(&b, id, Some(b.user)),
                desk.send(&b, reply(&asked, &client_id, &text)),
                set_status(&desk.t, &b, desk.ws, open),
            );
        }
        let row = inbox::conversation_row(&desk.t, &owner, desk.ws, id)
            .await
            .unwrap();
        let open = i64::from(row.status == Status::Open);
        assert_eq!(
            desk.inbox(&owner, None).await.counts,
            Counts {
                all: Some(open),
                mine: 0,
                unassigned: Some(0),
            }
        );
        let mut total = 0;
        for user in [&a, &b] {
            let mine = inbox::counts(&desk.t, user, desk.ws).await.unwrap().mine;
            assert_eq!(
                mine,
                if row.assignee == Some(user.user) {
                    open
                } else {
                    0
                }
            );
            total += mine;
        }
        assert_eq!(total, open);
        let list = super::desk::list(View::All, row.status);
        let page = inbox::list_conversations(&desk.t, &owner, desk.ws, list)
            .await
            .unwrap();
        assert_eq!(page.rows.len(), 1);
        desk.t.end().await;
    }
}

#[tokio::test]
async fn only_active_members_are_assigned() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let owner = desk.office.owner.clone();
    let gone = desk.agent("gone", &[]).await;
    crate::identity::remove_workspace_member(&desk.t, &owner, desk.ws, gone.user)
        .await
        .unwrap();
    let (strangers, _) = desk.strangers().await;
    for user in [
        gone.user,
        strangers.owner.user,
        parlance::id::UserId(999_999),
    ] {
        let refused = desk.assign(&owner, asked.conversation_id, Some(user)).await;
        assert_eq!(refused.err(), Some(ServiceError::NotFound));
    }
    let none = Assign {
        conversation: asked.conversation_id,
        to: None,
    };
    let already = inbox::assign(&desk.t, &owner, desk.ws, none).await;
    assert_eq!(
        already.err(),
        Some(ServiceError::Conflict(Conflict::AlreadySo))
    );
    desk.t.end().await;
}

#[tokio::test]
async fn whoever_gives_a_conversation_away_gets_an_answer_and_sees_it_no_more() {
    let desk = Desk::new(testing::services().await).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let owner = desk.office.owner.clone();
    let mine = desk.agent("mine", &[Flag::ShowOnlyMine]).await;
    let id = asked.conversation_id;
    assert_eq!(
        desk.assign(&mine, id, Some(mine.user)).await.err(),
        Some(ServiceError::NotFound)
    );
    desk.assign(&owner, id, Some(mine.user)).await.unwrap();
    desk.assign(&mine, id, Some(owner.user)).await.unwrap();
    assert_eq!(
        desk.assign(&mine, id, Some(mine.user)).await.err(),
        Some(ServiceError::NotFound)
    );
    desk.t.end().await;
}

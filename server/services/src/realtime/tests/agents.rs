//! What agents are told, and how their streams end.

use parlance::contact::EditContact;
use parlance::conversation::{Counts, MarkRead, SetStatus, Status};
use parlance::event::{EventPayload, LiveFrame};
use parlance::message::{Delivery, Direction};
use parlance::permission::Flag;

use super::super::seats::PER_USER;
use super::{Screen, is_message};
use crate::identity::sessions;
use crate::inbox::tests::desk::{Desk, reply};
use crate::{ServiceError, contacts, inbox, testing, widget};

#[tokio::test]
async fn a_message_brings_row_line_and_counts() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let mut screen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
        let greeting = screen.frames().await.unwrap();
        let zero = Counts {
            all: Some(0),
            mine: 0,
            unassigned: Some(0),
        };
        let [LiveFrame::People { people }, LiveFrame::Counts { counts }] = &greeting[..] else {
            panic!("{greeting:?}")
        };
        assert_eq!((people.len(), people[0].online, *counts), (1, true, zero));
        let start = screen.last.clone().unwrap();

        let asked = desk.visitor_writes("v", "Hello").await;
        let seen = screen.until(is_message("Hello")).await;
        let id = asked.conversation_id;
        assert!(
            seen.iter()
                .any(|frame| matches!(frame, LiveFrame::Conversation { row }
            if row.id == id && row.read_up_to.0 == 0 && row.last_inbound == asked.message_id))
        );
        assert!(seen.iter().any(
            |frame| matches!(frame, LiveFrame::Line { conversation, event }
            if *conversation == id
                && matches!(event.payload, EventPayload::ConversationOpened { .. }))
        ));
        let one = Counts {
            all: Some(1),
            mine: 0,
            unassigned: Some(1),
        };
        assert!(seen.contains(&LiveFrame::Counts { counts: one }));
        assert!(screen.last.clone().unwrap() > start);

        desk.send(&owner, reply(&asked, "client-0001", "Hi"))
            .await
            .unwrap();
        let seen = screen.until(is_message("Hi")).await;
        let taken = Counts {
            all: Some(1),
            mine: 1,
            unassigned: Some(0),
        };
        assert!(seen.contains(&LiveFrame::Counts { counts: taken }));
        let close = SetStatus {
            conversation: id,
            status: Status::Closed,
        };
        inbox::set_status(&desk.t, &owner, desk.ws, close)
            .await
            .unwrap();
        screen
            .until(|frame| *frame == LiveFrame::Counts { counts: zero })
            .await;
        desk.t.end().await;
    }
}

#[tokio::test]
async fn deliveries_contacts_and_own_read_marks_are_told() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let other = desk.agent("other", &[]).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let sent = desk
        .send(&owner, reply(&asked, "client-0001", "Hi"))
        .await
        .unwrap();
    let mut screen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let mut others = Screen::agent(&desk.t, &other, desk.ws, None).await.unwrap();

    let ws = desk.t.store.workspace(desk.ws).await.unwrap();
    let id = asked.conversation_id;
    widget::delivered(&ws, id, sent.message.id).await.unwrap();
    let up_to = sent.message.id;
    let delivery = LiveFrame::Delivery {
        conversation: id,
        up_to,
        status: Delivery::Delivered,
    };
    screen.until(|frame| *frame == delivery).await;

    let command = EditContact {
        id: asked.contact_id,
        version: 1,
        name: "Marie".into(),
        email: None,
        phone: None,
    };
    contacts::edit_contact(&desk.t, &owner, desk.ws, command)
        .await
        .unwrap();
    let changed = LiveFrame::Contact {
        contact: asked.contact_id,
    };
    let seen = screen.until(|frame| *frame == changed).await;
    assert!(seen.iter().any(
        |frame| matches!(frame, LiveFrame::Conversation { row } if row.contact_name == "Marie")
    ));

    let mark = MarkRead {
        conversation: id,
        up_to: asked.message_id,
    };
    inbox::mark_read(&desk.t, &owner, desk.ws, mark)
        .await
        .unwrap();
    let read = LiveFrame::Read {
        conversation: id,
        up_to: asked.message_id,
    };
    screen.until(|frame| *frame == read).await;
    desk.visitor_writes("v", "Bye").await;
    let seen = others.until(is_message("Bye")).await;
    assert!(!seen.contains(&read), "read marks are one's own");
    desk.t.end().await;
}

#[tokio::test]
async fn sec_05_a_removed_member_loses_the_stream() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let agent = desk.agent("agent", &[]).await;
    let mut screen = Screen::agent(&desk.t, &agent, desk.ws, None).await.unwrap();
    screen.frames().await.unwrap();
    crate::identity::remove_workspace_member(&desk.t, &owner, desk.ws, agent.user)
        .await
        .unwrap();
    desk.visitor_writes("v", "Secret").await;
    while let Some(out) = screen.event().await {
        assert!(!out.data.contains("Secret"));
    }
    let again = Screen::agent(&desk.t, &agent, desk.ws, screen.last.clone()).await;
    assert_eq!(again.err(), Some(ServiceError::NotFound));
    desk.t.end().await;
}

#[tokio::test]
async fn sec_05_new_restrictions_count_at_once() {
    let desk = Desk::new(testing::services().await).await;
    let agent = desk.agent("agent", &[]).await;
    let mut screen = Screen::agent(&desk.t, &agent, desk.ws, None).await.unwrap();
    desk.visitor_writes("v", "Visible").await;
    screen.until(is_message("Visible")).await;
    desk.restrict(&agent, &[Flag::ShowOnlyMine]).await;
    desk.visitor_writes("w", "Hidden").await;
    let seen = screen.until(|frame| *frame == LiveFrame::Resync {}).await;
    assert!(!seen.iter().any(is_message("Hidden")));
    let owner = desk.office.owner.clone();
    let mine = desk.visitor_writes("x", "Assigned").await;
    desk.assign(&owner, mine.conversation_id, Some(agent.user))
        .await
        .unwrap();
    desk.visitor_writes("x", "More").await;
    screen.until(is_message("More")).await;
    assert!(!screen.raw.iter().any(|raw| raw.contains("Hidden")));
    desk.t.end().await;
}

#[tokio::test]
async fn sec_08_a_revoked_session_ends_its_stream_and_no_other() {
    let desk = Desk::new(testing::services().await).await;
    let office = desk.office.owner.clone();
    let elsewhere = desk.t.sign_in_as(office.user).await;
    let mut ends = Screen::agent(&desk.t, &elsewhere, desk.ws, None)
        .await
        .unwrap();
    let mut stays = Screen::agent(&desk.t, &office, desk.ws, None)
        .await
        .unwrap();
    ends.frames().await.unwrap();
    sessions::revoke(&desk.t, &office, elsewhere.session)
        .await
        .unwrap();
    while ends.event().await.is_some() {}
    desk.visitor_writes("v", "Hello").await;
    stays.until(is_message("Hello")).await;
    let again = Screen::agent(&desk.t, &elsewhere, desk.ws, None).await;
    assert_eq!(again.err(), Some(ServiceError::Unauthenticated));
    desk.t.end().await;
}

#[tokio::test]
async fn sec_115_streams_of_a_user_are_limited() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let mut screens = Vec::new();
    for _ in 0..PER_USER {
        screens.push(Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap());
    }
    let refused = Screen::agent(&desk.t, &owner, desk.ws, None).await;
    assert!(matches!(
        refused.err(),
        Some(ServiceError::RateLimited { .. })
    ));
    screens.pop();
    assert!(Screen::agent(&desk.t, &owner, desk.ws, None).await.is_ok());
    desk.t.end().await;
}

#[tokio::test]
async fn streams_end_at_shutdown() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let mut screen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    screen.frames().await.unwrap();
    desk.t.realtime.close();
    while screen.event().await.is_some() {}
    desk.t.end().await;
}

#[tokio::test]
async fn an_outbound_message_carries_its_client_id() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let asked = desk.visitor_sends("v", "Hello", "visitor-0001").await;
    let mut screen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    desk.send(&owner, reply(&asked, "client-0001", "Hi"))
        .await
        .unwrap();
    let seen = screen.until(is_message("Hi")).await;
    let LiveFrame::Message { message } = seen.last().unwrap() else {
        panic!("a message")
    };
    assert_eq!(message.client_id.as_deref(), Some("client-0001"));
    assert_eq!(message.direction, Direction::Outbound);
    desk.visitor_sends("v", "Thanks", "visitor-0002").await;
    let seen = screen.until(is_message("Thanks")).await;
    let LiveFrame::Message { message } = seen.last().unwrap() else {
        panic!("a message")
    };
    assert_eq!(message.client_id, None, "a visitor's own id");
    desk.t.end().await;
}

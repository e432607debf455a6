//! What visitors are told: their own conversation and nothing else.

use parlance::conversation::{MarkRead, SetStatus, Status};
use parlance::event::{LiveFrame, WidgetFrame};
use parlance::message::Delivery;

use super::{Screen, is_widget_message};
use crate::inbox::tests::desk::{Desk, reply};
use crate::widget::{self, OpenSession, Visitor};
use crate::{ServiceError, channels, inbox, testing};

/// Somebody who opens the chat for the first time.
pub(super) async fn newcomer(desk: &Desk) -> Visitor {
    let owner = &desk.office.owner;
    let chat = channels::web_chat(&desk.t, owner, desk.ws, desk.channel)
        .await
        .unwrap();
    let origin = Some("https://www.example.com");
    let request = OpenSession {
        key: chat.key,
        visitor_token: None,
        origin: origin.map(str::to_owned),
        locale: "en".into(),
    };
    let client = testing::client("203.0.113.5");
    let session = widget::session(&desk.t, &client, origin, request)
        .await
        .unwrap();
    widget::visitor(&desk.t, &session.visitor_token, origin)
        .await
        .unwrap()
}

async fn desk() -> Desk {
    Desk::new(testing::services().await).await
}

#[tokio::test]
async fn sec_08_a_visitor_gets_only_the_own_conversation() {
    let desk = desk().await;
    let owner = desk.office.owner.clone();
    let (ana, ben) = (newcomer(&desk).await, newcomer(&desk).await);
    // Both look before there is a contact.
    let mut of_ana = Screen::visitor(&desk.t, &ana, None).await.unwrap();
    let mut of_ben = Screen::visitor(&desk.t, &ben, None).await.unwrap();
    let asked = desk.visitor_writes(&ana.external_id, "I am Ana").await;
    let other = desk.visitor_writes(&ben.external_id, "I am Ben").await;
    desk.send(&owner, reply(&asked, "client-0001", "Hello Ana"))
        .await
        .unwrap();
    desk.send(&owner, reply(&other, "client-0002", "Hello Ben"))
        .await
        .unwrap();
    let seen = of_ana.widget(is_widget_message("Hello Ana")).await;
    of_ben.widget(is_widget_message("Hello Ben")).await;
    assert!(seen.iter().any(is_widget_message("I am Ana")));
    assert!(seen.contains(&WidgetFrame::Conversation {
        status: Status::Open
    }));
    let Some(WidgetFrame::Message { message }) = seen.last() else {
        panic!("{seen:?}")
    };
    assert_eq!(
        (message.from.as_str(), message.client_id.is_some()),
        ("agent", true)
    );
    assert_eq!(
        message.author.as_ref().map(|author| author.name.as_str()),
        Some("owner")
    );
    let close = SetStatus {
        conversation: asked.conversation_id,
        status: Status::Closed,
    };
    inbox::set_status(&desk.t, &owner, desk.ws, close)
        .await
        .unwrap();
    of_ana
        .widget(|f| {
            *f == WidgetFrame::Conversation {
                status: Status::Closed,
            }
        })
        .await;
    assert!(!of_ana.raw.concat().contains("Ben"));
    assert!(!of_ben.raw.concat().contains("Ana"));
    desk.t.end().await;
}

#[tokio::test]
async fn what_a_visitor_receives_is_delivered_and_what_the_team_reads_is_told() {
    let desk = desk().await;
    let owner = desk.office.owner.clone();
    let visitor = newcomer(&desk).await;
    let asked = desk.visitor_writes(&visitor.external_id, "Hello").await;
    let id = asked.conversation_id;
    let mut agent = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let mut widget = Screen::visitor(&desk.t, &visitor, None).await.unwrap();
    let mark = MarkRead {
        conversation: id,
        up_to: asked.message_id,
    };
    inbox::mark_read(&desk.t, &owner, desk.ws, mark)
        .await
        .unwrap();
    let read = WidgetFrame::Read {
        by: "agent".into(),
        up_to: asked.message_id,
    };
    widget.widget(|frame| *frame == read).await;
    // Who comes back is told again: read marks are not in the log.
    let mut back = Screen::visitor(&desk.t, &visitor, None).await.unwrap();
    back.widget(|frame| *frame == read).await;
    drop(back);

    let sent = desk
        .send(&owner, reply(&asked, "client-0001", "Hi"))
        .await
        .unwrap();
    widget.widget(is_widget_message("Hi")).await;
    // Asking for more means that it was taken.
    let more = tokio::spawn(async move { widget.event().await });
    let up_to = sent.message.id;
    let delivered = LiveFrame::Delivery {
        conversation: id,
        up_to,
        status: Delivery::Delivered,
    };
    agent.until(|frame| *frame == delivered).await;
    widget::read(&desk.t, &visitor, up_to).await.unwrap();
    let read = LiveFrame::Delivery {
        conversation: id,
        up_to,
        status: Delivery::Read,
    };
    agent.until(|frame| *frame == read).await;
    more.abort();
    desk.t.end().await;
}

#[tokio::test]
async fn a_visitor_who_was_away_gets_what_was_missed() {
    let desk = desk().await;
    let owner = desk.office.owner.clone();
    let (visitor, other) = (newcomer(&desk).await, newcomer(&desk).await);
    let asked = desk.visitor_writes(&visitor.external_id, "one").await;
    let mut before = Screen::visitor(&desk.t, &visitor, None).await.unwrap();
    before.event().await.unwrap();
    let last = before.last.clone();
    drop(before);
    desk.visitor_writes(&other.external_id, "somebody else")
        .await;
    desk.send(&owner, reply(&asked, "client-0001", "two"))
        .await
        .unwrap();
    desk.send(&owner, reply(&asked, "client-0002", "three"))
        .await
        .unwrap();
    let mut back = Screen::visitor(&desk.t, &visitor, last).await.unwrap();
    let seen = back.widget(is_widget_message("three")).await;
    assert!(seen.iter().any(is_widget_message("two")));
    assert!(!back.raw.concat().contains("somebody else"));
    let mut lost = Screen::visitor(&desk.t, &visitor, Some("9.1".into()))
        .await
        .unwrap();
    lost.widget(|frame| *frame == WidgetFrame::Resync {}).await;
    desk.t.end().await;
}

#[tokio::test]
async fn visitors_see_whether_somebody_is_there() {
    let desk = desk().await;
    let owner = desk.office.owner.clone();
    let visitor = newcomer(&desk).await;
    let mut widget = Screen::visitor(&desk.t, &visitor, None).await.unwrap();
    widget
        .widget(|frame| *frame == WidgetFrame::Online { online: false })
        .await;
    let agent = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    widget
        .widget(|frame| *frame == WidgetFrame::Online { online: true })
        .await;
    drop(agent);
    desk.t.advance(super::super::presence::GRACE);
    desk.t.realtime.tick();
    widget
        .widget(|frame| *frame == WidgetFrame::Online { online: false })
        .await;
    desk.t.end().await;
}

#[tokio::test]
async fn sec_115_streams_of_a_visitor_are_limited() {
    let desk = desk().await;
    let visitor = newcomer(&desk).await;
    let mut screens = Vec::new();
    let refused = loop {
        match Screen::visitor(&desk.t, &visitor, None).await {
            Ok(screen) => screens.push(screen),
            Err(error) => break error,
        }
    };
    assert!(screens.len() >= 4 && matches!(refused, ServiceError::RateLimited { .. }));
    desk.t.end().await;
}

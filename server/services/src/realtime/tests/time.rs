//! Presence and typing end by the clock; the clock is moved by hand.

use parlance::event::{LiveFrame, WidgetFrame};
use parlance::permission::Flag;

use super::super::{presence, typing};
use super::{Screen, is_message};
use crate::inbox::tests::desk::Desk;
use crate::{inbox, testing};

fn online(frame: &LiveFrame, who: parlance::id::UserId) -> Option<bool> {
    match frame {
        LiveFrame::People { people } => people
            .iter()
            .find(|person| person.id == who)
            .map(|person| person.online),
        _ => None,
    }
}

#[tokio::test]
async fn presence_outlives_a_reload_and_ends_after_the_grace_period() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let agent = desk.agent("agent", &[]).await;
    let mut watching = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let there = Screen::agent(&desk.t, &agent, desk.ws, None).await.unwrap();
    watching
        .until(|frame| online(frame, agent.user) == Some(true))
        .await;
    assert_eq!(
        desk.t.realtime.online_users(desk.ws),
        [owner.user, agent.user]
    );
    drop(there);
    desk.t.advance(presence::GRACE - 1);
    desk.t.realtime.tick();
    assert_eq!(desk.t.realtime.online_users(desk.ws).len(), 2);
    desk.t.advance(1);
    desk.t.realtime.tick();
    assert_eq!(desk.t.realtime.online_users(desk.ws), [owner.user]);
    let seen = watching
        .until(|frame| online(frame, agent.user) == Some(false))
        .await;
    assert!(
        seen.iter()
            .filter_map(|frame| online(frame, agent.user))
            .all(|online| !online)
    );
    desk.t.end().await;
}

#[tokio::test]
async fn typing_of_a_visitor_is_shown_and_ends_by_itself() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let hidden = desk.agent("hidden", &[Flag::ShowOnlyMine]).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let mut screen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let mut blind = Screen::agent(&desk.t, &hidden, desk.ws, None)
        .await
        .unwrap();
    let (contact, conversation) = (asked.contact_id, asked.conversation_id);
    let is = |on| LiveFrame::Typing {
        conversation,
        user: None,
        on,
    };
    let realtime = &desk.t.realtime;

    realtime.visitor_typing(desk.ws, contact, conversation, true);
    screen.until(|frame| *frame == is(true)).await;
    desk.t.advance(typing::EXPIRY - 1);
    realtime.tick();
    realtime.visitor_typing(desk.ws, contact, conversation, true);
    screen.until(|frame| *frame == is(true)).await;
    desk.t.advance(typing::EXPIRY);
    realtime.tick();
    screen.until(|frame| *frame == is(false)).await;
    // A message ends it, too.
    realtime.visitor_typing(desk.ws, contact, conversation, true);
    screen.until(|frame| *frame == is(true)).await;
    desk.visitor_writes("v", "Bye").await;
    screen.until(|frame| *frame == is(false)).await;
    // Nothing of it was in the log, and nothing came to those who do not see the contact.
    desk.assign(&owner, conversation, Some(hidden.user))
        .await
        .unwrap();
    desk.visitor_writes("v", "Yours").await;
    let seen = blind.until(is_message("Yours")).await;
    assert!(
        !seen
            .iter()
            .any(|frame| matches!(frame, LiveFrame::Typing { .. }))
    );
    desk.t.end().await;
}

#[tokio::test]
async fn typing_of_a_user_reaches_colleagues_and_the_visitor() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let colleague = desk.agent("colleague", &[]).await;
    let visitor = super::visitors::newcomer(&desk).await;
    let asked = desk.visitor_writes(&visitor.external_id, "Hello").await;
    let mut own = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let mut others = Screen::agent(&desk.t, &colleague, desk.ws, None)
        .await
        .unwrap();
    let mut widget = Screen::visitor(&desk.t, &visitor, None).await.unwrap();
    let id = asked.conversation_id;
    inbox::typing(&desk.t, &owner, desk.ws, id, true)
        .await
        .unwrap();
    let user = Some(owner.user);
    others
        .until(|f| {
            *f == LiveFrame::Typing {
                conversation: id,
                user,
                on: true,
            }
        })
        .await;
    widget
        .widget(|f| {
            *f == WidgetFrame::Typing {
                on: true,
                name: "owner".into(),
            }
        })
        .await;
    inbox::typing(&desk.t, &owner, desk.ws, id, false)
        .await
        .unwrap();
    others
        .until(|f| {
            *f == LiveFrame::Typing {
                conversation: id,
                user,
                on: false,
            }
        })
        .await;
    widget
        .widget(|f| {
            *f == WidgetFrame::Typing {
                on: false,
                name: "owner".into(),
            }
        })
        .await;
    desk.visitor_writes(&visitor.external_id, "Bye").await;
    let seen = own.until(is_message("Bye")).await;
    assert!(
        !seen
            .iter()
            .any(|frame| matches!(frame, LiveFrame::Typing { .. })),
        "not to oneself"
    );
    desk.t.end().await;
}

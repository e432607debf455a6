//! Two processes on one Postgres: the visitor is connected to one, the agent to the other. Without
//! a server there is nothing to test.

use parlance::event::{LiveFrame, WidgetFrame};

use super::visitors::newcomer;
use super::{Screen, is_message, is_widget_message};
use crate::inbox::tests::desk::{Desk, inbound, reply};
use crate::{inbox, testing};
use parlance_store::Class;

#[tokio::test]
async fn commits_typing_reads_and_presence_cross_processes() {
    for t in testing::each().await {
        let Some(second) = t.another_process().await else {
            continue;
        };
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let visitor = newcomer(&desk).await;
        let mut widget = Screen::visitor(&second, &visitor, None).await.unwrap();
        widget
            .widget(|frame| *frame == WidgetFrame::Online { online: false })
            .await;
        let mut agent = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
        widget
            .widget(|frame| *frame == WidgetFrame::Online { online: true })
            .await;
        assert_eq!(second.realtime.online_users(desk.ws), [owner.user]);

        let ws = second.store.workspace(desk.ws).await.unwrap();
        let id = &visitor.external_id;
        let message = inbound(
            desk.channel,
            id,
            "Hello",
            "visitor-0001",
            second.clock.now(),
        );
        let asked = ws.ingest(Class::Interactive, message).await.unwrap();
        agent.until(is_message("Hello")).await;
        let (conversation, contact) = (asked.conversation_id, asked.contact_id);

        second
            .realtime
            .visitor_typing(desk.ws, contact, conversation, true);
        let typing = LiveFrame::Typing {
            conversation,
            user: None,
            on: true,
        };
        agent.until(|frame| *frame == typing).await;
        inbox::typing(&desk.t, &owner, desk.ws, conversation, true)
            .await
            .unwrap();
        widget
            .widget(|frame| matches!(frame, WidgetFrame::Typing { on: true, .. }))
            .await;

        let up_to = asked.message_id;
        let mark = parlance::conversation::MarkRead {
            conversation,
            up_to,
        };
        inbox::mark_read(&desk.t, &owner, desk.ws, mark)
            .await
            .unwrap();
        let read = WidgetFrame::Read {
            by: "agent".into(),
            up_to,
        };
        widget.widget(|frame| *frame == read).await;

        desk.send(&owner, reply(&asked, "client-0001", "Hi"))
            .await
            .unwrap();
        widget.widget(is_widget_message("Hi")).await;
        drop((agent, widget, ws));
        second.realtime.close();
        second.store.shutdown().await;
        desk.t.end().await;
    }
}

#[tokio::test]
async fn writes_of_two_processes_come_in_order_and_once() {
    for t in testing::each().await {
        let Some(second) = t.another_process().await else {
            continue;
        };
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let mut screen = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
        let here = desk.t.store.workspace(desk.ws).await.unwrap();
        let there = second.store.workspace(desk.ws).await.unwrap();
        let (channel, now) = (desk.channel, desk.t.clock.now());
        let total = 200_usize;
        for i in 0..total / 2 {
            let [a, b] = [format!("a-client-{i}"), format!("b-client-{i}")];
            let both = tokio::join!(
                here.ingest(Class::Inbound, inbound(channel, "a", "x", &a, now)),
                there.ingest(Class::Inbound, inbound(channel, "b", "x", &b, now)),
            );
            both.0.unwrap();
            both.1.unwrap();
        }
        let mut seen = std::collections::BTreeMap::<i64, usize>::new();
        while seen.len() < total {
            for frame in screen.frames().await.unwrap() {
                if let LiveFrame::Message { message } = frame {
                    *seen.entry(message.id.0).or_default() += 1;
                }
            }
        }
        assert!(seen.values().all(|times| *times == 1));
        drop((screen, here, there));
        second.realtime.close();
        second.store.shutdown().await;
        desk.t.end().await;
    }
}

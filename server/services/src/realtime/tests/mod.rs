//! Streams on real databases: who gets what, and what happens when something goes wrong.

mod agents;
mod audience;
mod processes;
mod resume;
mod time;
mod visitors;

use std::pin::Pin;
use std::time::Duration;

use futures::{FutureExt, Stream, StreamExt};
use parlance::event::{LiveFrame, WidgetFrame};
use parlance::id::WorkspaceId;

use super::{Outgoing, subscribe_agent, subscribe_visitor};
use crate::widget::Visitor;
use crate::{Caller, Result, Services};

/// Nothing here takes that long, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser that follows a stream.
struct Screen {
    stream: Pin<Box<dyn Stream<Item = Outgoing> + Send>>,
    /// What it would send as `Last-Event-ID`.
    last: Option<String>,
    /// Events without their frames taken apart.
    raw: Vec<String>,
}

impl Screen {
    async fn agent(
        services: &Services,
        caller: &Caller,
        workspace: WorkspaceId,
        last: Option<String>,
    ) -> Result<Screen> {
        let stream = subscribe_agent(services, caller, workspace, last.clone()).await?;
        Ok(Screen {
            stream: Box::pin(stream),
            last,
            raw: Vec::new(),
        })
    }

    async fn visitor(
        services: &Services,
        visitor: &Visitor,
        last: Option<String>,
    ) -> Result<Screen> {
        let stream = subscribe_visitor(services, visitor, last.clone()).await?;
        Ok(Screen {
            stream: Box::pin(stream),
            last,
            raw: Vec::new(),
        })
    }

    fn took(&mut self, out: Option<Outgoing>) -> Option<Outgoing> {
        let out = out?;
        self.last = out.id.clone().or(self.last.take());
        self.raw.push(out.data.clone());
        Some(out)
    }

    /// The next event; `None` at the end of the stream.
    async fn event(&mut self) -> Option<Outgoing> {
        let out = tokio::time::timeout(PATIENCE, self.stream.next()).await;
        self.took(out.expect("something happens"))
    }

    /// An event that is there already.
    fn event_now(&mut self) -> Option<Outgoing> {
        let out = self.stream.next().now_or_never()?;
        self.took(out)
    }

    /// The next frames of an agent; `None` at the end of the stream.
    async fn frames(&mut self) -> Option<Vec<LiveFrame>> {
        let out = self.event().await?;
        Some(serde_json::from_str(&out.data).unwrap())
    }

    /// Frames of an agent up to the first that fits, which is the last one.
    async fn until(&mut self, fits: impl Fn(&LiveFrame) -> bool) -> Vec<LiveFrame> {
        let mut seen = Vec::new();
        loop {
            let frames = self.frames().await.expect("the stream goes on");
            seen.extend(frames);
            if let Some(position) = seen.iter().position(&fits) {
                // The rest of the event is part of the picture, too.
                let found = seen.remove(position);
                seen.push(found);
                return seen;
            }
        }
    }

    /// Frames of a visitor up to the first that fits.
    async fn widget(&mut self, fits: impl Fn(&WidgetFrame) -> bool) -> Vec<WidgetFrame> {
        let mut seen = Vec::new();
        loop {
            let out = self.event().await.expect("the stream goes on");
            let frame: WidgetFrame = serde_json::from_str(&out.data).unwrap();
            let name = serde_json::to_value(&frame).unwrap()["event"].clone();
            assert_eq!(
                Some(name.as_str().unwrap()),
                out.event,
                "the name of the event"
            );
            seen.push(frame);
            if fits(seen.last().unwrap()) {
                return seen;
            }
        }
    }
}

fn is_message(text: &str) -> impl Fn(&LiveFrame) -> bool + '_ {
    move |frame| matches!(frame, LiveFrame::Message { message } if message.text == text)
}

fn is_widget_message(text: &str) -> impl Fn(&WidgetFrame) -> bool + '_ {
    move |frame| matches!(frame, WidgetFrame::Message { message } if message.text == text)
}

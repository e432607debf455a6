//! The event log of a workspace: what happened, and what browsers are told about it.

mod live;
mod log;

pub use live::{LiveFrame, WidgetAuthor, WidgetFrame, WidgetMessage};
pub use log::{ActorRef, Event, EventDraft, EventPayload, Source, Unknown};

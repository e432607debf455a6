//! Live updates of a workspace over one `EventSource`.
//!
//! Every event goes from the browser's callback straight to the handler: a signal with "the last
//! event" would lose bursts. The browser reconnects by itself and names the last event it saw;
//! where it gives up (an error answer) this module connects again with growing pauses. Nothing
//! runs on the server, and everything ends with the owner.

use leptos::{ev, prelude::*};
use parlance::event::LiveFrame;
use serde::Deserialize;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::ui::timer;

/// How long a connection may be gone before people are told.
const GRACE_MS: u32 = 2_000;

/// One event carries one frame or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Batch {
    Many(Vec<LiveFrame>),
    One(Box<LiveFrame>),
}

/// The frames of an event. What this version cannot read means that something was missed.
fn frames(data: &str) -> Vec<LiveFrame> {
    match serde_json::from_str(data) {
        Ok(Batch::Many(frames)) => frames,
        Ok(Batch::One(frame)) => vec![*frame],
        Err(_) => vec![LiveFrame::Resync {}],
    }
}

struct Connection {
    address: String,
    cursor: String,
    failures: u32,
    source: Option<EventSource>,
    on_event: Closure<dyn FnMut(MessageEvent)>,
    on_open: Closure<dyn FnMut()>,
    on_error: Closure<dyn FnMut()>,
    told: timer::Pending,
    retry: timer::Pending,
}

impl Connection {
    fn open(&mut self) {
        self.close();
        let address = [&self.address, "?after=", &self.cursor].concat();
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        source.set_onmessage(Some(self.on_event.as_ref().unchecked_ref()));
        source.set_onopen(Some(self.on_open.as_ref().unchecked_ref()));
        source.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
        self.source = Some(source);
    }

    fn close(&mut self) {
        self.retry.cancel();
        if let Some(source) = self.source.take() {
            source.set_onmessage(None);
            source.set_onopen(None);
            source.set_onerror(None);
            source.close();
        }
    }

    fn is_closed(&self) -> bool {
        self.source
            .as_ref()
            .is_none_or(|source| source.ready_state() == EventSource::CLOSED)
    }

    /// 1 s, 2 s, 4 s … 30 s.
    fn pause(&mut self) -> u32 {
        self.failures = (self.failures + 1).min(6);
        (500_u32 << self.failures).min(30_000)
    }
}

/// Connects to `address`, starting after `cursor`, until the owner ends.
///
/// `on_frame` gets every frame in order; `on_back` runs when the connection is there again after
/// a loss. The signal tells whether it has been gone for more than two seconds.
pub fn use_live(
    address: String,
    cursor: String,
    on_frame: Callback<LiveFrame>,
    on_back: Callback<()>,
) -> Signal<bool> {
    let lost = RwSignal::new(false);
    Effect::new(move |_| {
        let shared = StoredValue::new_local(None::<Connection>);
        let with = move |action: &mut dyn FnMut(&mut Connection)| {
            shared.try_update_value(|connection| connection.as_mut().map(action));
        };
        let tell = move || {
            with(&mut |connection| {
                connection.told.cancel();
                connection.told = timer::after(GRACE_MS, move || {
                    lost.try_set(true);
                });
            });
        };
        let reconnect = move || with(&mut Connection::open);
        let on_event = Closure::new(move |event: MessageEvent| {
            with(&mut |connection| {
                let id = event.last_event_id();
                if !id.is_empty() {
                    connection.cursor = id;
                }
            });
            for frame in frames(&event.data().as_string().unwrap_or_default()) {
                on_frame.run(frame);
            }
        });
        let on_open = Closure::new(move || {
            let mut was_gone = lost.try_get_untracked().unwrap_or_default();
            with(&mut |connection| {
                was_gone |= connection.failures > 0;
                connection.failures = 0;
                connection.told.cancel();
            });
            lost.try_set(false);
            if was_gone {
                on_back.run(());
            }
        });
        let on_error = Closure::new(move || {
            tell();
            with(&mut |connection| {
                let pause = connection.pause();
                if connection.is_closed() {
                    connection.retry.cancel();
                    connection.retry = timer::after(pause, reconnect);
                }
            });
        });
        shared.set_value(Some(Connection {
            address: address.clone(),
            cursor: cursor.clone(),
            failures: 0,
            source: None,
            on_event,
            on_open,
            on_error,
            told: timer::Pending::default(),
            retry: timer::Pending::default(),
        }));
        reconnect();
        // The browser may wait long before it tries again by itself.
        let gone = window_event_listener(ev::offline, move |_| tell());
        let back = window_event_listener(ev::online, move |_| {
            with(&mut |connection| connection.failures = connection.failures.max(1));
            reconnect();
        });
        on_cleanup(move || {
            gone.remove();
            back.remove();
            with(&mut |connection| {
                connection.told.cancel();
                connection.close();
            });
        });
    });
    lost.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_carries_one_frame_or_several() {
        assert_eq!(frames(r#"{"frame":"resync"}"#), [LiveFrame::Resync {}]);
        let two = r#"[{"frame":"gone","conversation":5},{"frame":"resync"}]"#;
        assert_eq!(frames(two).len(), 2);
    }

    #[test]
    fn frames_of_a_newer_version_lead_to_a_fresh_start() {
        assert_eq!(
            frames(r#"[{"frame":"hologram","x":1}]"#),
            [LiveFrame::Resync {}]
        );
        assert_eq!(frames("nonsense"), [LiveFrame::Resync {}]);
    }
}

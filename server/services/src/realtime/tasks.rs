//! The few tasks behind the live updates. They hold the hub weakly, so that dropping the services
//! ends them.

use std::sync::{Arc, Weak};
use std::time::Duration;

use parlance::event::Event;
use parlance::id::WorkspaceId;
use parlance_store::{Engine, Store};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

use super::{Inner, Realtime, Wiring};
use crate::clock::Clock;

const TICK: Duration = Duration::from_secs(1);

impl Realtime {
    pub(super) fn connect(&self, store: &Store, clock: &Clock) {
        let wiring = Wiring {
            store: store.clone(),
            clock: clock.clone(),
        };
        if self.inner.wiring.set(wiring).is_err() {
            return;
        }
        let weak = Arc::downgrade(&self.inner);
        let listener = {
            let weak = weak.clone();
            move |workspace: WorkspaceId, events: Arc<[Event]>| {
                if let Some(inner) = weak.upgrade() {
                    inner.committed(workspace, &events);
                }
            }
        };
        store.on_commit(Arc::new(listener));
        let stop = self.inner.stop.clone();
        let shared = store.engine() == Engine::Postgres;
        tokio::spawn(
            stop.clone()
                .run_until_cancelled_owned(ticks(weak.clone(), shared)),
        );
        if shared {
            let hints = store.hints();
            tokio::spawn(
                stop.clone()
                    .run_until_cancelled_owned(grown(weak.clone(), hints)),
            );
            let signals = store.signals();
            tokio::spawn(stop.run_until_cancelled_owned(heard(weak, signals)));
        }
    }
}

/// Every second; on a shared database every other one asks the log, because hints may be lost.
async fn ticks(weak: Weak<Inner>, shared: bool) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut look = false;
    loop {
        ticks.tick().await;
        let Some(inner) = weak.upgrade() else { return };
        inner.tick();
        look = shared && !look;
        if look {
            inner.all_feeds().iter().for_each(|feed| feed.look());
        }
    }
}

/// Other processes have committed.
async fn grown(weak: Weak<Inner>, mut hints: tokio::sync::broadcast::Receiver<(WorkspaceId, i64)>) {
    loop {
        let hint = hints.recv().await;
        let Some(inner) = weak.upgrade() else { return };
        match hint {
            Ok((workspace, seq)) => {
                if let Some(feed) = inner.feed(workspace) {
                    feed.grown(seq);
                }
            }
            Err(RecvError::Lagged(_)) => inner.all_feeds().iter().for_each(|feed| feed.look()),
            Err(RecvError::Closed) => return,
        }
    }
}

/// Other processes have something to say.
async fn heard(
    weak: Weak<Inner>,
    mut signals: tokio::sync::broadcast::Receiver<(WorkspaceId, Arc<str>)>,
) {
    loop {
        let signal = signals.recv().await;
        let Some(inner) = weak.upgrade() else { return };
        match signal {
            Ok((workspace, payload)) => inner.hear(workspace, &payload),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

//! The live part of one workspace, while somebody looks: what waits to be published, the ring of
//! what was published, and the task that turns one into the other.
//!
//! Nothing here is awaited under the lock. Everything that waits is bounded: events that do not
//! fit are read from the log instead.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use parlance::event::Event;
use parlance::id::WorkspaceId;
use parlance::time::Timestamp;
use parlance_store::{Head, StoreError};
use tokio::sync::{Notify, OnceCell, watch};
use tokio_util::sync::CancellationToken;

use super::ReadMoved;
use super::flush;
use super::ring::{Entry, Next, Position, Ring};
use super::typing::{Note, Typing};
use crate::Services;

/// Updates of this long are published together.
const FLUSH: Duration = Duration::from_millis(20);
/// After a failed flush.
const RETRY: Duration = Duration::from_secs(1);
/// Events that may wait; more are read from the log.
const MAX_PENDING: usize = 2_000;
/// Notes of each kind that may wait; the oldest make room.
const MAX_NOTES: usize = 512;

/// See the module.
pub(super) struct Feed {
    /// The workspace.
    pub id: WorkspaceId,
    state: Mutex<State>,
    wake: Notify,
    /// Where the ring ends, for those who wait for more.
    end: watch::Sender<u64>,
    started: OnceCell<()>,
    /// Cancelled when nobody looks any more, or at shutdown.
    pub stop: CancellationToken,
}

/// Who looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Audiences {
    /// Streams of agents.
    pub agents: usize,
    /// Streams of visitors.
    pub visitors: usize,
    /// Agents who see own and free conversations: the free ones must be counted for them.
    pub free: usize,
}

#[derive(Default)]
struct State {
    /// The log is told up to here.
    position: Position,
    /// The newest event that is known to exist.
    newest: i64,
    /// Read the log instead of trusting `pending` to be complete.
    from_log: bool,
    pending: Vec<Event>,
    notes: Notes,
    typing: Typing,
    audiences: Audiences,
    online: Option<bool>,
    ring: Ring,
}

/// What waits besides events.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Who types or stopped.
    pub typing: VecDeque<Note>,
    /// Whose read mark moved.
    pub reads: VecDeque<ReadMoved>,
    /// Who is connected, or who is a member, changed.
    pub people: bool,
}

/// What a flush works on.
pub(super) struct Work {
    /// The log is told up to here.
    pub position: Position,
    /// The events after it, without gap; `None`: read them.
    pub events: Option<Vec<Event>>,
    /// The newest event that was known to exist.
    pub newest: i64,
    /// The rest.
    pub notes: Notes,
    /// Who looks.
    pub audiences: Audiences,
}

fn push<T>(queue: &mut VecDeque<T>, value: T) {
    if queue.len() >= MAX_NOTES {
        queue.pop_front();
    }
    queue.push_back(value);
}

impl Feed {
    pub fn new(id: WorkspaceId, stop: CancellationToken) -> Arc<Feed> {
        Arc::new(Feed {
            id,
            state: Mutex::default(),
            wake: Notify::new(),
            end: watch::Sender::new(0),
            started: OnceCell::new(),
            stop,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes the task.
    fn note(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.wake.notify_one();
    }

    /// Finds out where the log stands and starts publishing; does nothing the second time.
    /// Commits of the meantime wait in `pending`, older ones are told apart by their number.
    pub async fn start(self: &Arc<Self>, services: &Services) -> Result<(), StoreError> {
        self.started
            .get_or_try_init(|| async {
                let ws = services.store.workspace(self.id).await?;
                let Head { seq, epoch, .. } = ws.head().await?;
                self.lock().position = Position { epoch, seq };
                tokio::spawn(run(services.clone(), Arc::clone(self)));
                Ok(())
            })
            .await
            .copied()
    }

    /// A batch was committed in this process.
    pub fn committed(&self, events: &[Event]) {
        self.note(|state| {
            let newest = events.last().map_or(0, |event| event.seq);
            state.newest = state.newest.max(newest);
            if state.pending.len() + events.len() > MAX_PENDING {
                state.pending.clear();
                state.from_log = true;
            } else {
                state.pending.extend_from_slice(events);
            }
        });
    }

    /// The log has grown to here, in this process or in another.
    pub fn grown(&self, seq: i64) {
        let mut state = self.lock();
        if seq > state.newest {
            state.newest = seq;
            drop(state);
            self.wake.notify_one();
        }
    }

    /// Somebody may have written without a word to us.
    pub fn look(&self) {
        self.note(|state| state.from_log = true);
    }

    /// Somebody types, or stopped.
    pub fn typing(&self, note: Note, now: Timestamp) {
        self.note(|state| {
            if state.typing.take(&note, now) {
                push(&mut state.notes.typing, note);
            }
        });
    }

    /// A read mark moved.
    pub fn read_moved(&self, moved: ReadMoved) {
        self.note(|state| push(&mut state.notes.reads, moved));
    }

    /// Who is connected, or who is a member, changed.
    pub fn people_changed(&self) {
        self.note(|state| state.notes.people = true);
    }

    /// Typing that nobody confirmed ends.
    pub fn expire(&self, now: Timestamp) {
        let ended = self.lock().typing.expire(now);
        if !ended.is_empty() {
            self.note(|state| {
                ended
                    .into_iter()
                    .for_each(|note| push(&mut state.notes.typing, note));
            });
        }
    }

    /// Somebody begins or ends to look.
    pub fn audiences(&self, change: impl FnOnce(&mut Audiences)) {
        change(&mut self.lock().audiences);
    }

    /// Where a new reader begins: position in the ring, and in the log.
    pub fn begin(&self) -> (u64, Position, watch::Receiver<u64>) {
        let state = self.lock();
        (state.ring.end(), state.position, self.end.subscribe())
    }

    /// What a reader gets next.
    pub fn next(&self, from: u64, limit: usize) -> Next {
        self.lock().ring.read(from, limit)
    }

    /// Takes what waits; `None` if nothing does. At most `limit` events.
    pub fn take(&self, limit: usize) -> Option<Work> {
        let mut state = self.lock();
        let told = state.position.seq;
        state.pending.retain(|event| event.seq > told);
        state.pending.sort_unstable_by_key(|event| event.seq);
        let count = state.pending.len().min(limit);
        let without_gap = state
            .pending
            .iter()
            .take(count)
            .zip(told + 1..)
            .all(|(event, seq)| event.seq == seq);
        let from_log =
            state.from_log || !without_gap || (state.pending.is_empty() && state.newest > told);
        let notes = std::mem::take(&mut state.notes);
        let idle = notes.typing.is_empty() && notes.reads.is_empty() && !notes.people;
        if idle && count == 0 && !from_log {
            return None;
        }
        let events = if from_log {
            // What is read brings these, too.
            state.from_log = true;
            None
        } else {
            Some(state.pending.drain(..count).collect())
        };
        Some(Work {
            position: state.position,
            events,
            newest: state.newest,
            notes,
            audiences: state.audiences,
        })
    }

    /// Notes that end the typing of those whose messages just arrived.
    pub fn wrote(&self, authors: impl Iterator<Item = flush::Wrote>) -> Vec<Note> {
        let mut state = self.lock();
        authors
            .filter_map(|(conversation, user)| state.typing.wrote(conversation, user))
            .collect()
    }

    /// Whether somebody is there to answer, if that is not what visitors were told last.
    pub fn online_changed(&self, online: bool) -> bool {
        self.lock().online.replace(online) != Some(online)
    }

    /// Publishes; the log is told up to `position`. `read_all`: the newest event known when the
    /// log was read to its end.
    pub fn publish(&self, entry: Entry, position: Position, read_all: Option<i64>) {
        let mut state = self.lock();
        state.position = position;
        if let Some(newest) = read_all {
            state.from_log = false;
            // A number beyond the end of the log was wrong, unless word of it came meanwhile.
            if state.newest <= newest {
                state.newest = position.seq;
            }
        }
        if entry.frames.is_empty() && entry.position.is_none() {
            return;
        }
        state.ring.push(entry);
        let end = state.ring.end();
        drop(state);
        self.end.send_replace(end);
    }

    /// The flush of `work` failed: events are read again from the log, the rest is lost, except
    /// that somebody must be told who is there.
    fn failed(&self) {
        self.note(|state| {
            state.from_log = true;
            state.notes.people = true;
        });
    }
}

async fn run(services: Services, feed: Arc<Feed>) {
    let stop = feed.stop.clone();
    let work = async {
        loop {
            feed.wake.notified().await;
            tokio::time::sleep(FLUSH).await;
            while let Some(work) = feed.take(flush::CHUNK) {
                if let Err(error) = flush::flush(&services, &feed, work).await {
                    tracing::warn!(workspace = %feed.id, %error, "live updates are late");
                    feed.failed();
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = work => {}
    }
}

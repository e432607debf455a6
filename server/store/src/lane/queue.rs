//! The bounded queue of a lane: three classes, so that a broadcast cannot hold up an agent.
//!
//! A mutex over deques instead of channels, because the lane looks at ages and takes a mixture of
//! classes, and the registry asks whether anything is waiting. Nothing is awaited under the lock.

use super::Job;
use crate::error::StoreError;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// Who waits for a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A person: agents, visitors, the API.
    Interactive,
    /// A machine that delivers: webhooks, mail.
    Inbound,
    /// Nobody: broadcasts, imports, maintenance.
    Background,
}

/// Commands of one class that may wait.
const MAX_COMMANDS: usize = 4_096;
/// Payload of one class that may wait.
const MAX_BYTES: usize = 64 << 20;
/// Commands of one drain.
pub(super) const MAX_BATCH: usize = 256;
/// Payload of one drain.
const MAX_BATCH_BYTES: usize = 4 << 20;
/// Of each drain, this share is kept for each lower class that has something waiting.
const RESERVED: usize = MAX_BATCH / 8;
/// When the oldest command of a class is older than this, new ones are refused.
const MAX_AGE: Duration = Duration::from_secs(2);

struct Waiting<S> {
    job: Box<dyn Job<S>>,
    bytes: usize,
    since: Instant,
}

struct State<S> {
    classes: [Line<S>; 3],
    closed: bool,
}

struct Line<S> {
    waiting: VecDeque<Waiting<S>>,
    bytes: usize,
}

/// Where callers put commands and the lane takes them.
pub(crate) struct Queue<S> {
    state: Mutex<State<S>>,
    wake: Notify,
}

impl<S> Queue<S> {
    pub(crate) fn new() -> Self {
        let line = || Line {
            waiting: VecDeque::new(),
            bytes: 0,
        };
        Self {
            state: Mutex::new(State {
                classes: [line(), line(), line()],
                closed: false,
            }),
            wake: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a command in line, or says that the class is full or too far behind.
    pub(crate) fn push(
        &self,
        class: Class,
        job: Box<dyn Job<S>>,
        bytes: usize,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.closed {
            return Err(StoreError::Unavailable("the database was closed".into()));
        }
        let [interactive, inbound, background] = &mut state.classes;
        let line = match class {
            Class::Interactive => interactive,
            Class::Inbound => inbound,
            Class::Background => background,
        };
        let late = class != Class::Background
            && line
                .waiting
                .front()
                .is_some_and(|oldest| oldest.since.elapsed() > MAX_AGE);
        if late || line.waiting.len() >= MAX_COMMANDS || line.bytes + bytes > MAX_BYTES {
            return Err(StoreError::Busy);
        }
        line.bytes += bytes;
        line.waiting.push_back(Waiting {
            job,
            bytes,
            since: Instant::now(),
        });
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock()
            .classes
            .iter()
            .all(|line| line.waiting.is_empty())
    }

    /// Refuses new commands; what waits is still served.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_one();
    }

    /// Waits for commands and takes a drain of them. `None`: closed and empty.
    pub(crate) async fn take(&self) -> Option<VecDeque<Box<dyn Job<S>>>> {
        loop {
            {
                let mut state = self.lock();
                let taken = state.drain();
                if !taken.is_empty() {
                    return Some(taken);
                }
                if state.closed {
                    return None;
                }
            }
            // A permit is stored if somebody pushed meanwhile, so no wake-up is lost.
            self.wake.notified().await;
        }
    }
}

impl<S> State<S> {
    fn drain(&mut self) -> VecDeque<Box<dyn Job<S>>> {
        let [interactive, inbound, background] = &mut self.classes;
        let kept_background = background.waiting.len().min(RESERVED);
        let kept_inbound = inbound.waiting.len().min(RESERVED);
        let mut taken = VecDeque::new();
        let mut bytes = 0;
        interactive.take(
            MAX_BATCH - kept_background - kept_inbound,
            &mut taken,
            &mut bytes,
        );
        inbound.take(MAX_BATCH - kept_background, &mut taken, &mut bytes);
        background.take(MAX_BATCH, &mut taken, &mut bytes);
        taken
    }
}

impl<S> Line<S> {
    /// Moves commands until the batch has `limit` of them or enough bytes. At least one command
    /// of each class is moved, however large.
    fn take(&mut self, limit: usize, taken: &mut VecDeque<Box<dyn Job<S>>>, bytes: &mut usize) {
        let mut first = true;
        while taken.len() < limit {
            let fits = |next: &Waiting<S>| first || *bytes + next.bytes <= MAX_BATCH_BYTES;
            if !self.waiting.front().is_some_and(fits) {
                return;
            }
            let Some(next) = self.waiting.pop_front() else {
                return;
            };
            self.bytes -= next.bytes;
            *bytes += next.bytes;
            taken.push_back(next.job);
            first = false;
        }
    }
}

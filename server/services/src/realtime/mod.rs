//! Live updates: who is connected, and what they are told.
//!
//! The log is the truth. While somebody looks at a workspace, its feed turns committed events into
//! frames ([`flush`], [`frames`]) and keeps them in a bounded ring ([`ring`]); a stream is a
//! position in that ring, and who falls behind resumes from the log. Whom a frame is for is
//! decided when it is delivered. Typing and presence live in memory only; on Postgres the
//! processes tell each other ([`signals`]).

mod agent;
mod facts;
mod feed;
mod flush;
mod frames;
mod looking;
mod missed;
mod presence;
mod ring;
mod seats;
mod signals;
mod tasks;
#[cfg(test)]
mod tests;
mod typing;
mod visitor;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use parlance::event::Event;
use parlance::id::{ContactId, ConversationId, MessageId, UserId, WorkspaceId};
use parlance::time::Timestamp;
use parlance_store::Store;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::Services;
use crate::clock::Clock;

use feed::Feed;
use presence::Presence;
use seats::Seats;
use signals::What;
use typing::Note;

pub use agent::subscribe_agent;
pub use visitor::subscribe_visitor;

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Where a reconnecting browser goes on.
    pub id: Option<String>,
    /// Name of the event; `None`: `message`.
    pub event: Option<&'static str>,
    /// JSON: a list of live frames for agents, one frame for visitors.
    pub data: String,
}

/// A user's read mark moved forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadMoved {
    /// Whose.
    pub user: UserId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// With whom.
    pub contact: ContactId,
    /// Up to here.
    pub up_to: MessageId,
    /// Nobody of the team had read so far: the contact is told.
    pub team: bool,
}

/// The live part of all workspaces. A cheap clone.
#[derive(Clone)]
pub struct Realtime {
    inner: Arc<Inner>,
}

struct Inner {
    /// Names this process among those that share a Postgres.
    process: String,
    feeds: Mutex<HashMap<WorkspaceId, Arc<Feed>>>,
    presence: Mutex<HashMap<WorkspaceId, Presence>>,
    seats: Seats,
    wiring: OnceLock<Wiring>,
    stop: CancellationToken,
}

/// What is known once the services are bundled.
struct Wiring {
    store: Store,
    clock: Clock,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Realtime {
    fn default() -> Self {
        Realtime::new()
    }
}

impl Services {
    /// Connects the log with the live updates. Once, inside the runtime.
    pub fn connect(&self) {
        self.realtime.connect(&self.store, &self.clock);
    }
}

impl Realtime {
    /// Nobody is connected.
    pub fn new() -> Self {
        let inner = Inner {
            process: hex::encode(crate::ids::random::<8>()),
            feeds: Mutex::default(),
            presence: Mutex::default(),
            seats: Seats::default(),
            wiring: OnceLock::new(),
            stop: CancellationToken::new(),
        };
        Realtime {
            inner: Arc::new(inner),
        }
    }

    /// A batch was committed in this process. Returns at once.
    pub fn committed(&self, workspace: WorkspaceId, events: &Arc<[Event]>) {
        self.inner.committed(workspace, events);
    }

    /// Role, restrictions, membership, name or sessions of a user changed: the user's streams look
    /// again before they deliver anything more.
    pub fn access_changed(&self, user: UserId) {
        self.inner.seats.changed(user);
        // Others see the list of people.
        for feed in self.inner.all_feeds() {
            feed.people_changed();
        }
    }

    /// Users who are connected to a workspace, here or through another process.
    pub fn online_users(&self, workspace: WorkspaceId) -> Vec<UserId> {
        let presence = lock(&self.inner.presence);
        presence
            .get(&workspace)
            .map(|people| people.online().into_iter().collect())
            .unwrap_or_default()
    }

    /// A visitor types, or stopped.
    pub fn visitor_typing(
        &self,
        workspace: WorkspaceId,
        contact: ContactId,
        conversation: ConversationId,
        on: bool,
    ) {
        self.typing(
            workspace,
            Note {
                conversation,
                contact,
                user: None,
                on,
            },
        );
    }

    /// A user types, or stopped.
    pub fn agent_typing(
        &self,
        workspace: WorkspaceId,
        conversation: ConversationId,
        contact: ContactId,
        user: UserId,
        name: &str,
        on: bool,
    ) {
        let user = Some((user, name.to_owned()));
        self.typing(
            workspace,
            Note {
                conversation,
                contact,
                user,
                on,
            },
        );
    }

    fn typing(&self, workspace: WorkspaceId, note: Note) {
        self.inner.signal(workspace, What::typing(&note));
        if let Some(feed) = self.inner.feed(workspace) {
            feed.typing(note, self.inner.now());
        }
    }

    /// A user's read mark moved.
    pub fn read_moved(&self, workspace: WorkspaceId, moved: ReadMoved) {
        self.inner.signal(workspace, What::Read(moved));
        if let Some(feed) = self.inner.feed(workspace) {
            feed.read_moved(moved);
        }
    }

    /// Lets time pass: typing and presence that nobody confirmed end. Called every second, and by
    /// tests after they moved the clock.
    pub fn tick(&self) {
        self.inner.tick();
    }

    /// Ends every stream; browsers come back to the next process.
    pub fn close(&self) {
        self.inner.stop.cancel();
        let workspaces: Vec<WorkspaceId> = lock(&self.inner.presence).keys().copied().collect();
        for workspace in workspaces {
            self.inner
                .signal(workspace, What::Online { users: Vec::new() });
        }
    }
}

impl Inner {
    fn now(&self) -> Timestamp {
        self.wiring
            .get()
            .map_or(Timestamp(0), |wiring| wiring.clock.now())
    }

    fn feed(&self, workspace: WorkspaceId) -> Option<Arc<Feed>> {
        lock(&self.feeds).get(&workspace).cloned()
    }

    fn all_feeds(&self) -> Vec<Arc<Feed>> {
        lock(&self.feeds).values().cloned().collect()
    }

    fn committed(&self, workspace: WorkspaceId, events: &[Event]) {
        if let Some(feed) = self.feed(workspace) {
            feed.committed(events);
        }
    }

    /// Changes who is connected; tells everybody if that made a difference.
    fn people<T>(&self, workspace: WorkspaceId, change: impl FnOnce(&mut Presence) -> T) -> T {
        let mut presence = lock(&self.presence);
        let people = presence.entry(workspace).or_default();
        let (before, here) = (people.online(), people.here());
        let result = change(people);
        let (differs, told) = (people.online() != before, people.here());
        if people.is_empty() {
            presence.remove(&workspace);
        }
        drop(presence);
        if told != here {
            self.signal(workspace, What::Online { users: told });
        }
        if differs && let Some(feed) = self.feed(workspace) {
            feed.people_changed();
        }
        result
    }

    fn tick(&self) {
        let now = self.now();
        for feed in self.all_feeds() {
            feed.expire(now);
        }
        let workspaces: Vec<WorkspaceId> = lock(&self.presence).keys().copied().collect();
        for workspace in workspaces {
            let told = self.people(workspace, |people| {
                people.expire(now);
                people.is_due(now).then(|| people.here())
            });
            if let Some(users) = told {
                self.signal(workspace, What::Online { users });
            }
        }
    }
}

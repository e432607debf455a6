//! What website chat keeps in memory: routes and teams for a short while, and the meter of the
//! limits. Everything is bounded, and a restart loses nothing that matters.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance::id::WorkspaceId;
use parlance::time::{SECOND, Timestamp};

use super::limits::Limiter;
use super::present::Team;
use crate::channels::Route;

/// How old a route may be. Another process may have changed it; this one forgets it at once.
const ROUTE_LIFE: i64 = 2 * SECOND;
/// How old the names of a team may be.
const TEAM_LIFE: i64 = 15 * SECOND;
/// Entries of each kind; unknown keys count, or guessing them would fill the memory.
const CAPACITY: usize = 10_000;

/// See the module.
#[derive(Default)]
pub struct Memory {
    pub(super) limits: Limiter,
    routes: Recent<String, Option<Arc<Route>>>,
    teams: Recent<WorkspaceId, Arc<Team>>,
}

impl Memory {
    /// A route that was looked up just now; `Some(None)`: there is none.
    pub(crate) fn route(&self, key: &str, now: Timestamp) -> Option<Option<Arc<Route>>> {
        self.routes.get(key, now)
    }

    /// Remembers what was found under a key.
    pub(crate) fn keep_route(&self, key: &str, route: Option<Arc<Route>>, now: Timestamp) {
        self.routes.put(key.to_owned(), route, now.plus(ROUTE_LIFE));
    }

    /// A route was changed.
    pub(crate) fn forget_route(&self, key: &str) {
        self.routes.lock().remove(key);
    }

    pub(super) fn team(&self, workspace: WorkspaceId, now: Timestamp) -> Option<Arc<Team>> {
        self.teams.get(&workspace, now)
    }

    pub(super) fn keep_team(&self, workspace: WorkspaceId, team: Arc<Team>, now: Timestamp) {
        self.teams.put(workspace, team, now.plus(TEAM_LIFE));
    }
}

/// Values that are good until an instant.
struct Recent<K, V>(Mutex<HashMap<K, (Timestamp, V)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Recent(Mutex::default())
    }
}

impl<K: std::hash::Hash + Eq, V: Clone> Recent<K, V> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, (Timestamp, V)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get<Q>(&self, key: &Q, now: Timestamp) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: std::hash::Hash + Eq + ?Sized,
    {
        self.lock()
            .get(key)
            .filter(|(until, _)| *until > now)
            .map(|(_, value)| value.clone())
    }

    fn put(&self, key: K, value: V, until: Timestamp) {
        let mut entries = self.lock();
        if entries.len() >= CAPACITY {
            // Everything in here can be looked up again.
            entries.clear();
        }
        entries.insert(key, (until, value));
    }
}

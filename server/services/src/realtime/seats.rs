//! The streams of each user and visitor: how many there may be, and word to them when somebody's
//! rights change.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance::id::{ChannelId, UserId};
use tokio::sync::watch;

/// Streams of one user, over all workspaces.
pub(super) const PER_USER: usize = 20;
/// Streams of one visitor.
const PER_VISITOR: usize = 6;
/// Streams of visitors of this process.
const VISITORS: usize = 50_000;

/// What somebody with too many streams is told: one of them may have ended by then.
pub(super) fn seconds_to_wait() -> i64 {
    30
}

/// Everybody's streams.
#[derive(Debug, Default)]
pub(super) struct Seats {
    users: Table<UserId>,
    visitors: Table<(ChannelId, String)>,
}

#[derive(Debug)]
struct Table<K>(Arc<Mutex<HashMap<K, Taken>>>);

#[derive(Debug)]
struct Taken {
    streams: usize,
    /// Counts the changes of rights.
    changes: watch::Sender<u64>,
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Table(Arc::default())
    }
}

fn lock<K>(table: &Mutex<HashMap<K, Taken>>) -> MutexGuard<'_, HashMap<K, Taken>> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place of one stream; given back when it is dropped.
pub(super) struct Seat<K: Eq + Hash> {
    table: Arc<Mutex<HashMap<K, Taken>>>,
    key: K,
    /// Changes whenever the holder's rights do.
    pub changes: watch::Receiver<u64>,
}

impl<K: Eq + Hash + Clone> Table<K> {
    fn take(&self, key: K, most: usize, most_keys: usize) -> Option<Seat<K>> {
        let mut table = lock(&self.0);
        if table.len() >= most_keys && !table.contains_key(&key) {
            return None;
        }
        let taken = table.entry(key.clone()).or_insert_with(|| Taken {
            streams: 0,
            changes: watch::Sender::new(0),
        });
        if taken.streams >= most {
            return None;
        }
        taken.streams += 1;
        let changes = taken.changes.subscribe();
        drop(table);
        Some(Seat {
            table: Arc::clone(&self.0),
            key,
            changes,
        })
    }
}

impl<K: Eq + Hash> Drop for Seat<K> {
    fn drop(&mut self) {
        let mut table = lock(&self.table);
        if let Some(taken) = table.get_mut(&self.key) {
            taken.streams -= 1;
            if taken.streams == 0 {
                table.remove(&self.key);
            }
        }
    }
}

impl Seats {
    /// A seat for a stream of a user; `None`: there are too many.
    pub fn user(&self, user: UserId) -> Option<Seat<UserId>> {
        self.users.take(user, PER_USER, usize::MAX)
    }

    /// A seat for a stream of a visitor; `None`: there are too many.
    pub fn visitor(&self, channel: ChannelId, id: &str) -> Option<Seat<(ChannelId, String)>> {
        self.visitors
            .take((channel, id.to_owned()), PER_VISITOR, VISITORS)
    }

    /// A user's rights or sessions changed: the streams look again.
    pub fn changed(&self, user: UserId) {
        if let Some(taken) = lock(&self.users.0).get(&user) {
            taken.changes.send_modify(|changes| *changes += 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_limited_and_come_back() {
        let seats = Seats::default();
        let taken: Vec<_> = (0..PER_USER).map_while(|_| seats.user(UserId(1))).collect();
        assert_eq!(taken.len(), PER_USER);
        assert!(seats.user(UserId(1)).is_none());
        assert!(seats.user(UserId(2)).is_some());
        drop(taken);
        assert!(seats.user(UserId(1)).is_some());
        assert!(lock(&seats.users.0).is_empty());
    }

    #[test]
    fn a_change_reaches_the_users_own_streams() {
        let seats = Seats::default();
        let (mine, other) = (
            seats.user(UserId(1)).unwrap(),
            seats.user(UserId(2)).unwrap(),
        );
        seats.changed(UserId(1));
        seats.changed(UserId(9));
        assert!(mine.changes.has_changed().unwrap());
        assert!(!other.changes.has_changed().unwrap());
    }
}

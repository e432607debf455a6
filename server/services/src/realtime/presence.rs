//! Who is connected: with a stream, or since less than the grace period without one, so that a
//! page that is loaded again does not flicker. Memory only; every process tells the others.

use std::collections::{BTreeSet, HashMap};

use parlance::id::UserId;
use parlance::time::{SECOND, Timestamp};

/// How long somebody stays after the last stream ended.
pub(super) const GRACE: i64 = 15 * SECOND;
/// How often the other processes are told.
pub(super) const HEARTBEAT: i64 = 10 * SECOND;
/// How long what another process told is believed.
const BELIEF: i64 = 25 * SECOND;

/// The people of one workspace.
#[derive(Debug, Default)]
pub(super) struct Presence {
    here: HashMap<UserId, Here>,
    elsewhere: HashMap<String, (Vec<UserId>, Timestamp)>,
    told_at: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Here {
    streams: usize,
    left_at: Option<Timestamp>,
}

impl Presence {
    /// Everybody who is connected.
    pub fn online(&self) -> BTreeSet<UserId> {
        let elsewhere = self.elsewhere.values().flat_map(|(users, _)| users);
        self.here.keys().chain(elsewhere).copied().collect()
    }

    /// Who is connected to this process, to be told to others.
    pub fn here(&self) -> Vec<UserId> {
        let mut users: Vec<UserId> = self.here.keys().copied().collect();
        users.sort_unstable();
        users
    }

    /// A stream of a user began.
    pub fn join(&mut self, user: UserId) {
        let here = self.here.entry(user).or_default();
        here.streams += 1;
        here.left_at = None;
    }

    /// A stream of a user ended.
    pub fn leave(&mut self, user: UserId, now: Timestamp) {
        if let Some(here) = self.here.get_mut(&user) {
            here.streams = here.streams.saturating_sub(1);
            if here.streams == 0 {
                here.left_at = Some(now);
            }
        }
    }

    /// What another process tells.
    pub fn hear(&mut self, process: &str, users: Vec<UserId>, now: Timestamp) {
        if users.is_empty() {
            self.elsewhere.remove(process);
        } else {
            self.elsewhere
                .insert(process.to_owned(), (users, now.plus(BELIEF)));
        }
    }

    /// Forgets who has been gone for the grace period, and what was not confirmed.
    pub fn expire(&mut self, now: Timestamp) {
        self.here
            .retain(|_, here| here.left_at.is_none_or(|at| now.since(at) < GRACE));
        self.elsewhere.retain(|_, (_, until)| *until > now);
    }

    /// Whether it is time to tell the others; notes that it was done.
    pub fn is_due(&mut self, now: Timestamp) -> bool {
        let due = !self.here.is_empty() && self.told_at.is_none_or(|at| now.since(at) >= HEARTBEAT);
        if due {
            self.told_at = Some(now);
        }
        due
    }

    /// Whether nothing is left to remember.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && self.elsewhere.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: UserId = UserId(1);

    fn online(presence: &Presence) -> Vec<UserId> {
        presence.online().into_iter().collect()
    }

    #[test]
    fn a_user_stays_for_the_grace_period() {
        let mut presence = Presence::default();
        presence.join(ANA);
        presence.join(ANA);
        presence.leave(ANA, Timestamp(0));
        presence.expire(Timestamp(GRACE * 9));
        assert_eq!(online(&presence), [ANA], "a second stream is open");
        presence.leave(ANA, Timestamp(1_000));
        presence.expire(Timestamp(1_000 + GRACE - 1));
        assert_eq!(online(&presence), [ANA]);
        presence.expire(Timestamp(1_000 + GRACE));
        assert!(presence.is_empty());
    }

    #[test]
    fn coming_back_ends_the_grace_period() {
        let mut presence = Presence::default();
        presence.join(ANA);
        presence.leave(ANA, Timestamp(0));
        presence.join(ANA);
        presence.expire(Timestamp(GRACE * 2));
        assert_eq!(online(&presence), [ANA]);
    }

    #[test]
    fn other_processes_are_believed_for_a_while() {
        let mut presence = Presence::default();
        presence.hear("p", vec![ANA], Timestamp(0));
        assert_eq!((online(&presence), presence.here()), (vec![ANA], vec![]));
        presence.expire(Timestamp(BELIEF - 1));
        assert_eq!(online(&presence), [ANA]);
        presence.expire(Timestamp(BELIEF));
        assert!(presence.is_empty());
        presence.hear("p", vec![ANA], Timestamp(0));
        presence.hear("p", vec![], Timestamp(1));
        assert!(presence.is_empty());
    }

    #[test]
    fn others_are_told_from_time_to_time() {
        let mut presence = Presence::default();
        assert!(!presence.is_due(Timestamp(0)));
        presence.join(ANA);
        assert!(presence.is_due(Timestamp(0)));
        assert!(!presence.is_due(Timestamp(HEARTBEAT - 1)));
        assert!(presence.is_due(Timestamp(HEARTBEAT)));
    }
}

//! Limits of website chat, per visitor, address and key. In memory: a restart forgives everybody,
//! and each process counts for itself, which is enough against floods.
//!
//! GCRA (the leaky bucket of ITU-T I.371 as a meter): one instant per subject, which says when its
//! bucket is empty again. The table is bounded; when it is full of subjects that are still being
//! limited, the oldest are forgotten.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use parlance::time::{HOUR, MINUTE, Timestamp};

use crate::{Client, Result, ServiceError};

/// So many in such a time; that many at once, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    name: &'static str,
    count: i64,
    period: i64,
}

const fn limit(name: &'static str, count: i64, period: i64) -> Limit {
    Limit {
        name,
        count,
        period,
    }
}

/// Messages of one visitor.
pub const MESSAGES: Limit = limit("messages", 30, MINUTE);
/// Messages of one address: visitors cost nothing to invent.
pub const MESSAGES_ADDRESS: Limit = limit("messages address", 120, MINUTE);
/// Messages of one chat.
pub const MESSAGES_KEY: Limit = limit("messages key", 3_000, MINUTE);
/// Sessions opened by one address.
pub const SESSIONS: Limit = limit("sessions", 60, MINUTE);
/// Uploads of one visitor.
pub const UPLOADS: Limit = limit("uploads", 10, HOUR);
/// Uploads of one address.
pub const UPLOADS_ADDRESS: Limit = limit("uploads address", 60, HOUR);
/// Identity claims of one visitor.
pub const IDENTIFY: Limit = limit("identify", 20, MINUTE);
/// Identity claims of one address.
pub const IDENTIFY_ADDRESS: Limit = limit("identify address", 60, MINUTE);
/// Typing notices and read marks of one visitor.
pub const SIGNALS: Limit = limit("signals", 120, MINUTE);
/// Pages of history of one visitor.
pub const PAGES: Limit = limit("pages", 120, MINUTE);

/// Subjects remembered at the same time.
const CAPACITY: usize = 100_000;

/// The meter.
#[derive(Default)]
pub struct Limiter {
    /// When each bucket is empty again, in microseconds: 3,000 a minute are not whole milliseconds.
    empty_at: Mutex<HashMap<(&'static str, String), i64>>,
}

impl Limiter {
    /// Counts one event of a subject, or refuses it.
    ///
    /// # Errors
    /// [`ServiceError::RateLimited`] with the seconds until the next one is allowed.
    pub fn check(&self, limit: Limit, subject: &str, now: Timestamp) -> Result<()> {
        let now = now.0.saturating_mul(1_000);
        let period = limit.period * 1_000;
        let step = period / limit.count;
        let mut empty_at = self.empty_at.lock().unwrap_or_else(PoisonError::into_inner);
        if empty_at.len() >= CAPACITY {
            empty_at.retain(|_, at| *at > now);
            if empty_at.len() >= CAPACITY {
                empty_at.clear();
            }
        }
        let at = empty_at
            .entry((limit.name, subject.to_owned()))
            .or_insert(now);
        let next = (*at).max(now) + step;
        let wait = next - now - period;
        if wait > 0 {
            return Err(ServiceError::RateLimited {
                retry_after: (wait + 999_999) / 1_000_000,
            });
        }
        *at = next;
        Ok(())
    }

    /// Counts one event of a whole chat, except from this machine itself, where load generators
    /// are.
    ///
    /// # Errors
    /// As for [`Limiter::check`].
    pub fn check_key(
        &self,
        limit: Limit,
        key: &str,
        client: &Client,
        now: Timestamp,
    ) -> Result<()> {
        network(&client.address).map_or(Ok(()), |_| self.check(limit, key, now))
    }

    /// Counts one event of a network address.
    ///
    /// # Errors
    /// As for [`Limiter::check`].
    pub fn check_address(&self, limit: Limit, client: &Client, now: Timestamp) -> Result<()> {
        network(&client.address).map_or(Ok(()), |subject| self.check(limit, &subject, now))
    }
}

/// What counts as one address: a whole /64 of IPv6 belongs to one subscriber. `None` for this
/// machine itself: that is a proxy which the operator did not declare as trusted, and so everybody.
fn network(address: &str) -> Option<String> {
    let Ok(ip) = address.parse::<IpAddr>() else {
        return Some(address.to_owned());
    };
    match ip.to_canonical() {
        ip if ip.is_loopback() => None,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Some(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
        }
        IpAddr::V4(v4) => Some(v4.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_115_a_burst_passes_then_the_rate_counts() {
        let limiter = Limiter::default();
        let at = |ms: i64| Timestamp(1_750_000_000_000 + ms);
        for _ in 0..30 {
            limiter.check(MESSAGES, "a", at(0)).unwrap();
        }
        let refused = limiter.check(MESSAGES, "a", at(0)).unwrap_err();
        assert_eq!(refused, ServiceError::RateLimited { retry_after: 2 });
        assert!(
            limiter.check(MESSAGES, "b", at(0)).is_ok(),
            "others are unaffected"
        );
        assert!(limiter.check(MESSAGES, "a", at(1_999)).is_err());
        assert!(limiter.check(MESSAGES, "a", at(2_000)).is_ok());
        assert!(limiter.check(MESSAGES, "a", at(2_000)).is_err());
        assert!(
            limiter.check(UPLOADS, "a", at(2_000)).is_ok(),
            "each limit counts for itself"
        );
    }

    #[test]
    fn the_table_is_bounded() {
        let limiter = Limiter::default();
        for n in 0..CAPACITY + 10 {
            limiter
                .check(SESSIONS, &n.to_string(), Timestamp(1_000))
                .unwrap();
        }
        assert!(limiter.empty_at.lock().unwrap().len() <= CAPACITY);
    }

    #[test]
    fn a_subscriber_is_one_address() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_eq!(network("192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(
            network("").as_deref(),
            Some(""),
            "unknown ones count as one"
        );
        for here in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(network(here), None);
        }
    }
}

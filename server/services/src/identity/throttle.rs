//! How often somebody may try: an exponential delay per account, a leaky bucket per network.
//!
//! An attempt is counted *before* the secret is compared, so that parallel attempts cannot slip
//! through, and given back when it succeeds. Nothing is ever locked for good: the delay grows
//! to 15 minutes and no further, attempts made during the delay do not extend it, and a network
//! from which the account signed in before has a budget of its own, so that a stranger's
//! attempts do not keep the owner out.

use std::net::IpAddr;

use parlance::id::UserId;
use parlance::time::{DAY, MINUTE, SECOND, Timestamp};
use parlance_store::control::audit;
use parlance_store::control::throttles::{self, Throttle};
use parlance_store::{ControlTx, StoreError};

use super::audit::act;
use crate::{Client, ids};

/// Attempts without delay.
const FREE: i64 = 5;
/// The longest delay.
const LONGEST: i64 = 15 * MINUTE;
/// An account without attempts for this long starts afresh.
pub(super) const FORGET: i64 = DAY;
/// Attempts that a network has at once.
const NETWORK_CAPACITY: i64 = 60;
/// A network gets one attempt back in this time.
const NETWORK_DRAIN: i64 = 10 * SECOND;
/// For how long a network is remembered from which an account signed in; also when unused
/// counters are swept.
pub(super) const REMEMBER: i64 = 90 * DAY;

/// What is protected: each has counters of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// The password of an account, at sign-in and wherever else it is asked for.
    Password,
    /// Mails with a reset link.
    Reset,
}

/// The counters of one attempt. Addresses are hashed: what strangers type is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Buckets {
    account: String,
    known: String,
    network: String,
}

impl Buckets {
    pub(super) fn new(what: What, email_key: &str, client: &Client) -> Self {
        let prefix = match what {
            What::Password => "password",
            What::Reset => "reset",
        };
        let account: String = ids::hash(email_key).chars().take(32).collect();
        let network = network(&client.address);
        Buckets {
            account: format!("{prefix}:{account}"),
            known: format!("{prefix}:{account}@{network}"),
            network: format!("network:{network}"),
        }
    }
}

/// The /24 of an IPv4 address, the /64 of an IPv6 address: what one customer of a provider has.
fn network(address: &str) -> String {
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V4(v4)) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Ok(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Err(_) => "unknown".into(),
    }
}

/// Counts an attempt. `Some`: too many, try again in so many seconds; nothing was counted then.
pub(super) async fn attempt(
    tx: &mut ControlTx,
    buckets: &Buckets,
    client: &Client,
) -> Result<Option<i64>, StoreError> {
    let now = tx.now();
    let net = drained(throttles::find(tx, &buckets.network).await?, now);
    let known = throttles::find(tx, &buckets.known).await?;
    let (name, account) = match known {
        Some(known) => (&buckets.known, known),
        None => {
            let found = throttles::find(tx, &buckets.account).await?;
            (&buckets.account, found.unwrap_or_default())
        }
    };
    let account = if now.since(account.updated_at) > FORGET {
        Throttle::default()
    } else {
        account
    };
    let mut wait = account.blocked_until.since(now);
    if net.failures >= NETWORK_CAPACITY {
        wait = wait.max(NETWORK_DRAIN - now.since(net.updated_at));
    }
    if wait > 0 {
        return Ok(Some((wait + SECOND - 1) / SECOND));
    }
    let failures = account.failures + 1;
    let blocked_until = if failures < FREE {
        now
    } else {
        now.plus(delay(failures))
    };
    throttles::save(
        tx,
        name,
        Throttle {
            failures,
            blocked_until,
            updated_at: now,
        },
    )
    .await?;
    let net = Throttle {
        failures: net.failures + 1,
        ..net
    };
    throttles::save(tx, &buckets.network, net).await?;
    if failures % FREE == 0 {
        // The account may not exist; the same row either way, so that the work is the same.
        let burst = act(UserId(0), client, "sign_in.burst", &buckets.account);
        let burst = audit::Act {
            change: format!("{failures} attempts"),
            ..burst
        };
        audit::append(tx, &burst).await?;
    }
    Ok(None)
}

/// The delay after so many attempts: 1 s after the fifth, doubling.
fn delay(failures: i64) -> i64 {
    (SECOND << (failures - FREE).clamp(0, 20)).min(LONGEST)
}

/// A network's bucket, after what has leaked out since it was last counted.
fn drained(found: Option<Throttle>, now: Timestamp) -> Throttle {
    let fresh = Throttle {
        updated_at: now,
        ..Throttle::default()
    };
    let Some(found) = found else { return fresh };
    let leaked = now.since(found.updated_at).max(0) / NETWORK_DRAIN;
    if leaked >= found.failures {
        return fresh;
    }
    Throttle {
        failures: found.failures - leaked,
        // The rest of the interval counts for the next one.
        updated_at: found.updated_at.plus(leaked * NETWORK_DRAIN),
        ..found
    }
}

/// The attempt succeeded: the account starts afresh, the network gets it back and is remembered.
pub(super) async fn succeeded(tx: &mut ControlTx, buckets: &Buckets) -> Result<(), StoreError> {
    let now = tx.now();
    throttles::delete(tx, &buckets.account).await?;
    let known = Throttle {
        failures: 0,
        blocked_until: Timestamp(0),
        updated_at: now,
    };
    throttles::save(tx, &buckets.known, known).await?;
    if let Some(net) = throttles::find(tx, &buckets.network).await? {
        let net = Throttle {
            failures: (net.failures - 1).max(0),
            ..net
        };
        throttles::save(tx, &buckets.network, net).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (5..=17).map(|failures| delay(failures) / SECOND).collect();
        assert_eq!(
            seconds,
            [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
        );
        assert_eq!(delay(i64::MAX), LONGEST);
    }

    #[test]
    fn sec_74_a_network_is_one_however_its_addresses_are_written() {
        for same in ["203.0.113.9", "203.0.113.250", "::ffff:203.0.113.7"] {
            assert_eq!(network(same), "203.0.113.0/24");
        }
        assert_eq!(
            network("2001:db8:1:2:3::1"),
            network("2001:0DB8:1:2:ffff::9")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("nonsense"), "unknown");
    }

    #[test]
    fn a_networks_bucket_leaks() {
        let found = Throttle {
            failures: 10,
            blocked_until: Timestamp(0),
            updated_at: Timestamp(0),
        };
        let later = drained(Some(found), Timestamp(25 * SECOND));
        assert_eq!(
            (later.failures, later.updated_at),
            (8, Timestamp(20 * SECOND))
        );
        assert_eq!(drained(Some(found), Timestamp(DAY)).failures, 0);
    }
}

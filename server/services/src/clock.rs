//! The one place that asks what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use parlance::time::Timestamp;

/// Tells the time: the system's, or that of a test.
#[derive(Clone)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still until a test moves it.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock for tests, at an instant.
    pub fn fixed(at: Timestamp) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => {
                #[expect(clippy::disallowed_methods, reason = "this is the one place")]
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Timestamp(since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)))
            }
            Clock::Fixed(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a test's clock; does nothing to the system's.
    pub fn advance(&self, millis: i64) {
        if let Clock::Fixed(at) = self {
            at.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

//! Password hashing: argon2id, as many at a time as there are cores, the rest waits in line, and
//! a line that is too long is refused. So a flood of sign-ins takes a bounded amount of memory
//! and leaves the asynchronous threads alone.
//!
//! An unknown account costs the same work as a wrong password: both are compared with a hash.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tokio::sync::Semaphore;

use crate::{Result, ServiceError};

/// Requests that may wait for a core.
const LONGEST_LINE: usize = 50;
/// Longer ones are wrong without being hashed as given.
const LONGEST_PASSWORD: usize = 1_024;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl PasswordCost {
    /// 19 MiB, two passes, one lane: the minimum that OWASP recommends for argon2id.
    pub const STANDARD: PasswordCost = PasswordCost {
        memory: 19 * 1_024,
        passes: 2,
    };
    /// For tests, which hash a lot and protect nothing.
    pub const CHEAP: PasswordCost = PasswordCost {
        memory: 8,
        passes: 1,
    };

    fn argon2(self) -> Result<Argon2<'static>> {
        let params =
            Params::new(self.memory, self.passes, 1, Some(32)).map_err(ServiceError::internal)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// How every hash of this cost begins.
    fn prefix(self) -> String {
        format!("$argon2id$v=19$m={},t={},p=1$", self.memory, self.passes)
    }
}

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not the password, or there is no such account.
    Wrong,
    /// The password.
    Right,
    /// The password, hashed with other parameters than today's: the hash to store instead.
    RightRehashed(String),
}

/// Hashes and verifies passwords on blocking threads behind a semaphore.
pub struct PasswordHasher {
    cost: PasswordCost,
    cores: Arc<Semaphore>,
    waiting: AtomicUsize,
    nobody: String,
    /// What every comparison cost, in the words of its hash.
    #[cfg(test)]
    pub(super) compared: Arc<std::sync::Mutex<Vec<String>>>,
}

impl PasswordHasher {
    /// `cores`: how many are computed at a time.
    pub fn new(cost: PasswordCost, cores: usize) -> Self {
        let salt = STANDARD_NO_PAD.encode([0_u8; 16]);
        let output = STANDARD_NO_PAD.encode([0_u8; 32]);
        PasswordHasher {
            cost,
            cores: Arc::new(Semaphore::new(cores.max(1))),
            waiting: AtomicUsize::new(0),
            // Well-formed, and no password is known that hashes to it.
            nobody: format!("{}{salt}${output}", cost.prefix()),
            #[cfg(test)]
            compared: Arc::default(),
        }
    }

    /// With the usual cost, on as many cores as the machine has.
    pub fn standard() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        PasswordHasher::new(PasswordCost::STANDARD, cores)
    }

    /// The hash of a new password, in PHC string format.
    ///
    /// # Errors
    /// [`ServiceError::RateLimited`] if too many wait already.
    pub async fn hash(&self, password: String) -> Result<String> {
        let cost = self.cost;
        self.compute(move || make(cost, &password)).await?
    }

    /// Compares a password with a stored hash. `None`, an empty or a damaged hash: the same
    /// work, and the answer is wrong.
    ///
    /// # Errors
    /// [`ServiceError::RateLimited`] if too many wait already.
    pub async fn verify(&self, stored: Option<String>, password: String) -> Result<Verdict> {
        let cost = self.cost;
        let nobody = self.nobody.clone();
        #[cfg(test)]
        let compared = Arc::clone(&self.compared);
        let verify = move || -> Result<Verdict> {
            let argon2 = cost.argon2()?;
            let usable = stored.filter(|hash| hash.starts_with("$argon2id$"));
            let fits = password.len() <= LONGEST_PASSWORD;
            let (hash, guess) = match &usable {
                Some(hash) if fits => (hash.as_str(), password.as_str()),
                _ => (nobody.as_str(), ""),
            };
            #[cfg(test)]
            compared.lock().unwrap().push(spent(hash));
            let equal = argon2.verify_password(guess.as_bytes(), hash).is_ok();
            if !(equal && fits && usable.is_some()) {
                Ok(Verdict::Wrong)
            } else if hash.starts_with(&cost.prefix()) {
                Ok(Verdict::Right)
            } else {
                make(cost, &password).map(Verdict::RightRehashed)
            }
        };
        self.compute(verify).await?
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let place = Place::take(&self.waiting)?;
        let core = Arc::clone(&self.cores).acquire_owned().await;
        drop(place);
        let core = core.map_err(ServiceError::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            // The permit moves along: a request that is given up still occupies its core.
            let done = work();
            drop(core);
            done
        });
        done.await.map_err(ServiceError::internal)
    }
}

fn make(cost: PasswordCost, password: &str) -> Result<String> {
    let salt = crate::ids::random::<16>();
    let hash = cost
        .argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(ServiceError::internal)?;
    Ok(hash.to_string())
}

/// Algorithm, version and parameters of a hash.
#[cfg(test)]
fn spent(hash: &str) -> String {
    hash.split_inclusive('$').take(4).collect()
}

/// A place in the line, given back when it is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self> {
        let place = Place(waiting);
        if waiting.fetch_add(1, Ordering::AcqRel) < LONGEST_LINE {
            Ok(place)
        } else {
            Err(ServiceError::RateLimited { retry_after: 1 })
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "violet kettle over the bridge";

    fn hasher(cost: PasswordCost) -> PasswordHasher {
        PasswordHasher::new(cost, 2)
    }

    #[tokio::test]
    async fn the_password_and_nothing_else_is_right() {
        let hasher = hasher(PasswordCost::CHEAP);
        let hash = hasher.hash(GOOD.into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        let verify = |hash: Option<&str>, password: &str| {
            hasher.verify(hash.map(str::to_owned), password.to_owned())
        };
        assert_eq!(verify(Some(&hash), GOOD).await.unwrap(), Verdict::Right);
        assert_eq!(
            verify(Some(&hash), "violet kettle").await.unwrap(),
            Verdict::Wrong
        );
        assert_eq!(verify(None, GOOD).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn sec_72_an_empty_or_damaged_hash_fits_no_password() {
        let hasher = hasher(PasswordCost::CHEAP);
        let nobody = hasher.nobody.clone();
        for hash in [
            "",
            "null",
            "$",
            "$argon2id$",
            "$argon2id$v=19$m=8,t=1,p=1$",
            &nobody,
        ] {
            for password in ["", "null", GOOD] {
                let verdict = hasher
                    .verify(Some(hash.to_owned()), password.to_owned())
                    .await;
                assert_eq!(verdict.unwrap(), Verdict::Wrong, "{hash:?} {password:?}");
            }
        }
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_replaced_at_the_next_sign_in() {
        let old = hasher(PasswordCost::CHEAP).hash(GOOD.into()).await.unwrap();
        let today = hasher(PasswordCost {
            memory: 16,
            passes: 2,
        });
        let verdict = today.verify(Some(old), GOOD.into()).await.unwrap();
        let Verdict::RightRehashed(new) = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(
            today.verify(Some(new), GOOD.into()).await.unwrap(),
            Verdict::Right
        );
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_is_refused() {
        let hasher = hasher(PasswordCost::CHEAP);
        hasher.waiting.store(LONGEST_LINE, Ordering::SeqCst);
        let refused = hasher.hash(GOOD.into()).await;
        assert_eq!(refused, Err(ServiceError::RateLimited { retry_after: 1 }));
        assert_eq!(hasher.waiting.load(Ordering::SeqCst), LONGEST_LINE);
    }
}

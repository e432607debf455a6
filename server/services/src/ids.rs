//! The one place that asks for randomness.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// `N` random bytes of the operating system.
///
/// # Panics
/// Never returns weak bytes: if the operating system has no randomness, the process ends.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the operating system gives no randomness");
        std::process::abort();
    }
    bytes
}

/// A token of 256 random bits, in 43 characters safe for addresses.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A short public key with 120 random bits, behind a prefix (`wk_…`).
pub fn public_key(prefix: &str) -> String {
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random::<15>()))
}

/// A positive random number below 2^52, for public ids of sessions.
pub fn number() -> i64 {
    (i64::from_le_bytes(random::<8>()) & ((1 << 52) - 1)).max(1)
}

/// SHA-256 in hexadecimal: how tokens are stored.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

//! HMAC-SHA256, keys derived with it, and comparison in constant time.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// HMAC-SHA256 (RFC 2104).
pub fn hmac_sha256(key: &[u8], data: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length: the fallback is never used.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return crate::ids::random();
    };
    mac.update(data);
    mac.finalize().into_bytes().into()
}

/// A key for one purpose: the expand step of RFC 5869 for a single block. The extract step is not
/// needed, because the instance's key is uniformly random.
pub(super) fn derive(key: &[u8; 32], purpose: &str) -> [u8; 32] {
    hmac_sha256(key, &[b"parlance/v1/", purpose.as_bytes(), &[1]].concat())
}

/// Whether two byte strings are equal, in a time that does not depend on where they differ.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

//! One sealed blob: version ‖ key id ‖ nonce ‖ ciphertext, XChaCha20-Poly1305.
//!
//! The header is authenticated together with what the caller binds the blob to, so a blob that was
//! moved, cut or changed anywhere does not open. 24 random bytes of nonce never repeat in practice.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

const VERSION: u8 = 1;
/// Version and generation of the key.
const HEADER: usize = 5;
const NONCE: usize = 24;

/// Encrypts with the key of a generation. `None` only for content too long for the cipher (256 GB).
pub(super) fn seal(key: &[u8; 32], generation: u32, aad: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let nonce = crate::ids::random::<NONCE>();
    let mut blob = vec![VERSION];
    blob.extend_from_slice(&generation.to_be_bytes());
    let bound = [blob.as_slice(), aad].concat();
    let payload = Payload {
        msg: secret,
        aad: &bound,
    };
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .ok()?;
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(&ciphertext);
    Some(blob)
}

/// Decrypts. `None` if anything was changed.
pub(super) fn open(key: &[u8; 32], aad: &[u8], blob: &[u8]) -> Option<Vec<u8>> {
    let (header, rest) = blob.split_at_checked(HEADER)?;
    let (nonce, ciphertext) = rest.split_at_checked(NONCE)?;
    if header.first() != Some(&VERSION) {
        return None;
    }
    let bound = [header, aad].concat();
    let payload = Payload {
        msg: ciphertext,
        aad: &bound,
    };
    XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), payload)
        .ok()
}

/// Which generation of its key a blob says it needs. Only opening it shows whether that is true.
pub(super) fn generation(blob: &[u8]) -> Option<u32> {
    let header: [u8; 4] = blob.get(1..HEADER)?.try_into().ok()?;
    Some(u32::from_be_bytes(header))
}

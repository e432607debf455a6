//! Things this browser keeps across reloads under one prefix, such as messages that could not
//! be sent yet. Private windows may refuse; nothing breaks then.

use super::dom;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Everything under a prefix: the rest of the key, and the value.
pub fn all(prefix: &str) -> Vec<(String, String)> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| {
            let key = storage.key(index).ok()??;
            let value = storage.get_item(&key).ok()??;
            key.strip_prefix(prefix)
                .map(|rest| (rest.to_owned(), value))
        })
        .collect()
}

/// Keeps something.
pub fn keep(prefix: &str, name: &str, value: &str) {
    dom::store(&[prefix, name].concat(), value);
}

/// Forgets it.
pub fn forget(prefix: &str, name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&[prefix, name].concat());
    }
}

/// A name that nobody else will choose, for idempotency keys: 24 letters and digits.
///
/// `crypto.randomUUID` is missing on plain HTTP; collisions only matter within one workspace.
pub fn fresh_name() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..24)
        .map(|_| {
            // A number from 0 to 31.
            let index = (js_sys::Math::random() * 32.0) as usize;
            LETTERS.get(index).copied().map_or('a', char::from)
        })
        .collect()
}

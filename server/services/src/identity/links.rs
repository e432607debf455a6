//! Addresses in mails. Built from the configured public address only, never from the Host header
//! of a request, and with tokens of 256 bits of which only the hash is stored.
//!
//! A mail waits in the database until it is sent, and must not give away a link that works. So a
//! token is derived from a random seed with the instance's key; the waiting text holds the seed,
//! and the token takes its place at the moment of sending.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::{Services, ids};

/// Around a seed in a waiting text. Cleaned input never contains it.
const MARK: char = '\u{1}';
/// What the key is asked for.
const PURPOSE: &str = "link";

/// A token on its way to somebody, and what is stored of it.
pub(super) struct Link {
    /// The address to hand out, once.
    pub(super) url: String,
    /// The same for the text of a mail.
    pub(super) in_mail: String,
    /// What the database keeps to recognise the token.
    pub(super) hash: String,
}

/// A fresh link to `/{page}/{token}`.
pub(super) fn fresh(services: &Services, page: &str) -> Link {
    let seed = ids::token();
    let token = derive(services, &seed);
    Link {
        url: address(services, &format!("{page}/{token}")),
        in_mail: address(services, &format!("{page}/{MARK}{seed}{MARK}")),
        hash: ids::hash(&token),
    }
}

fn derive(services: &Services, seed: &str) -> String {
    URL_SAFE_NO_PAD.encode(services.keys.sign(PURPOSE, seed.as_bytes()))
}

/// The text of a mail as it leaves, with working links.
pub(crate) fn resolve(services: &Services, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (position, part) in text.split(MARK).enumerate() {
        if position % 2 == 1 {
            out.push_str(&derive(services, part));
        } else {
            out.push_str(part);
        }
    }
    out
}

/// The address of a page of ours.
pub(super) fn address(services: &Services, path: &str) -> String {
    format!(
        "{}/{path}",
        services.settings.public_url.trim_end_matches('/')
    )
}

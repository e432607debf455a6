//! The visitor token: who a browser is to a chat, without a row anywhere.
//!
//! `key.payload.signature`: the public key of the chat, then what the token says, then our
//! signature over both. The payload of an unknown visitor is 256 random bits, of a proven one the
//! user id of the customer's site. What databases see of the former is the hash, so nobody who
//! reads one can speak as a visitor.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parlance::time::{DAY, SECOND, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::secrets::KeyRing;

const PURPOSE: &str = "visitor";
const ANONYMOUS: u8 = 1;
const PROVEN: u8 = 2;
/// Longest text that is looked at.
const MAX: usize = 1_000;

/// Who a token says the visitor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// A browser that nobody knows.
    Anonymous {
        /// 256 random bits.
        secret: [u8; 32],
    },
    /// A user of the customer's site, proven by the site's secret.
    Proven {
        /// The site's id of the user.
        user: String,
    },
}

/// A token that we signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) key: String,
    pub(super) who: Who,
    pub(super) issued: Timestamp,
}

impl Who {
    /// A new visitor.
    pub(super) fn fresh() -> Who {
        Who::Anonymous {
            secret: crate::ids::random(),
        }
    }

    /// The identity's external id. The forms of the two kinds never coincide.
    pub(super) fn external_id(&self) -> String {
        match self {
            Who::Anonymous { secret } => hex::encode(Sha256::digest(secret)),
            Who::Proven { user } => proven_id(user),
        }
    }

    /// How long a token works. A proven one ends sooner: the site proves its users again whenever
    /// they come, and somebody who left the site must not keep the history for a year.
    fn life(&self) -> i64 {
        match self {
            Who::Anonymous { .. } => 365 * DAY,
            Who::Proven { .. } => 30 * DAY,
        }
    }
}

/// The external id of a proven user.
pub(super) fn proven_id(user: &str) -> String {
    format!("user:{user}")
}

impl Token {
    /// The text for the browser.
    pub(super) fn sign(&self, keys: &KeyRing) -> String {
        let mut payload = (self.issued.0 / SECOND).to_be_bytes().to_vec();
        match &self.who {
            Who::Anonymous { secret } => {
                payload.push(ANONYMOUS);
                payload.extend_from_slice(secret);
            }
            Who::Proven { user } => {
                payload.push(PROVEN);
                payload.extend_from_slice(user.as_bytes());
            }
        }
        let signature = keys.sign(PURPOSE, &signed(&self.key, &payload));
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        format!("{}.{}.{}", self.key, encode(&payload), encode(&signature))
    }

    /// A token that we signed and that has not ended. `None` for everything else.
    pub(super) fn parse(keys: &KeyRing, text: &str, now: Timestamp) -> Option<Token> {
        if text.len() > MAX {
            return None;
        }
        let mut parts = text.split('.');
        let (key, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        if parts.next().is_some() || !keys.verify(PURPOSE, &signed(key, &payload), &signature) {
            return None;
        }
        let (issued, rest) = payload.split_first_chunk::<8>()?;
        let issued = Timestamp(i64::from_be_bytes(*issued).checked_mul(SECOND)?);
        let who = match rest.split_first()? {
            (&ANONYMOUS, secret) => Who::Anonymous {
                secret: secret.try_into().ok()?,
            },
            (&PROVEN, user) => Who::Proven {
                user: String::from_utf8(user.to_vec()).ok()?,
            },
            _ => return None,
        };
        (now.since(issued) < who.life()).then(|| Token {
            key: key.to_owned(),
            who,
            issued,
        })
    }

    /// Whether half of its life is over: time for a new one.
    pub(super) fn is_old(&self, now: Timestamp) -> bool {
        now.since(self.issued) > self.who.life() / 2
    }
}

/// Keys hold no NUL, so the two parts cannot be shifted against each other.
fn signed(key: &str, payload: &[u8]) -> Vec<u8> {
    [key.as_bytes(), &[0], payload].concat()
}

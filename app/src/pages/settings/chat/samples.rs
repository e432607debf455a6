//! How the website's own server proves who a visitor is: HMAC-SHA256 of the user id, in hex.

/// A language of the samples, and its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Names it in the form.
    pub key: &'static str,
    /// What people read.
    pub name: &'static str,
    /// The lines for the server.
    pub code: &'static str,
}

/// The samples; the secret comes from the environment, never from the page.
pub const SAMPLES: [Sample; 4] = [
    Sample {
        key: "node",
        name: "Node.js",
        code: r#"import { createHmac } from 'node:crypto';

const proof = createHmac('sha256', process.env.PARLANCE_IDENTITY_SECRET)
  .update(String(user.id))
  .digest('hex');"#,
    },
    Sample {
        key: "php",
        name: "PHP",
        code: r#"$proof = hash_hmac(
    'sha256',
    (string) $user->id,
    getenv('PARLANCE_IDENTITY_SECRET')
);"#,
    },
    Sample {
        key: "python",
        name: "Python",
        code: r#"import hashlib, hmac, os

proof = hmac.new(
    os.environ["PARLANCE_IDENTITY_SECRET"].encode(),
    str(user.id).encode(),
    hashlib.sha256,
).hexdigest()"#,
    },
    Sample {
        key: "ruby",
        name: "Ruby",
        code: r#"require "openssl"

proof = OpenSSL::HMAC.hexdigest(
  "SHA256", ENV.fetch("PARLANCE_IDENTITY_SECRET"), user.id.to_s
)"#,
    },
];

/// The line for the page.
pub const PAGE_CODE: &str =
    "Parlance('identify', user.id, { name: user.name, email: user.email }, proof);";

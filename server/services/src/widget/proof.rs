//! Whether the customer's site says that a visitor is who they claim to be.
//!
//! Two forms: the hex HMAC-SHA256 of the user id, or a JWT (RFC 7519) signed with HS256, which
//! expires and covers the attributes. Nothing else is understood: no other algorithm, no `none`,
//! no keys named by the token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parlance::time::{HOUR, MINUTE, SECOND, Timestamp};
use serde::Deserialize;

use crate::secrets::{equal, hmac_sha256};

/// Difference between the clocks of two servers.
const LEEWAY: i64 = MINUTE;
/// Longest proof that is looked at.
const MAX: usize = 4_096;

/// What a valid proof says besides the id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Proven {
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    /// Extensions that must be understood (RFC 7515 §4.1.11); we understand none.
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

/// Checks a proof of a user id with the active secrets of a chat.
pub(super) fn check(
    secrets: &[Vec<u8>],
    user: &str,
    proof: &str,
    now: Timestamp,
) -> Option<Proven> {
    if user.is_empty() || proof.len() > MAX {
        return None;
    }
    if proof.contains('.') {
        return jwt(secrets, user, proof, now);
    }
    let signature = hex::decode(proof.trim()).ok()?;
    signed(secrets, user.as_bytes(), &signature).then(Proven::default)
}

/// Tries every secret, whichever fits, so that the time tells nothing about which one did.
fn signed(secrets: &[Vec<u8>], data: &[u8], signature: &[u8]) -> bool {
    let fits = |fits, secret: &Vec<u8>| fits | equal(&hmac_sha256(secret, data), signature);
    secrets.iter().fold(false, fits)
}

fn jwt(secrets: &[Vec<u8>], user: &str, token: &str, now: Timestamp) -> Option<Proven> {
    let (signed_part, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed_part.split_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let is_jwt = header.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("jwt"));
    if header.alg != "HS256" || !is_jwt || header.crit.is_some() {
        return None;
    }
    if !signed(secrets, signed_part.as_bytes(), &signature) {
        return None;
    }
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let at = |seconds: i64| seconds.saturating_mul(SECOND);
    let expires_in = at(claims.exp).saturating_sub(now.0);
    let begins = claims
        .nbf
        .unwrap_or(i64::MIN)
        .max(claims.iat.unwrap_or(i64::MIN));
    let valid = claims.sub == user
        && expires_in > 0
        && expires_in <= HOUR + LEEWAY
        && at(begins) <= now.0 + LEEWAY;
    valid.then_some(Proven {
        name: claims.name,
        email: claims.email,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_750_000_000_000);

    fn secret() -> Vec<u8> {
        b"a secret of the site".to_vec()
    }

    fn token(header: &str, claims: &str, key: &[u8]) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", encode(header), encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(hmac_sha256(key, signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    fn claims(sub: &str, in_seconds: i64) -> String {
        let exp = NOW.0 / 1_000 + in_seconds;
        format!(r#"{{"sub":"{sub}","exp":{exp},"email":"ana@example.com","name":"Ana"}}"#)
    }

    const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    #[test]
    fn the_hmac_of_the_id_is_a_proof() {
        let proof = hex::encode(hmac_sha256(&secret(), b"42"));
        let other = b"other".to_vec();
        assert_eq!(
            check(&[other.clone(), secret()], "42", &proof, NOW),
            Some(Proven::default())
        );
        assert_eq!(check(&[other], "42", &proof, NOW), None);
        assert_eq!(check(&[secret()], "43", &proof, NOW), None);
        assert_eq!(check(&[], "42", &proof, NOW), None);
        assert_eq!(check(&[secret()], "42", "", NOW), None);
        assert_eq!(check(&[secret()], "42", &proof[..62], NOW), None);
        let empty = hex::encode(hmac_sha256(&secret(), b""));
        assert_eq!(check(&[secret()], "", &empty, NOW), None);
    }

    #[test]
    fn sec_90_a_jwt_must_be_hs256_fresh_and_about_the_same_user() {
        let ok = check(
            &[secret()],
            "42",
            &token(HS256, &claims("42", 600), &secret()),
            NOW,
        );
        assert_eq!(ok.unwrap().email.unwrap(), "ana@example.com");
        let unsigned = token(r#"{"alg":"none"}"#, &claims("42", 600), b"");
        let unsigned = format!("{}.", unsigned.rsplit_once('.').unwrap().0);
        for (why, proof) in [
            ("another user", token(HS256, &claims("43", 600), &secret())),
            ("expired", token(HS256, &claims("42", 0), &secret())),
            (
                "for longer than an hour",
                token(HS256, &claims("42", 7_200), &secret()),
            ),
            ("another secret", token(HS256, &claims("42", 600), b"guess")),
            (
                "alg none",
                token(r#"{"alg":"none"}"#, &claims("42", 600), &secret()),
            ),
            ("alg none, no signature", unsigned),
            (
                "another algorithm",
                token(r#"{"alg":"RS256"}"#, &claims("42", 600), &secret()),
            ),
            (
                "critical extension",
                token(
                    r#"{"alg":"HS256","crit":["x"]}"#,
                    &claims("42", 600),
                    &secret(),
                ),
            ),
            ("no expiry", token(HS256, r#"{"sub":"42"}"#, &secret())),
            (
                "not yet valid",
                token(
                    HS256,
                    &claims("42", 600)
                        .replace('}', &format!(r#","nbf":{}}}"#, NOW.0 / 1_000 + 300)),
                    &secret(),
                ),
            ),
            ("no token", "a.b.c".to_owned()),
            ("two parts", "a.b".to_owned()),
        ] {
            assert_eq!(check(&[secret()], "42", &proof, NOW), None, "{why}");
        }
    }
}

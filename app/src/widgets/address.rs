//! Addresses made from text: percent-encoding, and the links that change the language.

use parlance::text::Locale;

/// Percent-encodes what would end or change a query value (RFC 3986 §3.4). Slashes stay, so that
/// `next=/w/1/inbox` can be read.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Where the language of public pages is changed; the server comes back to `next`.
pub fn language(locale: Locale, next: &str) -> String {
    ["/language/", locale.tag(), "?next=", &encode(next)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_a_query_is_encoded() {
        assert_eq!(
            encode("/w/1/inbox?a=b&c=é"),
            "/w/1/inbox%3Fa%3Db%26c%3D%C3%A9"
        );
        assert_eq!(
            language(Locale::Fr, "/setup?token=x"),
            "/language/fr?next=/setup%3Ftoken%3Dx"
        );
    }
}

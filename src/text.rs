//! Text that people type: languages, addresses, names, colours; parsed once, at the edge.

mod fold;

use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;

pub use fold::{Folded, fold, fold_line, folded};

/// A language of the user interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// Every language, for pickers.
    pub const ALL: [Locale; 2] = [Locale::En, Locale::Fr];

    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Fr => "fr",
        }
    }

    /// The language of a tag such as `fr`, `fr-CA`; `None` if we do not speak it.
    pub fn from_tag(tag: &str) -> Option<Locale> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Locale::ALL
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4).
    pub fn negotiate(header: &str) -> Locale {
        let mut best = (0.0_f32, Locale::En);
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(|tag| Locale::from_tag(tag.trim())) else {
                continue;
            };
            let quality = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.parse().unwrap_or(0.0));
            if quality > best.0 {
                best = (quality, locale);
            }
        }
        best.1
    }
}

/// Light, dark, or what the operating system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Follow the operating system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, for pickers.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The word in the database and in `data-theme`.
    pub fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a word; unknown words follow the system.
    pub fn from_word(word: &str) -> Theme {
        Theme::ALL
            .into_iter()
            .find(|theme| theme.word() == word)
            .unwrap_or_default()
    }
}

/// Removes what must not be stored: NUL becomes U+FFFD (Postgres refuses it), other control
/// characters except tab and line feed vanish, CR LF becomes LF.
pub fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\0' => Some('\u{FFFD}'),
            '\n' | '\t' => Some(c),
            '\r' => Some('\n'),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// One line of text with 1 to `max` characters, trimmed.
///
/// # Errors
/// [`FieldProblem::Required`] or [`FieldProblem::TooLong`].
pub fn line(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        Err(FieldProblem::Required)
    } else {
        within(text, max)
    }
}

/// Like [`line`], but empty is allowed.
///
/// # Errors
/// [`FieldProblem::TooLong`].
pub fn optional_line(text: &str, max: usize) -> Result<String, FieldProblem> {
    if text.trim().is_empty() {
        Ok(String::new())
    } else {
        line(text, max)
    }
}

/// Several lines of text with at most `max` characters; trailing space is removed.
///
/// # Errors
/// [`FieldProblem::TooLong`].
pub fn block(text: &str, max: usize) -> Result<String, FieldProblem> {
    within(clean(text).trim().to_owned(), max)
}

fn within(text: String, max: usize) -> Result<String, FieldProblem> {
    if text.chars().count() > max {
        Err(FieldProblem::TooLong {
            max: i64::try_from(max).unwrap_or(i64::MAX),
        })
    } else {
        Ok(text)
    }
}

/// An e-mail address as typed, trimmed, with its domain in lower case.
///
/// Deliberately simple: one `@`, a dot in the domain, no spaces or control characters, the
/// lengths of RFC 5321 §4.5.3.1. Whether it exists is only known by writing to it.
///
/// # Errors
/// [`FieldProblem::Required`] or [`FieldProblem::NotEmail`].
pub fn email(text: &str) -> Result<String, FieldProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldProblem::Required);
    }
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Err(FieldProblem::NotEmail);
    };
    let forbidden = |c: char| {
        c.is_whitespace() || c.is_control() || "()<>[]:;,\\\"@".contains(c) || c == '\u{FFFD}'
    };
    let domain_ok = domain.contains('.')
        && domain.len() <= 253
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.chars().any(forbidden)
        && !local.starts_with('.')
        && !local.ends_with('.');
    if domain_ok && local_ok {
        Ok(format!("{local}@{}", domain.to_lowercase()))
    } else {
        Err(FieldProblem::NotEmail)
    }
}

/// The form in which two addresses are the same account.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// A phone number in international form: `+`, then 7 to 15 digits (ITU-T E.164); spaces, dots,
/// dashes and parentheses are removed, a leading `00` becomes `+`.
///
/// # Errors
/// [`FieldProblem::Required`] or [`FieldProblem::NotPhone`].
pub fn phone(text: &str) -> Result<String, FieldProblem> {
    let compact: String = text
        .chars()
        .filter(|c| !" .-()/\u{a0}\u{202f}".contains(*c))
        .collect();
    if compact.is_empty() {
        return Err(FieldProblem::Required);
    }
    let digits = compact
        .strip_prefix('+')
        .or_else(|| compact.strip_prefix("00"))
        .ok_or(FieldProblem::NotPhone)?;
    let ok = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if ok {
        Ok(format!("+{digits}"))
    } else {
        Err(FieldProblem::NotPhone)
    }
}

/// A colour `#rrggbb`, in lower case.
///
/// # Errors
/// [`FieldProblem::NotColor`].
pub fn color(text: &str) -> Result<String, FieldProblem> {
    let text = text.trim().to_lowercase();
    let ok = text
        .strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    if ok {
        Ok(text)
    } else {
        Err(FieldProblem::NotColor)
    }
}

/// The first letters of the first and last word of a name, for avatars.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// The beginning of a text on one line, at most `max` characters, for previews.
pub fn preview(text: &str, max: usize) -> String {
    let mut out = String::new();
    for (count, c) in text
        .split_whitespace()
        .flat_map(|w| [" ", w])
        .skip(1)
        .flat_map(str::chars)
        .enumerate()
    {
        if count >= max {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

/// Wraps user text so that its direction cannot disturb the text around it (UAX #9: first strong
/// isolate … pop directional isolate), with overrides made visible.
pub fn isolate(text: &str) -> String {
    let safe: String = text
        .chars()
        .map(|c| {
            if matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect();
    format!("\u{2068}{safe}\u{2069}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_parsed() {
        for good in [
            "a@b.co",
            " Ana.Lim+x@Example.COM ",
            "o'neil@ex-ample.org",
            "ü@bücher.de",
        ] {
            assert!(email(good).is_ok(), "{good}");
        }
        assert_eq!(email(" A@Ex.COM ").unwrap(), "A@ex.com");
        for bad in [
            "",
            "a",
            "a@b",
            "a@@b.co",
            "a b@c.co",
            "a@-b.co",
            "a@b..co",
            "a@b.co\r\nBcc: x@y.z",
            ".a@b.co",
            "<a@b.co>",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn phones_are_parsed() {
        assert_eq!(phone("+33 6 12.34-56 78").unwrap(), "+33612345678");
        assert_eq!(phone("0033612345678").unwrap(), "+33612345678");
        assert!(phone("0612345678").is_err());
        assert!(phone("+12").is_err());
    }

    #[test]
    fn languages_are_negotiated() {
        assert_eq!(Locale::negotiate("fr-CA,fr;q=0.9,en;q=0.8"), Locale::Fr);
        assert_eq!(Locale::negotiate("de,en;q=0.5,fr;q=0.7"), Locale::Fr);
        assert_eq!(Locale::negotiate("ja"), Locale::En);
        assert_eq!(Locale::negotiate(""), Locale::En);
    }

    #[test]
    fn control_characters_do_not_get_in() {
        assert_eq!(clean("a\0b\r\nc\u{1b}[31m\td"), "a\u{FFFD}b\nc[31m\td");
        assert_eq!(line("  a \n b ", 10).unwrap(), "a b");
        assert_eq!(line("abc", 2), Err(FieldProblem::TooLong { max: 2 }));
    }

    #[test]
    fn previews_are_one_line() {
        assert_eq!(preview("a\n\n b  c", 80), "a b c");
        assert_eq!(preview("abcdef", 3), "abc…");
        assert_eq!(initials("Camille de la Tour"), "CT");
        assert_eq!(initials("陳"), "陳");
    }
}

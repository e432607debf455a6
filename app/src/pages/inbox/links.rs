//! Finds web and mail addresses in what people wrote, so that the view can build elements from
//! them. Only `http`, `https` and `mailto` ever become a link; everything else stays text.

/// A stretch of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// Something to press.
    Link {
        /// Where it leads, with its scheme.
        href: String,
        /// As it was written.
        label: String,
    },
}

/// Longest address that becomes a link.
const LONGEST: usize = 2_000;

/// Splits a text at its links.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut plain = String::new();
    for token in text.split_inclusive(char::is_whitespace) {
        let word = token.trim_end();
        let lead = word.len() - word.trim_start_matches(is_opening).len();
        let (before, rest) = word.split_at_checked(lead).unwrap_or(("", word));
        let core = rest.get(..core_length(rest)).unwrap_or(rest);
        match target(core) {
            Some(href) => {
                plain.push_str(before);
                if !plain.is_empty() {
                    out.push(Piece::Text(std::mem::take(&mut plain)));
                }
                out.push(Piece::Link {
                    href,
                    label: core.to_owned(),
                });
                plain.push_str(token.get(lead + core.len()..).unwrap_or_default());
            }
            None => plain.push_str(token),
        }
    }
    if !plain.is_empty() {
        out.push(Piece::Text(plain));
    }
    out
}

fn is_opening(c: char) -> bool {
    "([{<\"'«“‘".contains(c)
}

/// The length of an address without the punctuation of the sentence around it. A closing
/// bracket stays if it was opened inside.
fn core_length(word: &str) -> usize {
    let mut end = word.len();
    while let Some(last) = word.get(..end).and_then(|rest| rest.chars().next_back()) {
        let unopened = |open: char| {
            let rest = word.get(..end).unwrap_or_default();
            rest.matches(open).count() < rest.matches(last).count()
        };
        let drop = match last {
            ')' => unopened('('),
            ']' => unopened('['),
            '}' => unopened('{'),
            c => ".,;:!?>\"'»”’…".contains(c),
        };
        if !drop {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

fn target(word: &str) -> Option<String> {
    if word.len() > LONGEST || word.chars().any(is_deceptive) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    if let Some(rest) = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
    {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // A name before `@` in the host part imitates another site.
        return (!host.is_empty() && !host.contains('@')).then(|| word.to_owned());
    }
    if let Some(rest) = lower.strip_prefix("mailto:") {
        return is_address(rest.split('?').next().unwrap_or_default()).then(|| word.to_owned());
    }
    if lower.starts_with("www.") && lower.matches('.').count() >= 2 && !lower.contains('@') {
        return Some(["https://", word].concat());
    }
    is_address(word).then(|| ["mailto:", word].concat())
}

fn is_address(text: &str) -> bool {
    !text.contains(['/', '?', '#', '&', '%']) && parlance::text::email(text).is_ok()
}

/// Characters that make a link look like another one: direction marks, invisible ones.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, links: &[(&str, &str)]) {
        let found = pieces(text);
        let whole: String = found
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Link { label, .. } => label.as_str(),
            })
            .collect();
        assert_eq!(whole, text, "nothing is lost");
        let found: Vec<(&str, &str)> = found
            .iter()
            .filter_map(|piece| match piece {
                Piece::Link { href, label } => Some((href.as_str(), label.as_str())),
                Piece::Text(_) => None,
            })
            .collect();
        assert_eq!(found, links, "{text}");
    }

    #[test]
    fn addresses_become_links() {
        check(
            "see https://a.example/x?y=1#z.",
            &[("https://a.example/x?y=1#z", "https://a.example/x?y=1#z")],
        );
        check(
            "(HTTP://A.example/(b))",
            &[("HTTP://A.example/(b)", "HTTP://A.example/(b)")],
        );
        check(
            "www.a.example, ok",
            &[("https://www.a.example", "www.a.example")],
        );
        check(
            "write to «a.b@c.example»!",
            &[("mailto:a.b@c.example", "a.b@c.example")],
        );
        check(
            "mailto:a@b.example?subject=x",
            &[(
                "mailto:a@b.example?subject=x",
                "mailto:a@b.example?subject=x",
            )],
        );
        check(
            "a\nhttp://b.example\nc",
            &[("http://b.example", "http://b.example")],
        );
    }

    #[test]
    fn nothing_else_does() {
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example",
            "https://",
            "https://bank.example@evil.example/",
            "https://a.example/\u{202E}gpj.exe",
            "1.2.3",
            "a@b",
            "<script>alert(1)</script>",
            "",
        ] {
            check(text, &[]);
        }
    }
}

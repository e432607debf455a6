//! Whole words in folded text, by a rule simple enough for SQL to follow.

/// Characters of words in folded text. A keyword must not touch one of these on either side,
/// unless it ends there with something else itself. Scripts that write no spaces, and Hangul,
/// whose words grow endings, are left out on purpose: there every place is a border.
pub const WORD_RANGES: &[(char, char)] = &[
    ('0', '9'),
    ('_', '_'),
    ('a', 'z'),
    ('\u{df}', '\u{f6}'),
    ('\u{f8}', '\u{2af}'),
    ('\u{370}', '\u{373}'),
    ('\u{376}', '\u{377}'),
    ('\u{37b}', '\u{37d}'),
    ('\u{386}', '\u{386}'),
    ('\u{388}', '\u{481}'),
    ('\u{48a}', '\u{559}'),
    ('\u{560}', '\u{588}'),
    ('\u{5d0}', '\u{5f2}'),
    ('\u{620}', '\u{669}'),
    ('\u{66e}', '\u{6d3}'),
    ('\u{6d5}', '\u{6ff}'),
    ('\u{710}', '\u{963}'),
    ('\u{966}', '\u{96f}'),
    ('\u{971}', '\u{df3}'),
    ('\u{10a0}', '\u{10ff}'),
    ('\u{1200}', '\u{135f}'),
    ('\u{1369}', '\u{13fd}'),
    ('\u{1401}', '\u{166c}'),
    ('\u{1e00}', '\u{1fff}'),
    ('\u{2c00}', '\u{2dff}'),
    ('\u{a640}', '\u{a69f}'),
    ('\u{a720}', '\u{a7ff}'),
];

/// Whether a character is part of a word.
pub fn is_word_char(c: char) -> bool {
    WORD_RANGES
        .iter()
        .any(|(from, to)| (*from..=*to).contains(&c))
}

/// Whether a keyword is in a text as a whole word; both are folded.
pub fn has_keyword(text: &str, keyword: &str) -> bool {
    let starts_word = keyword.chars().next().is_some_and(is_word_char);
    let ends_word = keyword.chars().next_back().is_some_and(is_word_char);
    // Places may overlap, which `match_indices` would skip: "ba a a" has "a a" twice.
    text.char_indices().any(|(at, _)| {
        let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
        let Some(rest) = tail.strip_prefix(keyword) else {
            return false;
        };
        let before = head.chars().next_back().is_some_and(is_word_char);
        let after = rest.chars().next().is_some_and(is_word_char);
        !((starts_word && before) || (ends_word && after))
    })
}

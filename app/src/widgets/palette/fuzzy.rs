//! Finding by a few letters: every word typed must occur, as the beginning of a word, inside one,
//! or as letters in the same order.

/// Lower case without the accents of French and its neighbours.
fn fold(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            '’' | '\'' | '-' | '\u{a0}' | '\u{202f}' => ' ',
            other => other,
        })
        .collect()
}

/// How well one folded word is found in a folded text; smaller is better.
fn rank_of(word: &str, text: &str) -> Option<u32> {
    if text.split_whitespace().any(|own| own.starts_with(word)) {
        return Some(0);
    }
    if text.contains(word) {
        return Some(1);
    }
    // Letters in the same order within one word of the text; two letters would find everything.
    let scattered = |own: &str| {
        let mut letters = own.chars();
        word.chars()
            .all(|wanted| letters.any(|letter| letter == wanted))
    };
    (word.chars().count() > 2 && text.split_whitespace().any(scattered)).then_some(4)
}

/// How well all words are found; `None` if one is not.
fn rank(words: &str, text: &str) -> Option<u32> {
    let text = fold(text);
    fold(words)
        .split_whitespace()
        .map(|word| rank_of(word, &text))
        .sum()
}

/// The items that are found, best first, otherwise in their order.
pub fn ranked<'a, T>(words: &str, items: &'a [T], text: impl Fn(&T) -> &str) -> Vec<&'a T> {
    let mut found: Vec<(u32, &T)> = items
        .iter()
        .filter_map(|item| rank(words, text(item)).map(|rank| (rank, item)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &[&str]) {
        let items = [
            "Inbox Boîte de réception",
            "Settings: Channels Paramètres : Canaux",
            "Dark theme Thème sombre",
            "Sign out Se déconnecter",
        ];
        assert_eq!(
            ranked(words, &items, |item| item)
                .into_iter()
                .copied()
                .collect::<Vec<_>>(),
            expected,
            "{words}"
        );
    }

    #[test]
    fn words_are_found_in_both_languages() {
        check("boite", &["Inbox Boîte de réception"]);
        check("chan", &["Settings: Channels Paramètres : Canaux"]);
        check("SOMBRE theme", &["Dark theme Thème sombre"]);
        check("dcnx", &[]);
        check("dcnct", &["Sign out Se déconnecter"]);
        check("nothing", &[]);
    }

    #[test]
    fn the_beginning_of_a_word_wins() {
        let items = ["Unassigned", "Signals"];
        assert_eq!(
            ranked("sign", &items, |item| item),
            [&"Signals", &"Unassigned"]
        );
        assert_eq!(ranked("", &items, |item| item).len(), 2);
    }
}

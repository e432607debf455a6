//! The form in which two texts are "the same": lower case, without accents, one width.
//!
//! Filters and search compare folded text; the store keeps folded columns. It is done with small
//! tables of our own, because the domain carries no Unicode data: Latin, Greek, Cyrillic, Arabic
//! and Hebrew lose their marks, full and half width forms become ordinary ones, Hangul and kana
//! are composed. Composed and decomposed spelling of a letter fold alike, and folding twice
//! changes nothing. Marks that are part of a word (Indic vowel signs, Thai tones) stay.

/// One folded character, and which bytes of the text it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The character.
    pub c: char,
    /// First byte in the original text.
    pub start: usize,
    /// After the last byte in the original text.
    pub end: usize,
}

/// U+00C0 to U+024F, `_` for "see below".
const LATIN: &[u8; 400] = b"\
aaaaaa_ceeeeiiiidnooooo_ouuuuy__aaaaaa_ceeeeiiiidnooooo_ouuuuy_yaaaaaaccccccccddddeeeeeeeeeegggg\
gggghhhhiiiiiiiiii__jjkkkllllll__llnnnnnnnnnoooooo__rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
bbbb__occdddd_eeeffgg_iikkl__nnooo__pprsss__tttuuuvyyzzzzz_____w_____________aaiioouuuuuuuuuueaa\
aa__ggggkkoooozzj___gg_wnnaa__ooaaaaeeeeiiiioooorrrruuuusstt__hhnd____aaeeooooooooyylntj__acclts\
z__buveejjqqrryy";

/// U+1E00 to U+1EFF, `_` for "see below".
const LATIN_ADDITIONAL: &[u8; 256] = b"\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy_sss_daaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy______";

/// U+FF61 to U+FF9D: the half width kana in full width.
const HALF_WIDTH: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// U+FE80 to U+FEF4: letters with the number of their shapes.
const ARABIC_SHAPES: &[(char, u32)] = &[
    ('ء', 1),
    ('ا', 2),
    ('ا', 2),
    ('و', 2),
    ('ا', 2),
    ('ي', 4),
    ('ا', 2),
    ('ب', 4),
    ('ه', 2),
    ('ت', 4),
    ('ث', 4),
    ('ج', 4),
    ('ح', 4),
    ('خ', 4),
    ('د', 2),
    ('ذ', 2),
    ('ر', 2),
    ('ز', 2),
    ('س', 4),
    ('ش', 4),
    ('ص', 4),
    ('ض', 4),
    ('ط', 4),
    ('ظ', 4),
    ('ع', 4),
    ('غ', 4),
    ('ف', 4),
    ('ق', 4),
    ('ك', 4),
    ('ل', 4),
    ('م', 4),
    ('ن', 4),
    ('ه', 4),
    ('و', 2),
    ('ي', 2),
    ('ي', 4),
];

/// The folded form of a text: compare two of these to ignore case and accents.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(text).into_iter().map(|folded| folded.c).collect()
}

/// Like [`fold`], trimmed, with runs of white space as one space: what filters compare.
pub fn fold_line(text: &str) -> String {
    let folded = fold(text);
    let mut words = folded.split_whitespace();
    let mut line = words.next().unwrap_or_default().to_owned();
    for word in words {
        line.push(' ');
        line.push_str(word);
    }
    line
}

/// The folded characters with their places in the text, for highlighting.
pub fn folded(text: &str) -> Vec<Folded> {
    let mut out: Vec<Folded> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_ascii() {
            let c = c.to_ascii_lowercase();
            out.push(Folded { c, start, end });
            continue;
        }
        for c in c.to_lowercase() {
            fold_char(c, &mut |c| push(&mut out, Folded { c, start, end }));
        }
    }
    out
}

/// Appends a character, composed with the one before it where the two are one letter.
fn push(out: &mut Vec<Folded>, next: Folded) {
    let Some(last) = out.last_mut() else {
        if !is_dropped(next.c) {
            out.push(next);
        }
        return;
    };
    if is_dropped(next.c) {
        // The mark belongs to its letter when that is highlighted.
        last.end = next.end;
    } else if let Some(c) = compose(last.c, next.c) {
        *last = Folded {
            c,
            start: last.start,
            end: next.end,
        };
    } else {
        out.push(next);
    }
}

/// Marks and invisible characters that no comparison should see.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{61c}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

fn fold_char(c: char, push: &mut impl FnMut(char)) {
    if let Some(letters) = several(c) {
        letters.chars().for_each(push);
        return;
    }
    let code = u32::from(c);
    let table = |table: &[u8], first: u32| {
        let index = usize::try_from(code.checked_sub(first)?).ok()?;
        let letter = *table.get(index)?;
        (letter != b'_').then_some(char::from(letter))
    };
    let one = table(LATIN, 0xC0)
        .or_else(|| table(LATIN_ADDITIONAL, 0x1E00))
        .or_else(|| greek(code))
        .or_else(|| cyrillic(c))
        .or_else(|| arabic(c))
        .or_else(|| other(c))
        .unwrap_or(c);
    push(one);
}

/// Letters that become more than one.
fn several(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' | 'ǣ' | 'ǽ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ĳ' => "ij",
        'ƣ' => "oi",
        'ǆ' | 'ǳ' => "dz",
        'ǉ' => "lj",
        'ǌ' => "nj",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '…' => "...",
        '™' => "tm",
        '№' => "no",
        'ﻵ'..='ﻼ' => "لا",
        _ => return None,
    })
}

fn greek(code: u32) -> Option<char> {
    Some(match code {
        0x3AC | 0x1F00..=0x1F0F | 0x1F70..=0x1F71 | 0x1F80..=0x1F8F | 0x1FB0..=0x1FBC => 'α',
        0x3AD | 0x1F10..=0x1F1F | 0x1F72..=0x1F73 => 'ε',
        0x3AE | 0x1F20..=0x1F2F | 0x1F74..=0x1F75 | 0x1F90..=0x1F9F | 0x1FC2..=0x1FCC => 'η',
        0x390 | 0x3AF | 0x3CA | 0x1F30..=0x1F3F | 0x1F76..=0x1F77 | 0x1FD0..=0x1FDB => 'ι',
        0x3CC | 0x1F40..=0x1F4F | 0x1F78..=0x1F79 => 'ο',
        0x1FE4 | 0x1FE5 | 0x1FEC => 'ρ',
        0x3B0 | 0x3CB | 0x3CD | 0x1F50..=0x1F5F | 0x1F7A..=0x1F7B | 0x1FE0..=0x1FEB => 'υ',
        0x3CE | 0x1F60..=0x1F6F | 0x1F7C..=0x1F7D | 0x1FA0..=0x1FAF | 0x1FF2..=0x1FFC => 'ω',
        0x3C2 => 'σ',
        _ => return None,
    })
}

fn cyrillic(c: char) -> Option<char> {
    Some(match c {
        'ё' | 'ѐ' | 'ӗ' => 'е',
        'й' | 'ѝ' | 'ӣ' | 'ӥ' => 'и',
        'ѓ' => 'г',
        'ї' => 'і',
        'ќ' => 'к',
        'ў' | 'ӯ' | 'ӱ' | 'ӳ' => 'у',
        'ѷ' => 'ѵ',
        'ӂ' | 'ӝ' => 'ж',
        'ӑ' | 'ӓ' => 'а',
        'ӛ' => 'ә',
        'ӟ' => 'з',
        'ӧ' => 'о',
        'ӫ' => 'ө',
        'ӭ' => 'э',
        'ӵ' => 'ч',
        'ӹ' => 'ы',
        _ => return None,
    })
}

fn arabic(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' | 'ی' | 'ﯼ'..='ﯿ' => 'ي',
        'ة' | 'ۀ' | 'ە' => 'ه',
        'ک' | 'ﮎ'..='ﮑ' => 'ك',
        'ﭖ'..='ﭙ' => 'پ',
        'ﭺ'..='ﭽ' => 'چ',
        'ﮊ' | 'ﮋ' => 'ژ',
        'ﮒ'..='ﮕ' => 'گ',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        '\u{fe80}'..='\u{fef4}' => {
            let mut left = u32::from(c) - 0xFE80;
            return ARABIC_SHAPES.iter().find_map(|(letter, shapes)| {
                if left < *shapes {
                    Some(*letter)
                } else {
                    left -= shapes;
                    None
                }
            });
        }
        _ => return None,
    })
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Punctuation, widths, white space.
fn other(c: char) -> Option<char> {
    Some(match c {
        '‘' | '’' | '‛' | 'ʼ' | '′' => '\'',
        '“' | '”' | '„' => '"',
        '‐' | '‑' => '-',
        '²' => '2',
        '³' => '3',
        '¹' => '1',
        'ª' => 'a',
        'º' => 'o',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xFEE0)?.to_ascii_lowercase(),
        '\u{ff61}'..='\u{ff9d}' => {
            let index = usize::try_from(u32::from(c) - 0xFF61).ok()?;
            HALF_WIDTH.chars().nth(index)?
        }
        '\u{ff9e}' => '\u{3099}',
        '\u{ff9f}' => '\u{309a}',
        _ => return None,
    })
}

/// Two characters that are one: kana with a sound mark, Hangul jamo (Unicode §3.12).
fn compose(last: char, next: char) -> Option<char> {
    let (a, b) = (u32::from(last), u32::from(next));
    let code = match next {
        '\u{3099}' => match a {
            0x3046 | 0x30A6 => a + 78,
            0x304B..=0x3061 | 0x30AB..=0x30C1 if a % 2 == 1 => a + 1,
            0x3064..=0x3068 | 0x30C4..=0x30C8 if a % 2 == 0 => a + 1,
            0x306F..=0x307B | 0x30CF..=0x30DB if a % 3 == 0 => a + 1,
            _ => return None,
        },
        '\u{309a}' => match a {
            0x306F..=0x307B | 0x30CF..=0x30DB if a % 3 == 0 => a + 2,
            _ => return None,
        },
        '\u{1161}'..='\u{1175}' if (0x1100..=0x1112).contains(&a) => {
            0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28
        }
        '\u{11a8}'..='\u{11c2}'
            if (0xAC00..=0xD7A3).contains(&a) && (a - 0xAC00).is_multiple_of(28) =>
        {
            a + b - 0x11A7
        }
        _ => return None,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_widths_do_not_matter() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected, "{text}");
        check("Éléonore Côté", "eleonore cote");
        check("E\u{301}le\u{301}onore", "eleonore");
        check(
            "Straße Ærø ŁÓDŹ İstanbul ıı",
            "strasse aero lodz istanbul ii",
        );
        check("Nguyễn Đức", "nguyen duc");
        check("Ἀθῆναι ΌΧΙ ΟΔΟΣ", "αθηναι οχι οδοσ");
        check("Ёлка Йод", "елка иод");
        check("ＡＢＣ　１２", "abc 12");
        check("ｶﾞｷﾞﾊﾟ", "ガギパ");
        check("か\u{3099}", "が");
        check("\u{1112}\u{1161}\u{11ab}", "한");
        check("l’été", "l'ete");
        check("مُحَمَّد أحمد", "محمد احمد");
        check("ﻣﺤﻤﺪ", "محمد");
        check("שָׁלוֹם", "שלום");
        check("٠١٢ ۳۴", "012 34");
        check("नमस्ते ราคา 价格", "नमस्ते ราคา 价格");
        check("a\u{200b}b\u{ad}c", "abc");
    }

    #[test]
    fn lines_are_trimmed_and_single_spaced() {
        assert_eq!(fold_line("  É \u{a0} b\n"), "e b");
        assert_eq!(fold_line("\u{301}"), "");
    }

    #[test]
    fn a_mark_is_highlighted_with_its_letter() {
        let text = "e\u{301}Æ";
        let all: Vec<_> = folded(text)
            .iter()
            .map(|f| (f.c, text.get(f.start..f.end).unwrap()))
            .collect();
        assert_eq!(all, [('e', "e\u{301}"), ('a', "Æ"), ('e', "Æ")]);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            let line = fold_line(&text);
            prop_assert_eq!(fold_line(&line), line);
        }

        #[test]
        fn places_are_inside_the_text_and_in_order(text in any::<String>()) {
            let mut before = 0;
            for f in folded(&text) {
                prop_assert!(text.get(f.start..f.end).is_some());
                prop_assert!(f.start >= before);
                before = f.start;
            }
        }
    }
}

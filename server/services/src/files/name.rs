//! Names of files as people gave them: metadata that is shown and offered for saving, never a path
//! of ours. Cleaned once, when the file comes in.

/// Longest name in bytes; file systems stop at 255.
const MAX_BYTES: usize = 200;

/// A name that is safe to show and to save: no folders, no control or direction characters, no
/// name that a system reserves; never empty.
pub(crate) fn clean(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        // Forbidden on Windows; `:` would name a stream of the file in front of it.
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = kept.trim_matches(['.', ' ']);
    let stem = kept
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    let reserved = matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) || ["COM", "LPT"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|rest| {
            rest.chars().count() == 1
                && rest
                    .chars()
                    .all(|c| c.is_ascii_digit() || "¹²³".contains(c))
        })
    });
    match kept {
        "" => "file".to_owned(),
        name if reserved => shorten(&format!("_{name}")),
        name => shorten(name),
    }
}

/// The last extension in lower case, or nothing.
pub(crate) fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or(String::new(), |(_, ext)| ext.to_lowercase())
}

/// The name with another extension, for content that was converted.
pub(crate) fn with_extension(name: &str, extension: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    shorten(&format!("{stem}.{extension}"))
}

/// Cuts the stem and keeps the extension.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let (stem, ext) = match name.rsplit_once('.') {
        Some((stem, ext)) if ext.len() <= 10 => (stem, format!(".{ext}")),
        _ => (name, String::new()),
    };
    let mut end = (MAX_BYTES - ext.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ext}", stem.get(..end).unwrap_or_default().trim_end())
}

/// Direction overrides, isolates and marks, zero-width characters: they make `gnp.exe` look like
/// `exe.png`.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{061C}'
            | '\u{FEFF}'
            | '\u{00AD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_60_names_lose_paths_and_tricks() {
        for (typed, expected) in [
            ("photo.jpg", "photo.jpg"),
            ("../../etc/passwd", "passwd"),
            ("/etc/shadow", "shadow"),
            ("C:\\Windows\\system32\\evil.dll", "evil.dll"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("..", "file"),
            ("", "file"),
            ("a\0b.png", "ab.png"),
            ("report.txt:stream", "report.txt_stream"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("COM1.log", "_COM1.log"),
            ("comic.pdf", "comic.pdf"),
            ("invoice\u{202E}gnp.exe", "invoicegnp.exe"),
            ("a\u{200B}b.pdf", "ab.pdf"),
            ("  spaced \n out .txt", "spaced out .txt"),
            (".htaccess", "htaccess"),
            ("été 日本.pdf", "été 日本.pdf"),
            ("x\r\nSet-Cookie: a=b.png", "xSet-Cookie_ a=b.png"),
        ] {
            assert_eq!(clean(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn sec_60_long_names_are_cut_but_keep_their_extension() {
        let name = clean(&format!("{}.pdf", "é".repeat(300)));
        assert!(name.len() <= MAX_BYTES && name.ends_with("é.pdf"), "{name}");
        assert!(clean(&"x".repeat(300)).len() <= MAX_BYTES);
        assert_eq!(with_extension("photo.webp", "jpg"), "photo.jpg");
        assert_eq!(extension("a.tar.GZ"), "gz");
    }
}

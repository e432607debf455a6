//! What contacts are called, and what their last message says where only one line is shown.

use parlance::conversation::ConversationRow;
use parlance::id::ContactId;

use crate::locales::Texts;

/// A name that stands by itself: characters that turn the writing direction around become
/// visible, so that `\u{202E}gpj.exe` cannot pass for a picture.
pub fn visible(name: &str) -> String {
    let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    name.chars()
        .map(|c| if turns(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// What to call a contact: the name, or "Visitor" with its number in the workspace.
pub fn contact_title(t: Texts, name: &str, contact: ContactId) -> String {
    if name.trim().is_empty() {
        // Row ids start at the workspace's number in the upper half.
        t.inbox.visitor(&(contact.0 & 0xFFFF_FFFF).to_string())
    } else {
        visible(name)
    }
}

/// The beginning of the last message, or what it is if it has no words.
pub fn preview_words(t: Texts, row: &ConversationRow) -> String {
    if !row.preview.is_empty() {
        return row.preview.clone();
    }
    let kind = match row.last_kind.as_str() {
        "image" => t.inbox.kind_image(),
        "video" => t.inbox.kind_video(),
        "audio" => t.inbox.kind_audio(),
        "file" => t.inbox.kind_file(),
        _ => t.inbox.no_text(),
    };
    kind.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::Locale;
    use parlance::id::WorkspaceId;

    #[test]
    fn a_contact_without_a_name_is_a_numbered_visitor() {
        let t = Texts::new(Locale::Fr);
        let first = ContactId(WorkspaceId(3).first_row_id());
        assert_eq!(contact_title(t, " ", first), "Visiteur 1");
        assert_eq!(contact_title(t, "Zoé", first), "Zoé");
        assert_eq!(contact_title(t, "a\u{202E}b", first), "a\u{FFFD}b");
    }
}

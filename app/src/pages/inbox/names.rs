//! What people and contacts are called in sentences. Names are isolated, so that their writing
//! direction cannot disturb the sentence around them.

use parlance::conversation::Person;
use parlance::id::{ContactId, UserId};
use parlance::message::Author;
use parlance::text::isolate;

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

/// A user's name; members who left the workspace keep theirs.
pub fn person_name(t: Texts, people: &[Person], user: UserId) -> String {
    people.iter().find(|person| person.id == user).map_or_else(
        || t.inbox.former_user().to_owned(),
        |person| person.name.clone(),
    )
}

/// A user's name inside a sentence.
pub fn person_in_sentence(t: Texts, people: &[Person], user: UserId) -> String {
    isolate(&person_name(t, people, user))
}

/// Who wrote a message.
pub fn author_name(t: Texts, people: &[Person], contact: &str, author: &Author) -> String {
    match author {
        Author::Contact { .. } => contact.to_owned(),
        Author::User { id } => person_name(t, people, *id),
        Author::System => t.inbox.system().to_owned(),
    }
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

    #[test]
    fn names_cannot_turn_a_sentence_around() {
        let t = Texts::new(Locale::En);
        let people = [Person {
            id: UserId(7),
            name: "\u{202E}eve".into(),
            online: true,
            active: true,
        }];
        let name = person_in_sentence(t, &people, UserId(7));
        assert_eq!(name, "\u{2068}\u{FFFD}eve\u{2069}");
        assert_eq!(person_name(t, &people, UserId(9)), "Former user");
    }
}

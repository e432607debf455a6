//! What people and contacts are called in sentences. Names are isolated, so that their writing
//! direction cannot disturb the sentence around them.

use parlance::conversation::Person;
use parlance::id::UserId;
use parlance::message::Author;
use parlance::text::isolate;

use crate::locales::Texts;
pub use crate::widgets::contact_words::{contact_title, visible};

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

//! Who types where: in memory for a few seconds, never in the log.

use std::collections::HashMap;

use parlance::id::{ContactId, ConversationId, UserId};
use parlance::time::{SECOND, Timestamp};

/// Without news, somebody has stopped.
pub(super) const EXPIRY: i64 = 6 * SECOND;
/// News of somebody who types already are passed on no more often than this.
const PACE: i64 = 2 * SECOND;
/// People typing at the same time, of whom a feed knows.
const MAX: usize = 1_000;

/// Somebody types, or stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Where.
    pub conversation: ConversationId,
    /// With whom.
    pub contact: ContactId,
    /// A user with the display name; `None`: the contact.
    pub user: Option<(UserId, String)>,
    /// Types, or stopped.
    pub on: bool,
}

/// The conversation, and the user (`None`: its contact).
type Who = (ConversationId, Option<UserId>);

impl Note {
    fn who(&self) -> Who {
        (self.conversation, self.user.as_ref().map(|(id, _)| *id))
    }
}

#[derive(Debug)]
struct Active {
    note: Note,
    until: Timestamp,
    passed_on_at: Timestamp,
}

/// Everybody who types in a workspace.
#[derive(Debug, Default)]
pub(super) struct Typing(HashMap<Who, Active>);

impl Typing {
    /// Takes a note; whether others should hear of it.
    pub fn take(&mut self, note: &Note, now: Timestamp) -> bool {
        if !note.on {
            return self.0.remove(&note.who()).is_some();
        }
        let until = now.plus(EXPIRY);
        if let Some(active) = self.0.get_mut(&note.who()) {
            active.until = until;
            let due = now.since(active.passed_on_at) >= PACE;
            if due {
                active.passed_on_at = now;
            }
            return due;
        }
        if self.0.len() >= MAX {
            return false;
        }
        self.0.insert(
            note.who(),
            Active {
                note: note.clone(),
                until,
                passed_on_at: now,
            },
        );
        true
    }

    /// Somebody's message arrived: no more typing. The note that says so, if it is news.
    pub fn wrote(&mut self, conversation: ConversationId, user: Option<UserId>) -> Option<Note> {
        let active = self.0.remove(&(conversation, user))?;
        Some(Note {
            on: false,
            ..active.note
        })
    }

    /// Those who stopped without saying so.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Note> {
        let mut ended: Vec<Note> = self
            .0
            .extract_if(|_, active| active.until <= now)
            .map(|(_, active)| Note {
                on: false,
                ..active.note
            })
            .collect();
        ended.sort_unstable_by_key(Note::who);
        ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(on: bool) -> Note {
        Note {
            conversation: ConversationId(1),
            contact: ContactId(2),
            user: None,
            on,
        }
    }

    #[test]
    fn typing_ends_by_itself() {
        let mut typing = Typing::default();
        assert!(typing.take(&note(true), Timestamp(0)));
        assert!(!typing.take(&note(true), Timestamp(PACE - 1)));
        assert!(typing.take(&note(true), Timestamp(PACE)));
        assert_eq!(typing.expire(Timestamp(PACE + EXPIRY - 1)), []);
        assert_eq!(typing.expire(Timestamp(PACE + EXPIRY)), [note(false)]);
        assert_eq!(typing.expire(Timestamp(PACE + EXPIRY)), []);
    }

    #[test]
    fn stopping_is_told_once() {
        let mut typing = Typing::default();
        assert!(!typing.take(&note(false), Timestamp(0)));
        typing.take(&note(true), Timestamp(0));
        assert!(typing.take(&note(false), Timestamp(1)));
        assert!(!typing.take(&note(false), Timestamp(2)));
    }

    #[test]
    fn a_message_ends_the_typing_of_its_author_only() {
        let mut typing = Typing::default();
        let agent = Note {
            user: Some((UserId(3), "Ada".into())),
            ..note(true)
        };
        typing.take(&note(true), Timestamp(0));
        typing.take(&agent, Timestamp(0));
        assert_eq!(typing.wrote(ConversationId(1), None), Some(note(false)));
        assert_eq!(typing.wrote(ConversationId(1), None), None);
        assert_eq!(
            typing.wrote(ConversationId(1), Some(UserId(3))),
            Some(Note { on: false, ..agent })
        );
    }
}

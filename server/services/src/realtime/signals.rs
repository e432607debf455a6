//! What the processes that share a Postgres tell each other: nothing that is stored.

use parlance::id::{ContactId, ConversationId, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};

use super::typing::Note;
use super::{Inner, ReadMoved};

/// A signal, and which process it is from.
#[derive(Debug, Serialize, Deserialize)]
struct Signal {
    from: String,
    #[serde(flatten)]
    what: What,
}

/// The content of a signal.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum What {
    /// Somebody types, or stopped.
    Typing {
        conversation: ConversationId,
        contact: ContactId,
        user: Option<(UserId, String)>,
        on: bool,
    },
    /// A read mark moved.
    Read(ReadMoved),
    /// The users who are connected to that process.
    Online { users: Vec<UserId> },
    /// That process wants to know who is connected to the others.
    Hello {},
}

impl What {
    /// The signal of a note.
    pub fn typing(note: &Note) -> What {
        let Note {
            conversation,
            contact,
            user,
            on,
        } = note.clone();
        What::Typing {
            conversation,
            contact,
            user,
            on,
        }
    }
}

impl Inner {
    /// Tells the other processes.
    pub(super) fn signal(&self, workspace: WorkspaceId, what: What) {
        let Some(wiring) = self.wiring.get() else {
            return;
        };
        let signal = Signal {
            from: self.process.clone(),
            what,
        };
        if let Ok(payload) = serde_json::to_string(&signal) {
            wiring.store.signal(workspace, payload);
        }
    }

    /// Hears another process.
    pub(super) fn hear(&self, workspace: WorkspaceId, payload: &str) {
        // A newer version may say things that this one does not understand.
        let Ok(Signal { from, what }) = serde_json::from_str(payload) else {
            return;
        };
        if from == self.process {
            return;
        }
        match what {
            What::Typing {
                conversation,
                contact,
                user,
                on,
            } => {
                if let Some(feed) = self.feed(workspace) {
                    feed.typing(
                        Note {
                            conversation,
                            contact,
                            user,
                            on,
                        },
                        self.now(),
                    );
                }
            }
            What::Read(moved) => {
                if let Some(feed) = self.feed(workspace) {
                    feed.read_moved(moved);
                }
            }
            What::Online { users } => {
                let now = self.now();
                self.people(workspace, |people| people.hear(&from, users, now));
            }
            What::Hello {} => {
                let users = self.people(workspace, |people| people.here());
                if !users.is_empty() {
                    self.signal(workspace, What::Online { users });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlance::id::MessageId;

    #[test]
    fn signals_are_read_back() {
        let read = ReadMoved {
            user: UserId(1),
            conversation: ConversationId(2),
            contact: ContactId(3),
            up_to: MessageId(4),
            team: true,
        };
        let typing = Note {
            conversation: ConversationId(2),
            contact: ContactId(3),
            user: Some((UserId(1), "Ada".into())),
            on: true,
        };
        for what in [
            What::typing(&typing),
            What::Read(read),
            What::Online {
                users: vec![UserId(1)],
            },
            What::Hello {},
        ] {
            let text = serde_json::to_string(&Signal {
                from: "p".into(),
                what,
            })
            .unwrap();
            let back: Signal = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&back).unwrap(), text);
        }
    }
}

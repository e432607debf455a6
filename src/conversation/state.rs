//! The state machine of a conversation (product specification §6.6), for the states that exist
//! so far: open and closed by people, opened by inbound messages.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::event::EventPayload;
use crate::id::{ChannelId, ContactId, ConversationId, TeamId, UserId};
use crate::time::Timestamp;

/// Open, snoozed or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Somebody has to do something.
    Open,
    /// Comes back at a set time or with the next message.
    Snoozed,
    /// Done.
    Closed,
}

impl Status {
    /// The number in the database.
    pub fn code(self) -> i64 {
        match self {
            Status::Open => 0,
            Status::Snoozed => 1,
            Status::Closed => 2,
        }
    }

    /// The status of a number in the database; unknown numbers are closed.
    pub fn from_code(code: i64) -> Self {
        match code {
            0 => Status::Open,
            1 => Status::Snoozed,
            _ => Status::Closed,
        }
    }
}

/// Why a change is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TransitionError {
    /// It is in that state already; nothing to do.
    #[error("already so")]
    AlreadySo,
    /// The contact has another conversation that is not closed.
    #[error("another conversation of this contact is open")]
    AnotherIsOpen,
}

/// A conversation, with what its rules need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The conversation.
    pub id: ConversationId,
    /// Its contact.
    pub contact: ContactId,
    /// The channel of its last message.
    pub channel: ChannelId,
    /// Open, snoozed or closed.
    pub status: Status,
    /// Who takes care of it.
    pub assignee: Option<UserId>,
    /// Which team takes care of it.
    pub team: Option<TeamId>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    pub closed_by: Option<UserId>,
    /// Since when the contact waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// When a user answered first.
    pub first_response_at: Option<Timestamp>,
    /// Grows with every change.
    pub version: i64,
}

impl Conversation {
    /// Closes it; the contact does not wait any more.
    ///
    /// # Errors
    /// [`TransitionError::AlreadySo`] if it is closed.
    pub fn close(&mut self, by: UserId, at: Timestamp) -> Result<EventPayload, TransitionError> {
        if self.status == Status::Closed {
            return Err(TransitionError::AlreadySo);
        }
        self.status = Status::Closed;
        self.closed_at = Some(at);
        self.closed_by = Some(by);
        self.waiting_since = None;
        self.version += 1;
        Ok(EventPayload::ConversationClosed {
            category: None,
            summary: String::new(),
        })
    }

    /// Opens it again. `another_open`: whether the contact has another one that is not closed.
    ///
    /// # Errors
    /// Already open, or another one is open: a contact has at most one that is not closed.
    pub fn reopen(&mut self, another_open: bool) -> Result<EventPayload, TransitionError> {
        if self.status == Status::Open {
            return Err(TransitionError::AlreadySo);
        }
        if another_open {
            return Err(TransitionError::AnotherIsOpen);
        }
        self.status = Status::Open;
        self.closed_at = None;
        self.closed_by = None;
        self.version += 1;
        Ok(EventPayload::ConversationReopened {})
    }

    /// Gives it to a user, or to nobody.
    ///
    /// # Errors
    /// [`TransitionError::AlreadySo`] if nothing changes.
    pub fn assign(&mut self, to: Option<UserId>) -> Result<EventPayload, TransitionError> {
        if self.assignee == to {
            return Err(TransitionError::AlreadySo);
        }
        let from = std::mem::replace(&mut self.assignee, to);
        self.version += 1;
        Ok(EventPayload::ConversationAssigned { from, to })
    }

    /// A user's message went out: the contact does not wait any more.
    pub fn answered(&mut self, at: Timestamp) {
        self.waiting_since = None;
        self.first_response_at.get_or_insert(at);
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversation() -> Conversation {
        Conversation {
            id: ConversationId(1),
            contact: ContactId(2),
            channel: ChannelId(3),
            status: Status::Open,
            assignee: None,
            team: None,
            closed_at: None,
            closed_by: None,
            waiting_since: Some(Timestamp(5)),
            first_response_at: None,
            version: 1,
        }
    }

    #[test]
    fn closing_ends_the_wait_and_happens_once() {
        let mut c = conversation();
        c.close(UserId(9), Timestamp(10)).unwrap();
        assert_eq!(
            (c.status, c.closed_at, c.waiting_since),
            (Status::Closed, Some(Timestamp(10)), None)
        );
        assert_eq!(
            c.close(UserId(9), Timestamp(11)),
            Err(TransitionError::AlreadySo)
        );
        assert_eq!(c.version, 2);
    }

    #[test]
    fn a_contact_has_at_most_one_open_conversation() {
        let mut c = conversation();
        c.close(UserId(9), Timestamp(10)).unwrap();
        assert_eq!(c.reopen(true), Err(TransitionError::AnotherIsOpen));
        c.reopen(false).unwrap();
        assert_eq!((c.status, c.closed_at), (Status::Open, None));
        assert_eq!(c.reopen(false), Err(TransitionError::AlreadySo));
    }

    #[test]
    fn assigning_tells_from_whom_to_whom() {
        let mut c = conversation();
        let event = c.assign(UserId::some(7)).unwrap();
        assert_eq!(
            event,
            EventPayload::ConversationAssigned {
                from: None,
                to: Some(UserId(7))
            }
        );
        assert_eq!(c.assign(UserId::some(7)), Err(TransitionError::AlreadySo));
        assert!(c.assign(None).is_ok());
    }

    #[test]
    fn only_the_first_answer_is_the_first_response() {
        let mut c = conversation();
        c.answered(Timestamp(8));
        c.answered(Timestamp(9));
        assert_eq!(
            (c.first_response_at, c.waiting_since),
            (Some(Timestamp(8)), None)
        );
    }
}

//! What was published lately: frames that are serialised already, in a bounded ring. A reader is
//! nothing but a position in it; who falls off the end comes back with a cursor and reads the log.

use std::collections::VecDeque;
use std::sync::Arc;

use parlance::id::{ChannelId, ContactId, ConversationId, MessageId, TeamId, UserId};
use parlance::permission::Visibility;
use parlance_store::ws::counters::Open;

/// Entries of a ring.
pub(super) const MAX_ENTRIES: usize = 1_024;
/// Bytes of a ring; the newest entry stays, however large.
const MAX_BYTES: usize = 1 << 20;

/// A position in the log: what a browser resumes at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Position {
    /// Of which history.
    pub epoch: i64,
    /// After this event.
    pub seq: i64,
}

impl Position {
    /// From `epoch.seq`.
    pub fn parse(text: &str) -> Option<Position> {
        let (epoch, seq) = text.split_once('.')?;
        Some(Position {
            epoch: epoch.parse().ok()?,
            seq: seq.parse().ok()?,
        })
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.epoch, self.seq)
    }
}

/// Assignee and team of a contact: all that its visibility depends on.
pub(super) type Keeper = (Option<UserId>, Option<TeamId>);

/// Which agents a frame is for. Decided when it is delivered, by what the agent may see then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Everybody in the workspace.
    All,
    /// One user.
    User(UserId),
    /// Who sees the contact.
    Seeing(Keeper),
    /// Who sees the contact, except one user.
    Others(Keeper, UserId),
    /// Who saw the contact and does not any more.
    Lost { before: Keeper, now: Keeper },
}

impl Audience {
    /// Whether a user with this visibility belongs to it.
    pub fn has(&self, user: UserId, visibility: &Visibility) -> bool {
        let sees = |(assignee, team): Keeper| visibility.sees(assignee, team);
        match *self {
            Audience::All => true,
            Audience::User(only) => only == user,
            Audience::Seeing(keeper) => sees(keeper),
            Audience::Others(keeper, except) => user != except && sees(keeper),
            Audience::Lost { before, now } => sees(before) && !sees(now),
        }
    }
}

/// Which visitors a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visitors {
    /// Everybody.
    All,
    /// A contact, on one channel or (0) on any.
    Contact(ContactId, ChannelId),
}

/// A restriction under which a frame looks different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrow {
    /// Addresses are masked.
    Masked,
    /// Files have no address.
    NoFiles,
}

/// One update, serialised.
#[derive(Debug)]
pub(super) enum Frame {
    /// For agents.
    Agents {
        /// Which.
        to: Audience,
        /// JSON of a live frame.
        json: Arc<str>,
        /// How those see it who see less.
        narrow: Option<(Narrow, Arc<str>)>,
    },
    /// The counters changed; each agent gets what concerns them.
    Counts(Arc<Open>),
    /// For visitors.
    Visitors {
        /// Which.
        to: Visitors,
        /// Name of the SSE event.
        event: &'static str,
        /// JSON of a widget frame.
        json: Arc<str>,
        /// A message of the team: reaching the visitor's browser, it is delivered.
        arrives: Option<(ConversationId, MessageId)>,
    },
    /// A visitor became a contact.
    Known {
        /// The channel.
        channel: ChannelId,
        /// What the channel calls the visitor.
        external_id: String,
        /// The contact.
        contact: ContactId,
    },
}

impl Frame {
    fn bytes(&self) -> usize {
        match self {
            Frame::Agents { json, narrow, .. } => {
                json.len() + narrow.as_ref().map_or(0, |(_, json)| json.len())
            }
            Frame::Counts(open) => 64 + 16 * open.by_user.len(),
            Frame::Visitors { json, .. } => json.len(),
            Frame::Known { external_id, .. } => external_id.len(),
        }
    }
}

/// What one flush published.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The log is told up to here; `None`: nothing of it came from the log.
    pub position: Option<Position>,
    /// The updates.
    pub frames: Vec<Frame>,
}

/// What is next for a reader.
pub(super) enum Next {
    /// Nothing yet.
    Nothing,
    /// These, and the position after them.
    Entries(Vec<Arc<Entry>>, u64),
    /// What came next is gone.
    Lost,
}

/// The ring.
#[derive(Debug, Default)]
pub(super) struct Ring {
    entries: VecDeque<(usize, Arc<Entry>)>,
    first: u64,
    bytes: usize,
}

impl Ring {
    /// Position after the newest entry.
    pub fn end(&self) -> u64 {
        self.first + u64::try_from(self.entries.len()).unwrap_or(0)
    }

    /// Adds an entry; the oldest ones make room.
    pub fn push(&mut self, entry: Entry) {
        let bytes = entry.frames.iter().map(Frame::bytes).sum();
        self.bytes += bytes;
        self.entries.push_back((bytes, Arc::new(entry)));
        while self.entries.len() > MAX_ENTRIES || (self.bytes > MAX_BYTES && self.entries.len() > 1)
        {
            if let Some((bytes, _)) = self.entries.pop_front() {
                self.bytes -= bytes;
                self.first += 1;
            }
        }
    }

    /// At most `limit` entries from a position on.
    pub fn read(&self, from: u64, limit: usize) -> Next {
        let Some(skip) = from
            .checked_sub(self.first)
            .and_then(|n| usize::try_from(n).ok())
        else {
            return Next::Lost;
        };
        let found: Vec<_> = self
            .entries
            .iter()
            .skip(skip)
            .take(limit)
            .map(|(_, entry)| Arc::clone(entry))
            .collect();
        let after = from + u64::try_from(found.len()).unwrap_or(0);
        if found.is_empty() {
            Next::Nothing
        } else {
            Next::Entries(found, after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(bytes: usize) -> Entry {
        let json = "x".repeat(bytes).into();
        Entry {
            position: None,
            frames: vec![Frame::Agents {
                to: Audience::All,
                json,
                narrow: None,
            }],
        }
    }

    #[test]
    fn a_ring_is_bounded_by_entries() {
        let mut ring = Ring::default();
        for _ in 0..MAX_ENTRIES + 3 {
            ring.push(entry(1));
        }
        assert_eq!((ring.first, ring.end()), (3, 1_027));
        assert!(matches!(ring.read(2, 9), Next::Lost));
        assert!(matches!(ring.read(3, 9), Next::Entries(found, 12) if found.len() == 9));
        assert!(matches!(ring.read(1_027, 9), Next::Nothing));
    }

    #[test]
    fn a_ring_is_bounded_by_bytes_but_keeps_the_newest() {
        let mut ring = Ring::default();
        ring.push(entry(MAX_BYTES / 2));
        ring.push(entry(MAX_BYTES / 2));
        assert_eq!(ring.first, 0);
        ring.push(entry(MAX_BYTES * 2));
        assert_eq!((ring.first, ring.end(), ring.bytes), (2, 3, MAX_BYTES * 2));
    }

    #[test]
    fn the_audience_follows_visibility() {
        let (me, other) = (UserId(1), UserId(2));
        let mine = Visibility::Mine {
            user: me,
            unassigned: false,
        };
        let (of_me, of_other) = ((Some(me), None), (Some(other), None));
        assert!(Audience::Seeing(of_me).has(me, &mine));
        assert!(!Audience::Seeing(of_other).has(me, &mine));
        assert!(
            Audience::Lost {
                before: of_me,
                now: of_other
            }
            .has(me, &mine)
        );
        assert!(
            !Audience::Lost {
                before: of_me,
                now: of_other
            }
            .has(other, &Visibility::All)
        );
        assert!(!Audience::Others(of_me, me).has(me, &mine));
        assert!(Audience::Others(of_me, me).has(other, &Visibility::All));
        assert!(!Audience::User(other).has(me, &Visibility::All));
    }

    #[test]
    fn positions_are_read_back() {
        let position = Position { epoch: 3, seq: 41 };
        assert_eq!(Position::parse(&position.to_string()), Some(position));
        for wrong in ["", "3", "3.", "x.1", "1.2.3"] {
            assert_eq!(Position::parse(wrong), None, "{wrong}");
        }
    }
}

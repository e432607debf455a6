//! From a timeline to what is drawn: day headings, the unread line, event lines, and bubbles that
//! know whether they begin a group. Pure: time zone and read mark come in.

use leptos::prelude::*;
use parlance::conversation::TimelineEvent;
use parlance::id::MessageId;
use parlance::message::Direction;
use parlance::time::{MINUTE, Timestamp, ZoneOffsets};

use super::timeline::{Bubble, Entry, MessageEntry, Timeline};

/// Messages of one author within this time form a group.
const GROUP: i64 = 5 * MINUTE;

/// One thing in the thread.
#[derive(Debug, Clone)]
pub struct Line {
    /// Stable: the same thing keeps its element.
    pub key: String,
    /// What it is.
    pub kind: LineKind,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub enum LineKind {
    /// The heading of a day.
    Day(Timestamp),
    /// What comes below is new.
    Unread,
    /// Something happened.
    Event(TimelineEvent),
    /// A message.
    Message {
        /// What is shown.
        bubble: ArcRwSignal<Bubble>,
        /// It begins a group: avatar and name stand with it.
        first: bool,
    },
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        // Content that changes sits in signals; the key tells everything else.
        self.key == other.key
    }
}

/// Lays a timeline out. `unread_after`: the newest message the viewer had seen when the
/// conversation was opened, if something newer was there.
pub fn lines(
    timeline: &Timeline,
    unread_after: Option<MessageId>,
    zone: &ZoneOffsets,
) -> Vec<Line> {
    let mut out = Vec::with_capacity(timeline.entries().len() + 8);
    let mut day = None;
    let mut unread_after = unread_after;
    let mut group: Option<&MessageEntry> = None;
    for entry in timeline.entries() {
        let at = match entry {
            Entry::Message(entry) => entry.at,
            Entry::Event(event) => event.at,
        };
        let today = zone.civil(at).day_number;
        // Days only go on: unsent messages may carry the time of a clock that is behind.
        if day.is_none_or(|day| today > day) {
            day = Some(today);
            group = None;
            out.push(Line {
                key: format!("day-{today}"),
                kind: LineKind::Day(at),
            });
        }
        match entry {
            Entry::Event(event) => {
                group = None;
                out.push(Line {
                    key: format!("event-{}", event.seq),
                    kind: LineKind::Event(event.clone()),
                });
            }
            Entry::Message(entry) => {
                let is_new = entry.direction == Direction::Inbound
                    && unread_after.is_some_and(|read| entry.id > read);
                if is_new {
                    unread_after = None;
                    group = None;
                    out.push(Line {
                        key: "unread".into(),
                        kind: LineKind::Unread,
                    });
                }
                let first = !group.is_some_and(|previous| continues(previous, entry));
                let mark = if first { "first-" } else { "next-" };
                out.push(Line {
                    key: [mark, &entry.key].concat(),
                    kind: LineKind::Message {
                        bubble: entry.bubble.clone(),
                        first,
                    },
                });
                group = Some(entry);
            }
        }
    }
    out
}

fn continues(previous: &MessageEntry, next: &MessageEntry) -> bool {
    previous.direction == next.direction
        && previous.author == next.author
        && next.at.since(previous.at) < GROUP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::inbox::sample;
    use parlance::conversation::TimelineItem;
    use parlance::event::EventPayload;
    use parlance::time::HOUR;

    fn keys(timeline: &Timeline, unread_after: Option<i64>) -> Vec<String> {
        lines(timeline, unread_after.map(MessageId), &ZoneOffsets::utc())
            .into_iter()
            .map(|line| line.key)
            .collect()
    }

    fn timeline() -> Timeline {
        Timeline::of(vec![
            TimelineItem::Message(sample::inbound(1, 0, "a")),
            TimelineItem::Message(sample::inbound(2, MINUTE, "b")),
            TimelineItem::Message(sample::outbound(3, 2 * MINUTE, "c")),
            TimelineItem::Event(TimelineEvent {
                seq: 9,
                at: Timestamp(3 * MINUTE),
                user: None,
                payload: EventPayload::ConversationClosed {
                    category: None,
                    summary: String::new(),
                },
            }),
            TimelineItem::Message(sample::outbound(4, 4 * MINUTE, "d")),
            TimelineItem::Message(sample::outbound(5, 30 * HOUR, "e")),
        ])
    }

    #[test]
    fn days_groups_and_events_are_laid_out() {
        assert_eq!(
            keys(&timeline(), None),
            [
                "day-0",
                "first-i-1",
                "next-i-2",
                "first-o-3",
                "event-9",
                "first-o-4",
                "day-1",
                "first-o-5"
            ]
        );
    }

    #[test]
    fn the_unread_line_stands_before_the_first_new_message_of_the_contact() {
        assert_eq!(
            keys(&timeline(), Some(1)),
            [
                "day-0",
                "first-i-1",
                "unread",
                "first-i-2",
                "first-o-3",
                "event-9",
                "first-o-4",
                "day-1",
                "first-o-5"
            ]
        );
        assert!(!keys(&timeline(), Some(2)).contains(&"unread".to_owned()));
    }

    #[test]
    fn messages_far_apart_are_not_a_group() {
        let apart = Timeline::of(vec![
            TimelineItem::Message(sample::inbound(1, 0, "a")),
            TimelineItem::Message(sample::inbound(2, GROUP, "b")),
        ]);
        assert_eq!(keys(&apart, None), ["day-0", "first-i-1", "first-i-2"]);
        assert!(keys(&Timeline::default(), Some(0)).is_empty());
    }
}

//! From events and facts to frames, serialised once for everybody who gets them.
//!
//! A frame carries the present state, so several changes of one thing become one frame, and a
//! resume that reads the log later gives the same picture.

use std::collections::BTreeMap;
use std::sync::Arc;

use parlance::conversation::{ConversationRow, Person};
use parlance::event::{Event, EventPayload, LiveFrame, WidgetFrame};
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId, UserId, WorkspaceId};
use parlance::message::{Delivery, Direction};
use parlance_store::ws::conversations::Listed;
use parlance_store::ws::messages::MessageRecord;
use serde::Serialize;

use super::ReadMoved;
use super::facts::{Facts, changes_contact};
use super::ring::{Audience, Frame, Keeper, Narrow, Visitors};
use super::typing::Note;
use crate::inbox::thread::line;
use crate::inbox::view::{self, Sight};
use crate::widget::{self, Team};
use crate::{Services, inbox};

fn json(value: &impl Serialize) -> Arc<str> {
    // Frames are plain data: there is nothing in them that JSON cannot hold.
    serde_json::to_string(value)
        .unwrap_or_else(|_| "null".into())
        .into()
}

fn agents(to: Audience, frame: &LiveFrame) -> Frame {
    Frame::Agents {
        to,
        json: json(frame),
        narrow: None,
    }
}

fn keeper(listed: &Listed) -> Keeper {
    (listed.contact.assignee, listed.contact.team)
}

/// What agents are told about events.
pub(super) fn for_agents(
    services: &Services,
    workspace: WorkspaceId,
    events: &[Event],
    facts: &Facts,
) -> Vec<Frame> {
    let mut frames = Vec::new();
    frames.extend(lost(events, facts));
    let mut rows: Vec<&Listed> = facts
        .rows
        .values()
        .filter(|listed| is_changed(listed, events, facts))
        .collect();
    rows.sort_unstable_by_key(|listed| (listed.last_activity_at, listed.id));
    frames.extend(rows.into_iter().map(row));
    let mut deliveries: BTreeMap<(ConversationId, i64), MessageId> = BTreeMap::new();
    for event in events
        .iter()
        .filter(|event| changes_contact(&event.payload))
    {
        let contact = event.contact.and_then(|id| facts.contacts.get(&id));
        frames.extend(contact.map(|contact| {
            let to = Audience::Seeing((contact.assignee, contact.team));
            let contact = contact.id;
            agents(to, &LiveFrame::Contact { contact })
        }));
    }
    if events
        .iter()
        .any(|event| matches!(event.payload, EventPayload::ObjectChanged { .. }))
    {
        frames.push(agents(Audience::All, &LiveFrame::Desk {}));
    }
    for event in events {
        let listed = event.conversation.and_then(|id| facts.rows.get(&id));
        let to = listed.map(|listed| Audience::Seeing(keeper(listed)));
        match (&event.payload, to) {
            (EventPayload::MessageCreated { message, .. }, Some(to)) => {
                let record = facts.messages.get(message);
                frames.extend(record.map(|record| message_frame(services, workspace, record, to)));
            }
            (EventPayload::MessageStatus { up_to, status }, Some(_)) => {
                let key = (event.conversation.unwrap_or_default(), status.code());
                let newest = deliveries.entry(key).or_default();
                *newest = (*newest).max(*up_to);
            }
            (payload, Some(to)) if payload.is_timeline_line() => {
                let conversation = event.conversation.unwrap_or_default();
                frames.push(agents(
                    to,
                    &LiveFrame::Line {
                        conversation,
                        event: line(event),
                    },
                ));
            }
            _ => {}
        }
    }
    for ((conversation, status), up_to) in deliveries {
        let Some(listed) = facts.rows.get(&conversation) else {
            continue;
        };
        let status = Delivery::from_code(status);
        let frame = LiveFrame::Delivery {
            conversation,
            up_to,
            status,
        };
        frames.push(agents(Audience::Seeing(keeper(listed)), &frame));
    }
    frames.extend(facts.open.clone().map(|open| Frame::Counts(Arc::new(open))));
    frames
}

/// Whether a row looks different after these events. Delivery does not show in it, and some rows
/// were read only to know who sees them.
fn is_changed(listed: &Listed, events: &[Event], facts: &Facts) -> bool {
    facts.contacts.contains_key(&listed.contact.id)
        || events.iter().any(|event| {
            event.conversation == Some(listed.id)
                && !matches!(event.payload, EventPayload::MessageStatus { .. })
        })
}

/// Whoever saw a conversation before it was given away, and does not now, must let it go.
fn lost(events: &[Event], facts: &Facts) -> Vec<Frame> {
    let gone = |event: &Event| {
        let EventPayload::ConversationAssigned { from, .. } = event.payload else {
            return None;
        };
        let listed = facts.rows.get(&event.conversation?)?;
        let now = keeper(listed);
        let to = Audience::Lost {
            before: (from, now.1),
            now,
        };
        Some(agents(
            to,
            &LiveFrame::Gone {
                conversation: listed.id,
            },
        ))
    };
    events.iter().filter_map(gone).collect()
}

fn row(listed: &Listed) -> Frame {
    let shown = |masked| {
        let row = view::row(
            listed,
            Sight {
                masked,
                ..Sight::FULL
            },
        );
        // The mark that was read is the team's; a browser keeps its own.
        ConversationRow {
            read_up_to: MessageId(0),
            ..row
        }
    };
    let (plain, masked) = (shown(false), shown(true));
    let narrow = (plain.contact_name != masked.contact_name).then(|| {
        (
            Narrow::Masked,
            json(&LiveFrame::Conversation { row: masked }),
        )
    });
    let to = Audience::Seeing(keeper(listed));
    Frame::Agents {
        to,
        json: json(&LiveFrame::Conversation { row: plain }),
        narrow,
    }
}

fn message_frame(
    services: &Services,
    workspace: WorkspaceId,
    record: &MessageRecord,
    to: Audience,
) -> Frame {
    let frame = |files| {
        let sight = Sight {
            files,
            ..Sight::FULL
        };
        let message = inbox::view::message(services, workspace, record, sight);
        json(&LiveFrame::Message { message })
    };
    let narrow = (!record.files.is_empty()).then(|| (Narrow::NoFiles, frame(false)));
    Frame::Agents {
        to,
        json: frame(true),
        narrow,
    }
}

fn visitors(to: Visitors, event: &'static str, frame: &WidgetFrame) -> Frame {
    Frame::Visitors {
        to,
        event,
        json: json(frame),
        arrives: None,
    }
}

/// What visitors are told about events.
pub(super) fn for_visitors(
    services: &Services,
    workspace: WorkspaceId,
    team: &Team,
    events: &[Event],
    facts: &Facts,
) -> Vec<Frame> {
    let mut frames: Vec<Frame> = facts
        .known
        .iter()
        .map(|identity| Frame::Known {
            channel: identity.channel,
            external_id: identity.external_id.clone(),
            contact: identity.contact,
        })
        .collect();
    for event in events {
        let listed = event.conversation.and_then(|id| facts.rows.get(&id));
        match (&event.payload, listed) {
            (EventPayload::MessageCreated { message, direction }, Some(listed)) => {
                let Some(record) = facts.messages.get(message) else {
                    continue;
                };
                let to = Visitors::Contact(record.contact, record.channel);
                let seen = listed.read_up_to;
                let arrives =
                    (*direction == Direction::Outbound).then_some((record.conversation, record.id));
                let message = widget::message(services, workspace, team, record.clone(), seen);
                let json = json(&WidgetFrame::Message { message });
                frames.push(Frame::Visitors {
                    to,
                    event: "message",
                    json,
                    arrives,
                });
            }
            (
                EventPayload::ConversationOpened { .. }
                | EventPayload::ConversationReopened {}
                | EventPayload::ConversationClosed { .. },
                Some(listed),
            ) => {
                let to = Visitors::Contact(listed.contact.id, listed.channel);
                let frame = WidgetFrame::Conversation {
                    status: listed.status,
                };
                frames.push(visitors(to, "conversation", &frame));
            }
            _ => {}
        }
    }
    frames
}

/// Somebody types: the visitor is told of users, colleagues of both.
pub(super) fn typing(note: &Note, facts: &Facts) -> Vec<Frame> {
    let mut frames = Vec::new();
    let user = note.user.as_ref().map(|(id, _)| *id);
    if let Some(listed) = facts.rows.get(&note.conversation) {
        let to = match user {
            Some(user) => Audience::Others(keeper(listed), user),
            None => Audience::Seeing(keeper(listed)),
        };
        let conversation = note.conversation;
        frames.push(agents(
            to,
            &LiveFrame::Typing {
                conversation,
                user,
                on: note.on,
            },
        ));
    }
    if let Some((_, name)) = &note.user {
        let frame = WidgetFrame::Typing {
            on: note.on,
            name: widget::author(name).name,
        };
        let to = Visitors::Contact(note.contact, ChannelId(0));
        frames.push(visitors(to, "typing", &frame));
    }
    frames
}

/// A read mark moved: the user's other windows follow, the visitor sees that it was read.
pub(super) fn read(moved: &ReadMoved) -> Vec<Frame> {
    let ReadMoved {
        user,
        conversation,
        contact,
        up_to,
        team,
    } = *moved;
    let mut frames = vec![agents(
        Audience::User(user),
        &LiveFrame::Read {
            conversation,
            up_to,
        },
    )];
    if team {
        frames.push(team_read(contact, up_to));
    }
    frames
}

/// The team has read a visitor's messages.
pub(super) fn team_read(contact: ContactId, up_to: MessageId) -> Frame {
    let frame = WidgetFrame::Read {
        by: "agent".into(),
        up_to,
    };
    visitors(Visitors::Contact(contact, ChannelId(0)), "read", &frame)
}

/// Who is there.
pub(super) fn people(people: Vec<Person>) -> Frame {
    agents(Audience::All, &LiveFrame::People { people })
}

/// Whether somebody is there to answer.
pub(super) fn online(online: bool) -> Frame {
    visitors(Visitors::All, "online", &WidgetFrame::Online { online })
}

/// Everybody fetches everything again.
pub(super) fn resync() -> [Frame; 2] {
    [
        agents(Audience::All, &LiveFrame::Resync {}),
        visitors(Visitors::All, "resync", &WidgetFrame::Resync {}),
    ]
}

/// Who wrote in which conversation: they do not type any more.
pub(super) fn wrote(event: &Event) -> Option<(ConversationId, Option<UserId>)> {
    match event.payload {
        EventPayload::MessageCreated { .. } => Some((event.conversation?, event.actor.user())),
        _ => None,
    }
}

//! The stream of a visitor: what concerns this visitor's contact on this channel, nothing else.
//!
//! A visitor may look before there is a contact; the stream learns of it with the first message.

use std::collections::VecDeque;
use std::time::Duration;

use futures::{Stream, StreamExt};
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId};
use parlance_store::ws::{reads, timeline, visitors};
use parlance_store::{Head, Reader, StoreError, Workspace, event_log};
use tokio::sync::watch;
use tokio::time::Instant;

use super::Outgoing;
use super::agent::LIFE;
use super::facts::Facts;
use super::feed::Audiences;
use super::flush::CHUNK;
use super::frames;
use super::looking::Looking;
use super::missed::{Missed, missed};
use super::ring::{Entry, Frame, Next, Position, Visitors};
use super::seats::{Seat, seconds_to_wait};
use crate::widget::{self, Visitor};
use crate::{Result, ServiceError, Services, channels};

/// How often the chat is looked at: a chat that was switched off ends its streams.
const RECHECK: Duration = Duration::from_secs(15);
/// Entries looked at in one go.
const BATCH: usize = 64;

/// Follows what concerns a visitor. `last_event_id`: where the browser stopped, or the cursor of
/// the session.
///
/// # Errors
/// [`ServiceError::RateLimited`] with too many streams of the visitor.
pub async fn subscribe_visitor(
    services: &Services,
    visitor: &Visitor,
    last_event_id: Option<String>,
) -> Result<impl Stream<Item = Outgoing> + Send + 'static + use<>> {
    let seat = services
        .realtime
        .seats()
        .visitor(visitor.channel, &visitor.external_id)
        .ok_or(ServiceError::RateLimited {
            retry_after: seconds_to_wait(),
        })?;
    let looking = services.realtime.look(visitor.workspace, None);
    looking.feed.start(services).await?;
    let (next, position, end) = looking.feed.begin();
    let ws = services
        .store
        .workspace(visitor.workspace)
        .await
        .map_err(StoreError::from)?;
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let (head, contact, read) = ws
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move { situation(r, channel, &external_id).await })
        })
        .await?;
    let mut stream = VisitorStream {
        services: services.clone(),
        visitor: visitor.clone(),
        ws,
        contact,
        looking,
        _seat: seat,
        next,
        end,
        replay: None,
        queue: VecDeque::new(),
        arrived: None,
        recheck_at: Instant::now() + RECHECK,
        end_at: Instant::now() + LIFE,
    };
    let mut greeting = Vec::new();
    // However busy the others were: what concerns one contact is found by index.
    match missed(last_event_id.as_deref(), position, head, i64::MAX) {
        Missed::Nothing => {}
        Missed::TooMuch => greeting.push(resync()),
        Missed::After(seq) => stream.replay = Some((seq, position)),
    }
    let online = !services.realtime.online_users(visitor.workspace).is_empty();
    if let (Some(contact), Some(up_to)) = (contact, read) {
        greeting.push(frames::team_read(contact, up_to));
    }
    greeting.push(frames::online(online));
    // With a replay, the position comes with its last event.
    let position = stream.replay.is_none().then_some(position);
    stream.take(&Entry {
        position,
        frames: greeting,
    });
    let events = futures::stream::unfold(stream, |mut stream| async move {
        stream.next().await.map(|out| (out, stream))
    });
    Ok(events.fuse())
}

fn resync() -> Frame {
    let [_, frame] = frames::resync();
    frame
}

/// Where the log stands, who the visitor is, and up to where the team has read.
async fn situation(
    r: &mut impl Reader,
    channel: ChannelId,
    external_id: &str,
) -> Result<(Head, Option<ContactId>, Option<MessageId>), StoreError> {
    let head = event_log::head(r).await?;
    let Some(known) = visitors::find(r, channel, external_id).await? else {
        return Ok((head, None, None));
    };
    let newest = visitors::list_conversations(r, known.contact, 1).await?;
    let read = match newest.first() {
        Some(conversation) => MessageId::some(reads::find_team(r, conversation.id).await?.0),
        None => None,
    };
    Ok((head, Some(known.contact), read))
}

struct VisitorStream {
    services: Services,
    visitor: Visitor,
    ws: Workspace,
    contact: Option<ContactId>,
    looking: Looking,
    _seat: Seat<(ChannelId, String)>,
    /// Position in the ring.
    next: u64,
    end: watch::Receiver<u64>,
    /// What was missed: after the event, up to the position.
    replay: Option<(i64, Position)>,
    queue: VecDeque<(Outgoing, Option<(ConversationId, MessageId)>)>,
    /// The message of the team that was handed over last.
    arrived: Option<(ConversationId, MessageId)>,
    recheck_at: Instant,
    end_at: Instant,
}

impl VisitorStream {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Outgoing> {
        loop {
            if let Some((out, arrives)) = self.queue.pop_front() {
                self.arrived = arrives.or(self.arrived);
                return Some(out);
            }
            // The connection asks for more, so it took what it was given.
            if let Some((conversation, up_to)) = self.arrived.take()
                && let Err(error) = widget::delivered(&self.ws, conversation, up_to).await
            {
                tracing::debug!(%error, "a delivery was not noted");
            }
            if Instant::now() >= self.recheck_at {
                self.recheck_at = Instant::now() + RECHECK;
                let route = channels::route(&self.services, &self.visitor.route.key).await;
                route.ok().flatten().filter(|route| route.enabled)?;
            }
            if let Some((after, until)) = self.replay {
                if let Err(error) = self.replay(after, until).await {
                    tracing::warn!(workspace = %self.visitor.workspace, %error, "a replay failed");
                    return None;
                }
                continue;
            }
            match self.looking.feed.next(self.next, BATCH) {
                Next::Lost => return None,
                Next::Entries(entries, after) => {
                    self.next = after;
                    entries.iter().for_each(|entry| self.take(entry));
                    continue;
                }
                Next::Nothing => {}
            }
            tokio::select! {
                () = self.looking.feed.stop.cancelled() => return None,
                () = tokio::time::sleep_until(self.end_at) => return None,
                () = tokio::time::sleep_until(self.recheck_at) => {}
                changed = self.end.changed() => changed.ok()?,
            }
        }
    }

    /// Queues what of an entry is for this visitor; its last frame carries the position.
    fn take(&mut self, entry: &Entry) {
        let before = self.queue.len();
        for frame in &entry.frames {
            match frame {
                Frame::Known {
                    channel,
                    external_id,
                    contact,
                } if self.contact.is_none()
                    && *channel == self.visitor.channel
                    && *external_id == self.visitor.external_id =>
                {
                    self.contact = Some(*contact);
                }
                Frame::Visitors {
                    to,
                    event,
                    json,
                    arrives,
                } if self.is_for_me(*to) => {
                    let out = Outgoing {
                        id: None,
                        event: Some(event),
                        data: json.to_string(),
                    };
                    self.queue.push_back((out, *arrives));
                }
                _ => {}
            }
        }
        if self.queue.len() > before
            && let (Some((last, _)), Some(position)) = (self.queue.back_mut(), entry.position)
        {
            last.id = Some(position.to_string());
        }
    }

    fn is_for_me(&self, to: Visitors) -> bool {
        match to {
            Visitors::All => true,
            Visitors::Contact(contact, channel) => {
                self.contact == Some(contact)
                    && (channel == ChannelId(0) || channel == self.visitor.channel)
            }
        }
    }

    /// A part of what was missed.
    async fn replay(&mut self, after: i64, until: Position) -> Result<()> {
        let Some(contact) = self.contact else {
            // Nobody yet: nothing was missed.
            self.replay = None;
            return Ok(());
        };
        let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
        let audiences = Audiences {
            visitors: 1,
            ..Audiences::default()
        };
        let (events, facts) = self
            .ws
            .read::<_, StoreError, _>(|r| {
                Box::pin(async move {
                    let mut events = timeline::list_of_contact(r, contact, after, limit).await?;
                    // What is newer comes from the ring.
                    events.retain(|event| event.seq <= until.seq);
                    let facts = Facts::load(r, &events, [], audiences).await?;
                    Ok((events, facts))
                })
            })
            .await?;
        let team = widget::team(&self.services, self.visitor.workspace).await?;
        let workspace = self.visitor.workspace;
        let frames = frames::for_visitors(&self.services, workspace, &team, &events, &facts);
        let more = events.len() == CHUNK;
        let reached = events.last().map_or(until.seq, |event| event.seq);
        self.replay = more.then_some((reached, until));
        let position = Position {
            seq: if more { reached } else { until.seq },
            ..until
        };
        self.take(&Entry {
            position: Some(position),
            frames,
        });
        Ok(())
    }
}

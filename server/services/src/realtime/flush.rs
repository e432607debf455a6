//! One turn of a feed: what waits becomes an entry of the ring, after one read.

use parlance::event::Event;
use parlance::id::{ConversationId, UserId};
use parlance_store::{Reader, StoreError, event_log};

use super::facts::Facts;
use super::feed::{Feed, Work};
use super::frames;
use super::ring::{Entry, Frame, Position};
use crate::{Result, Services, inbox, widget};

/// Events of one turn.
pub(super) const CHUNK: usize = 200;

/// A conversation and who wrote in it (`None`: its contact).
pub(super) type Wrote = (ConversationId, Option<UserId>);

/// The events after a position, and what they are about.
struct Batch {
    events: Vec<Event>,
    facts: Facts,
    /// There were no more.
    all: bool,
}

/// Publishes what waited.
pub(super) async fn flush(services: &Services, feed: &Feed, work: Work) -> Result<()> {
    let Work {
        position,
        events,
        newest,
        notes,
        audiences,
    } = work;
    let about: Vec<ConversationId> = notes.typing.iter().map(|note| note.conversation).collect();
    let ws = services
        .store
        .workspace(feed.id)
        .await
        .map_err(StoreError::from)?;
    let read = if events.as_ref().is_some_and(Vec::is_empty) && about.is_empty() {
        // Nothing but people and read marks: the workspace need not be asked.
        Ok(Batch {
            events: Vec::new(),
            facts: Facts::default(),
            all: false,
        })
    } else {
        ws.read::<_, StoreError, _>(|r| {
            Box::pin(async move {
                let (events, all) = match events {
                    Some(events) => (events, false),
                    None => match log(r, position).await? {
                        Ok(found) => found,
                        Err(replaced) => return Ok(Err(replaced)),
                    },
                };
                let facts = Facts::load(r, &events, about, audiences).await?;
                Ok(Ok(Batch { events, facts, all }))
            })
        })
        .await?
    };
    let Batch { events, facts, all } = match read {
        Ok(batch) => batch,
        // History was replaced; the log now stands there.
        Err(position) => {
            let frames = frames::resync().into_iter().collect();
            let entry = Entry {
                position: Some(position),
                frames,
            };
            feed.publish(entry, position, Some(newest));
            return Ok(());
        }
    };
    let mut typing: Vec<_> = notes.typing.into();
    typing.extend(feed.wrote(events.iter().filter_map(frames::wrote)));
    let mut made = Vec::new();
    if audiences.agents > 0 {
        made.extend(frames::for_agents(services, feed.id, &events, &facts));
    }
    if audiences.visitors > 0 && !events.is_empty() {
        let team = widget::team(services, feed.id).await?;
        made.extend(frames::for_visitors(
            services, feed.id, &team, &events, &facts,
        ));
    }
    made.extend(typing.iter().flat_map(|note| frames::typing(note, &facts)));
    made.extend(notes.reads.iter().flat_map(frames::read));
    if notes.people {
        made.extend(people(services, feed, audiences.agents > 0).await?);
    }
    let told = events.last().map(|event| Position {
        seq: event.seq,
        ..position
    });
    let entry = Entry {
        position: told,
        frames: made,
    };
    feed.publish(entry, told.unwrap_or(position), all.then_some(newest));
    Ok(())
}

/// The next events of the log and whether these are all; or where a new history stands.
async fn log(
    r: &mut impl Reader,
    position: Position,
) -> Result<Result<(Vec<Event>, bool), Position>, StoreError> {
    let head = event_log::head(r).await?;
    if head.epoch != position.epoch || head.seq < position.seq {
        return Ok(Err(Position {
            epoch: head.epoch,
            seq: head.seq,
        }));
    }
    let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
    let events = event_log::list_after(r, position.seq, limit).await?;
    let all = events.len() < CHUNK;
    Ok(Ok((events, all)))
}

async fn people(services: &Services, feed: &Feed, agents: bool) -> Result<Vec<Frame>> {
    let online = !services.realtime.online_users(feed.id).is_empty();
    let mut made = Vec::new();
    if feed.online_changed(online) {
        made.push(frames::online(online));
    }
    if agents {
        made.push(frames::people(
            inbox::people::list(services, feed.id, []).await?,
        ));
    }
    Ok(made)
}

//! The stream of a user: frames of one workspace, as far as the user may see at that moment.

use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt};
use parlance::conversation::Counts;
use parlance::event::LiveFrame;
use parlance::id::{UserId, WorkspaceId};
use parlance::permission::{Actor, Permission};
use parlance_store::control::people;
use parlance_store::ws::counters;
use parlance_store::{StoreError, event_log};
use tokio::sync::watch;
use tokio::time::Instant;

use super::Outgoing;
use super::facts::Facts;
use super::feed::Audiences;
use super::flush::CHUNK;
use super::frames;
use super::looking::Looking;
use super::missed::{MOST_MISSED, Missed, missed};
use super::ring::{Entry, Frame, Narrow, Next, Position};
use super::seats::{Seat, seconds_to_wait};
use crate::inbox::view::{self, Sight};
use crate::{Caller, Result, ServiceError, Services, access, inbox};

/// After this long a stream ends; the browser comes back at once.
pub(super) const LIFE: Duration = Duration::from_secs(45 * 60);
/// How often membership and session are looked at without a reason.
const RECHECK: Duration = Duration::from_secs(4);
/// Entries of one event of the stream.
const BATCH: usize = 64;
/// A browser to which nothing was sent for so many events still learns how far it is.
const SILENCE: i64 = 1_000;

/// Follows a workspace. `last_event_id`: where the browser stopped, or the cursor of the page.
///
/// # Errors
/// [`ServiceError::NotFound`] and [`ServiceError::Forbidden`] as for the inbox;
/// [`ServiceError::RateLimited`] with too many streams of the user.
pub async fn subscribe_agent(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    last_event_id: Option<String>,
) -> Result<impl Stream<Item = Outgoing> + Send + 'static + use<>> {
    // The seat first: a change of rights after it is not missed.
    let seat = services
        .realtime
        .seats()
        .user(caller.user)
        .ok_or(ServiceError::RateLimited {
            retry_after: seconds_to_wait(),
        })?;
    let actor = check(services, caller, workspace).await?;
    let mut looking = services.realtime.look(workspace, Some(caller.user));
    let free = view::counts_free(&actor.visibility);
    looking.set_free(free);
    looking.feed.start(services).await?;
    let (next, position, end) = looking.feed.begin();
    let user = caller.user;
    let ws = services
        .store
        .workspace(workspace)
        .await
        .map_err(StoreError::from)?;
    let (head, open) = ws
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move { counters::summary(r, user, free).await })
        })
        .await?;
    let missed = missed(last_event_id.as_deref(), position, head, MOST_MISSED);
    let mut stream = AgentStream {
        services: services.clone(),
        caller: caller.clone(),
        workspace,
        looking,
        seat,
        sight: Sight::of(&actor),
        actor,
        next,
        end,
        greeting: None,
        replay: None,
        told: position,
        counts: None,
        recheck_at: Instant::now() + RECHECK,
        end_at: Instant::now() + LIFE,
    };
    let mut greeting = Vec::new();
    let id = match missed {
        Missed::Nothing => Some(position),
        Missed::TooMuch => {
            greeting.push(text(&LiveFrame::Resync {}));
            Some(position)
        }
        // The position comes with the last event of the replay.
        Missed::After(seq) => {
            stream.replay = Some((seq, position));
            None
        }
    };
    let people = inbox::people::list(services, workspace, []).await?;
    greeting.push(text(&LiveFrame::People { people }));
    greeting.extend(stream.shown(&Frame::Counts(Arc::new(open))));
    stream.greeting = Some(outgoing(id, &greeting));
    let events = futures::stream::unfold(stream, |mut stream| async move {
        stream.next().await.map(|out| (out, stream))
    });
    Ok(events.fuse())
}

/// Member, allowed to see the inbox, and still signed in.
async fn check(services: &Services, caller: &Caller, workspace: WorkspaceId) -> Result<Actor> {
    let (actor, _) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    // Number 0 is nobody's browser: the command line and tests.
    if caller.session.0 != 0 {
        let (user, session, now) = (caller.user, caller.session, services.clock.now());
        let signed_in = services
            .store
            .control()
            .read::<_, StoreError, _>(|r| {
                Box::pin(async move { people::is_signed_in(r, user, session, now).await })
            })
            .await?;
        if !signed_in {
            return Err(ServiceError::Unauthenticated);
        }
    }
    Ok(actor)
}

struct AgentStream {
    services: Services,
    caller: Caller,
    workspace: WorkspaceId,
    looking: Looking,
    seat: Seat<UserId>,
    actor: Actor,
    sight: Sight,
    /// Position in the ring.
    next: u64,
    end: watch::Receiver<u64>,
    greeting: Option<Outgoing>,
    /// What was missed: after the event, up to the position.
    replay: Option<(i64, Position)>,
    /// How far the browser knows that it is.
    told: Position,
    counts: Option<Counts>,
    recheck_at: Instant,
    end_at: Instant,
}

fn text(frame: &LiveFrame) -> Arc<str> {
    serde_json::to_string(frame)
        .unwrap_or_else(|_| "null".into())
        .into()
}

fn outgoing(position: Option<Position>, frames: &[Arc<str>]) -> Outgoing {
    Outgoing {
        id: position.map(|position| position.to_string()),
        event: None,
        data: format!("[{}]", frames.join(",")),
    }
}

impl AgentStream {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Outgoing> {
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        loop {
            if self.seat.changes.has_changed().unwrap_or(true) || Instant::now() >= self.recheck_at
            {
                match self.recheck().await {
                    Ok(false) => {}
                    Ok(true) => {
                        return Some(outgoing(None, &[text(&LiveFrame::Resync {})]));
                    }
                    Err(error) => {
                        tracing::debug!(user = %self.caller.user, %error, "a stream ends");
                        return None;
                    }
                }
            }
            if let Some((after, until)) = self.replay {
                match self.replay(after, until).await {
                    Ok(Some(out)) => return Some(out),
                    Ok(None) => continue,
                    Err(error) => {
                        tracing::warn!(workspace = %self.workspace, %error, "a replay failed");
                        return None;
                    }
                }
            }
            match self.looking.feed.next(self.next, BATCH) {
                Next::Lost => {
                    tracing::debug!(user = %self.caller.user, "a slow stream is cut");
                    return None;
                }
                Next::Entries(entries, after) => {
                    self.next = after;
                    if let Some(out) = self.batch(entries.iter().map(AsRef::as_ref)) {
                        return Some(out);
                    }
                    continue;
                }
                Next::Nothing => {}
            }
            tokio::select! {
                () = self.looking.feed.stop.cancelled() => return None,
                () = tokio::time::sleep_until(self.end_at) => return None,
                () = tokio::time::sleep_until(self.recheck_at) => {}
                changed = self.seat.changes.changed() => {
                    // The value was taken; it must be looked at in the next round.
                    changed.ok()?;
                    self.recheck_at = Instant::now();
                }
                changed = self.end.changed() => changed.ok()?,
            }
        }
    }

    /// Looks at the user's rights again; whether they differ. An error ends the stream.
    async fn recheck(&mut self) -> Result<bool> {
        self.seat.changes.mark_unchanged();
        let actor = check(&self.services, &self.caller, self.workspace).await?;
        self.recheck_at = Instant::now() + RECHECK;
        let differs = actor.visibility != self.actor.visibility
            || actor.role != self.actor.role
            || actor.flags != self.actor.flags;
        self.looking.set_free(view::counts_free(&actor.visibility));
        self.sight = Sight::of(&actor);
        self.actor = actor;
        Ok(differs)
    }

    /// A part of what was missed.
    async fn replay(&mut self, after: i64, until: Position) -> Result<Option<Outgoing>> {
        let ws = self
            .services
            .store
            .workspace(self.workspace)
            .await
            .map_err(StoreError::from)?;
        let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
        let audiences = Audiences {
            agents: 1,
            ..Audiences::default()
        };
        let (events, facts) = ws
            .read::<_, StoreError, _>(|r| {
                Box::pin(async move {
                    let mut events = event_log::list_after(r, after, limit).await?;
                    // What is newer comes from the ring.
                    events.retain(|event| event.seq <= until.seq);
                    let mut facts = Facts::load(r, &events, [], audiences).await?;
                    // The greeting had the counters.
                    facts.open = None;
                    Ok((events, facts))
                })
            })
            .await?;
        let reached = events.last().map_or(until.seq, |event| event.seq);
        self.replay = (reached < until.seq).then_some((reached, until));
        let position = Some(Position {
            seq: reached,
            ..until
        });
        let frames = frames::for_agents(&self.services, self.workspace, &events, &facts);
        Ok(self.batch([&Entry { position, frames }]))
    }

    /// What of some entries is for this user, as one event.
    fn batch<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) -> Option<Outgoing> {
        let (mut shown, mut position) = (Vec::new(), None);
        for entry in entries {
            position = entry.position.or(position);
            shown.extend(entry.frames.iter().filter_map(|frame| self.shown(frame)));
        }
        let far = position.is_some_and(|position| {
            position.epoch != self.told.epoch || position.seq - self.told.seq >= SILENCE
        });
        if shown.is_empty() && !far {
            return None;
        }
        self.told = position.unwrap_or(self.told);
        Some(outgoing(position, &shown))
    }

    /// A frame as this user may see it.
    fn shown(&mut self, frame: &Frame) -> Option<Arc<str>> {
        match frame {
            Frame::Agents { to, json, narrow } => {
                if !to.has(self.actor.user, &self.actor.visibility) {
                    return None;
                }
                let sight = self.sight;
                let less = narrow.as_ref().filter(|(narrow, _)| match narrow {
                    Narrow::Masked => sight.masked,
                    Narrow::NoFiles => !sight.files,
                });
                Some(Arc::clone(less.map_or(json, |(_, json)| json)))
            }
            Frame::Counts(open) => {
                let counts = view::counts(self.actor.user, &self.actor.visibility, open);
                (self.counts.replace(counts) != Some(counts))
                    .then(|| text(&LiveFrame::Counts { counts }))
            }
            Frame::Visitors { .. } | Frame::Known { .. } => None,
        }
    }
}

//! Fires what workspaces set for a certain time: messages to be sent later, and whatever else
//! registers here.
//!
//! The rows (`timers`) are the truth; the control database knows of each workspace when the next
//! one is due (`wakeups`), so that closed databases are found by one indexed read. A lost wakeup
//! heals: at the start the workspaces are visited that were not closed in order, and every
//! workspace with the clean-up.
//!
//! **A new kind of timer**: choose a word; set timers with [`timers::set`] inside of the
//! transaction that makes them necessary (an owner has at most one; setting again moves it) and
//! [`timers::cancel`] them where they lose their reason; write a handler that does its work inside
//! of [`once`], and add word and handler to [`KINDS`]. The work of `once` runs in a transaction
//! that has taken the row, so it happens once; it looks at the present state first, because the
//! world may have changed since the timer was set. `Ok` also when there is nothing to do any
//! more; an error undoes everything and is tried again in five minutes.

use std::time::Duration;

use futures::future::BoxFuture;
use parlance::id::WorkspaceId;
use parlance::time::{HOUR, MINUTE};
use parlance_store::ws::timers::{self, Timer};
use parlance_store::{Class, StoreError, Workspace, WriteTx};
use tokio_util::sync::CancellationToken;

use crate::{Result, Services};

/// How often due workspaces are looked for.
const ROUND: Duration = Duration::from_millis(200);
/// Workspaces of one round.
const WORKSPACES: i64 = 100;
/// Timers of a workspace in one round.
const TIMERS: i64 = 500;
/// Timers handed to the lane together, which commits them together.
const TOGETHER: usize = 50;
/// A timer that failed is tried again after this time.
const AGAIN: i64 = 5 * MINUTE;
/// A timer that only a newer version understands is looked at again after this time.
const UNKNOWN: i64 = HOUR;

/// Does what a timer was set for, by [`once`]; whether the timer was ours to fire.
pub(crate) type Handler =
    for<'t> fn(&'t Services, &'t Workspace, &'t Timer) -> BoxFuture<'t, Result<bool>>;

/// Every kind of timer.
const KINDS: &[(&str, Handler)] = &[];

/// Takes a timer and does its work in one transaction. `false`: somebody else took it, or it was
/// set anew; nothing is done.
#[expect(
    dead_code,
    reason = "snoozes, auto-close and scheduled messages are its first users"
)]
pub(crate) async fn once<F>(workspace: &Workspace, timer: &Timer, work: F) -> Result<bool>
where
    F: for<'t> FnOnce(&'t mut WriteTx) -> BoxFuture<'t, Result<()>> + Send + 'static,
{
    let timer = timer.clone();
    workspace
        .write(Class::Background, move |tx| {
            Box::pin(async move {
                if !timers::take(tx, &timer).await? {
                    return Ok(false);
                }
                work(tx).await?;
                Ok(true)
            })
        })
        .await
}

/// Fires timers until told to stop.
pub(super) async fn run(services: &Services, stop: &CancellationToken) {
    for id in services.store.left_dirty() {
        rearm(services, *id).await;
    }
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = rounds.tick() => {}
        }
        if let Err(error) = fire_due_system(services).await {
            tracing::warn!(%error, "timers were not looked for");
        }
    }
}

/// Fires what is due, in up to 100 workspaces; how many timers.
///
/// # Errors
/// The control database cannot be read; a workspace that fails is not an error.
pub async fn fire_due_system(services: &Services) -> Result<usize> {
    let now = services.clock.now();
    let mut fired = 0;
    for (id, _) in services.store.due_workspaces(now, WORKSPACES).await? {
        services.store.take_wakeup(id, now).await?;
        match fire_in_system(services, id).await {
            Ok(count) => fired += count,
            Err(error) => {
                tracing::warn!(workspace = id.0, %error, "timers were not fired");
                services.store.wake_at(id, now.plus(AGAIN));
            }
        }
    }
    Ok(fired)
}

/// Fires what is due in one workspace, at most 500 timers; how many. Whatever is left wakes the
/// workspace again.
///
/// # Errors
/// Its database cannot be opened or read; a timer that fails is not an error.
pub async fn fire_in_system(services: &Services, id: WorkspaceId) -> Result<usize> {
    let workspace = services.store.workspace(id).await;
    let workspace = workspace.map_err(StoreError::from)?;
    let now = services.clock.now();
    let due = workspace
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move { timers::list_due(r, now, TIMERS).await })
        })
        .await?;
    let mut fired = 0;
    for some in due.chunks(TOGETHER) {
        let each = some.iter().map(|timer| fire(services, &workspace, timer));
        for done in futures::future::join_all(each).await {
            fired += usize::from(done?);
        }
    }
    wake(services, &workspace).await?;
    Ok(fired)
}

/// Fires one timer; whether it was ours to fire.
async fn fire(services: &Services, workspace: &Workspace, timer: &Timer) -> Result<bool> {
    let Some((_, handler)) = KINDS.iter().find(|(kind, _)| *kind == timer.owner_kind) else {
        tracing::warn!(kind = timer.owner_kind, "a timer is not understood");
        postpone(workspace, timer, UNKNOWN).await?;
        return Ok(false);
    };
    match handler(services, workspace, timer).await {
        Ok(taken) => Ok(taken),
        Err(error) => {
            tracing::warn!(
                workspace = workspace.id().0,
                kind = timer.owner_kind,
                owner = timer.owner_id,
                %error,
                "a timer failed"
            );
            postpone(workspace, timer, AGAIN).await?;
            Ok(false)
        }
    }
}

async fn postpone(workspace: &Workspace, timer: &Timer, by: i64) -> Result<()> {
    let timer = timer.clone();
    workspace
        .write::<_, StoreError, _>(Class::Background, move |tx| {
            Box::pin(async move {
                let to = tx.now().plus(by);
                timers::postpone(tx, &timer, to).await
            })
        })
        .await?;
    Ok(())
}

/// Says when the next timer of a workspace is due.
async fn wake(services: &Services, workspace: &Workspace) -> Result<()> {
    let next = workspace
        .read::<_, StoreError, _>(|r| Box::pin(async move { timers::next(r).await }))
        .await?;
    if let Some(next) = next {
        services.store.wake_at(workspace.id(), next);
    }
    Ok(())
}

/// The same for a workspace whose wakeup may have been lost.
pub(super) async fn rearm(services: &Services, id: WorkspaceId) {
    let done = match services.store.workspace(id).await {
        Ok(workspace) => wake(services, &workspace).await,
        Err(error) => Err(StoreError::from(error).into()),
    };
    if let Err(error) = done {
        tracing::warn!(workspace = id.0, %error, "a workspace may miss what it set for later");
    }
}

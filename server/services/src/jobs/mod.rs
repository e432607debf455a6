//! Work that nobody waits for: outgoing mail, timers of workspaces, expired sessions and links,
//! orphaned uploads.
//!
//! Rows are the truth; the loop only looks at what is due. Each task stands for itself: a failure
//! is logged and tried again with the next round.

mod mail;
pub(crate) mod timers;

use std::time::Duration;

use parlance::id::WorkspaceId;
use tokio_util::sync::CancellationToken;

use crate::Services;

pub use mail::{check_mail, send_due_mails};
pub use timers::{fire_due_system, fire_in_system};

/// How often due work is looked for.
const ROUND: Duration = Duration::from_secs(1);
/// Rounds between two looks for changes that a crash interrupted: half a minute.
const HEAL_ROUNDS: u64 = 30;
/// Rounds between two clean-ups: six hours.
const CLEAN_UP_ROUNDS: u64 = 6 * 3_600;

/// Runs until told to stop; finishes what it has begun.
pub async fn run(services: Services, stop: CancellationToken) {
    // Apart: a slow mail server must not hold up what is due at a set time.
    tokio::join!(rounds(&services, &stop), timers::run(&services, &stop));
}

async fn rounds(services: &Services, stop: &CancellationToken) {
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut number: u64 = 0;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = rounds.tick() => {}
        }
        if let Err(error) = send_due_mails(services).await {
            tracing::warn!(%error, "mail was not sent");
        }
        if number.is_multiple_of(HEAL_ROUNDS)
            && let Err(error) = crate::channels::heal_system(services).await
        {
            tracing::warn!(%error, "interrupted channel changes were not finished");
        }
        if number.is_multiple_of(HEAL_ROUNDS) {
            follow_keys(services, number.is_multiple_of(CLEAN_UP_ROUNDS)).await;
        }
        if number.is_multiple_of(CLEAN_UP_ROUNDS) {
            clean_up(services).await;
        }
        number += 1;
    }
}

/// Takes over a key that was rotated, and encrypts anew what is left of the old one.
async fn follow_keys(services: &Services, look_anyway: bool) {
    if let Err(error) = services.keys.follow().await {
        tracing::error!(%error, "the key was rotated");
        return;
    }
    if (services.keys.take_rotated() || look_anyway)
        && let Err(error) = crate::secrets::renew_system(services).await
    {
        tracing::warn!(%error, "secrets were not encrypted anew");
    }
}

/// Removes what has expired.
async fn clean_up(services: &Services) {
    if let Err(error) = crate::identity::remove_expired_system(services).await {
        tracing::warn!(%error, "expired sessions were not removed");
    }
    let mut after = WorkspaceId(0);
    loop {
        let page = match services.store.list_workspaces(after, 100).await {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(%error, "workspaces were not swept");
                return;
            }
        };
        let Some((last, _)) = page.last() else { return };
        after = *last;
        for (id, _) in page.iter().filter(|(_, state)| state == "ready") {
            timers::rearm(services, *id).await;
            sweep(services, *id).await;
        }
    }
}

/// Removes the orphaned uploads of one workspace.
async fn sweep(services: &Services, id: WorkspaceId) {
    let swept = match services.store.workspace(id).await {
        Ok(workspace) => crate::files::sweep_system(services, &workspace).await,
        Err(error) => Err(crate::ServiceError::internal(error)),
    };
    if let Err(error) = swept {
        tracing::warn!(workspace = id.0, %error, "orphaned uploads were not removed");
    }
}

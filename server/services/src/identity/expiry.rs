//! What has run out is removed. Nothing depends on it: every read compares the time itself.

use parlance::time::DAY;
use parlance_store::control::{audit, mails, reset_links, sessions, throttles};
use parlance_store::{Class, StoreError};

use super::throttle::{FORGET, REMEMBER};
use crate::{Result, Services};

/// For how long it can be seen whether a mail was sent.
const MAIL: i64 = 30 * DAY;

/// Removes sessions, links, counters and finished mails that have run out, and anchors the
/// audit log: its newest hash goes to the log of the process, where a change of the database
/// does not reach it.
///
/// For the instance as a whole, by the clean-up job.
pub(crate) async fn remove_expired_system(services: &Services) -> Result<()> {
    let write = services
        .store
        .control()
        .write(Class::Background, move |tx| {
            Box::pin(async move {
                let now = tx.now();
                let ended = sessions::delete_expired(tx).await?;
                let links = reset_links::delete_expired(tx).await?;
                throttles::delete_old(tx, now.plus(-REMEMBER), now.plus(-FORGET)).await?;
                mails::delete_old(tx, now.plus(-MAIL)).await?;
                Ok::<_, StoreError>((ended, links, audit::find_last(tx).await?))
            })
        });
    let (sessions, links, anchor) = write.await?;
    let (audit_id, audit_hash) = anchor.unwrap_or_default();
    tracing::info!(
        sessions,
        links,
        audit_id,
        audit_hash,
        "expired rows removed, audit anchored"
    );
    Ok(())
}

//! Background tasks of a store: wakeups into control, hints to and from other processes, lanes
//! that gave up.

use super::shared::Shared;
use super::slot::State;
use super::store::DRAIN;
use super::{Control, rows};
use crate::hooks::{self, Hooks};
use crate::lane::Class;
use parlance::id::WorkspaceId;
use sqlx::postgres::{PgListener, PgPool};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// At most 20 notification transactions a second: each takes a lock of the whole server.
const NOTIFY_PAUSE: Duration = Duration::from_millis(50);
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// Takes workspaces out of service whose lane gave up.
pub(super) async fn failures(
    shared: Weak<Shared>,
    mut failures: mpsc::UnboundedReceiver<(WorkspaceId, String)>,
    stop: CancellationToken,
) {
    loop {
        let failed = tokio::select! {
            () = stop.cancelled() => return,
            failed = failures.recv() => failed,
        };
        let (Some((id, reason)), Some(shared)) = (failed, shared.upgrade()) else {
            return;
        };
        tracing::error!(workspace = id.0, reason, "workspace quarantined");
        let slot = shared.slot(id);
        let mut state = slot.state.write().await;
        let before = std::mem::replace(&mut *state, State::Quarantined(reason.clone()));
        drop(state);
        if let Err(error) = shared.set_state(id, "quarantined", Some(reason)).await {
            tracing::warn!(workspace = id.0, %error, "the registry does not know of a quarantine");
        }
        if let State::Open(database) = before {
            tokio::spawn(async move {
                database.db.close().await;
                database.lane.close(DRAIN).await;
            });
        }
    }
}

/// Writes the minimum due times of committed batches into `wakeups`, many in one transaction.
pub(super) async fn wakeups(control: Control, hooks: Arc<Hooks>, stop: CancellationToken) {
    loop {
        let stopping = tokio::select! {
            () = stop.cancelled() => true,
            () = hooks.wakeups.added.notified() => false,
        };
        let due = hooks.wakeups.take();
        if !due.is_empty() {
            let rows = due.clone();
            let written = control
                .write(Class::Background, move |tx| {
                    Box::pin(async move {
                        for (id, at) in rows {
                            rows::lower_wakeup(tx, id, at).await?;
                        }
                        Ok(())
                    })
                })
                .await;
            if let Err(error) = written {
                // Lost ones would heal: the workspace is still marked dirty.
                hooks::put_back(&hooks, &due, &error);
                tokio::time::sleep(if stopping {
                    Duration::ZERO
                } else {
                    RETRY_PAUSE
                })
                .await;
            }
        }
        if stopping {
            return;
        }
    }
}

/// Tells other processes which logs have grown.
pub(super) async fn send(
    pool: PgPool,
    channel: String,
    hooks: Arc<Hooks>,
    stop: CancellationToken,
) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = hooks.notices.added.notified() => {}
            () = hooks.signals.added.notified() => {}
        }
        let mut payloads: Vec<String> = hooks
            .notices
            .take()
            .into_iter()
            .map(|(id, seq)| format!("{id}:{seq}"))
            .collect();
        payloads.extend(hooks.signals.take());
        if payloads.is_empty() {
            continue;
        }
        let sent = sqlx::query(
            "SELECT pg_notify($1, value) FROM jsonb_array_elements_text(CAST($2 AS jsonb))",
        )
        .bind(&channel)
        .bind(serde_json::Value::from(payloads).to_string())
        .execute(&pool)
        .await;
        if let Err(error) = sent {
            // Only a hint: the next one brings the newest number.
            tracing::debug!(%error, "notification failed");
        }
        tokio::time::sleep(NOTIFY_PAUSE).await;
    }
}

/// Passes on what other processes tell.
pub(super) async fn listen(
    pool: PgPool,
    channel: String,
    hooks: Arc<Hooks>,
    stop: CancellationToken,
) {
    loop {
        let ended = tokio::select! {
            () = stop.cancelled() => return,
            ended = follow(&pool, &channel, &hooks) => ended,
        };
        tracing::debug!(error = ?ended.err(), "listening is interrupted");
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(RETRY_PAUSE) => {}
        }
    }
}

async fn follow(pool: &PgPool, channel: &str, hooks: &Hooks) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(channel).await?;
    loop {
        let notice = listener.recv().await?;
        if hooks.signals.receive(notice.payload()) {
            continue;
        }
        let parsed = notice
            .payload()
            .split_once(':')
            .and_then(|(id, seq)| Some((WorkspaceId(id.parse().ok()?), seq.parse::<i64>().ok()?)));
        if let Some((id, seq)) = parsed {
            hooks.hint(id, seq);
        }
    }
}

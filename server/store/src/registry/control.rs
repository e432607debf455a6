//! The control database: the same reads and writes as a workspace, without events.

use crate::db::{Db, ReadTx};
use crate::error::StoreError;
use crate::lane::{Class, ControlTx, InControl, Lane, Once};
use futures::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// Handle of the control database. Cheap to clone.
#[derive(Clone)]
pub struct Control {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    lane: Lane<InControl>,
}

impl Control {
    pub(crate) fn new(db: Db, lane: Lane<InControl>) -> Self {
        Self {
            inner: Arc::new(Inner { db, lane }),
        }
    }

    /// Runs `work` on one snapshot.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut ReadTx) -> BoxFuture<'t, Result<T, E>> + Send,
        E: From<StoreError>,
    {
        let mut tx = self.begin_read().await?;
        let result = work(&mut tx).await;
        tx.end_later();
        result
    }

    /// A snapshot as a value, for callers that borrow; end it with [`ReadTx::end`].
    pub async fn begin_read(&self) -> Result<ReadTx, StoreError> {
        ReadTx::begin(&self.inner.db, crate::db::INTERACTIVE).await
    }

    /// Runs `work` on the lane and answers after COMMIT. An error of `work` undoes what it wrote.
    pub async fn write<T, E, F>(&self, class: Class, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut ControlTx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = Once::new(work);
        self.inner.lane.queue.push(class, Box::new(job), 0)?;
        // A lane that died with the command cannot say what became of it.
        answer
            .await
            .unwrap_or_else(|_| Err(StoreError::Unknown.into()))
    }

    pub(crate) async fn close(&self, patience: Duration) {
        self.inner.db.close().await;
        self.inner.lane.close(patience).await;
    }
}

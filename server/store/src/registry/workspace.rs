//! The handle of a workspace, and what keeps its database open.

use super::Shared;
use super::slot::{Pin, Slot};
use crate::db::ReadTx;
use crate::error::StoreError;
use crate::ingest::{InboundMessage, IngestOutcome};
use crate::lane::{BatchJob, Batchable, Class, Once, WriteTx};
use futures::future::BoxFuture;
use parlance::event::Event;
use parlance::id::WorkspaceId;
use std::sync::Arc;
use std::time::Duration;

/// Handle of a workspace. Cheap to clone, may be kept: if the database was closed meanwhile (the
/// least recently used one is, at the cap), the next use opens it again.
#[derive(Clone)]
pub struct Workspace {
    pub(super) slot: Arc<Slot>,
    pub(super) store: Arc<Shared>,
}

/// A snapshot that keeps its workspace open.
pub struct PinnedRead {
    tx: ReadTx,
    _pin: Pin,
}

impl PinnedRead {
    /// Ends the snapshot and gives its connection back.
    pub async fn end(self) {
        self.tx.end().await;
    }
}

impl crate::db::sealed::HasConn for PinnedRead {
    fn conn(&mut self) -> &mut crate::db::Conn {
        self.tx.conn()
    }
}

impl Workspace {
    /// Its id.
    pub fn id(&self) -> WorkspaceId {
        self.slot.id
    }

    async fn pin(&self) -> Result<Pin, StoreError> {
        self.store.pin(&self.slot).await.map_err(StoreError::from)
    }

    /// Runs `work` on one snapshot, with the time budget of a page.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut ReadTx) -> BoxFuture<'t, Result<T, E>> + Send,
        E: From<StoreError>,
    {
        self.read_within(crate::db::INTERACTIVE, work).await
    }

    /// Runs `work` on one snapshot, with the time budget of a report.
    pub async fn read_report<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut ReadTx) -> BoxFuture<'t, Result<T, E>> + Send,
        E: From<StoreError>,
    {
        self.read_within(crate::db::REPORT, work).await
    }

    async fn read_within<T, E, F>(&self, budget: Duration, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut ReadTx) -> BoxFuture<'t, Result<T, E>> + Send,
        E: From<StoreError>,
    {
        let pin = self.pin().await?;
        let mut tx = ReadTx::begin(&pin.open.db, budget).await?;
        let result = work(&mut tx).await;
        tx.end_later();
        result
    }

    /// A snapshot as a value, for callers that borrow; end it with [`PinnedRead::end`].
    pub async fn begin_read(&self) -> Result<PinnedRead, StoreError> {
        let pin = self.pin().await?;
        let tx = ReadTx::begin(&pin.open.db, crate::db::INTERACTIVE).await?;
        Ok(PinnedRead { tx, _pin: pin })
    }

    /// Runs `work` on the lane and answers after COMMIT. An error of `work` undoes what it wrote,
    /// its events included. `work` must not wait for anything but this transaction.
    pub async fn write<T, E, F>(&self, class: Class, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut WriteTx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let pin = self.pin().await?;
        let (job, answer) = Once::new(work);
        pin.open.lane.queue.push(class, Box::new(job), 0)?;
        // A lane that died with the command cannot say what became of it.
        answer
            .await
            .unwrap_or_else(|_| Err(StoreError::Unknown.into()))
    }

    /// Applies a command that may share its statements with others of its kind.
    pub async fn apply<B: Batchable>(
        &self,
        class: Class,
        item: B,
    ) -> Result<B::Outcome, StoreError> {
        let mut outcomes = self.apply_all(class, vec![item]).await?;
        outcomes.pop().unwrap_or(Err(StoreError::Unknown))
    }

    /// Applies commands of one kind in order, together; each has its own outcome, in their order.
    pub async fn apply_all<B: Batchable>(
        &self,
        class: Class,
        items: Vec<B>,
    ) -> Result<Vec<Result<B::Outcome, StoreError>>, StoreError> {
        let pin = self.pin().await?;
        let bytes = items.iter().map(Batchable::bytes).sum();
        let (job, answers) = BatchJob::new(items);
        pin.open.lane.queue.push(class, Box::new(job), bytes)?;
        let mut outcomes = Vec::with_capacity(answers.len());
        for answer in answers {
            outcomes.push(answer.await.unwrap_or(Err(StoreError::Unknown)));
        }
        Ok(outcomes)
    }

    /// Applies an inbound message, together with others that arrive at the same time.
    pub async fn ingest(
        &self,
        class: Class,
        message: InboundMessage,
    ) -> Result<IngestOutcome, StoreError> {
        self.apply(class, message).await
    }

    /// Applies the messages of one delivery in their order.
    pub async fn ingest_all(
        &self,
        class: Class,
        messages: Vec<InboundMessage>,
    ) -> Result<Vec<Result<IngestOutcome, StoreError>>, StoreError> {
        self.apply_all(class, messages).await
    }

    /// The number of the newest event and the epoch of the log: where a stream begins.
    pub async fn head(&self) -> Result<Head, StoreError> {
        self.read(|r| Box::pin(async move { crate::event_log::head(r).await }))
            .await
    }

    /// Events after a number, oldest first. The log has no gaps above [`Head::floor`].
    pub async fn events_after(&self, seq: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
        self.read(move |r| {
            Box::pin(async move { crate::event_log::list_after(r, seq, limit).await })
        })
        .await
    }
}

pub use crate::event_log::Head;

//! The task of a lane: drain, transaction, replies, publication, checkpoint; and its supervision.

use super::job::Job;
use super::queue::Queue;
use super::scope::Scope;
use super::step::{Step, merge, step, step_alone};
use super::tx::Tx;
use crate::Clock;
use crate::db::{Committed, Db, Engine, Writer};
use crate::error::StoreError;
use futures::FutureExt;
use metrics::{counter, histogram};
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// Subtransactions of one Postgres transaction; more than 64 would spill its snapshot cache.
const MAX_SAVEPOINTS: usize = 32;
/// The log is written back after replying once it is larger than this.
const CHECKPOINT_BYTES: u64 = 4 << 20;
/// A lane that dies this often within [`DEATH_WINDOW`] takes its workspace out of service.
const MAX_DEATHS: usize = 3;
const DEATH_WINDOW: Duration = Duration::from_secs(60);
/// Pauses between attempts to reach a database that cannot be opened.
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
const LAST_BACKOFF: Duration = Duration::from_secs(10);
/// With this many commits a minute a lane is hot.
const HOT_COMMITS: u32 = 600;
const HEAT_WINDOW: Duration = Duration::from_secs(60);
/// How long the server is asked whether a commit took effect.
const ASK_COMMITTED: Duration = Duration::from_secs(5);

type Jobs<S> = VecDeque<Box<dyn Job<S>>>;

/// What a lane is made of.
pub(crate) struct Setup<S: Scope> {
    pub(crate) writer: Writer,
    pub(crate) shared: S::Shared,
    pub(crate) clock: Clock,
}

/// Handle of a running lane.
pub(crate) struct Lane<S> {
    pub(crate) queue: Arc<Queue<S>>,
    task: Mutex<Option<JoinHandle<bool>>>,
}

impl<S: Scope> Lane<S> {
    /// Starts the task.
    pub(crate) fn start(setup: Setup<S>) -> Self {
        let queue = Arc::new(Queue::new());
        let worker = Worker {
            writer: setup.writer,
            shared: setup.shared,
            clock: setup.clock,
            queue: Arc::clone(&queue),
            unreachable_until: None,
            backoff: FIRST_BACKOFF,
            deaths: Vec::new(),
            heat: Heat {
                since: Instant::now(),
                commits: 0,
                hot: false,
            },
        };
        Self {
            queue,
            task: Mutex::new(Some(tokio::spawn(worker.run()))),
        }
    }

    /// Stops intake, serves what waits for at most `patience`, checkpoints and closes. `true`:
    /// the database was left clean.
    pub(crate) async fn close(&self, patience: Duration) -> bool {
        self.queue.close();
        let task = self
            .task
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(task) = task else { return false };
        let abort = task.abort_handle();
        match tokio::time::timeout(patience, task).await {
            Ok(Ok(clean)) => clean,
            Ok(Err(_)) => false,
            Err(_) => {
                abort.abort();
                false
            }
        }
    }
}

impl<S> Drop for Lane<S> {
    fn drop(&mut self) {
        // The task serves what waits and ends.
        self.queue.close();
    }
}

struct Worker<S: Scope> {
    writer: Writer,
    shared: S::Shared,
    clock: Clock,
    queue: Arc<Queue<S>>,
    /// After a failed open: nobody waits for another attempt before that.
    unreachable_until: Option<Instant>,
    backoff: Duration,
    deaths: Vec<Instant>,
    heat: Heat,
}

/// How busy a lane is, in windows of a minute.
struct Heat {
    since: Instant,
    commits: u32,
    hot: bool,
}

impl Heat {
    /// Notes a commit; `Some` when the lane became hot or cooled down.
    fn commit(&mut self) -> Option<bool> {
        let over = self.since.elapsed() > HEAT_WINDOW;
        self.commits += 1;
        let hot = self.commits >= HOT_COMMITS || (self.hot && !over);
        if over {
            (self.since, self.commits) = (Instant::now(), 0);
        }
        (hot != std::mem::replace(&mut self.hot, hot)).then_some(hot)
    }
}

impl<S: Scope> Worker<S> {
    async fn run(mut self) -> bool {
        while let Some(jobs) = self.queue.take().await {
            histogram!("store_lane_batch")
                .record(f64::from(u32::try_from(jobs.len()).unwrap_or(0)));
            let mut jobs = merge(jobs);
            while !jobs.is_empty() {
                // Panics of commands are caught further in; this one is a mistake of the lane.
                let done = AssertUnwindSafe(self.transact(&mut jobs))
                    .catch_unwind()
                    .await;
                if done.is_err() && self.died() {
                    S::quarantine(&self.shared, "its writer lane died three times in a minute");
                    self.queue.close();
                }
            }
        }
        self.writer.close().await
    }

    /// Notes a death of the lane; `true` when it happens too often.
    fn died(&mut self) -> bool {
        tracing::error!(lane = S::name(&self.shared), "a writer lane panicked");
        counter!("store_lane_deaths").increment(1);
        self.writer.discard();
        let now = Instant::now();
        self.deaths
            .retain(|at| now.duration_since(*at) < DEATH_WINDOW);
        self.deaths.push(now);
        self.deaths.len() >= MAX_DEATHS
    }

    /// One transaction over the front of `jobs`. Every job that leaves `jobs` is answered.
    async fn transact(&mut self, jobs: &mut Jobs<S>) {
        let started = Instant::now();
        let (mut tx, xid) = match self.begin().await {
            Ok(begun) => begun,
            Err(error) => {
                return jobs
                    .drain(..)
                    .for_each(|job| job.finish(Err(error.clone())));
            }
        };
        // Alone, a command needs no savepoint: if it fails, everything is rolled back.
        let alone = jobs.len() == 1;
        let limit = match tx.conn.engine() {
            Engine::Sqlite => usize::MAX,
            Engine::Postgres => MAX_SAVEPOINTS,
        };
        let mut done = Vec::new();
        let mut any = false;
        let mut savepoints = 0;
        while savepoints < limit {
            let Some(job) = jobs.pop_front() else { break };
            let step = if alone {
                step_alone(&mut tx, job).await
            } else {
                step(&mut tx, job).await
            };
            savepoints += 1;
            match step {
                Step::Done(job, fine) => {
                    any |= fine;
                    done.push(job);
                }
                Step::Apart(job) => {
                    counter!("store_lane_fallbacks").increment(1);
                    job.split()
                        .into_iter()
                        .rev()
                        .for_each(|part| jobs.push_front(part));
                    if alone {
                        break;
                    }
                }
                Step::Broken(job, error) => {
                    done.push(job);
                    self.writer.rollback(tx.conn).await;
                    return self.fail(done, &error);
                }
            }
        }
        if !any {
            self.writer.rollback(tx.conn).await;
            return done.into_iter().for_each(|job| job.finish(Ok(())));
        }
        match self.commit(tx, xid).await {
            Ok(scope) => {
                done.into_iter().for_each(|job| job.finish(Ok(())));
                histogram!("store_lane_transaction_seconds")
                    .record(started.elapsed().as_secs_f64());
                scope.publish(&self.shared);
                if let Some(hot) = self.heat.commit() {
                    self.writer.set_hot(hot).await;
                }
                self.writer.checkpoint_if_large(CHECKPOINT_BYTES).await;
            }
            Err(error) => self.fail(done, &error),
        }
    }

    async fn begin(&mut self) -> Result<(Tx<S>, i64), StoreError> {
        if self
            .unreachable_until
            .is_some_and(|until| Instant::now() < until)
        {
            return Err(StoreError::Unavailable(
                "the database cannot be opened".into(),
            ));
        }
        let now = (self.clock)();
        let begun = match self.writer.begin().await {
            Ok(conn) => S::open(conn, &self.shared, now)
                .await
                .map_err(|(conn, error)| {
                    // Without the head row there is nothing to lose: drop the connection.
                    drop(conn);
                    error
                }),
            Err(error) => Err(error),
        };
        match &begun {
            Ok(_) => {
                self.unreachable_until = None;
                self.backoff = FIRST_BACKOFF;
            }
            Err(error) => {
                tracing::warn!(lane = S::name(&self.shared), %error, "begin failed");
                if let StoreError::Corrupt(reason) = error {
                    S::quarantine(&self.shared, reason);
                }
                if !matches!(error, StoreError::Busy) {
                    self.unreachable_until = Some(Instant::now() + self.backoff);
                    self.backoff = (self.backoff * 2).min(LAST_BACKOFF);
                }
            }
        }
        begun
    }

    async fn commit(&mut self, mut tx: Tx<S>, xid: i64) -> Result<S, StoreError> {
        let last = match S::last(&tx) {
            Ok(last) => last,
            Err(error) => {
                self.writer.rollback(tx.conn).await;
                return Err(error);
            }
        };
        // A savepoint that the last command did not use.
        tx.conn.unframe();
        let values = last.values();
        let list: Vec<_> = values
            .iter()
            .map(|(stmt, values)| (*stmt, values.as_slice()))
            .collect();
        match self.writer.commit(tx.conn, &list).await {
            Committed::Yes => Ok(tx.scope),
            Committed::No(error) => Err(error),
            Committed::Unseen => match self.ask_committed(xid).await {
                Some(true) => Ok(tx.scope),
                Some(false) => Err(StoreError::Unavailable("the connection was lost".into())),
                None => Err(StoreError::Unknown),
            },
        }
    }

    /// The connection was lost during COMMIT: asks over another one what became of it.
    async fn ask_committed(&self, xid: i64) -> Option<bool> {
        let Db::Postgres(schema) = self.writer.db() else {
            return None;
        };
        let until = Instant::now() + ASK_COMMITTED;
        while Instant::now() < until {
            if let Ok(Some(answer)) = schema.committed(xid).await {
                return Some(answer);
            }
            tokio::time::sleep(FIRST_BACKOFF).await;
        }
        None
    }

    fn fail(&self, done: Vec<Box<dyn Job<S>>>, error: &StoreError) {
        tracing::warn!(lane = S::name(&self.shared), %error, "a batch failed");
        if let StoreError::Corrupt(reason) = error {
            S::quarantine(&self.shared, reason);
        }
        done.into_iter()
            .for_each(|job| job.finish(Err(error.clone())));
    }
}

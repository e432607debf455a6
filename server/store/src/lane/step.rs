//! One job inside the transaction of its batch: savepoints, panics, what is undone.

use super::job::Job;
use super::scope::Scope;
use super::tx::Tx;
use crate::error::StoreError;
use futures::FutureExt;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;

/// How one job ended inside the transaction.
pub(super) enum Step<S> {
    /// It has its outcome, good or bad.
    Done(Box<dyn Job<S>>, bool),
    /// A merged job failed: its commands are applied one by one.
    Apart(Box<dyn Job<S>>),
    /// The transaction cannot go on.
    Broken(Box<dyn Job<S>>, StoreError),
}

/// Merges consecutive jobs of the same kind.
pub(super) fn merge<S>(jobs: VecDeque<Box<dyn Job<S>>>) -> VecDeque<Box<dyn Job<S>>> {
    let mut merged: VecDeque<Box<dyn Job<S>>> = VecDeque::with_capacity(jobs.len());
    for job in jobs {
        match merged.back_mut() {
            Some(last) if last.kind().is_some() && last.kind() == job.kind() => last.absorb(job),
            _ => merged.push_back(job),
        }
    }
    merged
}

/// Runs a job; a panic inside it is its own failure. Gives whether it succeeded.
async fn attempt<S: Scope>(tx: &mut Tx<S>, job: &mut Box<dyn Job<S>>) -> bool {
    let fine = match AssertUnwindSafe(job.run(tx)).catch_unwind().await {
        Ok(fine) => fine,
        Err(_) => {
            tracing::error!("a command panicked");
            job.fail(StoreError::bug("a command panicked"));
            false
        }
    };
    if fine && tx.conn.failed {
        job.fail(StoreError::bug(
            "a command went on after a failed statement",
        ));
        return false;
    }
    fine
}

/// A job that has the transaction for itself.
pub(super) async fn step_alone<S: Scope>(tx: &mut Tx<S>, mut job: Box<dyn Job<S>>) -> Step<S> {
    let fine = attempt(tx, &mut job).await;
    if !fine && job.len() > 1 {
        Step::Apart(job)
    } else {
        Step::Done(job, fine)
    }
}

/// A job inside its own savepoint. The savepoint travels with the first statement of the job; it
/// is released together with the next one, or by the commit.
pub(super) async fn step<S: Scope>(tx: &mut Tx<S>, mut job: Box<dyn Job<S>>) -> Step<S> {
    let open = if tx.savepoint {
        "RELEASE SAVEPOINT c; SAVEPOINT c"
    } else {
        "SAVEPOINT c"
    };
    tx.conn.frame(open);
    let mark = tx.scope.mark();
    let fine = attempt(tx, &mut job).await;
    // A job without statements has no savepoint; `c` is then still that of the one before.
    let sent = !tx.conn.unframe();
    tx.savepoint |= sent;
    if fine {
        return Step::Done(job, true);
    }
    tx.scope.rewind(mark);
    if sent && let Err(error) = tx.conn.run("ROLLBACK TO SAVEPOINT c").await {
        // A full disk or an I/O error has rolled back everything, savepoints included.
        return Step::Broken(job, error);
    }
    tx.conn.failed = false;
    if job.len() > 1 {
        Step::Apart(job)
    } else {
        Step::Done(job, false)
    }
}

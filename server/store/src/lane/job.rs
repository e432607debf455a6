//! A command as the lane sees it: run it inside the transaction, later tell it how that ended.

use super::tx::Tx;
use crate::error::StoreError;
use futures::future::BoxFuture;
use std::any::{Any, TypeId};
use tokio::sync::oneshot;

/// A queued command, or several of the same kind merged into one.
pub(crate) trait Job<S>: Send {
    /// Applies it. `false`: it failed and keeps its own error; what it wrote must be undone.
    fn run<'a>(&'a mut self, tx: &'a mut Tx<S>) -> BoxFuture<'a, bool>;

    /// Replaces the outcome by an error (a panic, a swallowed statement error).
    fn fail(&mut self, error: StoreError);

    /// The transaction ended: answers the caller, with its own outcome after a commit.
    fn finish(self: Box<Self>, end: Result<(), StoreError>);

    /// Jobs with equal kinds may be merged. `None`: never.
    fn kind(&self) -> Option<TypeId> {
        None
    }

    /// Takes in the items of a job of the same kind.
    fn absorb(&mut self, _other: Box<dyn Job<S>>) {}

    /// A merged job as single ones; a single one as itself.
    fn split(self: Box<Self>) -> Vec<Box<dyn Job<S>>>;

    /// How many commands this is.
    fn len(&self) -> usize {
        1
    }

    /// For [`Job::absorb`].
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

/// A command given as a closure.
pub(crate) struct Once<F, T, E> {
    work: Option<F>,
    answer: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Once<F, T, E> {
    /// The job, and where its answer arrives.
    pub(crate) fn new(work: F) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (
            Self {
                work: Some(work),
                answer: None,
                reply,
            },
            answer,
        )
    }
}

impl<S, F, T, E> Job<S> for Once<F, T, E>
where
    S: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx<S>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run<'a>(&'a mut self, tx: &'a mut Tx<S>) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let answer = work(tx).await;
            let fine = answer.is_ok();
            self.answer = Some(answer);
            fine
        })
    }

    fn fail(&mut self, error: StoreError) {
        self.answer = Some(Err(error.into()));
    }

    fn finish(self: Box<Self>, end: Result<(), StoreError>) {
        let answer = match (end, self.answer) {
            (Ok(()), Some(answer)) => answer,
            (Ok(()), None) => Err(StoreError::bug("a command was answered but never ran").into()),
            (Err(error), _) => Err(error.into()),
        };
        // A caller that went away does not want to know; its command is committed all the same.
        drop(self.reply.send(answer));
    }

    fn split(self: Box<Self>) -> Vec<Box<dyn Job<S>>> {
        vec![self]
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

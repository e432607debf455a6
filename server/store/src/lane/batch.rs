//! Commands of one kind that are applied together by set-based statements.
//!
//! A maximal run of consecutive commands of the same kind becomes one job. If its statements
//! fail, the lane undoes them and applies the commands one by one, so that only the poisonous one
//! gets the error.

use super::job::Job;
use super::scope::InWorkspace;
use super::tx::{Tx, WriteTx};
use crate::error::StoreError;
use futures::future::BoxFuture;
use std::any::{Any, TypeId};
use std::future::Future;
use tokio::sync::oneshot;

/// A command that can be applied together with others of its kind.
pub trait Batchable: Send + Sync + Sized + 'static {
    /// What each of them answers.
    type Outcome: Send + 'static;

    /// Size of its payload, for the limits of the queue.
    fn bytes(&self) -> usize {
        0
    }

    /// Applies all `items` in order; one outcome for each, in the same order. Must give the same
    /// state for one call with n items as for n calls with one item.
    fn apply(
        tx: &mut WriteTx,
        items: &[Self],
    ) -> impl Future<Output = Result<Vec<Self::Outcome>, StoreError>> + Send;
}

/// Where the outcome of a command arrives.
pub(crate) type Answer<T> = oneshot::Receiver<Result<T, StoreError>>;

/// Some batchable commands and whom to answer.
pub(crate) struct BatchJob<B: Batchable> {
    items: Vec<B>,
    replies: Vec<oneshot::Sender<Result<B::Outcome, StoreError>>>,
    answer: Option<Result<Vec<B::Outcome>, StoreError>>,
}

impl<B: Batchable> BatchJob<B> {
    /// A job of some commands, and where their answers arrive.
    pub(crate) fn new(items: Vec<B>) -> (Self, Vec<Answer<B::Outcome>>) {
        let (replies, answers) = items.iter().map(|_| oneshot::channel()).unzip();
        (
            Self {
                items,
                replies,
                answer: None,
            },
            answers,
        )
    }
}

impl<B: Batchable> Job<InWorkspace> for BatchJob<B> {
    fn run<'a>(&'a mut self, tx: &'a mut Tx<InWorkspace>) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let answer = match B::apply(tx, &self.items).await {
                Ok(outcomes) if outcomes.len() != self.items.len() => Err(StoreError::bug(
                    "a batch did not answer each of its commands",
                )),
                other => other,
            };
            let fine = answer.is_ok();
            self.answer = Some(answer);
            fine
        })
    }

    fn fail(&mut self, error: StoreError) {
        self.answer = Some(Err(error));
    }

    fn finish(self: Box<Self>, end: Result<(), StoreError>) {
        let answer = match (end, self.answer) {
            (Ok(()), Some(answer)) => answer,
            (Ok(()), None) => Err(StoreError::bug("a batch was answered but never ran")),
            (Err(error), _) => Err(error),
        };
        match answer {
            Ok(outcomes) => {
                for (reply, outcome) in self.replies.into_iter().zip(outcomes) {
                    drop(reply.send(Ok(outcome)));
                }
            }
            Err(error) => {
                for reply in self.replies {
                    drop(reply.send(Err(error.clone())));
                }
            }
        }
    }

    fn kind(&self) -> Option<TypeId> {
        Some(TypeId::of::<B>())
    }

    fn absorb(&mut self, other: Box<dyn Job<InWorkspace>>) {
        // The lane compared the kinds, so the cast succeeds; a job that is dropped here would
        // answer its callers `Unknown`.
        if let Ok(other) = other.into_any().downcast::<Self>() {
            self.items.extend(other.items);
            self.replies.extend(other.replies);
        }
    }

    fn split(self: Box<Self>) -> Vec<Box<dyn Job<InWorkspace>>> {
        let mut parts: Vec<Box<dyn Job<InWorkspace>>> = Vec::with_capacity(self.items.len());
        for (item, reply) in self.items.into_iter().zip(self.replies) {
            parts.push(Box::new(Self {
                items: vec![item],
                replies: vec![reply],
                answer: None,
            }));
        }
        parts
    }

    fn len(&self) -> usize {
        self.items.len()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

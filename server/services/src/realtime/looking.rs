//! A stream's part in a feed: the feed lives as long as somebody looks.

use std::sync::Arc;

use parlance::id::{UserId, WorkspaceId};

use super::feed::Feed;
use super::signals::What;
use super::{Inner, Realtime, lock};

/// Somebody looks at a workspace, until this is dropped.
pub(super) struct Looking {
    inner: Arc<Inner>,
    /// The feed of the workspace.
    pub feed: Arc<Feed>,
    /// An agent; `None`: a visitor.
    user: Option<UserId>,
    free: bool,
}

impl Realtime {
    /// A stream of an agent, or of a visitor (`None`), begins.
    pub(super) fn look(&self, workspace: WorkspaceId, user: Option<UserId>) -> Looking {
        let inner = Arc::clone(&self.inner);
        let mut feeds = lock(&inner.feeds);
        let mut created = false;
        let feed = Arc::clone(feeds.entry(workspace).or_insert_with(|| {
            created = true;
            Feed::new(workspace, inner.stop.child_token())
        }));
        // Under the lock of the map: whoever removes a feed has seen that nobody looks.
        feed.audiences(|audiences| match user {
            Some(_) => audiences.agents += 1,
            None => audiences.visitors += 1,
        });
        drop(feeds);
        if created {
            inner.signal(workspace, What::Hello {});
        }
        if let Some(user) = user {
            inner.people(workspace, |people| people.join(user));
        }
        Looking {
            inner,
            feed,
            user,
            free: false,
        }
    }

    pub(super) fn seats(&self) -> &super::seats::Seats {
        &self.inner.seats
    }
}

impl Looking {
    /// Whether free conversations must be counted for this agent.
    pub fn set_free(&mut self, free: bool) {
        if self.free != free {
            self.free = free;
            self.feed.audiences(|audiences| {
                audiences.free = if free {
                    audiences.free + 1
                } else {
                    audiences.free.saturating_sub(1)
                };
            });
        }
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.set_free(false);
        let mut feeds = lock(&self.inner.feeds);
        let mut left = 0;
        self.feed.audiences(|audiences| {
            let stream = match self.user {
                Some(_) => &mut audiences.agents,
                None => &mut audiences.visitors,
            };
            *stream = stream.saturating_sub(1);
            left = audiences.agents + audiences.visitors;
        });
        if left == 0 {
            feeds.remove(&self.feed.id);
            self.feed.stop.cancel();
        }
        drop(feeds);
        if let Some(user) = self.user {
            let now = self.inner.now();
            self.inner
                .people(self.feed.id, |people| people.leave(user, now));
        }
    }
}

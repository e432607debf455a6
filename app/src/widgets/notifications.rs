//! What waits for the viewer in a workspace: their open conversations with something unread. And
//! the stream of the workspace, wherever the inbox does not have one of its own, so that people
//! on every page count as present.
//!
//! The list is fetched after hydration and again soon after a live update that may change it; the
//! server decides what belongs to it. One per frame.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use parlance::conversation::ConversationRow;
use parlance::event::LiveFrame;
use parlance::id::{UserId, WorkspaceId};
use parlance::identity::{Viewer, WorkspaceMembership};
use parlance::permission::Permission;

use super::access::may;
use super::side_nav::is_within;
use crate::api::inbox as api;
use crate::live::use_live;
use crate::session::workspace_path;
use crate::ui::timer;

/// At most so many are shown; the server tells one more, if there is one.
pub const SHOWN: usize = 20;

/// Several updates within this time lead to one request.
const SOON_MS: u32 = 500;

/// What is known.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Known {
    /// Nothing yet.
    Waiting,
    /// Nothing, because the server did not answer.
    Failed,
    /// The newest, one more than are shown.
    Rows(Vec<ConversationRow>),
}

/// What the panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The first answer is awaited.
    Waiting,
    /// There was none.
    Failed,
    /// Nothing is unread.
    Empty,
    /// There are some.
    Some,
}

/// The notifications of a workspace. `Copy`; lives as long as the frame.
#[derive(Clone, Copy)]
pub struct Notifications {
    /// The workspace.
    pub workspace: WorkspaceId,
    me: UserId,
    known: RwSignal<Known>,
    /// Whether the present stream is lost.
    stream: RwSignal<Option<Signal<bool>>>,
    postponed: timer::Debounce,
    due: StoredValue<bool>,
    asking: StoredValue<bool>,
}

/// Makes the notifications of a frame's workspace available below; none without a workspace, or
/// where the viewer may not see the inbox.
pub fn provide_notifications(
    viewer: &Viewer,
    workspace: Option<&WorkspaceMembership>,
) -> Option<Notifications> {
    let workspace = workspace.filter(|member| may(member, Permission::ViewInbox))?;
    let notifications = Notifications {
        workspace: workspace.id,
        me: viewer.id,
        known: RwSignal::new(Known::Waiting),
        stream: RwSignal::new(None),
        postponed: timer::Debounce::default(),
        due: StoredValue::new(false),
        asking: StoredValue::new(false),
    };
    provide_context(notifications);
    Effect::new(move |_| notifications.ask());
    notifications.listen();
    Some(notifications)
}

/// The notifications of the frame, if there are any.
pub fn use_notifications() -> Option<Notifications> {
    use_context::<Notifications>()
}

impl Notifications {
    /// Follows the workspace while another page than its inbox is shown.
    fn listen(self) {
        let path = use_location().pathname;
        let inbox = workspace_path(self.workspace, "inbox");
        let elsewhere = Memo::new(move |_| path.with(|path| !is_within(path, &inbox)));
        Effect::new(move |_| {
            if !elsewhere.get() {
                return;
            }
            // Without a cursor: what happened before the first word is asked for then.
            let greeted = StoredValue::new(false);
            let lost = use_live(
                workspace_path(self.workspace, "events"),
                String::new(),
                Callback::new(move |frame| {
                    if greeted.try_update_value(|greeted| !std::mem::replace(greeted, true))
                        == Some(true)
                    {
                        self.changed();
                    }
                    self.hear(&frame);
                }),
                Callback::new(move |()| self.changed()),
            );
            self.stream.set(Some(lost));
        });
    }

    /// Another page has the stream now; `lost` tells about it.
    pub fn follow(self, lost: Signal<bool>) {
        Effect::new(move |_| {
            self.stream.set(Some(lost));
        });
    }

    /// Whether the stream of the page is lost.
    pub fn is_lost(self) -> bool {
        // The stream of a page that was left is gone, and not lost.
        let stream = self.stream.get();
        stream.and_then(|lost| lost.try_get()).unwrap_or(false)
    }

    /// A live update came over the stream.
    pub fn hear(self, frame: &LiveFrame) {
        let asking = self.asking.try_get_value().unwrap_or(false);
        let concerns = self.known.try_with_untracked(|known| match known {
            Known::Rows(rows) if !asking => concerns(frame, self.me, rows),
            // The answer under way may be older than the update.
            _ => true,
        });
        if concerns == Some(true) {
            self.changed();
        }
    }

    /// The list may have changed. It is fetched soon, also while more changes keep coming.
    pub fn changed(self) {
        if self.due.try_get_value() != Some(false) {
            return;
        }
        self.due.set_value(true);
        self.postponed.run(SOON_MS, move || {
            self.due.try_set_value(false);
            self.ask();
        });
    }

    /// Fetches the list.
    pub fn ask(self) {
        match self.asking.try_get_value() {
            None => return,
            Some(true) => return self.changed(),
            Some(false) => self.asking.set_value(true),
        }
        spawn_local(async move {
            let answer = api::notifications(self.workspace).await;
            if self.known.is_disposed() {
                return;
            }
            self.asking.set_value(false);
            match answer {
                Ok(rows) => self.take(rows),
                // An older list is better than none; the next update asks again.
                Err(_) => self.known.update(|known| {
                    if *known == Known::Waiting {
                        *known = Known::Failed;
                    }
                }),
            }
        });
    }

    /// Takes over an answer of the server.
    pub fn take(self, rows: Vec<ConversationRow>) {
        self.known.set(Known::Rows(rows));
    }

    /// How many conversations are unread; more than [`SHOWN`] means "more than that".
    pub fn count(self) -> i64 {
        self.known.with(|known| known.count().unwrap_or_default())
    }

    /// As [`Self::count`]; `None` before the first answer.
    pub fn known_count(self) -> Option<i64> {
        self.known.with(Known::count)
    }

    /// What the panel shows.
    pub fn stage(self) -> Stage {
        self.known.with(|known| match known {
            Known::Waiting => Stage::Waiting,
            Known::Failed => Stage::Failed,
            Known::Rows(rows) if rows.is_empty() => Stage::Empty,
            Known::Rows(_) => Stage::Some,
        })
    }

    /// The rows that are shown.
    pub fn rows(self) -> Vec<ConversationRow> {
        self.known.with(|known| match known {
            Known::Rows(rows) => rows.iter().take(SHOWN).cloned().collect(),
            Known::Waiting | Known::Failed => Vec::new(),
        })
    }
}

impl Known {
    fn count(&self) -> Option<i64> {
        match self {
            Known::Rows(rows) => i64::try_from(rows.len()).ok(),
            Known::Waiting | Known::Failed => None,
        }
    }
}

/// Whether an update may change the list `rows` of `me`.
fn concerns(frame: &LiveFrame, me: UserId, rows: &[ConversationRow]) -> bool {
    // What is not listed may follow what leaves a full list.
    let listed = |id| rows.len() > SHOWN || rows.iter().any(|row| row.id == id);
    match frame {
        LiveFrame::Conversation { row } => row.assignee == Some(me) || listed(row.id),
        LiveFrame::Message { message } => listed(message.conversation),
        LiveFrame::Gone { conversation } | LiveFrame::Read { conversation, .. } => {
            listed(*conversation)
        }
        LiveFrame::Contact { contact } => rows.iter().any(|row| row.contact == *contact),
        LiveFrame::Resync {} => true,
        LiveFrame::Delivery { .. }
        | LiveFrame::Line { .. }
        | LiveFrame::Desk {}
        | LiveFrame::Counts { .. }
        | LiveFrame::Typing { .. }
        | LiveFrame::People { .. } => false,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::widgets::testing::conversation;
    use parlance::conversation::Counts;
    use parlance::id::{ContactId, ConversationId, MessageId};

    const ME: UserId = UserId(7);

    #[test]
    fn updates_of_ones_own_and_of_listed_conversations_concern_the_list() {
        let rows = [conversation(1)];
        let of = |id, assignee| {
            let row = ConversationRow {
                assignee,
                ..conversation(id)
            };
            concerns(&LiveFrame::Conversation { row }, ME, &rows)
        };
        assert!(of(1, None), "given away");
        assert!(of(2, Some(ME)), "new");
        assert!(!of(2, Some(UserId(8))));
        let read = |id| LiveFrame::Read {
            conversation: ConversationId(id),
            up_to: MessageId(9),
        };
        assert!(concerns(&read(1), ME, &rows) && !concerns(&read(2), ME, &rows));
        assert!(concerns(&LiveFrame::Resync {}, ME, &rows));
        let contact = LiveFrame::Contact {
            contact: ContactId(1),
        };
        assert!(concerns(&contact, ME, &rows));
        let counts = LiveFrame::Counts {
            counts: Counts::default(),
        };
        assert!(!concerns(&counts, ME, &rows));
    }

    #[test]
    fn everything_read_concerns_a_list_that_is_cut() {
        let rows: Vec<_> = (0..=20).map(conversation).collect();
        let gone = LiveFrame::Gone {
            conversation: ConversationId(99),
        };
        assert!(concerns(&gone, ME, &rows) && !concerns(&gone, ME, &rows[..20]));
    }
}

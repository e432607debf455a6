//! What the viewer does: assign, close, read, type, edit. Shown at once, confirmed or taken back
//! by the server's answer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use parlance::contact::{ContactDetail, EditContact, display_name};
use parlance::conversation::{
    Assign, ConversationQuery, ConversationRow, MarkRead, SetStatus, Status,
};
use parlance::error::Conflict;
use parlance::id::{ContactId, ConversationId, MessageId, UserId};
use parlance::page::Cursor;

use super::order::{ListState, Phase, Place};
use super::store::{Inbox, find};
use crate::api::inbox as api;
use crate::api::inbox::MessageSent;
use crate::error::AppError;
use crate::ui::timer;
use crate::widgets::error_text;

/// When fetching everything again failed, it is tried again after this time.
const RESYNC_AGAIN_MS: u32 = 3_000;

impl Inbox {
    /// Gives a conversation to a user, or to nobody.
    pub fn assign(self, id: ConversationId, to: Option<UserId>) {
        let Some(before) = self.row(id).map(|row| row.get_untracked()) else {
            return;
        };
        if before.assignee == to {
            return;
        }
        self.amend(id, |row| row.assignee = to);
        spawn_local(async move {
            let answer = api::assign(
                self.workspace,
                Assign {
                    conversation: id,
                    to,
                },
            )
            .await;
            self.confirm(before, answer);
        });
    }

    /// Closes an open conversation, opens a closed one.
    pub fn toggle_status(self, id: ConversationId) {
        let Some(before) = self.row(id).map(|row| row.get_untracked()) else {
            return;
        };
        let status = if before.status == Status::Closed {
            Status::Open
        } else {
            Status::Closed
        };
        self.amend(id, |row| {
            row.status = status;
            row.waiting_since = None;
        });
        spawn_local(async move {
            let command = SetStatus {
                conversation: id,
                status,
            };
            self.confirm(before, api::set_status(self.workspace, command).await);
        });
    }

    /// Takes over the answer to a command, or puts the row back and says why.
    fn confirm(self, before: ConversationRow, answer: Result<ConversationRow, AppError>) {
        if !self.is_alive() {
            return;
        }
        match answer {
            Ok(row) => self.take_row(row),
            // Somebody was faster; the live update tells the rest.
            Err(AppError::Conflict {
                why: Conflict::AlreadySo,
            }) => {}
            Err(error) => {
                let unchanged = self
                    .row(before.id)
                    .is_some_and(|row| row.with_untracked(|row| row.version == before.version));
                if unchanged {
                    let read = self
                        .row(before.id)
                        .map(|row| row.with_untracked(|r| r.read_up_to));
                    self.amend(before.id, |row| *row = before.clone());
                    self.amend_read(before.id, read.unwrap_or_default());
                }
                self.report(&error);
            }
        }
    }

    /// Says what went wrong in a message at the corner of the window.
    pub fn report(self, error: &AppError) {
        self.toasts.error(error_text(self.t, error));
    }

    /// The viewer has seen everything up to a message.
    pub fn mark_read(self, id: ConversationId, up_to: MessageId) {
        self.amend_read(id, up_to);
        spawn_local(async move {
            // A lost mark comes back as unread with the next visit; not worth a message.
            let _ = api::mark_read(
                self.workspace,
                MarkRead {
                    conversation: id,
                    up_to,
                },
            )
            .await;
        });
    }

    /// The viewer types in a conversation, or stopped.
    pub fn tell_typing(self, id: ConversationId, on: bool) {
        spawn_local(async move {
            let _ = api::typing(self.workspace, id, on).await;
        });
    }

    /// Keeps what the viewer typed. Tells whether the server has it.
    pub async fn save_draft(self, id: ConversationId, text: String) -> bool {
        api::save_draft(self.workspace, id, text).await.is_ok()
    }

    /// Changes a contact.
    pub async fn save_contact(self, command: EditContact) -> Result<ContactDetail, AppError> {
        let id = command.id;
        let answer = api::edit_contact(self.workspace, command).await;
        if self.is_alive() {
            match &answer {
                Ok(contact) => {
                    let name = display_name(&contact.name, &contact.email, &contact.phone);
                    self.rename(id, name.unwrap_or_default());
                    self.take_contact(contact.clone());
                }
                Err(AppError::Conflict {
                    why: Conflict::Stale,
                }) => self.load_contact(id),
                Err(_) => {}
            }
        }
        answer
    }

    /// Fetches a contact again.
    pub(super) fn load_contact(self, id: ContactId) {
        spawn_local(async move {
            let answer = api::load_contact(self.workspace, id).await;
            if let (Ok(contact), true) = (answer, self.is_alive()) {
                self.take_contact(contact);
            }
        });
    }

    /// Fetches again what the workspace has set up.
    pub(super) fn load_desk(self) {
        spawn_local(async move {
            let answer = api::load_desk(self.workspace).await;
            if let (Ok(desk), true) = (answer, self.is_alive()) {
                self.desk.set(desk);
            }
        });
    }

    /// Loads the shown list, or its next page.
    pub fn load_list(self) {
        let address = self.address.get_untracked();
        let key = address.list();
        let (next, first, busy) = self.lists.with_untracked(|lists| {
            let list = find(lists, key);
            let phase = list.map(|list| list.phase.clone()).unwrap_or_default();
            (
                list.and_then(|list| list.next),
                list.is_none_or(ListState::is_blank),
                matches!(phase, Phase::Loading | Phase::More),
            )
        });
        if busy || (!first && next.is_none()) {
            return;
        }
        let phase = if first { Phase::Loading } else { Phase::More };
        self.change_list(key, |list| list.phase = phase);
        let after = next.unwrap_or(Cursor::START);
        let query = ConversationQuery {
            view: address.view,
            status: address.status,
            after,
        };
        spawn_local(async move {
            let answer = api::list_conversations(self.workspace, query).await;
            if !self.is_alive() {
                return;
            }
            match answer {
                Ok(page) => {
                    let places: Vec<Place> = page.rows.iter().map(Place::of).collect();
                    self.change_list(key, |list| list.append(places, page.next));
                    for row in page.rows {
                        self.take_row(row);
                    }
                }
                Err(error) => self.change_list(key, |list| list.phase = Phase::Failed(error)),
            }
        });
    }

    fn change_list(self, key: super::store::ListKey, change: impl FnOnce(&mut ListState)) {
        self.lists.update(
            |lists| match lists.iter_mut().find(|(other, _)| *other == key) {
                Some((_, list)) => change(list),
                None => {
                    let mut list = ListState::default();
                    change(&mut list);
                    lists.push((key, list));
                }
            },
        );
    }

    /// Fetches everything visible again and forgets the rest: too much was missed.
    pub(super) fn resync(self) {
        let address = self.address.get_untracked();
        spawn_local(async move {
            let open = address.conversation;
            let answer = api::open_inbox(self.workspace, address.query(), open).await;
            if !self.is_alive() {
                return;
            }
            let Ok(page) = answer else {
                timer::after(RESYNC_AGAIN_MS, move || {
                    if self.is_alive() {
                        self.resync();
                    }
                });
                return;
            };
            let keep = self.address.get_untracked().conversation;
            self.threads
                .update(|threads| threads.retain(|id, _| Some(*id) == keep));
            self.fill(page);
        });
    }

    /// Takes over the answer to a sent message.
    pub(super) fn take_sent(self, sent: MessageSent) {
        if let Some(thread) = self.thread(sent.message.conversation) {
            thread.timeline.update(|timeline| {
                timeline.take(sent.message);
            });
        }
        self.take_row(sent.row);
    }
}

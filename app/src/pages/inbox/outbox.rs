//! Messages on their way to the server.
//!
//! One at a time and in order; a lost connection only delays them. Each carries the client id it
//! was born with, so sending it again after an unclear answer cannot make two messages. They are
//! kept in the browser until the server has them, so a reload loses nothing.

use std::collections::VecDeque;

use leptos::prelude::*;
use leptos::task::spawn_local;
use parlance::id::{ConversationId, MessageId};
use parlance::message::{
    AttachmentView, Author, Delivery, Direction, MessageView, SendMessage, kind_word,
};
use parlance::text::preview;
use parlance::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::store::Inbox;
use super::thread_state::Thread;
use super::timeline::Local;
use crate::api::inbox as api;
use crate::error::AppError;
use crate::ui::{dom, kept, timer};

/// Longest preview that is made up before the server tells its own.
const PREVIEW: usize = 120;

/// A message that the server does not have yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// What is sent.
    pub command: SendMessage,
    /// Its files, for showing them.
    pub attachments: Vec<AttachmentView>,
    /// When it was written, by this browser's clock.
    pub at: Timestamp,
}

/// Messages waiting for the server, and those it refused.
#[derive(Debug, Default)]
pub struct Outbox {
    queue: VecDeque<Outgoing>,
    refused: Vec<(Outgoing, AppError)>,
    busy: bool,
    failures: u32,
}

impl Outgoing {
    fn view(&self, inbox: Inbox) -> MessageView {
        MessageView {
            id: MessageId(0),
            conversation: self.command.conversation,
            direction: Direction::Outbound,
            author: Author::User { id: inbox.me },
            text: self.command.text.clone(),
            attachments: self.attachments.clone(),
            status: Delivery::Queued,
            error: None,
            client_id: Some(self.command.client_id.clone()),
            page_url: None,
            at: self.at,
        }
    }
}

impl Inbox {
    /// Shows a message at once and sends it.
    pub fn send(self, thread: &Thread, text: String, attachments: Vec<AttachmentView>) {
        let outgoing = Outgoing {
            command: SendMessage {
                conversation: thread.id,
                client_id: kept::fresh_name(),
                text,
                attachments: attachments.iter().map(|file| file.id).collect(),
            },
            attachments,
            at: Timestamp(dom::now()),
        };
        let view = outgoing.view(self);
        self.amend(thread.id, |row| {
            row.preview = preview(&view.text, PREVIEW);
            row.last_direction = Direction::Outbound;
            row.last_kind = kind_word(&view.text, view.attachments.first().map(|f| f.kind)).into();
            row.waiting_since = None;
        });
        thread
            .timeline
            .update(|timeline| timeline.take_local(view, Local::Waiting));
        self.keep(&outgoing);
        self.outbox
            .update_value(|outbox| outbox.queue.push_back(outgoing));
        self.pump();
    }

    /// Sends a refused message again.
    pub fn retry(self, conversation: ConversationId, client_id: &str) {
        if let Some((outgoing, _)) = self.take_refused(client_id) {
            self.mark(conversation, client_id, Local::Waiting);
            self.outbox
                .update_value(|outbox| outbox.queue.push_back(outgoing));
            self.pump();
        }
    }

    /// Gives a refused message up.
    pub fn discard(self, conversation: ConversationId, client_id: &str) {
        self.take_refused(client_id);
        kept::forget(&self.prefix(), client_id);
        if let Some(thread) = self.thread(conversation) {
            thread
                .timeline
                .update(|timeline| timeline.forget_local(client_id));
        }
    }

    /// Takes up what an earlier visit of this page could not send.
    pub fn restore_unsent(self) {
        let mut found: Vec<Outgoing> = kept::all(&self.prefix())
            .iter()
            .filter_map(|(_, text)| serde_json::from_str(text).ok())
            .collect();
        found.sort_by_key(|outgoing| outgoing.at);
        for outgoing in &found {
            if let Some(thread) = self.thread(outgoing.command.conversation) {
                let view = outgoing.view(self);
                thread
                    .timeline
                    .update(|timeline| timeline.take_local(view, Local::Waiting));
            }
        }
        self.outbox
            .update_value(|outbox| outbox.queue.extend(found));
        self.pump();
    }

    /// Shows what is not sent yet in a conversation that was just loaded.
    pub(super) fn show_unsent(self, thread: &Thread) {
        let unsent: Vec<(MessageView, Local)> = self.outbox.with_value(|outbox| {
            let waiting = outbox
                .queue
                .iter()
                .map(|outgoing| (outgoing, Local::Waiting));
            let refused = outbox
                .refused
                .iter()
                .map(|(outgoing, error)| (outgoing, Local::Refused(error.clone())));
            waiting
                .chain(refused)
                .filter(|(outgoing, _)| outgoing.command.conversation == thread.id)
                .map(|(outgoing, local)| (outgoing.view(self), local))
                .collect()
        });
        for (view, local) in unsent {
            thread
                .timeline
                .update(|timeline| timeline.take_local(view, local));
        }
    }

    /// The connection is back: what waits goes now.
    pub(super) fn pump_now(self) {
        self.outbox.update_value(|outbox| outbox.failures = 0);
        self.pump();
    }

    /// Sends the first message that waits, then the next.
    fn pump(self) {
        let next = self.outbox.try_update_value(|outbox| {
            self.waiting
                .set(i64::try_from(outbox.queue.len()).unwrap_or(i64::MAX));
            if outbox.busy {
                return None;
            }
            let next = outbox.queue.front().cloned()?;
            outbox.busy = true;
            Some(next)
        });
        let Some(next) = next.flatten() else { return };
        spawn_local(async move {
            let answer = api::send_message(self.workspace, next.command.clone()).await;
            if !self.is_alive() {
                // The message stays kept; the server ignores a client id it knows.
                if answer.is_ok() {
                    kept::forget(&self.prefix(), &next.command.client_id);
                }
                return;
            }
            self.outbox.update_value(|outbox| outbox.busy = false);
            match answer {
                Ok(sent) => {
                    self.leave_queue(&next);
                    kept::forget(&self.prefix(), &next.command.client_id);
                    self.take_sent(sent);
                    self.pump();
                }
                Err(AppError::RateLimited { retry_after }) => {
                    let pause = u32::try_from(retry_after.clamp(1, 60)).unwrap_or(60);
                    self.pump_later(pause * 1_000);
                }
                Err(error) if error.is_temporary() => {
                    let failures = self.outbox.try_update_value(|outbox| {
                        outbox.failures = (outbox.failures + 1).min(5);
                        outbox.failures
                    });
                    self.pump_later(1_000 << failures.unwrap_or(0));
                }
                Err(error) => {
                    let client_id = next.command.client_id.clone();
                    self.leave_queue(&next);
                    self.mark(
                        next.command.conversation,
                        &client_id,
                        Local::Refused(error.clone()),
                    );
                    self.outbox
                        .update_value(|outbox| outbox.refused.push((next, error)));
                    self.pump();
                }
            }
        });
    }

    fn pump_later(self, pause: u32) {
        self.pump_count();
        timer::after(pause, move || {
            if self.is_alive() {
                self.pump();
            }
        });
    }

    fn pump_count(self) {
        let count = self.outbox.with_value(|outbox| outbox.queue.len());
        self.waiting.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    fn leave_queue(self, outgoing: &Outgoing) {
        self.outbox.update_value(|outbox| {
            outbox.failures = 0;
            outbox
                .queue
                .retain(|other| other.command.client_id != outgoing.command.client_id);
        });
    }

    fn mark(self, conversation: ConversationId, client_id: &str, local: Local) {
        if let Some(thread) = self.thread(conversation) {
            thread
                .timeline
                .with_untracked(|timeline| timeline.set_local(client_id, local));
        }
    }

    fn take_refused(self, client_id: &str) -> Option<(Outgoing, AppError)> {
        self.outbox
            .try_update_value(|outbox| {
                let index = outbox
                    .refused
                    .iter()
                    .position(|(o, _)| o.command.client_id == client_id)?;
                Some(outbox.refused.remove(index))
            })
            .flatten()
    }

    fn keep(self, outgoing: &Outgoing) {
        if let Ok(text) = serde_json::to_string(outgoing) {
            kept::keep(&self.prefix(), &outgoing.command.client_id, &text);
        }
    }

    fn prefix(self) -> String {
        format!("parlance-unsent-{}-{}-", self.workspace, self.me)
    }
}

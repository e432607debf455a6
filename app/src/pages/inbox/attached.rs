//! Files of the next message: uploading, ready, or refused.

use leptos::prelude::*;
use parlance::message::{AttachmentView, FILES_MAX};

use super::store::Inbox;
use super::thread_state::Thread;
use crate::ui::upload::{ChosenFile, Progress, Upload, start};

/// Why a file cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing is in it.
    Empty,
    /// More bytes than the server takes.
    TooLarge,
    /// The server does not take files of this type.
    TypeRefused,
    /// The connection broke, or the server failed.
    Failed,
}

impl Problem {
    /// Whether another attempt may work.
    pub fn may_pass(self) -> bool {
        self == Problem::Failed
    }

    fn of_status(status: u16) -> Self {
        match status {
            413 => Problem::TooLarge,
            415 => Problem::TypeRefused,
            _ => Problem::Failed,
        }
    }
}

/// How far a file has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// On its way, in percent.
    Uploading(i64),
    /// The server has it.
    Ready(AttachmentView),
    /// It cannot be sent.
    Refused(Problem),
}

/// A file of the next message.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Names it on this page.
    pub upload: Upload,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// How far it has come.
    pub stage: ArcRwSignal<Stage>,
}

impl PartialEq for Attached {
    fn eq(&self, other: &Self) -> bool {
        self.upload == other.upload
    }
}

impl Inbox {
    /// Uploads files for the next message of a conversation; says so if there are too many.
    pub fn attach(self, thread: &Thread, files: Vec<ChosenFile>) {
        for file in files {
            if thread.files.with_untracked(Vec::len) >= FILES_MAX {
                let most = i64::try_from(FILES_MAX).unwrap_or(i64::MAX);
                self.toasts.error(self.t.inbox.too_many_files(most));
                return;
            }
            let stage = ArcRwSignal::new(Stage::Uploading(0));
            let attached = Attached {
                name: file.name(),
                size: file.size(),
                upload: start(file, self.upload_address(), watch(stage.clone())),
                stage,
            };
            if attached.size == 0 {
                attached.upload.cancel();
                attached.stage.set(Stage::Refused(Problem::Empty));
            }
            thread.files.update(|files| files.push(attached));
        }
    }

    /// Uploads a file again that failed.
    pub fn attach_again(self, attached: &Attached) {
        attached.stage.set(Stage::Uploading(0));
        attached
            .upload
            .again(self.upload_address(), watch(attached.stage.clone()));
    }

    /// Takes a file away, and stops its upload.
    pub fn detach(self, thread: &Thread, upload: Upload) {
        upload.cancel();
        thread
            .files
            .update(|files| files.retain(|file| file.upload != upload));
    }

    fn upload_address(self) -> String {
        format!("/w/{}/uploads", self.workspace)
    }
}

fn watch(stage: ArcRwSignal<Stage>) -> impl Fn(Progress) + 'static {
    move |progress| {
        let next = match progress {
            Progress::Sent(percent) => Stage::Uploading(percent),
            Progress::Answered {
                status: 200..300,
                body,
            } => match serde_json::from_str(&body) {
                Ok(view) => Stage::Ready(view),
                Err(_) => Stage::Refused(Problem::Failed),
            },
            Progress::Answered { status, .. } => Stage::Refused(Problem::of_status(status)),
            Progress::Lost => Stage::Refused(Problem::Failed),
        };
        stage.set(next);
    }
}

/// The files that are ready, or `None` while one is on its way or refused. Tracked.
pub fn ready(files: &[Attached]) -> Option<Vec<AttachmentView>> {
    files
        .iter()
        .map(|file| {
            file.stage.with(|stage| match stage {
                Stage::Ready(view) => Some(view.clone()),
                Stage::Uploading(_) | Stage::Refused(_) => None,
            })
        })
        .collect()
}

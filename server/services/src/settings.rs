//! What the services need to know of the configuration. The server fills it in.

use std::path::PathBuf;

/// Settings of the services.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address people use, without a slash at the end (`https://chat.example.com`). Links in
    /// mails and signed addresses are built from it, never from a request's Host header.
    pub public_url: String,
    /// Folder of the databases and files.
    pub data_dir: PathBuf,
    /// Empty for SQLite, or `postgres://…`.
    pub database_url: String,
    /// Most workspaces open at once.
    pub max_open_workspaces: usize,
    /// Outgoing mail; `None`: links are shown instead of mailed.
    pub mail: Option<MailSettings>,
    /// Largest upload, in bytes.
    pub max_upload: usize,
    /// Demo mode: the demo shop is served.
    pub demo: bool,
}

/// How mail leaves.
#[derive(Clone)]
pub struct MailSettings {
    /// `smtp://user:password@host:port` or `smtps://…`.
    pub smtp_url: String,
    /// The sender, `Parlance <no-reply@example.com>`.
    pub from: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address holds a password.
        f.debug_struct("MailSettings")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

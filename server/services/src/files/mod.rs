//! Uploaded files: sniffed, pictures re-encoded, stored by SHA-256, served by signed addresses.
//!
//! An upload belongs to its owner (a visitor, or a user of the workspace) until a message of that
//! owner takes it. What nobody took within a day is swept. Nothing that a client says about a file
//! is believed; its name is metadata.

mod blob;
mod container;
mod link;
mod name;
mod picture;
mod programs;
mod sniff;
mod sweep;
#[cfg(test)]
mod tests;
mod upload;

pub use blob::FileStore;
pub use link::{FileDownload, FileQuery, open, url};
pub use sweep::sweep_system;
pub use upload::{UploadError, store_upload, upload, user_owner};

pub(crate) use sniff::ACCEPT;

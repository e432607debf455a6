//! The conversation desk: lists, threads, sending, assigning, closing.

mod assign;
pub(crate) mod desk;
mod list;
mod notifications;
pub(crate) mod people;
mod read;
mod send;
mod status;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod thread;
pub(crate) mod view;
pub(crate) mod visible;

pub use assign::assign;
pub use desk::load_desk;
pub use list::{conversation_row, counts, list_conversations, open_inbox};
pub use notifications::{NOTIFICATIONS, notifications};
pub use read::{mark_read, save_draft, typing};
pub use send::{MessageSent, send_message};
pub use status::set_status;
pub use thread::{open_conversation, thread_before};

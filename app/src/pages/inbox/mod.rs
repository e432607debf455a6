//! The inbox: conversations of a workspace, live.
//!
//! `page` asks the server; `screen` lays out the panes. `store` holds what is known (rows, lists,
//! threads) and is changed by live updates, by `commands` and by the `outbox`; `timeline`,
//! `lines`, `order` and `links` are the pure parts. Everything else draws plain data.

mod address;
mod attached;
mod attachment;
mod bubble;
mod commands;
mod composer;
mod contact_history;
mod contact_panel;
mod edit_field;
mod emoji;
mod event_words;
mod header;
mod help;
mod line;
mod lines;
mod links;
mod list;
mod names;
mod order;
mod outbox;
mod page;
mod pill;
mod placeholder;
mod reading;
mod row;
#[cfg(test)]
mod sample;
mod screen;
mod store;
#[cfg(test)]
mod tests;
mod thread;
mod thread_state;
mod timeline;
mod tray;
mod typing;
mod typing_line;
mod view_nav;

pub use page::InboxPage;

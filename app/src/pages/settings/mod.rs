//! Settings of a workspace: general, users, channels.
//!
//! A page shows what the member may see and hides what the services would refuse.

mod channel;
mod channels;
mod chat;
mod general;
mod layout;
mod member_dialog;
mod members;
mod new_channel;
mod users;

pub use self::{
    channel::ChannelPage,
    channels::ChannelsPage,
    general::GeneralPage,
    layout::{SettingsHome, SettingsLayout},
    new_channel::NewChannelPage,
    users::UsersPage,
};

#[cfg(all(test, feature = "ssr"))]
mod tests;

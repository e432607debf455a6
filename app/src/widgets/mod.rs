//! Pieces that several areas of the product share and that know its words: errors as sentences,
//! forms, roles, the frame around every page, the command palette.
//!
//! The design system below (`ui`) knows no domain type; the pages above never import each other.
//! What two pages need lives here.

pub mod access;
pub mod address;
pub mod attempt;
pub mod contact_words;
pub mod error_text;
pub mod frame;
pub mod invite_dialog;
pub mod loaded;
pub mod logo;
pub mod notifications;
pub mod offline;
pub mod palette;
pub mod preferences;
pub mod problem;
pub mod public_frame;
pub mod roles;
pub mod side_nav;
pub mod sign_out;
#[cfg(all(test, feature = "ssr"))]
pub mod testing;
pub mod time_zone;
pub mod when;
pub mod whole_page;

pub use self::{
    attempt::Attempt,
    error_text::{ErrorText, error_text, problem_text},
    loaded::loaded,
    logo::{Brand, Mark},
    offline::OfflineNotice,
    when::When,
};

//! The pieces of a website chat's settings, shared by the page that creates one and the page
//! that changes one.

pub mod colors;
pub mod disconnect;
pub mod draft;
pub mod fields;
pub mod form_fields;
pub mod identity;
pub mod install;
pub mod preview;
pub mod samples;
pub mod text_fields;

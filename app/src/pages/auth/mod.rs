//! Pages for people who are not signed in: set-up, sign-in, forgotten password, invitation.
//!
//! They share one frame and no state. What succeeds ends with a whole page load of `/`.

mod demo;
mod forgot;
mod invite;
mod login;
mod password_field;
mod reset;
mod set_up;

pub use self::{
    demo::{DEMO_ACCOUNTS, DEMO_PASSWORD},
    forgot::ForgotPage,
    invite::InvitePage,
    login::LoginPage,
    reset::ResetPage,
    set_up::SetUpPage,
};

#[cfg(all(test, feature = "ssr"))]
mod tests;

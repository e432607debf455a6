//! The visitor's side of website chat.
//!
//! Visitors have no account. What they are trusted for: their own messages, under the token that
//! their browser holds; a user id only with a proof by the customer's site. Looking at a page
//! writes nothing: a contact comes into being with the first message or a proven identity.

mod claims;
mod config;
mod history;
mod identify;
mod limits;
mod marks;
mod memory;
mod origin;
mod present;
mod proof;
mod send;
mod session;
#[cfg(test)]
mod tests;
mod token;
mod upload;
mod visitor;

pub use claims::ContactForm;
pub use config::{Frame, LauncherLabel, PublicConfig, frame, public_config};
pub use history::{MessagePage, messages};
pub use identify::{Identified, Identify, Traits, identify};
pub use marks::{delivered, read, typing};
pub use memory::Memory;
pub use origin::own_origin;
pub use present::{Team, author, message, team};
pub use send::{Send, SentMessage, send};
pub use session::{OpenSession, Page, Session, SessionConfig, session};
pub use upload::{may_upload, upload};
pub use visitor::{Visitor, issue_token_system, visitor};

use parlance_store::{OpenError, StoreError, Workspace};

use crate::{Result, ServiceError, Services};

/// The workspace behind a route.
async fn workspace(services: &Services, visitor: &Visitor) -> Result<Workspace> {
    services
        .store
        .workspace(visitor.workspace)
        .await
        .map_err(|error| match error {
            OpenError::NotFound => ServiceError::NotFound,
            other => StoreError::from(other).into(),
        })
}

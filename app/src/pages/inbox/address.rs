//! The address of the inbox: view, status and conversation, read and written in one place.
//!
//! `/w/1/inbox/mine/4294967300?status=closed`. Unknown words fall back to the default, so an old
//! link still opens something.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use parlance::conversation::{ConversationQuery, Status, View};
use parlance::id::{ConversationId, WorkspaceId};
use parlance::page::Cursor;

/// Which list is shown, and which conversation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Whose conversations.
    pub view: View,
    /// Open or closed ones.
    pub status: Status,
    /// The open conversation.
    pub conversation: Option<ConversationId>,
}

impl Address {
    /// Reads the parts of an address.
    pub fn parse(workspace: &str, view: &str, conversation: &str, status: &str) -> Self {
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number > 0);
        Address {
            workspace: WorkspaceId(number(workspace).unwrap_or_default()),
            view: View::from_word(view).unwrap_or_default(),
            status: if status == "closed" {
                Status::Closed
            } else {
                Status::Open
            },
            conversation: number(conversation).map(ConversationId),
        }
    }

    /// The list without the conversation.
    pub fn list(self) -> (View, Status) {
        (self.view, self.status)
    }

    /// The first page of this list.
    pub fn query(self) -> ConversationQuery {
        ConversationQuery {
            view: self.view,
            status: self.status,
            after: Cursor::START,
        }
    }

    /// Another view of the same workspace; the open conversation stays open.
    pub fn with_view(self, view: View) -> Self {
        Address { view, ..self }
    }

    /// Open or closed ones.
    pub fn with_status(self, status: Status) -> Self {
        Address { status, ..self }
    }

    /// The same list with another conversation, or none.
    pub fn with_conversation(self, conversation: Option<ConversationId>) -> Self {
        Address {
            conversation,
            ..self
        }
    }

    /// The address as text.
    pub fn path(self) -> String {
        let mut path = format!("/w/{}/inbox/{}", self.workspace, self.view.word());
        if let Some(conversation) = self.conversation {
            path.push('/');
            path.push_str(&conversation.to_string());
        }
        if self.status == Status::Closed {
            path.push_str("?status=closed");
        }
        path
    }
}

/// The address of the page, as it changes.
pub fn use_address() -> Memo<Address> {
    // From the path, not from the parameters: those of the child routes are not visible here.
    let (path, query) = (use_location().pathname, use_query_map());
    Memo::new(move |before: Option<&Address>| {
        let status = query.with(|query| query.get("status").unwrap_or_default());
        path.with(|path| {
            let mut parts = path.split('/').skip(2);
            let workspace = parts.next().unwrap_or_default();
            match (parts.next(), before) {
                // The page is being left: the address of another one says nothing about lists.
                (Some(area), Some(before)) if area != "inbox" => *before,
                _ => {
                    let mut part = || parts.next().unwrap_or_default();
                    Address::parse(workspace, part(), part(), &status)
                }
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_the_round_trip() {
        let address = Address::parse("1", "mine", "4294967300", "closed");
        assert_eq!(address.path(), "/w/1/inbox/mine/4294967300?status=closed");
        assert_eq!(
            address
                .with_conversation(None)
                .with_status(Status::Open)
                .with_view(View::All)
                .path(),
            "/w/1/inbox/all"
        );
    }

    #[test]
    fn nonsense_opens_the_default_list() {
        let address = Address::parse("1", "theirs", "-4", "gone");
        assert_eq!(address.list(), (View::All, Status::Open));
        assert_eq!(address.conversation, None);
    }
}

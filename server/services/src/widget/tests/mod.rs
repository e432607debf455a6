//! Website chat at the level of the use cases, with two people in front of their browsers.

mod chat;
mod identity;
mod refusals;

use parlance::channel::{SaveWebChat, WebChatConfig, WebChatDetail, default_config};
use parlance::conversation::ConversationRow;
use parlance::id::{AttachmentId, MessageId};
use parlance_store::{StoreError, Workspace};

use super::*;
use crate::testing::{self, Office, TestServices};
use crate::{channels, inbox};

/// The page around the frame in most tests.
const SHOP: &str = "https://shop.example.com";
/// The server's own origin, which is the frame's.
const OWN: &str = "https://parlance.test";

/// A workspace with a chat.
struct Place {
    test: TestServices,
    office: Office,
    chat: WebChatDetail,
}

impl std::ops::Deref for Place {
    type Target = Services;
    fn deref(&self) -> &Services {
        &self.test
    }
}

async fn place() -> Place {
    place_with(|_| ()).await
}

async fn place_with(change: impl FnOnce(&mut WebChatConfig)) -> Place {
    let test = testing::services().await;
    let office = test.office("acme").await;
    let mut config = default_config("Shop");
    change(&mut config);
    let command = SaveWebChat {
        id: None,
        version: 0,
        enabled: true,
        config,
    };
    let chat = channels::save_web_chat(&test, &office.owner, office.workspace, command)
        .await
        .unwrap();
    Place { test, office, chat }
}

impl Place {
    async fn open(&self, token: Option<&str>) -> Result<Session> {
        let request = OpenSession {
            key: self.chat.key.clone(),
            visitor_token: token.map(str::to_owned),
            origin: Some(SHOP.into()),
            locale: "en".into(),
        };
        session(self, &testing::client("203.0.113.5"), Some(OWN), request).await
    }

    /// Somebody who opens the chat for the first time.
    async fn newcomer(&self) -> Visitor {
        let session = self.open(None).await.unwrap();
        self.visitor(&session.visitor_token).await.unwrap()
    }

    async fn visitor(&self, token: &str) -> Result<Visitor> {
        super::visitor(self, token, Some(OWN)).await
    }

    async fn say(&self, visitor: &Visitor, text: &str) -> Result<SentMessage> {
        send(
            self,
            visitor,
            &testing::client("203.0.113.5"),
            message(text),
        )
        .await
    }

    async fn history(&self, visitor: &Visitor) -> Vec<String> {
        let page = messages(self, visitor, MessageId(i64::MAX)).await.unwrap();
        page.messages
            .into_iter()
            .map(|message| message.text)
            .collect()
    }

    async fn workspace(&self) -> Workspace {
        self.store.workspace(self.office.workspace).await.unwrap()
    }

    /// Events of the log: what was written leaves one.
    async fn events(&self) -> usize {
        self.workspace()
            .await
            .events_after(0, 10_000)
            .await
            .unwrap()
            .len()
    }

    /// What the owner sees in the inbox.
    async fn conversations(&self) -> Vec<ConversationRow> {
        let query = parlance::conversation::ConversationQuery {
            view: parlance::conversation::View::All,
            status: parlance::conversation::Status::Open,
            after: parlance::page::Cursor::START,
        };
        let (owner, workspace) = (&self.office.owner, self.office.workspace);
        inbox::list_conversations(self, owner, workspace, query)
            .await
            .unwrap()
            .rows
    }

    /// The owner answers the first conversation.
    async fn answer(&self, text: &str) -> MessageId {
        let conversation = self.conversations().await[0].id;
        let command = parlance::message::SendMessage {
            conversation,
            client_id: crate::ids::token(),
            text: text.into(),
            attachments: Vec::new(),
        };
        let (owner, workspace) = (&self.office.owner, self.office.workspace);
        inbox::send_message(self, owner, workspace, command)
            .await
            .unwrap()
            .message
            .id
    }

    async fn upload(&self, visitor: &Visitor, text: &str) -> AttachmentId {
        may_upload(self, visitor, &testing::client("203.0.113.5"))
            .await
            .unwrap();
        upload(self, visitor, "notes.txt", text.as_bytes().to_vec())
            .await
            .unwrap()
            .id
    }
}

fn message(text: &str) -> Send {
    Send {
        client_id: crate::ids::token(),
        text: Some(text.to_owned()),
        locale: "en".into(),
        ..Send::default()
    }
}

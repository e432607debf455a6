//! A workspace with a website chat, people with restrictions, and visitors who write.

use parlance::channel::{SaveWebChat, default_config};
use parlance::conversation::{Assign, ConversationQuery, InboxPage, Status, View};
use parlance::id::{AttachmentId, ChannelId, ConversationId, TeamId, UserId, WorkspaceId};
use parlance::identity::SaveWorkspaceMember;
use parlance::message::SendMessage;
use parlance::page::Cursor;
use parlance::permission::{Flag, Flags, WorkspaceRole};
use parlance_store::{Class, InboundMessage, IngestOutcome};

use crate::inbox::{self, MessageSent};
use crate::testing::{Office, TestServices};
use crate::{Caller, Result, channels, identity};

/// See the module.
pub(crate) struct Desk {
    pub t: TestServices,
    pub office: Office,
    pub ws: WorkspaceId,
    pub channel: ChannelId,
}

/// The first page of a list.
pub(crate) fn list(view: View, status: Status) -> ConversationQuery {
    ConversationQuery {
        view,
        status,
        after: Cursor::START,
    }
}

/// What a message needs.
pub(crate) fn reply(to: &IngestOutcome, client_id: &str, text: &str) -> SendMessage {
    SendMessage {
        conversation: to.conversation_id,
        client_id: client_id.into(),
        text: text.into(),
        attachments: Vec::new(),
    }
}

impl Desk {
    pub async fn new(t: TestServices) -> Desk {
        Desk::named(t, "acme").await
    }

    pub async fn named(t: TestServices, name: &str) -> Desk {
        let office = t.office(name).await;
        let (ws, channel) = (office.workspace, chat(&t, &office).await);
        Desk {
            t,
            office,
            ws,
            channel,
        }
    }

    /// A desk of strangers on the same instance.
    pub async fn strangers(&self) -> (Office, ChannelId) {
        let office = self.t.office("strangers").await;
        let channel = chat(&self.t, &office).await;
        (office, channel)
    }

    /// An agent with restrictions.
    pub async fn agent(&self, name: &str, flags: &[Flag]) -> Caller {
        let email = format!("{name}@acme.example");
        let caller = self
            .t
            .colleague(&self.office, &email, WorkspaceRole::Agent)
            .await;
        self.restrict(&caller, flags).await;
        caller
    }

    pub async fn restrict(&self, caller: &Caller, flags: &[Flag]) {
        let command = SaveWorkspaceMember {
            workspace: self.ws,
            user: caller.user,
            role: WorkspaceRole::Agent,
            flags: Flags(flags.to_vec()),
        };
        identity::save_workspace_member(&self.t, &self.office.owner, command)
            .await
            .unwrap();
    }

    /// A visitor of that name writes.
    pub async fn visitor_writes(&self, visitor: &str, text: &str) -> IngestOutcome {
        self.visitor_sends(visitor, text, &crate::ids::token())
            .await
    }

    pub async fn visitor_sends(&self, visitor: &str, text: &str, client_id: &str) -> IngestOutcome {
        let message = inbound(self.channel, visitor, text, client_id, self.t.clock.now());
        let ws = self.t.store.workspace(self.ws).await.unwrap();
        ws.ingest(Class::Interactive, message).await.unwrap()
    }

    pub async fn inbox(&self, caller: &Caller, open: Option<ConversationId>) -> InboxPage {
        let query = list(View::All, Status::Open);
        inbox::open_inbox(&self.t, caller, self.ws, query, open)
            .await
            .unwrap()
    }

    pub async fn assign(
        &self,
        caller: &Caller,
        conversation: ConversationId,
        to: Option<UserId>,
    ) -> Result<()> {
        inbox::assign(&self.t, caller, self.ws, Assign { conversation, to })
            .await
            .map(drop)
    }

    pub async fn send(&self, caller: &Caller, command: SendMessage) -> Result<MessageSent> {
        inbox::send_message(&self.t, caller, self.ws, command).await
    }

    pub async fn upload(&self, caller: &Caller, name: &str) -> AttachmentId {
        crate::files::upload(&self.t, caller, self.ws, name, b"just some words".to_vec())
            .await
            .map_err(|_| "no upload")
            .unwrap()
            .id
    }

    /// Gives a contact a team, and the team a member.
    pub async fn team(&self, of: &IngestOutcome, member: UserId) -> TeamId {
        let contact = of.contact_id;
        let ws = self.t.store.workspace(self.ws).await.unwrap();
        ws.write::<_, parlance_store::StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let team = TeamId(tx.new_id());
                parlance_store::testing::set_team(tx, contact, team, member).await?;
                Ok(team)
            })
        })
        .await
        .unwrap()
    }
}

async fn chat(t: &TestServices, office: &Office) -> ChannelId {
    let config = default_config("Website");
    let command = SaveWebChat {
        id: None,
        version: 0,
        enabled: true,
        config,
    };
    channels::save_web_chat(t, &office.owner, office.workspace, command)
        .await
        .unwrap()
        .id
}

/// A message of a visitor whose e-mail address and phone number are known, and whose name is not.
pub(crate) fn inbound(
    channel: ChannelId,
    visitor: &str,
    text: &str,
    client_id: &str,
    at: parlance::time::Timestamp,
) -> InboundMessage {
    InboundMessage {
        channel,
        external_id: visitor.into(),
        verified: false,
        name: String::new(),
        email: format!("{visitor}@private.example"),
        phone: "+33612345642".into(),
        locale: "fr".into(),
        time_zone: "Europe/Paris".into(),
        source: "web_chat".into(),
        provider_id: client_id.into(),
        client_id: Some(client_id.into()),
        text: text.into(),
        attachments: Vec::new(),
        at,
        page_url: Some("https://example.com/cart".into()),
    }
}

//! Conversations and the contact beside them.

use leptos::prelude::*;
use parlance::contact::ContactDetail;
use parlance::conversation::{
    ConversationDetail, ConversationPage, ConversationQuery, ConversationRow, InboxPage, ThreadPage,
};
use parlance::desk::Desk;
use parlance::id::{ContactId, ConversationId, MessageId, WorkspaceId};
use parlance::message::MessageView;
// The macro names a type after each function; commands of the same name go by their full path.
use parlance::{contact, conversation, message};
#[cfg(feature = "ssr")]
use parlance_services::{contacts, inbox};
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::scope::request_scope;

/// The stored message and the row it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSent {
    /// The message.
    pub message: MessageView,
    /// The row of its conversation.
    pub row: ConversationRow,
}

/// List, counts, people and the conversation that the address names.
#[server(input = Json)]
pub async fn open_inbox(
    workspace: WorkspaceId,
    query: ConversationQuery,
    open: Option<ConversationId>,
) -> Result<InboxPage, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::open_inbox(&scope.services, &caller, workspace, query, open).await;
    if open.is_some() && result.as_ref().is_ok_and(|page| page.open.is_none()) {
        scope.partly_missing();
    }
    scope.answer(result)
}

/// Teams, tags and whatever else the workspace has set up.
#[server(input = Json)]
pub async fn load_desk(workspace: WorkspaceId) -> Result<Desk, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::load_desk(&scope.services, &caller, workspace).await;
    scope.answer(result)
}

/// A page of the list.
#[server(input = Json)]
pub async fn list_conversations(
    workspace: WorkspaceId,
    query: ConversationQuery,
) -> Result<ConversationPage, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::list_conversations(&scope.services, &caller, workspace, query).await;
    scope.answer(result)
}

/// The viewer's open conversations with something unread; at most 21.
#[server(input = Json)]
pub async fn notifications(workspace: WorkspaceId) -> Result<Vec<ConversationRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::notifications(&scope.services, &caller, workspace).await;
    scope.answer(result)
}

/// A conversation with the newest part of its thread.
#[server(input = Json)]
pub async fn open_conversation(
    workspace: WorkspaceId,
    conversation: ConversationId,
) -> Result<ConversationDetail, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::open_conversation(&scope.services, &caller, workspace, conversation).await;
    scope.answer(result)
}

/// The part of a thread before a message.
#[server(input = Json)]
pub async fn thread_before(
    workspace: WorkspaceId,
    conversation: ConversationId,
    before: MessageId,
) -> Result<ThreadPage, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        inbox::thread_before(&scope.services, &caller, workspace, conversation, before).await;
    scope.answer(result)
}

/// Sends a message; the same client id again gives the same message.
#[server(input = Json)]
pub async fn send_message(
    workspace: WorkspaceId,
    command: message::SendMessage,
) -> Result<MessageSent, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::send_message(&scope.services, &caller, workspace, command).await;
    scope.answer(result.map(|sent| MessageSent {
        message: sent.message,
        row: sent.row,
    }))
}

/// Gives a conversation to a user, or to nobody.
#[server(input = Json)]
pub async fn assign(
    workspace: WorkspaceId,
    command: conversation::Assign,
) -> Result<ConversationRow, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::assign(&scope.services, &caller, workspace, command).await;
    scope.answer(result)
}

/// Closes or reopens a conversation.
#[server(input = Json)]
pub async fn set_status(
    workspace: WorkspaceId,
    command: conversation::SetStatus,
) -> Result<ConversationRow, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::set_status(&scope.services, &caller, workspace, command).await;
    scope.answer(result)
}

/// The viewer has seen everything up to a message.
#[server(input = Json)]
pub async fn mark_read(
    workspace: WorkspaceId,
    command: conversation::MarkRead,
) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::mark_read(&scope.services, &caller, workspace, command).await;
    scope.answer(result)
}

/// The viewer types, or stopped.
#[server(input = Json)]
pub async fn typing(
    workspace: WorkspaceId,
    conversation: ConversationId,
    on: bool,
) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::typing(&scope.services, &caller, workspace, conversation, on).await;
    scope.answer(result)
}

/// Keeps what the viewer typed and did not send; empty removes it.
#[server(input = Json)]
pub async fn save_draft(
    workspace: WorkspaceId,
    conversation: ConversationId,
    text: String,
) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = inbox::save_draft(&scope.services, &caller, workspace, conversation, text).await;
    scope.answer(result)
}

/// A contact as the panel shows it.
#[server(input = Json)]
pub async fn load_contact(
    workspace: WorkspaceId,
    contact: ContactId,
) -> Result<ContactDetail, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = contacts::contact(&scope.services, &caller, workspace, contact).await;
    scope.answer(result)
}

/// Changes name, e-mail address and phone number of a contact.
#[server(input = Json)]
pub async fn edit_contact(
    workspace: WorkspaceId,
    command: contact::EditContact,
) -> Result<ContactDetail, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = contacts::edit_contact(&scope.services, &caller, workspace, command).await;
    scope.answer(result)
}

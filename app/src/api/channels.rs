//! Channels of a workspace.

use leptos::prelude::*;
use parlance::channel::{ChannelRow, WebChatDetail};
use parlance::id::{ChannelId, WorkspaceId};
use server_fn::codec::Json;

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::scope::request_scope;

/// Channels, by name.
#[server(input = Json)]
pub async fn list_channels(workspace: WorkspaceId) -> Result<Vec<ChannelRow>, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::channels::list_channels(&scope.services, &caller, workspace).await;
    scope.answer(result)
}

/// A website chat with its settings.
#[server(input = Json)]
pub async fn web_chat(
    workspace: WorkspaceId,
    channel: ChannelId,
) -> Result<WebChatDetail, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::channels::web_chat(&scope.services, &caller, workspace, channel).await;
    scope.answer(result)
}

/// Creates a website chat, or changes one.
#[server(input = Json)]
pub async fn save_web_chat(
    workspace: WorkspaceId,
    command: parlance::channel::SaveWebChat,
) -> Result<WebChatDetail, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::channels::save_web_chat(&scope.services, &caller, workspace, command)
            .await;
    scope.answer(result)
}

/// A new identity secret, shown once.
#[server(input = Json)]
pub async fn renew_identity_secret(
    workspace: WorkspaceId,
    channel: ChannelId,
) -> Result<String, AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result = parlance_services::channels::renew_identity_secret(
        &scope.services,
        &caller,
        workspace,
        channel,
    )
    .await;
    scope.answer(result)
}

/// Disconnects a channel.
#[server(input = Json)]
pub async fn delete_channel(workspace: WorkspaceId, channel: ChannelId) -> Result<(), AppError> {
    let scope = request_scope()?;
    let caller = scope.caller()?;
    let result =
        parlance_services::channels::delete_channel(&scope.services, &caller, workspace, channel)
            .await;
    scope.answer(result)
}

//! What users typed in a conversation and did not send yet.
//!
//! They are read together with the conversation ([`super::conversations::list_rows`]).

use crate::db::{Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::id::{ConversationId, UserId};

stmts! {
    SAVE "draft.save" [I64, I64, Text, I64] Write
        "INSERT INTO drafts (user_id, conversation_id, body, updated_at) VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, conversation_id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
    DELETE "draft.delete" [I64, I64] Write
        "DELETE FROM drafts WHERE user_id = $1 AND conversation_id = $2";
}

/// Keeps a draft; an empty one is removed.
pub async fn update(
    tx: &mut WriteTx,
    user: UserId,
    conversation: ConversationId,
    text: &str,
) -> Result<(), StoreError> {
    if text.is_empty() {
        return delete(tx, user, conversation).await;
    }
    let values = [
        Val::I64(user.0),
        Val::I64(conversation.0),
        Val::Text(text),
        Val::I64(tx.now().0),
    ];
    tx.exec(&SAVE, &values).await.map(drop)
}

/// Removes a draft.
pub async fn delete(
    tx: &mut WriteTx,
    user: UserId,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    tx.exec(&DELETE, &[Val::I64(user.0), Val::I64(conversation.0)])
        .await
        .map(drop)
}

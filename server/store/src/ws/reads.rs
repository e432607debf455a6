//! Read marks: up to which message somebody has read a conversation. They only move forward.
//!
//! User 0 stands for the team as a whole: the newest message that anybody of the workspace has
//! seen, which is what the contact is told.

use crate::db::{Reader, Val, stmts};
use crate::error::StoreError;
use crate::lane::WriteTx;
use parlance::id::{ConversationId, MessageId, UserId};

stmts! {
    MOVE "read.move" [I64, I64, I64] Write
        "INSERT INTO reads (user_id, conversation_id, message_id) VALUES ($1, $2, $3) ON CONFLICT (user_id, conversation_id) DO UPDATE SET message_id = excluded.message_id WHERE reads.message_id < excluded.message_id";
    FIND "read.find" [I64, I64] -> [message_id: I64] Point
        "SELECT message_id FROM reads WHERE user_id = $1 AND conversation_id = $2";
}

/// Moves a user's mark forward; whether it moved.
pub async fn update(
    tx: &mut WriteTx,
    user: UserId,
    conversation: ConversationId,
    up_to: MessageId,
) -> Result<bool, StoreError> {
    let values = [
        Val::I64(user.0),
        Val::I64(conversation.0),
        Val::I64(up_to.0),
    ];
    Ok(tx.exec(&MOVE, &values).await? > 0)
}

/// Moves the mark of the team forward; whether it moved.
pub async fn update_team(
    tx: &mut WriteTx,
    conversation: ConversationId,
    up_to: MessageId,
) -> Result<bool, StoreError> {
    update(tx, UserId(0), conversation, up_to).await
}

/// A user's mark; 0 if there is none.
pub async fn find(
    r: &mut impl Reader,
    user: UserId,
    conversation: ConversationId,
) -> Result<MessageId, StoreError> {
    let values = [Val::I64(user.0), Val::I64(conversation.0)];
    let found = r
        .row_opt(&FIND, &values, |row| Ok(MessageId(row.i64(0)?)))
        .await?;
    Ok(found.unwrap_or_default())
}

/// The mark of the team: up to which message the contact was read.
pub async fn find_team(
    r: &mut impl Reader,
    conversation: ConversationId,
) -> Result<MessageId, StoreError> {
    find(r, UserId(0), conversation).await
}

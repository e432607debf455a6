//! Links that set a new password: hashed, single use, bound to the password they were made for.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::UserId;
use parlance::time::Timestamp;

stmts! {
    INSERT "reset_link.insert" [Text, I64, I64, I64] Write
        "INSERT INTO reset_links (token_hash, user_id, created_at, expires_at, used_at) VALUES ($1, $2, $3, $4, 0)";
    /// A password that was changed after the link was made voids it.
    FIND "reset_link.find" [Text, I64] -> [user_id: I64] Point
        "SELECT l.user_id FROM reset_links l JOIN users u ON u.id = l.user_id LEFT JOIN credentials c ON c.user_id = l.user_id WHERE l.token_hash = $1 AND l.used_at = 0 AND l.expires_at > $2 AND COALESCE(c.changed_at, 0) <= l.created_at";
    USE "reset_link.use" [I64, Text] Write
        "UPDATE reset_links SET used_at = $1 WHERE token_hash = $2 AND used_at = 0 AND expires_at > $1 AND NOT EXISTS (SELECT c.user_id FROM credentials c WHERE c.user_id = reset_links.user_id AND c.changed_at > reset_links.created_at)";
    VOID_OF_USER "reset_link.void_of_user" [I64, I64] Write
        "UPDATE reset_links SET used_at = $1 WHERE user_id = $2 AND used_at = 0";
    DELETE_EXPIRED "reset_link.delete_expired" [I64] Scan("hourly sweep of a table of live links")
        "DELETE FROM reset_links WHERE expires_at <= $1";
}

/// Adds a link. `user` 0 stands for an address nobody has: the same work, for the same time.
pub async fn insert(
    tx: &mut ControlTx,
    token_hash: &str,
    user: UserId,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let values = [
        Val::Text(token_hash),
        Val::I64(user.0),
        Val::I64(tx.now().0),
        Val::I64(expires_at.0),
    ];
    tx.exec(&INSERT, &values).await.map(drop)
}

/// Whose password a link can still set.
pub async fn find(
    r: &mut impl Reader,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<UserId>, StoreError> {
    let decode = |row: &Row<'_>| Ok(UserId(row.i64(0)?));
    r.row_opt(&FIND, &[Val::Text(token_hash), Val::I64(now.0)], decode)
        .await
}

/// Uses a link; `false` if somebody was faster, or it is void.
pub async fn use_token(tx: &mut ControlTx, token_hash: &str) -> Result<bool, StoreError> {
    let now = tx.now().0;
    Ok(tx
        .exec(&USE, &[Val::I64(now), Val::Text(token_hash)])
        .await?
        == 1)
}

/// Voids every link of a user.
pub async fn void_of_user(tx: &mut ControlTx, user: UserId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.exec(&VOID_OF_USER, &[Val::I64(now), Val::I64(user.0)])
        .await
        .map(drop)
}

/// Removes links that can no longer be used.
pub async fn delete_expired(tx: &mut ControlTx) -> Result<u64, StoreError> {
    let now = tx.now().0;
    tx.exec(&DELETE_EXPIRED, &[Val::I64(now)]).await
}

//! Signed-in browsers. Only the hash of a cookie's value is stored; a row that has expired is as
//! good as none.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{SessionId, UserId};
use parlance::time::Timestamp;

stmts! {
    INSERT "session.insert" [Text, I64, I64, Text, Text, Text, I64, I64] Write
        "INSERT INTO sessions (id_hash, public_id, user_id, content, user_agent, address, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (id_hash) DO NOTHING";
    /// Never later than the absolute limit, counted from the sign-in.
    UPDATE "session.update" [I64, Text, I64, I64, Text] Write
        "UPDATE sessions SET user_id = $1, content = $2, expires_at = CASE WHEN $3 < created_at + $4 THEN $3 ELSE created_at + $4 END WHERE id_hash = $5";
    /// A request that does not say where it comes from leaves that as it was.
    TOUCH "session.touch" [I64, Text, Text, I64, I64, Text] Write
        "UPDATE sessions SET seen_at = $1, user_agent = CASE WHEN $2 = '' THEN user_agent ELSE $2 END, address = CASE WHEN $3 = '' THEN address ELSE $3 END, expires_at = CASE WHEN $4 < created_at + $5 THEN $4 ELSE created_at + $5 END WHERE id_hash = $6 AND expires_at > $1";
    FIND "session.find" [Text, I64] -> [public_id: I64, user_id: I64, content: Text, seen_at: I64, expires_at: I64] Point
        "SELECT public_id, user_id, content, seen_at, expires_at FROM sessions WHERE id_hash = $1 AND expires_at > $2";
    LIST "session.list" [I64, I64] -> [public_id: I64, user_agent: Text, address: Text, created_at: I64, seen_at: I64] Range("sessions_user")
        "SELECT public_id, user_agent, address, created_at, seen_at FROM sessions WHERE user_id = $1 AND user_id > 0 AND expires_at > $2 LIMIT 200";
    DELETE "session.delete" [Text] Write
        "DELETE FROM sessions WHERE id_hash = $1";
    DELETE_ONE "session.delete_one" [I64, I64] Write
        "DELETE FROM sessions WHERE user_id = $1 AND user_id > 0 AND public_id = $2";
    DELETE_OTHERS "session.delete_others" [I64, I64] Write
        "DELETE FROM sessions WHERE user_id = $1 AND user_id > 0 AND public_id <> $2";
    DELETE_OF_USER "session.delete_of_user" [I64] Write
        "DELETE FROM sessions WHERE user_id = $1 AND user_id > 0";
    DELETE_EXPIRED "session.delete_expired" [I64] Write
        "DELETE FROM sessions WHERE expires_at <= $1";
}

/// A session to be written.
pub struct NewSession<'a> {
    /// SHA-256 of the cookie's value, hex.
    pub id_hash: &'a str,
    /// Public id, for the list.
    pub id: SessionId,
    /// Who is signed in.
    pub user: Option<UserId>,
    /// JSON of the session layer.
    pub content: &'a str,
    /// What the browser calls itself.
    pub user_agent: &'a str,
    /// Network address.
    pub address: &'a str,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Public id.
    pub id: SessionId,
    /// Who is signed in.
    pub user: Option<UserId>,
    /// JSON of the session layer.
    pub content: String,
    /// Last request noted.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// Public id.
    pub id: SessionId,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Network address of the last request.
    pub address: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// Last request noted.
    pub seen_at: Timestamp,
}

/// What a request leaves in its session.
pub struct Touch<'a> {
    /// What the browser calls itself.
    pub user_agent: &'a str,
    /// Network address.
    pub address: &'a str,
    /// When the session ends if nothing more comes.
    pub idle_until: Timestamp,
    /// Longest life in milliseconds, counted from the sign-in.
    pub absolute: i64,
}

fn user_code(user: Option<UserId>) -> i64 {
    user.unwrap_or_default().0
}

/// Creates a session; `false` if the id is taken.
pub async fn insert(tx: &mut ControlTx, new: &NewSession<'_>) -> Result<bool, StoreError> {
    let values = [
        Val::Text(new.id_hash),
        Val::I64(new.id.0),
        Val::I64(user_code(new.user)),
        Val::Text(new.content),
        Val::Text(new.user_agent),
        Val::Text(new.address),
        Val::I64(tx.now().0),
        Val::I64(new.expires_at.0),
    ];
    Ok(tx.exec(&INSERT, &values).await? == 1)
}

/// Saves user, content and end; `false` if the session is gone.
pub async fn update(
    tx: &mut ControlTx,
    id_hash: &str,
    user: Option<UserId>,
    content: &str,
    expires_at: Timestamp,
    absolute: i64,
) -> Result<bool, StoreError> {
    let values = [
        Val::I64(user_code(user)),
        Val::Text(content),
        Val::I64(expires_at.0),
        Val::I64(absolute),
        Val::Text(id_hash),
    ];
    Ok(tx.exec(&UPDATE, &values).await? == 1)
}

/// Notes that a session was used; one that has ended stays ended.
pub async fn touch(tx: &mut ControlTx, id_hash: &str, touch: &Touch<'_>) -> Result<(), StoreError> {
    let values = [
        Val::I64(tx.now().0),
        Val::Text(touch.user_agent),
        Val::Text(touch.address),
        Val::I64(touch.idle_until.0),
        Val::I64(touch.absolute),
        Val::Text(id_hash),
    ];
    tx.exec(&TOUCH, &values).await.map(drop)
}

/// A session that has not expired.
pub async fn find(
    r: &mut impl Reader,
    id_hash: &str,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Session {
            id: SessionId(row.i64(0)?),
            user: UserId::some(row.i64(1)?),
            content: row.text(2)?,
            seen_at: Timestamp(row.i64(3)?),
            expires_at: Timestamp(row.i64(4)?),
        })
    };
    r.row_opt(&FIND, &[Val::Text(id_hash), Val::I64(now.0)], decode)
        .await
}

/// A user's sessions.
pub async fn list(
    r: &mut impl Reader,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<ListedSession>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(ListedSession {
            id: SessionId(row.i64(0)?),
            user_agent: row.text(1)?,
            address: row.text(2)?,
            created_at: Timestamp(row.i64(3)?),
            seen_at: Timestamp(row.i64(4)?),
        })
    };
    r.rows(&LIST, &[Val::I64(user.0), Val::I64(now.0)], decode)
        .await
}

/// Ends a session by its cookie.
pub async fn delete(tx: &mut ControlTx, id_hash: &str) -> Result<(), StoreError> {
    tx.exec(&DELETE, &[Val::Text(id_hash)]).await.map(drop)
}

/// Ends one of a user's sessions; `false` if it is not one of the user's.
pub async fn delete_one(
    tx: &mut ControlTx,
    user: UserId,
    id: SessionId,
) -> Result<bool, StoreError> {
    Ok(tx
        .exec(&DELETE_ONE, &[Val::I64(user.0), Val::I64(id.0)])
        .await?
        > 0)
}

/// Ends all but one of a user's sessions; how many that were.
pub async fn delete_others(
    tx: &mut ControlTx,
    user: UserId,
    keep: SessionId,
) -> Result<u64, StoreError> {
    tx.exec(&DELETE_OTHERS, &[Val::I64(user.0), Val::I64(keep.0)])
        .await
}

/// Ends every session of a user.
pub async fn delete_of_user(tx: &mut ControlTx, user: UserId) -> Result<u64, StoreError> {
    tx.exec(&DELETE_OF_USER, &[Val::I64(user.0)]).await
}

/// Removes rows that have expired.
pub async fn delete_expired(tx: &mut ControlTx) -> Result<u64, StoreError> {
    let now = tx.now().0;
    tx.exec(&DELETE_EXPIRED, &[Val::I64(now)]).await
}

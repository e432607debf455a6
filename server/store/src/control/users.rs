//! Accounts and their passwords' hashes. An account is unique by the folded address.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{UserId, WorkspaceId};
use parlance::text::{Locale, Theme};
use parlance::time::Timestamp;

stmts! {
    FIND "user.find" [I64] -> [id: I64, email: Text, name: Text, locale: Text, time_zone: Text, theme: Text, last_workspace_id: I64] Point
        "SELECT id, email, name, locale, time_zone, theme, last_workspace_id FROM users WHERE id = $1";
    FIND_BY_EMAIL "user.find_by_email" [Text] -> [id: I64, email: Text, name: Text, locale: Text, time_zone: Text, theme: Text, last_workspace_id: I64] Point
        "SELECT id, email, name, locale, time_zone, theme, last_workspace_id FROM users WHERE email_key = $1";
    /// Somebody else may take the address at the same moment: the row count tells. Who makes an
    /// account is there at that moment.
    INSERT "user.insert" [I64, Text, Text, Text, Text, Text, Text, I64] Write
        "INSERT INTO users (id, email, email_key, name, locale, time_zone, theme, last_workspace_id, last_active_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8) ON CONFLICT (email_key) DO NOTHING";
    UPDATE_PROFILE "user.update_profile" [Text, Text, Text, Text, I64] Write
        "UPDATE users SET name = $1, locale = $2, time_zone = $3, theme = $4 WHERE id = $5";
    UPDATE_WORKSPACE "user.update_workspace" [I64, I64] Write
        "UPDATE users SET last_workspace_id = $1 WHERE id = $2";
    UPDATE_ACTIVE "user.update_active" [I64, I64] Write
        "UPDATE users SET last_active_at = $1 WHERE id = $2 AND last_active_at < $1";
    FIND_CREDENTIAL "credential.find" [I64] -> [hash: Text, changed_at: I64] Point
        "SELECT hash, changed_at FROM credentials WHERE user_id = $1";
    SAVE_CREDENTIAL "credential.save" [I64, Text, I64] Write
        "INSERT INTO credentials (user_id, hash, changed_at) VALUES ($1, $2, $3) ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at";
    /// Only over the hash that was checked: of two parallel changes one wins.
    CHANGE_CREDENTIAL "credential.change" [Text, I64, I64, Text] Write
        "UPDATE credentials SET hash = $1, changed_at = $2 WHERE user_id = $3 AND hash = $4";
    /// The same password under stronger parameters: not a change.
    REHASH_CREDENTIAL "credential.rehash" [Text, I64, Text] Write
        "UPDATE credentials SET hash = $1 WHERE user_id = $2 AND hash = $3";
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The user.
    pub id: UserId,
    /// The address, as typed.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Language of the user interface and of mails.
    pub locale: Locale,
    /// IANA name.
    pub time_zone: String,
    /// Light, dark or system.
    pub theme: Theme,
    /// The workspace used last.
    pub last_workspace: Option<WorkspaceId>,
}

/// A password's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// In PHC string format.
    pub hash: String,
    /// When the password was set.
    pub changed_at: Timestamp,
}

fn user(row: &Row<'_>) -> Result<User, StoreError> {
    Ok(User {
        id: UserId(row.i64(0)?),
        email: row.text(1)?,
        name: row.text(2)?,
        locale: Locale::from_tag(row.str(3)?).unwrap_or_default(),
        time_zone: row.text(4)?,
        theme: Theme::from_word(row.str(5)?),
        last_workspace: WorkspaceId::some(row.i64(6)?),
    })
}

/// An account by id.
pub async fn find(r: &mut impl Reader, id: UserId) -> Result<Option<User>, StoreError> {
    r.row_opt(&FIND, &[Val::I64(id.0)], user).await
}

/// An account by its folded address.
pub async fn find_by_email(
    r: &mut impl Reader,
    email_key: &str,
) -> Result<Option<User>, StoreError> {
    r.row_opt(&FIND_BY_EMAIL, &[Val::Text(email_key)], user)
        .await
}

/// Makes an account (its id and the last workspace are ours to say); `None` if the address is
/// taken.
pub async fn insert(tx: &mut ControlTx, new: &User) -> Result<Option<UserId>, StoreError> {
    let id = UserId(tx.new_id());
    let values = [
        Val::I64(id.0),
        Val::Text(&new.email),
        Val::Text(&parlance::text::email_key(&new.email)),
        Val::Text(&new.name),
        Val::Text(new.locale.tag()),
        Val::Text(&new.time_zone),
        Val::Text(new.theme.word()),
        Val::I64(tx.now().0),
    ];
    let inserted = tx.exec(&INSERT, &values).await?;
    Ok((inserted == 1).then_some(id))
}

/// Changes what the user may change; `false` if there is no such user.
pub async fn update_profile(tx: &mut ControlTx, changed: &User) -> Result<bool, StoreError> {
    let values = [
        Val::Text(&changed.name),
        Val::Text(changed.locale.tag()),
        Val::Text(&changed.time_zone),
        Val::Text(changed.theme.word()),
        Val::I64(changed.id.0),
    ];
    Ok(tx.exec(&UPDATE_PROFILE, &values).await? == 1)
}

/// Notes the workspace used last.
pub async fn update_workspace(
    tx: &mut ControlTx,
    id: UserId,
    workspace: WorkspaceId,
) -> Result<(), StoreError> {
    tx.exec(&UPDATE_WORKSPACE, &[Val::I64(workspace.0), Val::I64(id.0)])
        .await
        .map(drop)
}

/// Notes that the user was seen.
pub async fn update_active(tx: &mut ControlTx, id: UserId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.exec(&UPDATE_ACTIVE, &[Val::I64(now), Val::I64(id.0)])
        .await
        .map(drop)
}

/// The hash of a user's password.
pub async fn find_credential(
    r: &mut impl Reader,
    id: UserId,
) -> Result<Option<Credential>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(Credential {
            hash: row.text(0)?,
            changed_at: Timestamp(row.i64(1)?),
        })
    };
    r.row_opt(&FIND_CREDENTIAL, &[Val::I64(id.0)], decode).await
}

/// Sets a password's hash, whatever it was.
pub async fn save_credential(tx: &mut ControlTx, id: UserId, hash: &str) -> Result<(), StoreError> {
    let values = [Val::I64(id.0), Val::Text(hash), Val::I64(tx.now().0)];
    tx.exec(&SAVE_CREDENTIAL, &values).await.map(drop)
}

/// Replaces a hash; `false` if it is no longer `old`.
pub async fn change_credential(
    tx: &mut ControlTx,
    id: UserId,
    old: &str,
    new: &str,
) -> Result<bool, StoreError> {
    let values = [
        Val::Text(new),
        Val::I64(tx.now().0),
        Val::I64(id.0),
        Val::Text(old),
    ];
    Ok(tx.exec(&CHANGE_CREDENTIAL, &values).await? == 1)
}

/// The same password, hashed with other parameters; nothing happens if it was changed meanwhile.
pub async fn rehash_credential(
    tx: &mut ControlTx,
    id: UserId,
    old: &str,
    new: &str,
) -> Result<(), StoreError> {
    let values = [Val::Text(new), Val::I64(id.0), Val::Text(old)];
    tx.exec(&REHASH_CREDENTIAL, &values).await.map(drop)
}

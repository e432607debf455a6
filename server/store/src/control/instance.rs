//! Settings of the instance, by name.

use crate::db::{Reader, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;

stmts! {
    FIND "instance_setting.find" [Text] -> [value: Text] Point
        "SELECT value FROM instance_settings WHERE name = $1";
    /// Of two parallel writers one wins: what is decided once stays decided.
    INSERT "instance_setting.insert" [Text, Text] Write
        "INSERT INTO instance_settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    SET "instance_setting.set" [Text, Text] Write
        "INSERT INTO instance_settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    LIST "instance_setting.list" [] -> [name: Text, value: Text] Scan("a rotation of keys and the work after it")
        "SELECT name, value FROM instance_settings";
}

/// A setting, if it was ever made.
pub async fn find(r: &mut impl Reader, name: &str) -> Result<Option<String>, StoreError> {
    r.row_opt(&FIND, &[Val::Text(name)], |row| row.text(0))
        .await
}

/// Makes a setting that can be made only once; `false` if it was made before.
pub async fn insert(tx: &mut ControlTx, name: &str, value: &str) -> Result<bool, StoreError> {
    Ok(tx
        .exec(&INSERT, &[Val::Text(name), Val::Text(value)])
        .await?
        == 1)
}

/// Makes or changes a setting.
pub async fn set(tx: &mut ControlTx, name: &str, value: &str) -> Result<(), StoreError> {
    tx.exec(&SET, &[Val::Text(name), Val::Text(value)])
        .await
        .map(drop)
}

/// Every setting whose name begins with a prefix, with the rest of its name.
pub async fn list(r: &mut impl Reader, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
    let all = r
        .rows(&LIST, &[], |row| Ok((row.text(0)?, row.text(1)?)))
        .await?;
    Ok(all
        .into_iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(prefix)?.to_owned(), value)))
        .collect())
}

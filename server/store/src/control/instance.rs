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

//! The one place where text that is not a literal becomes SQL: migration files with their tokens
//! replaced, and the schema name of a workspace. No value of a user ever gets here.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::sync::Arc;

/// Accepts text made of literals, migration files and schema names.
pub(crate) fn trusted(sql: impl Into<Arc<str>>) -> SqlStr {
    AssertSqlSafe(sql.into()).into_sql_str()
}

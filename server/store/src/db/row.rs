//! A row of a result, decoded by position.

use crate::error::StoreError;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// A row of a result. Columns are read by position; the gate test holds their kinds.
pub struct Row<'r>(pub(super) Inner<'r>);

pub(super) enum Inner<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

macro_rules! get {
    ($row:expr, $index:expr) => {
        match &$row.0 {
            Inner::Sqlite(row) => row.try_get($index),
            Inner::Postgres(row) => row.try_get($index),
        }
        .map_err(StoreError::from)
    };
}

impl<'r> Row<'r> {
    /// An integer.
    pub fn i64(&self, index: usize) -> Result<i64, StoreError> {
        get!(self, index)
    }

    /// An integer or NULL.
    pub fn opt_i64(&self, index: usize) -> Result<Option<i64>, StoreError> {
        get!(self, index)
    }

    /// A boolean, stored as 0 or 1.
    pub fn flag(&self, index: usize) -> Result<bool, StoreError> {
        Ok(self.i64(index)? != 0)
    }

    /// A number.
    pub fn f64(&self, index: usize) -> Result<f64, StoreError> {
        get!(self, index)
    }

    /// A number or NULL.
    pub fn opt_f64(&self, index: usize) -> Result<Option<f64>, StoreError> {
        get!(self, index)
    }

    /// Text.
    pub fn text(&self, index: usize) -> Result<String, StoreError> {
        get!(self, index)
    }

    /// Text or NULL.
    pub fn opt_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        get!(self, index)
    }

    /// Text without a copy.
    pub fn str(&self, index: usize) -> Result<&'r str, StoreError> {
        get!(self, index)
    }

    /// Bytes.
    pub fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        get!(self, index)
    }

    /// Bytes or NULL.
    pub fn opt_bytes(&self, index: usize) -> Result<Option<Vec<u8>>, StoreError> {
        get!(self, index)
    }
}

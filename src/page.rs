//! Keyset paging: a page of rows and an opaque position after which the next one starts.

use serde::{Deserialize, Serialize};

/// A position in a list ordered by (sort value descending, id descending).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Sort value of the last row seen.
    pub sort: i64,
    /// Id of the last row seen.
    pub id: i64,
}

impl Cursor {
    /// Before the first row, so that one statement serves every page.
    pub const START: Cursor = Cursor {
        sort: i64::MAX,
        id: i64::MAX,
    };
}

impl Default for Cursor {
    fn default() -> Self {
        Cursor::START
    }
}

/// Some rows, and where the next page starts, if there is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows in list order.
    pub rows: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Page {
            rows: Vec::new(),
            next: None,
        }
    }
}

//! What a statement is: its text on both engines, the kinds of its parameters and columns, and
//! the plan that it must have. The gate test prepares and plans every registered statement.

use super::Engine;

/// The five kinds of value that cross the border to a database (null is a value of any kind).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 64-bit integer: ids, times in milliseconds, flags, enumerations.
    I64,
    /// Double precision number.
    F64,
    /// UTF-8 text without U+0000.
    Text,
    /// Bytes.
    Bytes,
}

/// A value bound to a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Val<'a> {
    /// Integer.
    I64(i64),
    /// Number.
    F64(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// NULL; sent with the declared kind of its parameter.
    Null,
}

impl<'a> Val<'a> {
    /// Text or NULL.
    pub fn opt_text(value: Option<&'a str>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }

    /// Integer or NULL.
    pub fn opt_i64(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::I64)
    }

    /// Booleans are stored as 0 and 1.
    pub fn flag(value: bool) -> Self {
        Self::I64(i64::from(value))
    }

    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Self::I64(_) => Some(Kind::I64),
            Self::F64(_) => Some(Kind::F64),
            Self::Text(_) => Some(Kind::Text),
            Self::Bytes(_) => Some(Kind::Bytes),
            Self::Null => None,
        }
    }
}

/// A column of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Col {
    /// Name in the result.
    pub name: &'static str,
    /// Kind.
    pub kind: Kind,
    /// Whether NULL may come back.
    pub nullable: bool,
}

/// The plan that the gate test demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Finds single rows by a unique key.
    Point,
    /// Walks a range of the named index; no scan and no sort. A table's primary key is called
    /// `pk` or, as in Postgres, `<table>_pkey`.
    Range(&'static str),
    /// Driven by the JSON array `$1`; every other table is searched.
    Batch,
    /// A write of single rows, found by key.
    Write,
    /// May scan, for the given reason.
    Scan(&'static str),
}

/// A registered statement. Declare with `stmts!`.
#[derive(Debug)]
pub struct Stmt {
    /// `area.verb`, used in spans, errors and the gate test.
    pub name: &'static str,
    /// Text for SQLite.
    pub sqlite: &'static str,
    /// Text for Postgres.
    pub postgres: &'static str,
    /// Kinds of `$1 …`.
    pub params: &'static [Kind],
    /// Columns of the result.
    pub row: &'static [Col],
    /// Demanded plan.
    pub plan: Plan,
}

impl Stmt {
    /// The text for an engine.
    pub fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// Declares statements and `pub(crate) static ALL`, the list that the gate test walks.
///
/// ```text
/// stmts! {
///     /// Newest open conversations; index conversations_open.
///     LIST_OPEN "conversation.list_open" [I64, I64, I64] -> [id: I64, subject: Text?] Range("conversations_open")
///         "SELECT id, subject FROM …";
///     TOUCH "conversation.touch" [I64, I64] Write "UPDATE …";
///     CLAIM "outbox.claim" [I64] -> [id: I64] Range("outbox_due")
///         sqlite "…" postgres "… FOR UPDATE SKIP LOCKED";
///     INSERT "event.insert" [Text] Batch
///         sqlite concat!("…", json_rows!(sqlite: seq I64, kind Text)), postgres concat!("…", json_rows!(postgres: seq I64, kind Text));
/// }
/// ```
macro_rules! stmts {
    ($($all:tt)*) => { $crate::db::stmts_inner! { [] $($all)* } };
}

macro_rules! stmts_inner {
    // The end: everything is declared, list it.
    ([$($names:ident)*]) => {
        /// Every statement of this module, for the gate test.
        #[cfg(test)]
        pub(crate) static ALL: &[&$crate::db::Stmt] = &[$(&$names),*];
    };
    // A dialect pair of literals.
    ([$($names:ident)*] $(#[$doc:meta])* $id:ident $name:literal [$($kind:ident),* $(,)?]
        $(-> [$($col:tt)*])? $plan:ident $(($arg:literal))?
        sqlite $sqlite:literal postgres $postgres:literal ; $($rest:tt)*) => {
        $crate::db::stmt_item! { $(#[$doc])* $id $name [$($kind)*] [$($($col)*)?] [$plan $(($arg))?] $sqlite, $postgres }
        $crate::db::stmts_inner! { [$($names)* $id] $($rest)* }
    };
    // A dialect pair of constant expressions, for texts with a JSON row source.
    ([$($names:ident)*] $(#[$doc:meta])* $id:ident $name:literal [$($kind:ident),* $(,)?]
        $(-> [$($col:tt)*])? $plan:ident $(($arg:literal))?
        sqlite $sqlite:expr, postgres $postgres:expr ; $($rest:tt)*) => {
        $crate::db::stmt_item! { $(#[$doc])* $id $name [$($kind)*] [$($($col)*)?] [$plan $(($arg))?] $sqlite, $postgres }
        $crate::db::stmts_inner! { [$($names)* $id] $($rest)* }
    };
    // One text for both engines.
    ([$($names:ident)*] $(#[$doc:meta])* $id:ident $name:literal [$($kind:ident),* $(,)?]
        $(-> [$($col:tt)*])? $plan:ident $(($arg:literal))?
        $text:literal ; $($rest:tt)*) => {
        $crate::db::stmt_item! { $(#[$doc])* $id $name [$($kind)*] [$($($col)*)?] [$plan $(($arg))?] $text, $text }
        $crate::db::stmts_inner! { [$($names)* $id] $($rest)* }
    };
}

macro_rules! stmt_item {
    ($(#[$doc:meta])* $id:ident $name:literal [$($kind:ident)*] [$($col:tt)*] [$plan:ident $(($arg:literal))?] $sqlite:expr, $postgres:expr) => {
        $(#[$doc])*
        pub(crate) static $id: $crate::db::Stmt = $crate::db::Stmt {
            name: $name,
            sqlite: $sqlite,
            postgres: $postgres,
            params: &[$($crate::db::Kind::$kind),*],
            row: $crate::db::stmt_cols!([] $($col)*),
            plan: $crate::db::Plan::$plan $(($arg))?,
        };
    };
}

macro_rules! stmt_cols {
    ([$($done:expr),*] $(,)?) => { &[$($done),*] };
    ([$($done:expr),*] $name:ident : $kind:ident ? $(, $($rest:tt)*)?) => {
        $crate::db::stmt_cols!([$($done,)* $crate::db::Col { name: stringify!($name), kind: $crate::db::Kind::$kind, nullable: true }] $($($rest)*)?)
    };
    ([$($done:expr),*] $name:ident : $kind:ident $(, $($rest:tt)*)?) => {
        $crate::db::stmt_cols!([$($done,)* $crate::db::Col { name: stringify!($name), kind: $crate::db::Kind::$kind, nullable: false }] $($($rest)*)?)
    };
}

/// The row source of a set-based statement: the JSON array `$1` as a table `r`, the text for one
/// engine, made of one declaration. Use inside `concat!`.
macro_rules! json_rows {
    (sqlite: $first:ident $first_kind:ident $(, $name:ident $kind:ident)* $(,)?) => {
        concat!(
            "(SELECT value->>'", stringify!($first), "' AS ", stringify!($first),
            $(", value->>'", stringify!($name), "' AS ", stringify!($name),)*
            " FROM json_each($1)) AS r"
        )
    };
    (postgres: $first:ident $first_kind:ident $(, $name:ident $kind:ident)* $(,)?) => {
        concat!(
            "jsonb_to_recordset(CAST($1 AS jsonb)) AS r(",
            stringify!($first), " ", $crate::db::pg_type!($first_kind),
            $(", ", stringify!($name), " ", $crate::db::pg_type!($kind),)*
            ")"
        )
    };
}

macro_rules! pg_type {
    (I64) => {
        "bigint"
    };
    (F64) => {
        "double precision"
    };
    (Text) => {
        "text"
    };
}

pub(crate) use {json_rows, pg_type, stmt_cols, stmt_item, stmts, stmts_inner};

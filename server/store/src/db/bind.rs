//! Values become driver arguments, after the number and the kinds were checked.

use super::{Engine, Kind, Stmt, Val};
use crate::error::StoreError;
use sqlx::Arguments;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;

/// Arguments of one execution for one engine.
pub(super) enum Args {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

impl Args {
    pub(super) fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(SqliteArguments::default()),
            Engine::Postgres => Self::Postgres(PgArguments::default()),
        }
    }
}

/// The arguments of one statement.
pub(super) fn bind(stmt: &Stmt, values: &[Val<'_>], engine: Engine) -> Result<Args, StoreError> {
    let mut args = Args::new(engine);
    bind_more(&mut args, stmt, values)?;
    Ok(args)
}

/// Checks and encodes. SQLite would bind NULL for a missing value without a word, and Postgres
/// remembers the parameter types of the first use, so a null carries its declared kind.
pub(super) fn bind_more(
    args: &mut Args,
    stmt: &Stmt,
    values: &[Val<'_>],
) -> Result<(), StoreError> {
    if values.len() != stmt.params.len() {
        return Err(StoreError::Bug(format!(
            "statement {} takes {} values, got {}",
            stmt.name,
            stmt.params.len(),
            values.len()
        )));
    }
    for (position, (value, declared)) in values.iter().zip(stmt.params).enumerate() {
        if value.kind().is_some_and(|kind| kind != *declared) {
            return Err(StoreError::Bug(format!(
                "statement {}: value {} is {:?}, declared {:?}",
                stmt.name,
                position + 1,
                value.kind(),
                declared
            )));
        }
        let added = match args {
            Args::Sqlite(args) => add_sqlite(args, *value, *declared),
            Args::Postgres(args) => add_postgres(args, *value, *declared),
        };
        added.map_err(|error| StoreError::Bug(format!("statement {}: {error}", stmt.name)))?;
    }
    Ok(())
}

macro_rules! add {
    ($args:expr, $value:expr, $declared:expr) => {
        match $value {
            Val::I64(v) => $args.add(v),
            Val::F64(v) => $args.add(v),
            Val::Text(v) => $args.add(v),
            Val::Bytes(v) => $args.add(v),
            Val::Null => match $declared {
                Kind::I64 => $args.add(None::<i64>),
                Kind::F64 => $args.add(None::<f64>),
                Kind::Text => $args.add(None::<&str>),
                Kind::Bytes => $args.add(None::<&[u8]>),
            },
        }
    };
}

fn add_sqlite(
    args: &mut SqliteArguments,
    value: Val<'_>,
    declared: Kind,
) -> Result<(), sqlx::error::BoxDynError> {
    add!(args, value, declared)
}

fn add_postgres(
    args: &mut PgArguments,
    value: Val<'_>,
    declared: Kind,
) -> Result<(), sqlx::error::BoxDynError> {
    add!(args, value, declared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Plan;

    static STMT: Stmt = Stmt {
        name: "test.two",
        sqlite: "SELECT $1, $2",
        postgres: "SELECT $1, $2",
        params: &[Kind::I64, Kind::Text],
        row: &[],
        plan: Plan::Write,
    };

    #[test]
    fn a_missing_value_is_refused_before_the_driver_sees_it() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            assert!(matches!(
                bind(&STMT, &[Val::I64(1)], engine),
                Err(StoreError::Bug(_))
            ));
            assert!(bind(&STMT, &[Val::I64(1), Val::Null], engine).is_ok());
        }
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        let wrong = bind(&STMT, &[Val::Text("1"), Val::Text("2")], Engine::Sqlite);
        assert!(matches!(wrong, Err(StoreError::Bug(text)) if text.contains("value 1")));
    }
}

//! Migrations: one numbered sequence for the control database and one for workspaces.
//!
//! A file is one text for both engines with type tokens and optional blocks (`-- sqlite:`,
//! `-- postgres:`, ended by `-- both:`). Its SHA-256 is recorded when it is applied; a database
//! that knows a newer migration, or another text under the same number, is refused.

use crate::db::{Committed, sealed::HasConn};
use crate::db::{Conn, Engine, Reader, Val, Writer, stmts, trusted};
use crate::error::StoreError;
use parlance::time::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A migration file.
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Which sequence a database follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Control,
    Workspace,
}

/// Why a database was refused or could not be brought up to date.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum MigrateError {
    /// Written by a newer version of this program.
    #[error(
        "the database has schema version {found}, but this version of Parlance knows only \
         {known}: start the version that wrote it, or a newer one"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The newest version of this binary.
        known: i64,
    },
    /// A migration was applied with another text, or under another name.
    #[error("migration {version} of the database is not the one of this version of Parlance")]
    Mismatch {
        /// Its number.
        version: i64,
    },
    /// The file is a SQLite database of another program.
    #[error("the file is not a database of Parlance")]
    Foreign,
    /// A statement failed.
    #[error("migration failed: {0}")]
    Failed(#[from] StoreError),
}

stmts! {
    LIST_APPLIED "migration.list" [] -> [version: I64, checksum: Text] Scan("a handful of rows, read once per open")
        "SELECT version, checksum FROM schema_migrations ORDER BY version";
    INSERT_APPLIED "migration.insert" [I64, Text, Text, I64] Write
        "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
}

pub(crate) const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (version {pk}, name {text} \
     NOT NULL, checksum {text} NOT NULL, applied_at {i64} NOT NULL) {strict}";

/// The files of a family, oldest first.
pub(crate) fn files(family: Family) -> &'static [Migration] {
    match family {
        Family::Control => CONTROL,
        Family::Workspace => WORKSPACE,
    }
}

/// The newest version of a family.
pub(crate) fn newest(family: Family) -> i64 {
    files(family)
        .last()
        .map_or(0, |migration| migration.version)
}

/// SHA-256 of a migration's text, hex.
fn checksum(migration: &Migration) -> String {
    hex::encode(Sha256::digest(migration.sql.as_bytes()))
}

/// One checksum over all files of a family; names the template of new workspaces.
pub(crate) fn fingerprint(family: Family) -> String {
    let mut hash = Sha256::new();
    for migration in files(family) {
        hash.update(migration.sql.as_bytes());
    }
    hex::encode(hash.finalize()).chars().take(12).collect()
}

/// Replaces the tokens and keeps the blocks of one engine.
pub(crate) fn expand(sql: &str, engine: Engine) -> String {
    let mut kept = String::with_capacity(sql.len());
    let mut block = None;
    for line in sql.lines() {
        match line.trim() {
            "-- sqlite:" => block = Some(Engine::Sqlite),
            "-- postgres:" => block = Some(Engine::Postgres),
            "-- both:" => block = None,
            _ if block.is_none_or(|only| only == engine) => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    let tokens: [(&str, &str, &str); 6] = [
        ("{i64}", "INTEGER", "BIGINT"),
        ("{f64}", "REAL", "DOUBLE PRECISION"),
        ("{text}", "TEXT", "TEXT"),
        ("{bytes}", "BLOB", "BYTEA"),
        ("{pk}", "INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY"),
        ("{strict}", "STRICT", ""),
    ];
    for (token, sqlite, postgres) in tokens {
        let text = if engine == Engine::Sqlite {
            sqlite
        } else {
            postgres
        };
        kept = kept.replace(token, text);
    }
    kept
}

struct Session(Conn);

impl HasConn for Session {
    fn conn(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// The migrations that a database still needs. Refuses what is newer or different.
async fn pending(
    session: &mut Session,
    family: Family,
) -> Result<Vec<&'static Migration>, MigrateError> {
    let decode = |row: &crate::db::Row<'_>| Ok((row.i64(0)?, row.text(1)?));
    let applied: HashMap<i64, String> = session
        .rows(&LIST_APPLIED, &[], decode)
        .await?
        .into_iter()
        .collect();
    let known = newest(family);
    if let Some(found) = applied.keys().copied().max().filter(|found| *found > known) {
        return Err(MigrateError::Newer { found, known });
    }
    let mut missing = Vec::new();
    for migration in files(family) {
        match applied.get(&migration.version) {
            None => missing.push(migration),
            Some(found) if *found == checksum(migration) => {}
            Some(_) => {
                return Err(MigrateError::Mismatch {
                    version: migration.version,
                });
            }
        }
    }
    if let Some(version) = applied
        .keys()
        .find(|version| !files(family).iter().any(|m| m.version == **version))
    {
        return Err(MigrateError::Mismatch { version: *version });
    }
    Ok(missing)
}

/// Brings a database up to date; how many migrations that took.
pub(crate) async fn run(
    writer: &mut Writer,
    family: Family,
    now: Timestamp,
) -> Result<usize, MigrateError> {
    let engine = writer.db().engine();
    let mut session = Session(writer.begin().await?);
    // On Postgres several processes may start at once; the first one migrates.
    if engine == Engine::Postgres {
        session
            .0
            .run("SELECT pg_advisory_xact_lock(5067843)")
            .await?;
    }
    session.0.run(trusted(expand(LEDGER, engine))).await?;
    let missing = match pending(&mut session, family).await {
        Ok(missing) => missing,
        Err(error) => {
            writer.rollback(session.0).await;
            return Err(error);
        }
    };
    let Some((first, rest)) = missing.split_first() else {
        end(writer, session).await?;
        return Ok(0);
    };
    apply(&mut session, first, engine, now).await?;
    end(writer, session).await?;
    for migration in rest {
        let mut session = Session(writer.begin().await?);
        if engine == Engine::Postgres {
            session
                .0
                .run("SELECT pg_advisory_xact_lock(5067843)")
                .await?;
        }
        if pending(&mut session, family)
            .await?
            .iter()
            .any(|m| m.version == migration.version)
        {
            apply(&mut session, migration, engine, now).await?;
        }
        end(writer, session).await?;
    }
    Ok(missing.len())
}

async fn apply(
    session: &mut Session,
    migration: &'static Migration,
    engine: Engine,
    now: Timestamp,
) -> Result<(), StoreError> {
    session
        .0
        .run(trusted(expand(migration.sql, engine)))
        .await?;
    let checksum = checksum(migration);
    let values = [
        Val::I64(migration.version),
        Val::Text(migration.name),
        Val::Text(&checksum),
        Val::I64(now.0),
    ];
    session.0.exec(&INSERT_APPLIED, &values).await?;
    if engine == Engine::Sqlite {
        let mark = format!(
            "PRAGMA user_version = {}; PRAGMA application_id = {}",
            migration.version,
            crate::db::sqlite::APPLICATION_ID
        );
        session.0.run(trusted(mark)).await?;
    }
    Ok(())
}

async fn end(writer: &mut Writer, session: Session) -> Result<(), StoreError> {
    match writer.commit(session.0, &[]).await {
        Committed::Yes => Ok(()),
        Committed::No(error) => Err(error),
        Committed::Unseen => Err(StoreError::Unknown),
    }
}

/// From the columns in SQLite's message (`users.email_key`) to the constraint's name, which is
/// what Postgres reports.
pub(crate) fn constraint_names() -> HashMap<String, String> {
    let mut names = HashMap::new();
    for migration in CONTROL.iter().chain(WORKSPACE) {
        let mut table = "";
        for line in migration.sql.lines().map(str::trim) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let columns = line
                .split_once('(')
                .and_then(|(_, rest)| rest.split_once(')'));
            let list = |table: &str, columns: &str| {
                let full: Vec<String> = columns
                    .split(',')
                    .map(|column| format!("{table}.{}", column.trim()))
                    .collect();
                full.join(", ")
            };
            match (words.as_slice(), columns) {
                (["CREATE", "TABLE", name, ..], _) => table = *name,
                (["CONSTRAINT", name, "UNIQUE", ..], Some((columns, _))) => {
                    names.insert(list(table, columns), (*name).to_owned());
                }
                (["CREATE", "UNIQUE", "INDEX", name, "ON", on, ..], Some((columns, _))) => {
                    names.insert(list(on, columns), (*name).to_owned());
                }
                (["PRIMARY", "KEY", ..], Some((columns, _))) => {
                    names.insert(list(table, columns), format!("{table}_pkey"));
                }
                ([column, ..], _) if line.contains("PRIMARY KEY") || line.contains("{pk}") => {
                    names.insert(list(table, column), format!("{table}_pkey"));
                }
                _ => {}
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_blocks_depend_on_the_engine() {
        let sql = "CREATE TABLE t (\n    a {pk},\n    b {i64} NOT NULL\n) {strict};\n\
                   -- sqlite:\nPRAGMA x;\n-- postgres:\nSET y;\n-- both:\nDONE;\n";
        let sqlite = expand(sql, Engine::Sqlite);
        assert!(sqlite.contains("a INTEGER PRIMARY KEY") && sqlite.contains(") STRICT;"));
        assert!(sqlite.contains("PRAGMA x;") && !sqlite.contains("SET y;"));
        let postgres = expand(sql, Engine::Postgres);
        assert!(postgres.contains("b BIGINT NOT NULL") && postgres.contains(") ;"));
        assert!(postgres.contains("SET y;") && postgres.contains("DONE;"));
    }

    #[test]
    fn violated_columns_are_named_by_their_constraint() {
        let names = constraint_names();
        let check = |columns: &str, name: &str| {
            assert_eq!(
                names.get(columns).map(String::as_str),
                Some(name),
                "{columns}"
            );
        };
        check("users.email_key", "users_email");
        check(
            "identities.channel_id, identities.external_id",
            "identities_external",
        );
        check("conversations.contact_id", "conversations_one_open");
        check("reads.user_id, reads.conversation_id", "reads_pkey");
        check("contacts.id", "contacts_pkey");
        check("throttles.bucket", "throttles_pkey");
    }
}

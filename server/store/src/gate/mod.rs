//! The gate: every registered statement is prepared and planned on both engines, and the schema
//! stays within its budget. A wrong column, a missing index or a statement that only one engine
//! understands fails here, not in production.

mod postgres;
mod sqlite;

use crate::db::{Engine, Kind, Plan, Stmt};
use crate::migrate::{Family, expand, files};
use crate::statements::modules;
use std::collections::HashSet;
use std::path::Path;

/// Rows in each table of the seeded databases: enough for the planners to prefer an index.
const SEED: i64 = 5_000;

/// Fills a table so that every unique key holds: numbers count up, texts contain the number.
/// Columns that select (states, flags) take a few values each.
fn seed(table: &str, columns: &[(String, String)], rows: &str) -> String {
    let values: Vec<String> = columns
        .iter()
        .map(
            |(name, kind)| match (name.as_str(), kind.to_uppercase().as_str()) {
                ("status" | "state", "INTEGER" | "BIGINT") => "n % 4".to_owned(),
                ("dirty" | "archived" | "enabled" | "suspended" | "blocked" | "verified", _) => {
                    "n % 2".to_owned()
                }
                ("closed_at" | "message_id" | "revoked_at" | "used_at", _) => {
                    "(n % 2) * n".to_owned()
                }
                (_, "INTEGER" | "BIGINT") => "n".to_owned(),
                (_, "REAL" | "DOUBLE PRECISION") => "1.5".to_owned(),
                (_, "BLOB") => "x'00'".to_owned(),
                (_, "BYTEA") => "'x'::bytea".to_owned(),
                _ => "'x' || n".to_owned(),
            },
        )
        .collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {rows}",
        names.join(", "),
        values.join(", ")
    )
}

/// Statements of a family.
fn statements(family: Family) -> Vec<&'static Stmt> {
    let of_family = modules()
        .into_iter()
        .filter(|module| module.families.contains(&family));
    of_family
        .flat_map(|module| module.statements.iter().copied())
        .collect()
}

/// The schema of a family for an engine.
fn schema(family: Family, engine: Engine) -> String {
    let ledger = expand(crate::migrate::LEDGER, engine) + ";\n";
    files(family)
        .iter()
        .fold(ledger, |sql, file| sql + &expand(file.sql, engine))
}

/// The index that a `Range` demands, or `None` for a primary key or a unique constraint, whose
/// index has no name of ours on SQLite.
fn named_index(index: &'static str, indexes: &HashSet<String>) -> Option<&'static str> {
    indexes.contains(index).then_some(index)
}

#[test]
fn every_module_with_statements_is_registered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let registered: HashSet<&str> = modules().iter().map(|module| module.file).collect();
    let mut folders = vec![root.clone()];
    let mut missing = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let file = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let declares = text
                .lines()
                .any(|line| line.trim_start().starts_with("stmts! {"));
            if declares && file != "db/stmt.rs" && !registered.contains(file.as_str()) {
                missing.push(file);
            }
        }
    }
    assert!(missing.is_empty(), "list in statements.rs: {missing:?}");
}

#[test]
fn names_are_unique_and_texts_keep_the_common_subset() {
    let mut names = HashSet::new();
    for module in modules() {
        for stmt in module.statements {
            let again = module.families.len() > 1;
            assert!(
                names.insert(stmt.name) || again,
                "{} is declared twice",
                stmt.name
            );
            for text in [stmt.sqlite, stmt.postgres] {
                let banned = [
                    "SELECT *",
                    "OFFSET",
                    "NULLS ",
                    "COUNT(*) OVER",
                    "RANDOM()",
                    "\"",
                ];
                for word in banned {
                    let upper = text.to_uppercase();
                    assert!(!upper.contains(word), "{}: {word} is banned", stmt.name);
                }
            }
            if let Plan::Scan(reason) = stmt.plan {
                assert!(reason.len() > 10, "{}: a scan needs a reason", stmt.name);
            }
        }
    }
}

#[test]
fn a_workspace_stays_within_its_budget_of_tables_and_indexes() {
    let sql = schema(Family::Workspace, Engine::Sqlite);
    let count = |what: &str| {
        sql.lines()
            .filter(|line| line.trim().starts_with(what))
            .count()
    };
    let tables = count("CREATE TABLE");
    let indexes = count("CREATE INDEX") + count("CREATE UNIQUE INDEX") + count("CONSTRAINT");
    assert!(tables <= 40, "{tables} tables");
    assert!(indexes <= 75, "{indexes} indexes");
}

/// The names of columns and their kinds as a driver reports them; `None`: it does not know.
fn compare_columns(stmt: &Stmt, engine: Engine, found: &[(String, Option<Kind>)]) -> Vec<String> {
    let mut wrong = Vec::new();
    if found.len() != stmt.row.len() {
        wrong.push(format!(
            "{} on {engine:?}: {} columns, declared {}",
            stmt.name,
            found.len(),
            stmt.row.len()
        ));
        return wrong;
    }
    for ((name, kind), declared) in found.iter().zip(stmt.row) {
        if name != declared.name {
            wrong.push(format!(
                "{} on {engine:?}: column {name} is declared as {}",
                stmt.name, declared.name
            ));
        }
        if kind.is_some_and(|kind| kind != declared.kind) {
            wrong.push(format!(
                "{} on {engine:?}: column {name} is {kind:?}, declared {:?}",
                stmt.name, declared.kind
            ));
        }
    }
    wrong
}

/// Statements that the gate must reject, on tables with rows: they hold the gate itself.
static REJECTED: &[Stmt] = &[
    rejected(
        "scan",
        Plan::Point,
        &[Kind::Text],
        "SELECT id FROM messages WHERE body = $1",
    ),
    rejected(
        "sort",
        Plan::Range("messages_conversation"),
        &[Kind::I64],
        "SELECT id FROM messages WHERE conversation_id = $1 ORDER BY at",
    ),
    rejected(
        "index",
        Plan::Range("events_contact"),
        &[Kind::I64],
        "SELECT seq FROM events WHERE conversation_id = $1 AND conversation_id > 0 ORDER BY seq",
    ),
    rejected(
        "whole index",
        Plan::Point,
        &[Kind::I64],
        "SELECT id FROM conversations WHERE closed_at = 0 AND version = $1",
    ),
    rejected(
        "write",
        Plan::Write,
        &[Kind::I64],
        "DELETE FROM messages WHERE contact_id = $1",
    ),
];

const fn rejected(
    name: &'static str,
    plan: Plan,
    params: &'static [Kind],
    text: &'static str,
) -> Stmt {
    Stmt {
        name,
        sqlite: text,
        postgres: text,
        params,
        row: &[],
        plan,
    }
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

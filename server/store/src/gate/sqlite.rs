//! The SQLite half of the gate.

use super::{REJECTED, SEED, assert_none, compare_columns, named_index, schema, seed, statements};
use crate::db::{Engine, Kind, Plan, Stmt, sqlite::open_writer, trusted};
use crate::migrate::Family;
use sqlx::{Column, Executor, Row, SqliteConnection, Statement, TypeInfo};
use std::collections::{BTreeMap, HashSet};

async fn database(family: Family) -> (tempfile::TempDir, SqliteConnection) {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = open_writer(&folder.path().join("gate.db"), true)
        .await
        .unwrap();
    conn.execute(trusted(schema(family, Engine::Sqlite)))
        .await
        .unwrap();
    (folder, conn)
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "INTEGER" => Some(Kind::I64),
        "REAL" => Some(Kind::F64),
        "TEXT" => Some(Kind::Text),
        "BLOB" => Some(Kind::Bytes),
        // An expression: known only when it is computed.
        _ => None,
    }
}

#[tokio::test]
async fn gate_sqlite_prepares_every_statement() {
    let mut wrong = Vec::new();
    for family in [Family::Control, Family::Workspace] {
        let (_folder, mut conn) = database(family).await;
        for stmt in statements(family) {
            let prepared = match conn.prepare(trusted(stmt.sqlite)).await {
                Ok(prepared) => prepared,
                Err(error) => {
                    wrong.push(format!("{}: {error}", stmt.name));
                    continue;
                }
            };
            let params = match prepared.parameters() {
                Some(sqlx::Either::Right(count)) => count,
                _ => 0,
            };
            if params != stmt.params.len() {
                let declared = stmt.params.len();
                wrong.push(format!(
                    "{}: {params} parameters, declared {declared}",
                    stmt.name
                ));
            }
            let columns: Vec<_> = prepared
                .columns()
                .iter()
                .map(|column| (column.name().to_owned(), kind(column.type_info().name())))
                .collect();
            wrong.extend(compare_columns(stmt, Engine::Sqlite, &columns));
        }
    }
    assert_none(&wrong);
}

async fn plan(conn: &mut SqliteConnection, stmt: &Stmt) -> Vec<String> {
    let mut query = sqlx::query(trusted(format!("EXPLAIN QUERY PLAN {}", stmt.sqlite)));
    for kind in stmt.params {
        query = match kind {
            Kind::I64 => query.bind(1_i64),
            Kind::F64 => query.bind(1.0_f64),
            Kind::Text => query.bind("[]"),
            Kind::Bytes => query.bind(Vec::<u8>::new()),
        };
    }
    let rows = query.fetch_all(&mut *conn).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(3)).collect()
}

/// What is wrong with a plan, if anything.
fn judge(stmt: &Stmt, plan: &[String], indexes: &HashSet<String>) -> Option<&'static str> {
    let scans = |line: &&String| {
        line.starts_with("SCAN ") && *line != "SCAN CONSTANT ROW" && !line.contains("SUBQUERY")
    };
    let json = |line: &str| line.contains("json_each") || line.starts_with("SCAN r ");
    let sorts = plan.iter().any(|line| line.contains("TEMP B-TREE"));
    match stmt.plan {
        Plan::Scan(_) => None,
        Plan::Point | Plan::Write => {
            if plan.iter().any(|line| scans(&line)) {
                return Some("it scans");
            }
            (stmt.plan == Plan::Point && sorts).then_some("it sorts")
        }
        Plan::Range(index) => {
            let uses = |line: &String| match named_index(index, indexes) {
                Some(name) => line.contains(name),
                None => {
                    line.contains("PRIMARY KEY")
                        || line.contains("sqlite_autoindex")
                        || (stmt.sqlite.contains("LIMIT") && line.starts_with("SCAN "))
                }
            };
            if !plan.iter().any(uses) {
                return Some("it does not use the index");
            }
            if plan.iter().any(|line| scans(&line) && !uses(line)) {
                return Some("it scans");
            }
            sorts.then_some("it sorts")
        }
        Plan::Batch => {
            let mut lines = plan
                .iter()
                .filter(|line| line.starts_with("SCAN ") || line.starts_with("SEARCH "));
            if !lines
                .next()
                .is_some_and(|line| line.starts_with("SCAN ") && json(line))
            {
                return Some("the JSON rows are not the outer loop");
            }
            lines
                .any(|line| scans(&line) && !json(line))
                .then_some("it scans")
        }
    }
}

/// Fills every table and gathers statistics.
async fn fill(conn: &mut SqliteConnection) {
    let columns: Vec<(String, String, String)> = sqlx::query(
        "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'head' \
         ORDER BY m.name, c.cid",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap()
    .iter()
    .map(|row| (row.get(0), row.get(1), row.get(2)))
    .collect();
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (table, name, kind) in columns {
        tables.entry(table).or_default().push((name, kind));
    }
    let rows = format!(
        "(WITH RECURSIVE s(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM s WHERE n < {SEED}) \
         SELECT n FROM s)"
    );
    conn.execute("BEGIN").await.unwrap();
    for (table, columns) in tables {
        conn.execute(trusted(seed(&table, &columns, &rows)))
            .await
            .unwrap();
    }
    conn.execute("COMMIT; ANALYZE").await.unwrap();
    // Statistics are read when the schema is: drop what the connection knows.
    conn.execute("ANALYZE sqlite_schema").await.unwrap();
}

async fn indexes(conn: &mut SqliteConnection) -> HashSet<String> {
    sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'index'")
        .fetch_all(conn)
        .await
        .unwrap()
        .into_iter()
        .collect()
}

#[tokio::test]
async fn gate_sqlite_rejects_bad_plans() {
    let (_folder, mut conn) = database(Family::Workspace).await;
    fill(&mut conn).await;
    let indexes = indexes(&mut conn).await;
    for stmt in REJECTED {
        let plan = plan(&mut conn, stmt).await;
        assert!(
            judge(stmt, &plan, &indexes).is_some(),
            "{}: {plan:#?}",
            stmt.name
        );
    }
}

#[tokio::test]
async fn gate_sqlite_plans_every_statement_without_statistics() {
    plans(false).await;
}

#[tokio::test]
async fn gate_sqlite_plans_every_statement_with_rows_and_statistics() {
    plans(true).await;
}

async fn plans(filled: bool) {
    let mut wrong = Vec::new();
    for family in [Family::Control, Family::Workspace] {
        let (_folder, mut conn) = database(family).await;
        if filled {
            fill(&mut conn).await;
        }
        let indexes = indexes(&mut conn).await;
        for stmt in statements(family) {
            let plan = plan(&mut conn, stmt).await;
            if let Some(fault) = judge(stmt, &plan, &indexes) {
                wrong.push(format!(
                    "{} ({:?}): {fault}: {plan:#?}",
                    stmt.name, stmt.plan
                ));
            }
        }
    }
    assert_none(&wrong);
}

//! The Postgres half of the gate; needs a server (`PARLANCE_TEST_POSTGRES_URL`).
//!
//! On empty tables Postgres would always scan. With scans disabled, one that is
//! left means that no index serves the statement; the same with sorts.

use super::{REJECTED, SEED, assert_none, compare_columns, schema, seed, statements};
use crate::db::{Engine, Kind, Plan, Stmt, postgres, trusted};
use crate::migrate::Family;
use sqlx::postgres::{PgConnection, PgTypeInfo};
use sqlx::{Column, Executor, Row, Statement, TypeInfo};
use std::collections::BTreeMap;

fn type_of(kind: Kind) -> PgTypeInfo {
    PgTypeInfo::with_name(type_name(kind))
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::I64 => "INT8",
        Kind::F64 => "FLOAT8",
        Kind::Text => "TEXT",
        Kind::Bytes => "BYTEA",
    }
}

fn kind(name: &str) -> Option<Kind> {
    [Kind::I64, Kind::F64, Kind::Text, Kind::Bytes]
        .into_iter()
        .find(|kind| type_name(*kind) == name)
}

/// Runs `check` on a connection inside a transaction with the schema of a family.
macro_rules! in_schema {
    ($family:expr, $conn:ident, $check:block) => {
        if let Some(url) = crate::testing::postgres_url() {
            let pool = postgres::connect(&url).await.unwrap();
            let mut tx = pool.begin().await.unwrap();
            let name = format!("gate_{}_{:?}", std::process::id(), $family).to_lowercase();
            let setup = format!(
                "CREATE SCHEMA {name}; SET LOCAL search_path = {name}; {}",
                schema($family, Engine::Postgres)
            );
            tx.execute(trusted(setup)).await.unwrap();
            let $conn: &mut PgConnection = &mut tx;
            $check
            tx.rollback().await.unwrap();
            pool.close().await;
        }
    };
}

#[tokio::test]
async fn gate_postgres_prepares_every_statement() {
    let mut wrong = Vec::new();
    for family in [Family::Control, Family::Workspace] {
        in_schema!(family, conn, {
            for stmt in statements(family) {
                let types: Vec<_> = stmt.params.iter().map(|kind| type_of(*kind)).collect();
                conn.execute("SAVEPOINT s").await.unwrap();
                let prepared = match conn.prepare_with(trusted(stmt.postgres), &types).await {
                    Ok(prepared) => prepared,
                    Err(error) => {
                        wrong.push(format!("{}: {error}", stmt.name));
                        conn.execute("ROLLBACK TO SAVEPOINT s").await.unwrap();
                        continue;
                    }
                };
                if let Some(sqlx::Either::Left(found)) = prepared.parameters() {
                    let found: Vec<&str> = found.iter().map(TypeInfo::name).collect();
                    let declared: Vec<&str> =
                        stmt.params.iter().map(|kind| type_name(*kind)).collect();
                    if found != declared {
                        wrong.push(format!("{}: takes {found:?}, not {declared:?}", stmt.name));
                    }
                }
                let columns: Vec<_> = prepared
                    .columns()
                    .iter()
                    .map(|column| (column.name().to_owned(), kind(column.type_info().name())))
                    .collect();
                for (name, kind) in &columns {
                    if kind.is_none() {
                        wrong.push(format!("{}: {name} has a type without kind", stmt.name));
                    }
                }
                wrong.extend(compare_columns(stmt, Engine::Postgres, &columns));
            }
        });
    }
    assert_none(&wrong);
}

async fn plan(conn: &mut PgConnection, stmt: &Stmt) -> Vec<String> {
    let types: Vec<_> = stmt.params.iter().map(|kind| type_name(*kind)).collect();
    let nulls = vec!["NULL"; types.len()].join(", ");
    let (types, nulls) = if types.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("({})", types.join(", ")), format!("({nulls})"))
    };
    conn.execute(trusted(format!(
        "PREPARE gate {types} AS {}",
        stmt.postgres
    )))
    .await
    .unwrap();
    let rows = sqlx::raw_sql(trusted(format!("EXPLAIN EXECUTE gate {nulls}")))
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    conn.execute("DEALLOCATE gate").await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

/// An index that is read from end to end.
fn reads_whole_index(plan: &[String]) -> bool {
    plan.iter().enumerate().any(|(at, line)| {
        let scans = line.contains("Index Scan") || line.contains("Index Only Scan");
        scans
            && !plan
                .get(at + 1)
                .is_some_and(|next| next.contains("Index Cond"))
    })
}

fn judge(stmt: &Stmt, plan: &[String]) -> Option<&'static str> {
    let has = |what: &str| plan.iter().any(|line| line.contains(what));
    if matches!(stmt.plan, Plan::Scan(_)) {
        return None;
    }
    if has("Seq Scan") {
        return Some("it scans");
    }
    match stmt.plan {
        Plan::Range(index) => {
            if index != "pk" && !has(index) {
                return Some("it does not use the index");
            }
            has("Sort").then_some("it sorts")
        }
        _ if reads_whole_index(plan) => Some("it reads a whole index"),
        Plan::Batch if has("Hash Join") || has("Merge Join") || has("Materialize") => {
            Some("the JSON rows are not the outer loop")
        }
        _ => None,
    }
}

/// Fills every table and gathers statistics.
async fn fill(conn: &mut PgConnection) {
    let columns: Vec<(String, String, String)> = sqlx::query(
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
         FROM information_schema.columns WHERE table_schema = current_schema() \
         AND table_name <> 'head' ORDER BY table_name, ordinal_position",
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
    let rows = format!("generate_series(2, {SEED}) AS s(n)");
    for (table, columns) in tables {
        conn.execute(trusted(seed(&table, &columns, &rows)))
            .await
            .unwrap();
        conn.execute(trusted(format!("ANALYZE {table}")))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn gate_postgres_rejects_bad_plans() {
    in_schema!(Family::Workspace, conn, {
        fill(conn).await;
        conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            .await
            .unwrap();
        for stmt in REJECTED {
            let plan = plan(conn, stmt).await;
            assert!(judge(stmt, &plan).is_some(), "{}: {plan:#?}", stmt.name);
        }
    });
}

#[tokio::test]
async fn gate_postgres_plans_every_statement_on_empty_tables() {
    plans(false).await;
}

#[tokio::test]
async fn gate_postgres_plans_every_statement_with_rows_and_statistics() {
    plans(true).await;
}

async fn plans(filled: bool) {
    let mut wrong = Vec::new();
    for family in [Family::Control, Family::Workspace] {
        in_schema!(family, conn, {
            if filled {
                fill(conn).await;
            } else {
                conn.execute(
                    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; \
                     SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off",
                )
                .await
                .unwrap();
            }
            // As the transactions of the store set it.
            let settings = format!(
                "SET LOCAL plan_cache_mode = force_generic_plan{}",
                postgres::BY_INDEX
            );
            conn.execute(trusted(settings)).await.unwrap();
            for stmt in statements(family) {
                let plan = plan(conn, stmt).await;
                if let Some(fault) = judge(stmt, &plan) {
                    wrong.push(format!(
                        "{} ({:?}): {fault}: {plan:#?}",
                        stmt.name, stmt.plan
                    ));
                }
            }
        });
    }
    assert_none(&wrong);
}

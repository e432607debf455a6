//! Tests of the engine: lanes, registry, migrations, ingest; on every engine that is there.

use crate::db::{sealed::HasConn, stmts, trusted};
use crate::testing::TestStore;
use crate::{Class, StoreError, Workspace};
use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::ContactId;
use sqlx::Row;
use std::collections::BTreeMap;

pub(crate) mod aggregates;
mod backup;
mod cancel;
mod crash;
mod faults;
mod ingest;
mod lane;
mod migration;
mod postgres;
mod registry;
mod tenancy;

stmts! {
    SET_DRAFT "test.set_draft" [I64, Text] Write
        "INSERT INTO drafts (user_id, conversation_id, body, updated_at) VALUES ($1, 1, $2, 0)";
    GET_DRAFT "test.get_draft" [I64] -> [body: Text] Point
        "SELECT body FROM drafts WHERE user_id = $1 AND conversation_id = 1";
    CLOSE_ALL "test.close" [I64] Scan("only in tests")
        "UPDATE conversations SET status = 2, closed_at = $1 WHERE closed_at = 0";
    SNOOZE_ALL "test.snooze" [I64] Scan("only in tests")
        "UPDATE conversations SET status = 1, snoozed_until = $1 WHERE status = 0";
    INSERT_FILE "test.file" [I64, Text] Write
        "INSERT INTO attachments (id, message_id, owner, name, mime, kind, size, sha256, width, height, created_at) VALUES ($1, 0, 'v', 'n', 'm', $2, 1, 'h', 0, 0, 0)";
}

/// A harmless event.
fn draft(contact: i64) -> EventDraft {
    EventDraft {
        actor: ActorRef::System,
        source: Source::System,
        contact: Some(ContactId(contact)),
        conversation: None,
        payload: EventPayload::ContactCreated { channel: None },
    }
}

/// Writes one event and answers its number.
async fn emit(ws: &Workspace, contact: i64) -> Result<i64, StoreError> {
    ws.write(Class::Interactive, move |tx| {
        Box::pin(async move { Ok(tx.emit(draft(contact))) })
    })
    .await
}

/// One store on each engine.
async fn stores() -> Vec<TestStore> {
    TestStore::each().await.unwrap()
}

/// Every row of every table as text, sorted; equal on both engines for equal content.
async fn dump(ws: &Workspace) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in query(ws, 2, TABLES_SQLITE, TABLES_POSTGRES).await {
        tables.entry(table).or_default().push(column);
    }
    let mut dump = BTreeMap::new();
    for (table, columns) in tables {
        let parts: Vec<String> = columns
            .iter()
            .map(|column| format!("COALESCE(CAST({column} AS TEXT), 'NULL')"))
            .collect();
        let sql = format!("SELECT {} FROM {table}", parts.join(" || '|' || "));
        let mut rows: Vec<String> = query(ws, 1, &sql, &sql)
            .await
            .into_iter()
            .map(|(row, _)| row)
            .collect();
        rows.sort();
        dump.insert(table, rows);
    }
    dump
}

const TABLES_SQLITE: &str = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT IN ('schema_migrations', 'secrets') ORDER BY m.name, c.cid";
const TABLES_POSTGRES: &str = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
     WHERE table_schema = current_schema() AND table_name NOT IN ('schema_migrations', 'secrets') ORDER BY table_name, ordinal_position";

/// Free SQL, for looking at databases from outside.
async fn query(
    ws: &Workspace,
    columns: usize,
    sqlite: &str,
    postgres: &str,
) -> Vec<(String, String)> {
    let mut tx = ws.begin_read().await.unwrap();
    macro_rules! rows {
        ($conn:expr, $sql:expr) => {
            sqlx::query(trusted($sql))
                .fetch_all($conn)
                .await
                .unwrap()
                .iter()
                .map(|row| {
                    (
                        row.get(0),
                        if columns > 1 {
                            row.get(1)
                        } else {
                            String::new()
                        },
                    )
                })
                .collect()
        };
    }
    let found = match &mut tx.conn().link {
        crate::db::Link::Sqlite(conn) => rows!(&mut **conn, sqlite),
        crate::db::Link::Postgres(tx) => rows!(&mut **tx, postgres),
    };
    tx.end().await;
    found
}

/// The store of a SQLite data folder.
async fn open_folder(folder: &std::path::Path) -> crate::Store {
    let config = crate::StoreConfig {
        data_dir: folder.into(),
        database_url: None,
        max_open: 8,
        clock: std::sync::Arc::new(|| parlance::time::Timestamp(1)),
    };
    crate::Store::open(config).await.unwrap()
}

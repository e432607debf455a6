//! Public keys of channels, and the workspace and channel behind each: what must be known about a
//! call before a workspace is opened. A copy of what the workspaces say, never the other way
//! round; `pending_ops` of the kind `channel_routes` mark the workspaces whose copies may be old.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::id::{ChannelId, WorkspaceId};
use parlance::time::Timestamp;

stmts! {
    FIND "channel_route.find" [Text] -> [route_key: Text, workspace_id: I64, channel_id: I64, kind: Text, config: Text, enabled: I64, version: I64, workspace_name: Text] Point
        "SELECT c.route_key, c.workspace_id, c.channel_id, c.kind, c.config, c.enabled, c.version, w.name AS workspace_name FROM channel_routes c JOIN workspaces w ON w.id = c.workspace_id WHERE c.route_key = $1 AND w.state NOT IN ('deleting', 'deleted')";
    FIRST "channel_route.first" [Text] -> [route_key: Text] Scan("the demo page looks for any chat; a demo has a few")
        "SELECT route_key FROM channel_routes WHERE kind = $1 AND enabled = 1 ORDER BY workspace_id, channel_id LIMIT 1";
    /// An older version never replaces a newer one, whoever comes last.
    SAVE "channel_route.save" [Text, I64, I64, Text, Text, I64, I64] Write
        "INSERT INTO channel_routes (route_key, workspace_id, channel_id, kind, config, enabled, version) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (route_key) DO UPDATE SET config = excluded.config, enabled = excluded.enabled, version = excluded.version WHERE channel_routes.version <= excluded.version AND channel_routes.workspace_id = excluded.workspace_id";
    INSERT_OP "channel_route.insert_op" [I64, I64, I64] Write
        "INSERT INTO pending_ops (id, kind, workspace_id, payload, step, attempts, next_at, error) VALUES ($1, 'channel_routes', $2, '{}', 0, 0, $3, NULL)";
    DELETE_OP "channel_route.delete_op" [I64] Write
        "DELETE FROM pending_ops WHERE id = $1";
    DELAY_OP "channel_route.delay_op" [I64, Text, I64] Write
        "UPDATE pending_ops SET attempts = attempts + 1, next_at = $1, error = $2 WHERE id = $3";
    LIST_OPS "channel_route.list_ops" [I64, I64] -> [id: I64, workspace_id: I64, attempts: I64] Range("pending_ops_due")
        "SELECT id, workspace_id, attempts FROM pending_ops WHERE next_at <= $1 AND kind = 'channel_routes' ORDER BY next_at LIMIT $2";
}

/// A public key and what is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The public key.
    pub key: String,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The channel.
    pub channel: ChannelId,
    /// Word of the channel's kind.
    pub kind: String,
    /// JSON of the kind.
    pub config: String,
    /// Whether it takes messages.
    pub enabled: bool,
    /// Version of the channel that this is a copy of.
    pub version: i64,
}

/// A workspace whose routes must be compared with its channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingSync {
    /// The pending operation.
    pub id: i64,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// How often it failed.
    pub attempts: i64,
}

/// The route of a public key, and the name of its workspace.
pub async fn find(r: &mut impl Reader, key: &str) -> Result<Option<(Route, String)>, StoreError> {
    let decode = |row: &Row<'_>| {
        let route = Route {
            key: row.text(0)?,
            workspace: WorkspaceId(row.i64(1)?),
            channel: ChannelId(row.i64(2)?),
            kind: row.text(3)?,
            config: row.text(4)?,
            enabled: row.flag(5)?,
            version: row.i64(6)?,
        };
        Ok((route, row.text(7)?))
    };
    r.row_opt(&FIND, &[Val::Text(key)], decode).await
}

/// The first enabled key of a kind in the whole instance, for the demo page.
pub async fn find_first_system(
    r: &mut impl Reader,
    kind: &str,
) -> Result<Option<String>, StoreError> {
    r.row_opt(&FIRST, &[Val::Text(kind)], |row| row.text(0))
        .await
}

/// Adds a route, or brings it up to date; an older version changes nothing.
pub async fn save(tx: &mut ControlTx, route: &Route) -> Result<(), StoreError> {
    let values = [
        Val::Text(&route.key),
        Val::I64(route.workspace.0),
        Val::I64(route.channel.0),
        Val::Text(&route.kind),
        Val::Text(&route.config),
        Val::flag(route.enabled),
        Val::I64(route.version),
    ];
    tx.exec(&SAVE, &values).await.map(drop)
}

/// Notes that the routes of a workspace are about to become old; repaired at `due` unless
/// [`delete_pending`] comes first.
pub async fn insert_pending(
    tx: &mut ControlTx,
    workspace: WorkspaceId,
    due: Timestamp,
) -> Result<i64, StoreError> {
    let id = tx.new_id();
    tx.exec(
        &INSERT_OP,
        &[Val::I64(id), Val::I64(workspace.0), Val::I64(due.0)],
    )
    .await?;
    Ok(id)
}

/// The routes were brought up to date.
pub async fn delete_pending(tx: &mut ControlTx, id: i64) -> Result<(), StoreError> {
    tx.exec(&DELETE_OP, &[Val::I64(id)]).await.map(drop)
}

/// Repairing failed; it is tried again at `next`.
pub async fn delay_pending(
    tx: &mut ControlTx,
    id: i64,
    next: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    tx.exec(
        &DELAY_OP,
        &[Val::I64(next.0), Val::Text(error), Val::I64(id)],
    )
    .await
    .map(drop)
}

/// Workspaces whose routes must be repaired now.
pub async fn list_pending(
    r: &mut impl Reader,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<PendingSync>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(PendingSync {
            id: row.i64(0)?,
            workspace: WorkspaceId(row.i64(1)?),
            attempts: row.i64(2)?,
        })
    };
    r.rows(&LIST_OPS, &[Val::I64(now.0), Val::I64(limit)], decode)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Class;
    use crate::testing::TestStore;

    #[tokio::test]
    async fn an_older_version_or_another_workspace_never_replaces_a_route() {
        for store in TestStore::each().await.unwrap() {
            let workspace = store.workspace().await.unwrap().id();
            let route = |workspace, version, config: &str| Route {
                key: "wk_a".into(),
                workspace,
                channel: ChannelId(7),
                kind: "web_chat".into(),
                config: config.into(),
                enabled: true,
                version,
            };
            let write = async |route: Route| {
                let control = store.store.control();
                let write = control.write::<_, StoreError, _>(Class::Interactive, move |tx| {
                    Box::pin(async move { save(tx, &route).await })
                });
                write.await.unwrap();
            };
            let config = async || {
                let read = store
                    .store
                    .control()
                    .read::<_, StoreError, _>(|r| Box::pin(async move { find(r, "wk_a").await }));
                let (route, name) = read.await.unwrap().unwrap();
                assert_eq!((route.workspace, name.as_str()), (workspace, "Test"));
                route.config
            };
            write(route(workspace, 2, "second")).await;
            write(route(workspace, 1, "first")).await;
            write(route(WorkspaceId(99), 3, "stolen")).await;
            assert_eq!(config().await, "second");
            write(route(workspace, 3, "third")).await;
            assert_eq!(config().await, "third");
            store.end().await.unwrap();
        }
    }
}

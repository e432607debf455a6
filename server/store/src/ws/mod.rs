//! Aggregates of a workspace: statements and row conversion only; who may see and do what is
//! decided above.

pub mod attachments;
pub mod bulk;
pub mod contacts;
pub mod conversation_list;
pub mod conversations;
pub mod counters;
pub mod drafts;
pub mod identities;
pub mod messages;
pub mod objects;
pub mod reads;
pub mod secrets;
pub mod teams;
pub mod timeline;
pub mod timers;
pub mod visitors;

/// Ids as the JSON array that feeds a set-based statement with the one column `id`.
pub(crate) fn ids_json(ids: impl Iterator<Item = i64>) -> String {
    let rows: Vec<_> = ids.map(|id| serde_json::json!({ "id": id })).collect();
    serde_json::Value::Array(rows).to_string()
}

//! Pages of the conversation list: positions only, newest activity first; the rows are fetched by
//! id afterwards ([`super::conversations::list_rows`]), never joined before the limit.
//!
//! A statement per case, because a partial index serves only a query that repeats its predicate
//! with literals. For restricted users the contact's visibility is part of the statement, so a
//! page is never short of rows that were filtered away afterwards.

use crate::db::{Reader, Row, Stmt, Val, stmts};
use crate::error::StoreError;
use parlance::conversation::{Status, View};
use parlance::id::{ConversationId, UserId};
use parlance::page::Cursor;
use parlance::permission::Visibility;

/// The contact is assigned to a user, or has neither assignee nor team and `$free` is 1, or
/// belongs to a team of the user `$teams_of` (0: nobody's teams count).
macro_rules! visible {
    ($user:literal, $free:literal, $teams_of:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM contacts c WHERE c.id = v.contact_id AND (c.assignee_id = ",
            $user,
            " OR (",
            $free,
            " = 1 AND c.assignee_id = 0 AND c.team_id = 0)",
            " OR c.team_id IN (SELECT t.team_id FROM team_members t WHERE t.user_id = ",
            $teams_of,
            ")))"
        )
    };
}

/// Everything visible of one status.
macro_rules! visible_all {
    ($status:literal) => {
        concat!(
            "SELECT v.id, v.last_activity_at FROM conversations v WHERE v.status = ",
            $status,
            " AND (v.last_activity_at, v.id) < ($1, $2) AND ",
            visible!("$3", "$4", "$5"),
            " ORDER BY v.last_activity_at DESC, v.id DESC LIMIT $6"
        )
    };
}

/// What is visible of one status and assignee.
macro_rules! visible_of {
    ($status:literal, $assignee:literal, $user:literal) => {
        concat!(
            "SELECT v.id, v.last_activity_at FROM conversations v WHERE v.status = ",
            $status,
            " AND v.assignee_id = ",
            $assignee,
            " AND (v.last_activity_at, v.id) < ($2, $3) AND ",
            visible!($user, "$4", "$5"),
            " ORDER BY v.last_activity_at DESC, v.id DESC LIMIT $6"
        )
    };
}

/// Assigned and free conversations as two branches, both limited; the caller merges them.
macro_rules! mine_or_free {
    ($status:literal) => {
        concat!(
            "SELECT a.id, a.last_activity_at FROM (",
            visible_of!($status, "$1", "$1"),
            ") AS a UNION ALL SELECT b.id, b.last_activity_at FROM (",
            visible_of!($status, "0", "$1"),
            ") AS b"
        )
    };
}

/// What is unread of the open ones of an assignee, the most recent first.
macro_rules! unread_of {
    () => {
        concat!(
            "SELECT v.id FROM conversations v WHERE v.status = 0 AND v.assignee_id = $1",
            " AND v.last_inbound_id > COALESCE((SELECT m.message_id FROM reads m",
            " WHERE m.user_id = $1 AND m.conversation_id = v.id), 0) AND ($2 = 1 OR ",
            visible!("$1", "$3", "$4"),
            ") ORDER BY v.last_activity_at DESC, v.id DESC LIMIT $5"
        )
    };
}

stmts! {
    /// Index conversations_open.
    OPEN "conversation.list_open" [I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_open")
        "SELECT id, last_activity_at FROM conversations WHERE status = 0 AND (last_activity_at, id) < ($1, $2) ORDER BY last_activity_at DESC, id DESC LIMIT $3";
    /// Index conversations_closed.
    CLOSED "conversation.list_closed" [I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_closed")
        "SELECT id, last_activity_at FROM conversations WHERE status = 2 AND (last_activity_at, id) < ($1, $2) ORDER BY last_activity_at DESC, id DESC LIMIT $3";
    /// Index conversations_open_assignee; 0 is nobody.
    OPEN_OF "conversation.list_open_of" [I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_open_assignee")
        "SELECT id, last_activity_at FROM conversations WHERE status = 0 AND assignee_id = $1 AND (last_activity_at, id) < ($2, $3) ORDER BY last_activity_at DESC, id DESC LIMIT $4";
    /// Index conversations_closed_assignee; 0 is nobody.
    CLOSED_OF "conversation.list_closed_of" [I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_closed_assignee")
        "SELECT id, last_activity_at FROM conversations WHERE status = 2 AND assignee_id = $1 AND (last_activity_at, id) < ($2, $3) ORDER BY last_activity_at DESC, id DESC LIMIT $4";
    /// Walks conversations_open, because conversations of several teams are wanted in time order.
    VISIBLE_OPEN "conversation.list_visible_open" [I64, I64, I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_open")
        sqlite visible_all!("0"), postgres visible_all!("0");
    /// Walks conversations_closed, as above.
    VISIBLE_CLOSED "conversation.list_visible_closed" [I64, I64, I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_closed")
        sqlite visible_all!("2"), postgres visible_all!("2");
    /// $1: the assignee, 0 is nobody; $7: the user; index conversations_open_assignee.
    VISIBLE_OPEN_OF "conversation.list_visible_open_of" [I64, I64, I64, I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_open_assignee")
        sqlite visible_of!("0", "$1", "$7"), postgres visible_of!("0", "$1", "$7");
    /// $1: the assignee, 0 is nobody; $7: the user; index conversations_closed_assignee.
    VISIBLE_CLOSED_OF "conversation.list_visible_closed_of" [I64, I64, I64, I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Range("conversations_closed_assignee")
        sqlite visible_of!("2", "$1", "$7"), postgres visible_of!("2", "$1", "$7");
    /// Open ones of the user $1 with a message of the contact that the user has not read; $2: 1 if
    /// the user sees everything; index conversations_open_assignee.
    UNREAD_OF "conversation.list_unread_of" [I64, I64, I64, I64, I64] -> [id: I64] Range("conversations_open_assignee")
        sqlite unread_of!(), postgres unread_of!();
    MINE_OR_FREE_OPEN "conversation.list_mine_or_free_open" [I64, I64, I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Scan("walks two limited ranges of conversations_open_assignee, one after the other")
        sqlite mine_or_free!("0"), postgres mine_or_free!("0");
    MINE_OR_FREE_CLOSED "conversation.list_mine_or_free_closed" [I64, I64, I64, I64, I64, I64] -> [id: I64, last_activity_at: I64] Scan("walks two limited ranges of conversations_closed_assignee, one after the other")
        sqlite mine_or_free!("2"), postgres mine_or_free!("2");
}

/// Which page of which list.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The view.
    pub view: View,
    /// Open or closed; nothing is snoozed yet.
    pub status: Status,
    /// Where the page starts.
    pub after: Cursor,
    /// At most so many.
    pub limit: i64,
}

/// Positions of a page, in list order, of what `viewer` may see.
pub async fn list(
    r: &mut impl Reader,
    viewer: UserId,
    visibility: &Visibility,
    wanted: Wanted,
) -> Result<Vec<(ConversationId, i64)>, StoreError> {
    let open = match wanted.status {
        Status::Open => true,
        Status::Closed => false,
        Status::Snoozed => return Ok(Vec::new()),
    };
    let pick = |if_open, if_closed| if open { if_open } else { if_closed };
    let (sort, id, limit) = (
        Val::I64(wanted.after.sort),
        Val::I64(wanted.after.id),
        Val::I64(wanted.limit),
    );
    let assignee = match wanted.view {
        View::All => None,
        View::Mine => Some(viewer.0),
        View::Unassigned => Some(0),
    };
    let (user, free, teams_of) = match visibility {
        Visibility::All => {
            return match assignee {
                None => rows(r, pick(&OPEN, &CLOSED), &[sort, id, limit]).await,
                Some(assignee) => {
                    let values = [Val::I64(assignee), sort, id, limit];
                    rows(r, pick(&OPEN_OF, &CLOSED_OF), &values).await
                }
            };
        }
        Visibility::Teams {
            user, unassigned, ..
        } => (user.0, i64::from(*unassigned), user.0),
        Visibility::Mine { user, unassigned } => (user.0, i64::from(*unassigned), 0),
    };
    let (user, free, teams_of) = (Val::I64(user), Val::I64(free), Val::I64(teams_of));
    let assignee = match (assignee, visibility) {
        // Without teams and free ones, everything visible is one's own: a shorter range.
        (
            None,
            Visibility::Mine {
                unassigned: false, ..
            },
        ) => user,
        (
            None,
            Visibility::Mine {
                unassigned: true, ..
            },
        ) => {
            let statement = pick(&MINE_OR_FREE_OPEN, &MINE_OR_FREE_CLOSED);
            let mut both = rows(r, statement, &[user, sort, id, free, teams_of, limit]).await?;
            both.sort_unstable_by_key(|(id, sort)| std::cmp::Reverse((*sort, *id)));
            both.truncate(usize::try_from(wanted.limit).unwrap_or(0));
            return Ok(both);
        }
        (None, _) => {
            let values = [sort, id, user, free, teams_of, limit];
            return rows(r, pick(&VISIBLE_OPEN, &VISIBLE_CLOSED), &values).await;
        }
        (Some(assignee), _) => Val::I64(assignee),
    };
    let values = [assignee, sort, id, free, teams_of, limit, user];
    rows(r, pick(&VISIBLE_OPEN_OF, &VISIBLE_CLOSED_OF), &values).await
}

/// The most recent open conversations of `viewer` with something unread, as far as visible.
pub async fn list_unread(
    r: &mut impl Reader,
    viewer: UserId,
    visibility: &Visibility,
    limit: i64,
) -> Result<Vec<ConversationId>, StoreError> {
    let (all, free, teams_of) = match visibility {
        Visibility::All => (1, 0, 0),
        Visibility::Teams {
            user, unassigned, ..
        } => (0, i64::from(*unassigned), user.0),
        Visibility::Mine { unassigned, .. } => (0, i64::from(*unassigned), 0),
    };
    let values = [viewer.0, all, free, teams_of, limit].map(Val::I64);
    r.rows(&UNREAD_OF, &values, |row| Ok(ConversationId(row.i64(0)?)))
        .await
}

async fn rows(
    r: &mut impl Reader,
    statement: &'static Stmt,
    values: &[Val<'_>],
) -> Result<Vec<(ConversationId, i64)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((ConversationId(row.i64(0)?), row.i64(1)?));
    r.rows(statement, values, decode).await
}

//! Outgoing mail of the instance. A claim moves the next attempt into the future (the lease) and
//! counts the attempt; a result is written only over the attempt it belongs to.

use crate::db::{Reader, Row, Val, stmts};
use crate::error::StoreError;
use crate::lane::ControlTx;
use parlance::time::Timestamp;

stmts! {
    INSERT "mail.insert" [I64, Text, Text, Text, I64, I64] Write
        "INSERT INTO mails (id, recipient, subject, body, state, attempt, next_at, error, created_at) VALUES ($1, $2, $3, $4, $5, 0, $6, NULL, $6)";
    LIST_DUE "mail.list_due" [I64, I64] -> [id: I64, recipient: Text, subject: Text, body: Text, attempt: I64, created_at: I64] Range("mails_due")
        "SELECT id, recipient, subject, body, attempt, created_at FROM mails WHERE state = 0 AND next_at <= $1 ORDER BY next_at, id LIMIT $2";
    FIND_DUE "mail.find_due" [I64] -> [id: I64] Range("mails_due")
        "SELECT id FROM mails WHERE state = 0 AND next_at <= $1 ORDER BY next_at, id LIMIT 1";
    CLAIM "mail.claim" [I64, I64, I64] Write
        "UPDATE mails SET attempt = attempt + 1, next_at = $1 WHERE id = $2 AND attempt = $3 AND state = 0";
    /// The text may hold a link that signs somebody in: it goes as soon as it is not needed.
    FINISH "mail.finish" [I64, Text, I64, I64] Write
        "UPDATE mails SET state = $1, error = $2, body = '' WHERE id = $3 AND attempt = $4 AND state = 0";
    RETRY "mail.retry" [I64, Text, I64, I64] Write
        "UPDATE mails SET next_at = $1, error = $2 WHERE id = $3 AND attempt = $4 AND state = 0";
    LIST_BY_RECIPIENT "mail.list_by_recipient" [Text] -> [subject: Text, body: Text, state: I64] Scan("an operator looks for mail of an address")
        "SELECT subject, body, state FROM mails WHERE recipient = $1 ORDER BY id";
    DELETE_OLD "mail.delete_old" [I64] Scan("hourly sweep of sent mail")
        "DELETE FROM mails WHERE created_at < $1 AND state > 1";
}

/// Sent.
const SENT: i64 = 2;
/// Given up.
const DEAD: i64 = 3;

/// A mail that is being sent.
#[derive(Clone, PartialEq, Eq)]
pub struct DueMail {
    /// Its row.
    pub id: i64,
    /// To whom.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Which attempt this is, from 1: the fence of its result.
    pub attempt: i64,
    /// When it was written.
    pub created_at: Timestamp,
}

/// How an attempt ended.
pub enum Outcome<'a> {
    /// The server took it.
    Sent,
    /// Another attempt at that time.
    Retry(Timestamp, &'a str),
    /// Nothing more will be tried.
    Dead(&'a str),
}

/// Writes a mail that is due at once.
pub async fn insert(
    tx: &mut ControlTx,
    recipient: &str,
    subject: &str,
    body: &str,
) -> Result<(), StoreError> {
    insert_as(tx, 0, recipient, subject, body).await
}

/// The work of [`insert`] for a recipient who does not exist: nothing is ever sent.
pub async fn insert_nobody(tx: &mut ControlTx, subject: &str) -> Result<(), StoreError> {
    insert_as(tx, DEAD, "", subject, "").await
}

async fn insert_as(
    tx: &mut ControlTx,
    state: i64,
    recipient: &str,
    subject: &str,
    body: &str,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    let values = [
        Val::I64(id),
        Val::Text(recipient),
        Val::Text(subject),
        Val::Text(body),
        Val::I64(state),
        Val::I64(tx.now().0),
    ];
    tx.exec(&INSERT, &values).await.map(drop)
}

/// Whether a mail is due.
pub async fn is_due(r: &mut impl Reader, now: Timestamp) -> Result<bool, StoreError> {
    Ok(r.row_opt(&FIND_DUE, &[Val::I64(now.0)], |row| row.i64(0))
        .await?
        .is_some())
}

/// Takes mails that are due; nobody else gets them before `lease_until`.
pub async fn claim(
    tx: &mut ControlTx,
    lease_until: Timestamp,
    limit: i64,
) -> Result<Vec<DueMail>, StoreError> {
    let decode = |row: &Row<'_>| {
        Ok(DueMail {
            id: row.i64(0)?,
            recipient: row.text(1)?,
            subject: row.text(2)?,
            body: row.text(3)?,
            attempt: row.i64(4)?,
            created_at: Timestamp(row.i64(5)?),
        })
    };
    let now = tx.now().0;
    let mut due = tx
        .rows(&LIST_DUE, &[Val::I64(now), Val::I64(limit)], decode)
        .await?;
    for mail in &mut due {
        let values = [
            Val::I64(lease_until.0),
            Val::I64(mail.id),
            Val::I64(mail.attempt),
        ];
        tx.exec(&CLAIM, &values).await?;
        mail.attempt += 1;
    }
    Ok(due)
}

/// Writes how an attempt ended; `false` if somebody else has taken the mail meanwhile.
pub async fn finish(
    tx: &mut ControlTx,
    id: i64,
    attempt: i64,
    outcome: Outcome<'_>,
) -> Result<bool, StoreError> {
    let (id, attempt) = (Val::I64(id), Val::I64(attempt));
    let changed = match outcome {
        Outcome::Sent => {
            tx.exec(&FINISH, &[Val::I64(SENT), Val::Null, id, attempt])
                .await?
        }
        Outcome::Dead(error) => {
            tx.exec(&FINISH, &[Val::I64(DEAD), Val::Text(error), id, attempt])
                .await?
        }
        Outcome::Retry(at, error) => {
            tx.exec(&RETRY, &[Val::I64(at.0), Val::Text(error), id, attempt])
                .await?
        }
    };
    Ok(changed == 1)
}

/// What was written to an address, oldest first: subject, text, state. For the operator and tests.
pub async fn list_by_recipient(
    r: &mut impl Reader,
    recipient: &str,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    let decode = |row: &Row<'_>| Ok((row.text(0)?, row.text(1)?, row.i64(2)?));
    r.rows(&LIST_BY_RECIPIENT, &[Val::Text(recipient)], decode)
        .await
}

/// Removes finished mails older than that.
pub async fn delete_old(tx: &mut ControlTx, before: Timestamp) -> Result<u64, StoreError> {
    tx.exec(&DELETE_OLD, &[Val::I64(before.0)]).await
}

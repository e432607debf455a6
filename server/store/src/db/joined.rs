//! Several statements as one text: SQLite runs them in one call of the driver.
//!
//! All statements of a text share the same values, so the parameters of each are renumbered.

use super::trusted;
use sqlx::{SqlSafeStr, SqlStr};

enum Text {
    Literal(&'static str),
    Made(String),
}

/// Statements joined into one text, their parameters numbered through.
pub(super) struct Joined {
    text: Text,
    params: usize,
    /// Statements in front of the first one pushed.
    pub(super) framed: usize,
}

impl Joined {
    pub(super) fn new(frame: Option<&'static str>) -> Self {
        let framed = frame.map_or(0, |frame| frame.split(';').count());
        Self {
            text: Text::Literal(frame.unwrap_or("")),
            params: 0,
            framed,
        }
    }

    pub(super) fn push(&mut self, sql: &'static str, params: usize) {
        match &mut self.text {
            Text::Literal("") => self.text = Text::Literal(sql),
            Text::Literal(before) => {
                let mut made = String::with_capacity(before.len() + sql.len() + 2);
                made.push_str(before);
                made.push_str("; ");
                renumber(&mut made, sql, self.params);
                self.text = Text::Made(made);
            }
            Text::Made(made) => {
                made.push_str("; ");
                renumber(made, sql, self.params);
            }
        }
        self.params += params;
    }

    pub(super) fn sql(&mut self) -> SqlStr {
        match std::mem::replace(&mut self.text, Text::Literal("")) {
            Text::Literal(sql) => sql.into_sql_str(),
            Text::Made(sql) => trusted(sql),
        }
    }
}

/// Appends a statement whose `$n` become `$(n + by)`.
fn renumber(out: &mut String, sql: &str, by: usize) {
    let mut parts = sql.split('$');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        out.push('$');
        match number.parse::<usize>() {
            Ok(number) => out.push_str(&(number + by).to_string()),
            Err(_) => out.push_str(number),
        }
        out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_statements_number_their_parameters_through() {
        let mut text = Joined::new(Some("RELEASE SAVEPOINT c; SAVEPOINT c"));
        text.push("INSERT INTO t VALUES ($1, $2)", 2);
        text.push("UPDATE t SET a = $2 WHERE b = $1", 2);
        text.push("COMMIT", 0);
        assert_eq!(text.framed, 2);
        assert_eq!(
            text.sql().as_str(),
            "RELEASE SAVEPOINT c; SAVEPOINT c; INSERT INTO t VALUES ($1, $2); \
             UPDATE t SET a = $4 WHERE b = $3; COMMIT"
        );
    }

    #[test]
    fn a_statement_alone_stays_the_literal_it_is() {
        let mut text = Joined::new(None);
        text.push("SELECT $1", 1);
        assert!(matches!(text.text, Text::Literal("SELECT $1")));
    }
}

//! Sends the mails that the control database holds. Claimed with a lease, sent outside of any
//! transaction, the result written over the attempt it belongs to.
//!
//! A mail may arrive twice after a crash between sending and noting it; it is never lost. With
//! no mail server configured nothing is claimed: what is due stays due.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use parlance::time::{DAY, HOUR, MINUTE, Timestamp};
use parlance_store::control::mails::{self, DueMail, Outcome};
use parlance_store::{Class, StoreError};

use crate::settings::MailSettings;
use crate::{Result, Services};

#[cfg(test)]
mod tests;

/// Mails of one round.
const ROUND: i64 = 20;
/// For how long a claimed mail is left to who claimed it.
const LEASE: i64 = 5 * MINUTE;
/// What a mail server may take for one mail.
const PATIENCE: Duration = Duration::from_secs(12);
/// Tries before a mail is given up.
const ATTEMPTS: i64 = 8;
/// Links do not work longer than this, so neither does their mail.
const STALE: i64 = 7 * DAY;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Why a mail did not leave.
enum Failure {
    /// Another attempt can succeed.
    Later(String),
    /// It cannot.
    Never(String),
}

/// Sends what is due, at most 20 mails; answers how many left.
///
/// # Errors
/// The control database cannot be read or written; a mail that is refused is not an error.
pub async fn send_due_mails(services: &Services) -> Result<usize> {
    let Some(settings) = &services.settings.mail else {
        return Ok(0);
    };
    let due = claim(services).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let transport = transport(settings);
    let mut sent = 0;
    for mail in due {
        let age = services.clock.now().since(mail.created_at);
        let result = match &transport {
            _ if age > STALE => Err(Failure::Never("too old".into())),
            Ok(transport) => {
                let text = crate::identity::resolve_links(services, &mail.body);
                send(transport, &settings.from, &mail, text).await
            }
            Err(error) => Err(Failure::Later(error.clone())),
        };
        sent += usize::from(result.is_ok());
        note(services, mail, result).await?;
    }
    Ok(sent)
}

/// Whether the mail server talks to us; `None`: none is configured.
pub async fn check_mail(services: &Services) -> Option<Result<(), String>> {
    let settings = services.settings.mail.as_ref()?;
    if let Err(error) = settings.from.parse::<Mailbox>() {
        return Some(Err(format!("the sender address is not valid: {error}")));
    }
    let transport = match transport(settings) {
        Ok(transport) => transport,
        Err(error) => return Some(Err(error)),
    };
    Some(match transport.test_connection().await {
        Ok(true) => Ok(()),
        Ok(false) => Err("it answers, but does not accept mail".into()),
        Err(error) => Err(error.to_string()),
    })
}

fn transport(settings: &MailSettings) -> Result<Transport, String> {
    // The address holds a password: the error of the parser does not repeat it.
    let builder = Transport::from_url(&settings.smtp_url)
        .map_err(|_| "the address of the mail server is not valid".to_owned())?;
    Ok(builder.timeout(Some(PATIENCE)).build())
}

/// Nothing to do must cost no write: the job runs every second.
async fn claim(services: &Services) -> Result<Vec<DueMail>> {
    let now = services.clock.now();
    let some = services
        .store
        .control()
        .read(move |r| Box::pin(async move { mails::is_due(r, now).await }))
        .await;
    let some: Result<bool, StoreError> = some;
    if !some? {
        return Ok(Vec::new());
    }
    let write = services
        .store
        .control()
        .write(Class::Background, move |tx| {
            Box::pin(async move {
                let until = tx.now().plus(LEASE);
                mails::claim(tx, until, ROUND).await
            })
        });
    let claimed: Result<_, StoreError> = write.await;
    Ok(claimed?)
}

async fn send(
    transport: &Transport,
    from: &str,
    mail: &DueMail,
    text: String,
) -> Result<(), Failure> {
    let later = |error: &dyn std::fmt::Display| Failure::Later(error.to_string());
    let never = |error: &dyn std::fmt::Display| Failure::Never(error.to_string());
    let message = Message::builder()
        .from(from.parse::<Mailbox>().map_err(|error| later(&error))?)
        .to(Mailbox::new(
            None,
            mail.recipient.parse().map_err(|error| never(&error))?,
        ))
        .subject(mail.subject.as_str())
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|error| never(&error))?;
    match transport.send(message).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(never(&error)),
        Err(error) => Err(later(&error)),
    }
}

async fn note(services: &Services, mail: DueMail, result: Result<(), Failure>) -> Result<()> {
    let write = services
        .store
        .control()
        .write(Class::Background, move |tx| {
            Box::pin(async move {
                let again = again(tx.now(), mail.attempt);
                let outcome = match &result {
                    Ok(()) => Outcome::Sent,
                    Err(Failure::Later(error)) if mail.attempt < ATTEMPTS => {
                        Outcome::Retry(again, error)
                    }
                    Err(Failure::Later(error) | Failure::Never(error)) => Outcome::Dead(error),
                };
                if let Err(Failure::Later(error) | Failure::Never(error)) = &result {
                    tracing::warn!(
                        mail = mail.id,
                        attempt = mail.attempt,
                        error,
                        "mail not sent"
                    );
                }
                mails::finish(tx, mail.id, mail.attempt, outcome).await
            })
        });
    let noted: Result<bool, StoreError> = write.await;
    noted?;
    Ok(())
}

/// When the next attempt is made: after 1, 2, 4 … minutes, at most an hour.
fn again(now: Timestamp, attempt: i64) -> Timestamp {
    now.plus((MINUTE << (attempt - 1).clamp(0, 10)).min(HOUR))
}

//! Sending, against a mail server of our own that answers as it is told.

use std::sync::{Arc, Mutex};

use parlance::time::{DAY, HOUR, MINUTE};
use parlance_store::control::mails;
use parlance_store::{Class, StoreError};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::send_due_mails;
use crate::Services;
use crate::settings::MailSettings;
use crate::testing::{TestServices, each, services};

/// What the server has accepted, and what it answers to a recipient.
#[derive(Clone, Default)]
struct Server {
    accepted: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<String>>,
}

impl Server {
    /// Listens on a port of its own; gives the address.
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(server.clone().talk(socket));
            }
        });
        format!("smtp://{address}")
    }

    fn answer(&self, line: &str) {
        *self.answer.lock().unwrap() = line.to_owned();
    }

    fn accepted(&self) -> Vec<String> {
        self.accepted.lock().unwrap().clone()
    }

    async fn talk(self, socket: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = socket.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.get(..4).unwrap_or_default().to_uppercase();
            let answer = match verb.as_str() {
                "RCPT" => self.answer.lock().unwrap().clone(),
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await?;
                    let mut mail = String::new();
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        mail.push_str(&line);
                        mail.push('\n');
                    }
                    self.accepted.lock().unwrap().push(mail);
                    "250 ok".into()
                }
                "QUIT" => "221 bye".into(),
                _ => "250 ok".into(),
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }
}

async fn with_mail(services: &TestServices, server: &Server) -> Services {
    server.answer("250 ok");
    let smtp_url = server.start().await;
    let from = "Parlance <no-reply@parlance.test>".to_owned();
    services
        .with_settings(|settings| settings.mail = Some(MailSettings { smtp_url, from }))
        .await
}

async fn write_mail(services: &Services, to: &str, subject: &str) {
    let (to, subject) = (to.to_owned(), subject.to_owned());
    let write = services
        .store
        .control()
        .write(Class::Interactive, move |tx| {
            Box::pin(async move { mails::insert(tx, &to, &subject, "Bonjour à tous\n").await })
        });
    let written: Result<(), StoreError> = write.await;
    written.unwrap();
}

/// Text and state of what was written to an address.
async fn rows(services: &Services, to: &str) -> Vec<(String, i64)> {
    let to = to.to_owned();
    let read = services
        .store
        .control()
        .read(move |r| Box::pin(async move { mails::list_by_recipient(r, &to).await }));
    let found: Result<_, StoreError> = read.await;
    found
        .unwrap()
        .into_iter()
        .map(|(_, body, state)| (body, state))
        .collect()
}

#[tokio::test]
async fn a_due_mail_is_sent_once_and_its_text_forgotten() {
    for base in each().await {
        let server = Server::default();
        let services = with_mail(&base, &server).await;
        write_mail(&services, "ana@x.example", "Été").await;
        assert_eq!(send_due_mails(&services).await, Ok(1));
        assert_eq!(send_due_mails(&services).await, Ok(0));
        let accepted = server.accepted();
        assert_eq!(accepted.len(), 1);
        assert!(accepted[0].contains("To: ana@x.example"), "{}", accepted[0]);
        assert_eq!(rows(&services, "ana@x.example").await, [(String::new(), 2)]);
        drop(services);
        base.end().await;
    }
}

#[tokio::test]
async fn without_a_mail_server_what_is_due_stays_due() {
    let base = services().await;
    write_mail(&base, "ana@x.example", "Hello").await;
    assert_eq!(send_due_mails(&base).await, Ok(0));
    assert_eq!(rows(&base, "ana@x.example").await[0].1, 0);
    base.end().await;
}

#[tokio::test]
async fn a_refusal_for_now_is_tried_again_later_and_given_up_after_eight_times() {
    let base = services().await;
    let server = Server::default();
    let services = with_mail(&base, &server).await;
    server.answer("451 later");
    write_mail(&services, "ana@x.example", "Hello").await;
    for _ in 0..8 {
        assert_eq!(rows(&services, "ana@x.example").await[0].1, 0);
        assert_eq!(send_due_mails(&services).await, Ok(0));
        base.advance(HOUR + MINUTE);
    }
    assert_eq!(rows(&services, "ana@x.example").await, [(String::new(), 3)]);
    drop(services);
    base.end().await;
}

#[tokio::test]
async fn a_mail_leaves_once_the_server_is_back() {
    let base = services().await;
    let server = Server::default();
    let services = with_mail(&base, &server).await;
    server.answer("451 later");
    write_mail(&services, "ana@x.example", "Hello").await;
    assert_eq!(send_due_mails(&services).await, Ok(0));
    server.answer("250 ok");
    assert_eq!(
        send_due_mails(&services).await,
        Ok(0),
        "not before its time"
    );
    base.advance(MINUTE);
    assert_eq!(send_due_mails(&services).await, Ok(1));
    drop(services);
    base.end().await;
}

#[tokio::test]
async fn a_refusal_for_good_and_an_old_mail_are_given_up_at_once() {
    let base = services().await;
    let server = Server::default();
    let services = with_mail(&base, &server).await;
    write_mail(&services, "old@x.example", "Hello").await;
    base.advance(8 * DAY);
    server.answer("550 no such person");
    write_mail(&services, "ana@x.example", "Hello").await;
    write_mail(&services, "not an address", "Hello").await;
    assert_eq!(send_due_mails(&services).await, Ok(0));
    for to in ["old@x.example", "ana@x.example", "not an address"] {
        assert_eq!(rows(&services, to).await, [(String::new(), 3)], "{to}");
    }
    assert!(server.accepted().is_empty());
    drop(services);
    base.end().await;
}

#[tokio::test]
async fn f_24_a_result_that_comes_too_late_changes_nothing() {
    let base = services().await;
    write_mail(&base, "ana@x.example", "Hello").await;
    let claim = async || {
        let write = base.store.control().write(Class::Background, |tx| {
            Box::pin(async move {
                let until = tx.now().plus(MINUTE);
                mails::claim(tx, until, 10).await
            })
        });
        let claimed: Result<_, StoreError> = write.await;
        claimed.unwrap()
    };
    let first = claim().await;
    assert!(claim().await.is_empty(), "the lease holds");
    base.advance(2 * MINUTE);
    let second = claim().await;
    assert_eq!((first[0].attempt, second[0].attempt), (1, 2));
    let finish = async |attempt: i64| {
        let id = first[0].id;
        let write = base.store.control().write(Class::Background, move |tx| {
            Box::pin(async move { mails::finish(tx, id, attempt, mails::Outcome::Sent).await })
        });
        let finished: Result<bool, StoreError> = write.await;
        finished.unwrap()
    };
    assert!(!finish(1).await);
    assert!(finish(2).await);
    base.end().await;
}

#[tokio::test]
async fn sec_51_a_subject_cannot_add_a_header() {
    let base = services().await;
    let server = Server::default();
    let services = with_mail(&base, &server).await;
    write_mail(&services, "ana@x.example", "Hello\r\nBcc: eve@x.example").await;
    send_due_mails(&services).await.unwrap();
    for mail in server.accepted() {
        assert!(!mail.lines().any(|line| line.starts_with("Bcc:")), "{mail}");
    }
    drop(services);
    base.end().await;
}

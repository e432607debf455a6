//! Kill -9: what was acknowledged is there, and nothing is half done.

use super::*;
use parlance::id::WorkspaceId;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const FOLDER: &str = "PARLANCE_CRASH_TEST_FOLDER";

/// Not a test by itself: the process that is killed. Without its folder it does nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent passes the folder by environment"
)]
async fn victim_of_the_crash_test() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let store = open_folder(folder.as_ref()).await;
    let ws = store.workspace(WorkspaceId(1)).await.unwrap();
    let writers: Vec<_> = (0..4_i64)
        .map(|writer| {
            let ws = ws.clone();
            tokio::spawn(async move {
                for number in 0.. {
                    let user = writer * 1_000_000 + number + 1;
                    let seq = ws
                        .write::<_, StoreError, _>(Class::Interactive, move |tx| {
                            Box::pin(async move {
                                let values = [crate::Val::I64(user), crate::Val::Text("x")];
                                tx.exec(&SET_DRAFT, &values).await?;
                                Ok(tx.emit(draft(user)))
                            })
                        })
                        .await
                        .unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "acknowledged {seq} {user}").unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

#[tokio::test]
async fn f_01_f_02_whatever_was_acknowledged_survives_a_kill() {
    let test = TestStore::sqlite().await.unwrap();
    assert_eq!(test.workspace().await.unwrap().id(), WorkspaceId(1));
    test.store.shutdown().await;
    let folder = test.folder.path().to_str().unwrap().to_owned();
    for round in 0..3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "tests::crash::victim_of_the_crash_test",
                "--nocapture",
            ])
            .env(FOLDER, &folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = Vec::new();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            if let Some(rest) = line.strip_prefix("acknowledged ") {
                let (seq, user) = rest.split_once(' ').unwrap();
                acknowledged.push((seq.parse::<i64>().unwrap(), user.parse::<i64>().unwrap()));
            }
            if acknowledged.len() == 150 + round * 20 {
                // SIGKILL, while all writers are in flight.
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        let store = open_folder(folder.as_ref()).await;
        assert_eq!(store.left_dirty(), [WorkspaceId(1)]);
        let ws = store.workspace(WorkspaceId(1)).await.unwrap();
        let events = ws.events_after(0, 1_000_000).await.unwrap();
        for (position, event) in events.iter().enumerate() {
            assert_eq!(event.seq, i64::try_from(position).unwrap() + 1);
        }
        for (seq, user) in &acknowledged {
            let event = &events[usize::try_from(*seq).unwrap() - 1];
            assert_eq!(event.contact, Some(ContactId(*user)), "round {round}");
        }
        let drafts = dump(&ws).await["drafts"].len();
        assert_eq!(
            drafts,
            events.len(),
            "a change and its event are written together"
        );
        // The next round begins with the same users.
        ws.write::<_, StoreError, _>(Class::Interactive, |tx| {
            Box::pin(async move {
                use crate::db::sealed::HasConn;
                tx.conn()
                    .run("DELETE FROM drafts; DELETE FROM events; UPDATE head SET seq = 0")
                    .await
            })
        })
        .await
        .unwrap();
        store.shutdown().await;
    }
}

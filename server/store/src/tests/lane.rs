//! Group commit, savepoints, numbers without gaps, poison isolation.

use super::*;
use crate::{Batchable, Reader, Val, WriteTx};
use parlance::event::Event;
use parlance::id::WorkspaceId;
use parlance::time::Timestamp;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

/// Holds the lane up until the sender is used: what is queued meanwhile becomes one batch.
async fn hold(ws: &Workspace) -> oneshot::Sender<()> {
    let (release, held) = oneshot::channel::<()>();
    let (entered, inside) = oneshot::channel::<()>();
    let ws = ws.clone();
    tokio::spawn(async move {
        ws.write::<_, StoreError, _>(Class::Interactive, move |_| {
            Box::pin(async move {
                entered.send(()).unwrap();
                drop(held.await);
                Ok(())
            })
        })
        .await
    });
    inside.await.unwrap();
    release
}

async fn set_draft(ws: &Workspace, user: i64, fail: bool) -> Result<(), StoreError> {
    ws.write(Class::Interactive, move |tx| {
        Box::pin(async move {
            tx.exec(&SET_DRAFT, &[Val::I64(user), Val::Text("x")])
                .await?;
            tx.emit(draft(user));
            tx.count("test", user, 1);
            tx.due(Timestamp(user));
            if fail {
                Err(StoreError::Conflict("wanted".into()))
            } else {
                Ok(())
            }
        })
    })
    .await
}

async fn get_draft(ws: &Workspace, user: i64) -> Option<String> {
    ws.read::<_, StoreError, _>(|r| {
        Box::pin(async move {
            r.row_opt(&GET_DRAFT, &[Val::I64(user)], |row| row.text(0))
                .await
        })
    })
    .await
    .unwrap()
}

fn assert_dense(events: &[Event]) {
    for (position, event) in events.iter().enumerate() {
        assert_eq!(event.seq, i64::try_from(position).unwrap() + 1);
    }
    assert!(events.is_sorted_by_key(|event| event.at));
}

#[tokio::test]
async fn an_event_is_in_the_log_when_the_command_is_answered() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        assert_eq!(emit(&ws, 5).await.unwrap(), 1);
        assert_eq!(emit(&ws, 6).await.unwrap(), 2);
        let events = ws.events_after(0, 10).await.unwrap();
        assert_eq!(events[1].contact, Some(ContactId(6)));
        assert_eq!(events[1].at, test.clock.now());
        assert_eq!(ws.head().await.unwrap().seq, 2);
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn commands_that_wait_share_a_commit() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let batches = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&batches);
        test.store
            .on_commit(Arc::new(move |id: WorkspaceId, events: Arc<[Event]>| {
                seen.lock().unwrap().push((id, events.len()));
            }));
        let release = hold(&ws).await;
        let commands: Vec<_> = (1..=30)
            .map(|user| {
                let ws = ws.clone();
                tokio::spawn(async move { set_draft(&ws, user, false).await })
            })
            .collect();
        tokio::task::yield_now().await;
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        release.send(()).unwrap();
        for command in commands {
            command.await.unwrap().unwrap();
        }
        // The listener is called after the replies: wait for the lane with one more command.
        emit(&ws, 1).await.unwrap();
        let batches = batches.lock().unwrap().clone();
        assert_eq!(batches.first(), Some(&(ws.id(), 30)), "{batches:?}");
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn a_command_that_fails_takes_everything_of_its_own_with_it_and_nothing_else() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let release = hold(&ws).await;
        let commands: Vec<_> = (1..=9)
            .map(|user| {
                let ws = ws.clone();
                tokio::spawn(async move { set_draft(&ws, user, user % 3 == 0).await })
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        release.send(()).unwrap();
        for (command, user) in commands.into_iter().zip(1..=9_i64) {
            let answer = command.await.unwrap();
            assert_eq!(answer.is_err(), user % 3 == 0, "{user}: {answer:?}");
            assert_eq!(get_draft(&ws, user).await.is_some(), user % 3 != 0);
        }
        let events = ws.events_after(0, 100).await.unwrap();
        assert_eq!(events.len(), 6);
        assert_dense(&events);
        assert_eq!(dump(&ws).await["counters"].len(), 6);
        // The same alone, where the whole transaction is rolled back.
        assert!(set_draft(&ws, 12, true).await.is_err());
        assert_eq!(get_draft(&ws, 12).await, None);
        assert_eq!(ws.head().await.unwrap().seq, 6);
        test.end().await.unwrap();
    }
}

/// What a command of the next test does.
#[derive(Clone, Copy, PartialEq)]
enum Does {
    Writes,
    OnlyEmits,
    FailsAtOnce,
    FailsAfterWriting,
    BindsWrongly,
}

#[tokio::test]
async fn savepoints_hold_whatever_commands_do_or_leave_undone() {
    use Does::*;
    let orders = [
        [
            Writes,
            FailsAtOnce,
            BindsWrongly,
            Writes,
            FailsAfterWriting,
            OnlyEmits,
            Writes,
        ],
        [
            OnlyEmits,
            FailsAfterWriting,
            FailsAtOnce,
            BindsWrongly,
            FailsAtOnce,
            Writes,
            OnlyEmits,
        ],
        [
            FailsAtOnce,
            Writes,
            OnlyEmits,
            FailsAfterWriting,
            FailsAfterWriting,
            BindsWrongly,
            Writes,
        ],
        [
            BindsWrongly,
            OnlyEmits,
            BindsWrongly,
            Writes,
            Writes,
            FailsAtOnce,
            FailsAfterWriting,
        ],
    ];
    for test in stores().await {
        for order in orders {
            let ws = test.workspace().await.unwrap();
            let release = hold(&ws).await;
            let mut commands = Vec::new();
            for (user, does) in (1_i64..).zip(order) {
                let ws = ws.clone();
                commands.push(tokio::spawn(async move {
                    ws.write::<(), StoreError, _>(Class::Interactive, move |tx| {
                        Box::pin(async move {
                            tx.emit(draft(user));
                            if matches!(does, Writes | FailsAfterWriting) {
                                let values = [Val::I64(user), Val::Text("x")];
                                tx.exec(&SET_DRAFT, &values).await?;
                            }
                            if does == BindsWrongly {
                                tx.exec(&SET_DRAFT, &[Val::I64(user)]).await?;
                            }
                            if matches!(does, FailsAtOnce | FailsAfterWriting) {
                                return Err(StoreError::Conflict("wanted".into()));
                            }
                            Ok(())
                        })
                    })
                    .await
                }));
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            release.send(()).unwrap();
            for (command, does) in commands.into_iter().zip(order) {
                assert_eq!(
                    command.await.unwrap().is_ok(),
                    matches!(does, Writes | OnlyEmits)
                );
            }
            let wanted = |kinds: &[Does]| -> Vec<i64> {
                (1..)
                    .zip(order)
                    .filter(|(_, d)| kinds.contains(d))
                    .map(|(user, _)| user)
                    .collect()
            };
            let events = ws.events_after(0, 100).await.unwrap();
            assert_dense(&events);
            let emitted: Vec<i64> = events.iter().map(|e| e.contact.unwrap().0).collect();
            assert_eq!(emitted, wanted(&[Writes, OnlyEmits]));
            let mut written = Vec::new();
            for user in 1..=7 {
                if get_draft(&ws, user).await.is_some() {
                    written.push(user);
                }
            }
            assert_eq!(written, wanted(&[Writes]));
        }
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn f_12_a_panic_is_an_error_of_its_own_command_only() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let release = hold(&ws).await;
        let panicking = {
            let ws = ws.clone();
            tokio::spawn(async move {
                ws.write::<(), StoreError, _>(Class::Interactive, |tx| {
                    Box::pin(async move {
                        tx.exec(&SET_DRAFT, &[Val::I64(1), Val::Text("x")]).await?;
                        tx.emit(draft(1));
                        panic!("of a command, wanted by a test")
                    })
                })
                .await
            })
        };
        let other = {
            let ws = ws.clone();
            tokio::spawn(async move { set_draft(&ws, 2, false).await })
        };
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        release.send(()).unwrap();
        assert!(matches!(panicking.await.unwrap(), Err(StoreError::Bug(_))));
        other.await.unwrap().unwrap();
        assert_eq!(get_draft(&ws, 1).await, None);
        assert_eq!(emit(&ws, 3).await.unwrap(), 2);
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn a_violated_constraint_has_its_name_and_cannot_be_swallowed() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        set_draft(&ws, 1, false).await.unwrap();
        let twice = set_draft(&ws, 1, false).await;
        assert_eq!(twice, Err(StoreError::Conflict("drafts_pkey".into())));
        for hold_up in [false, true] {
            let release = if hold_up { Some(hold(&ws).await) } else { None };
            let answer = {
                let ws = ws.clone();
                tokio::spawn(async move {
                    ws.write::<(), StoreError, _>(Class::Interactive, |tx| {
                        Box::pin(async move {
                            tx.emit(draft(1));
                            let values = [Val::I64(1), Val::Text("x")];
                            drop(tx.exec(&SET_DRAFT, &values).await);
                            Ok(())
                        })
                    })
                    .await
                })
            };
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            if let Some(release) = release {
                release.send(()).unwrap();
            }
            assert!(matches!(answer.await.unwrap(), Err(StoreError::Bug(_))));
        }
        assert_eq!(ws.head().await.unwrap().seq, 1);
        test.end().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_have_no_gaps_under_concurrent_commands_and_failures() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let failures = Arc::new(AtomicUsize::new(0));
        let tasks: Vec<_> = (0..8_i64)
            .map(|task| {
                let (ws, failures, clock) = (ws.clone(), Arc::clone(&failures), test.clock.clone());
                tokio::spawn(async move {
                    for round in 0..25_i64 {
                        let user = task * 100 + round;
                        // The clock jumps about, backwards too.
                        clock.advance(if round % 2 == 0 { 50 } else { -40 });
                        if set_draft(&ws, user, (task + round) % 4 == 0).await.is_err() {
                            failures.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let events = ws.events_after(0, 1_000).await.unwrap();
        assert_eq!(events.len(), 200 - failures.load(Ordering::Relaxed));
        assert_dense(&events);
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn the_earliest_due_time_of_successful_commands_reaches_the_scheduler() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        set_draft(&ws, 500, false).await.unwrap();
        set_draft(&ws, 300, false).await.unwrap();
        drop(set_draft(&ws, 100, true).await);
        let mut due = Vec::new();
        for _ in 0..200 {
            due = test.store.due_workspaces(Timestamp(300), 10).await.unwrap();
            if !due.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(due, [(ws.id(), Timestamp(300))]);
        test.store
            .take_wakeup(ws.id(), Timestamp(400))
            .await
            .unwrap();
        assert!(
            test.store
                .due_workspaces(Timestamp(1_000), 10)
                .await
                .unwrap()
                .is_empty()
        );
        test.end().await.unwrap();
    }
}

#[tokio::test]
async fn f_28_a_full_queue_answers_busy_and_recovers() {
    let test = TestStore::sqlite().await.unwrap();
    let ws = test.workspace().await.unwrap();
    let release = hold(&ws).await;
    let commands: Vec<_> = (0..4_096)
        .map(|_| {
            let ws = ws.clone();
            tokio::spawn(async move { emit(&ws, 1).await })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert_eq!(emit(&ws, 1).await, Err(StoreError::Busy));
    release.send(()).unwrap();
    for command in commands {
        command.await.unwrap().unwrap();
    }
    assert_eq!(emit(&ws, 1).await, Ok(4_097));
    test.end().await.unwrap();
}

/// Sets a draft; number 13 brings bad luck to a whole batch.
struct Fragile(i64);

impl Batchable for Fragile {
    type Outcome = usize;

    async fn apply(tx: &mut WriteTx, items: &[Self]) -> Result<Vec<usize>, StoreError> {
        for item in items {
            tx.exec(&SET_DRAFT, &[Val::I64(item.0), Val::Text("x")])
                .await?;
            tx.emit(draft(item.0));
            if item.0 == 13 {
                return Err(StoreError::Conflict("thirteen".into()));
            }
        }
        Ok(vec![items.len(); items.len()])
    }
}

#[tokio::test]
async fn f_12_a_poisonous_command_does_not_spoil_the_batch_it_came_with() {
    for test in stores().await {
        let ws = test.workspace().await.unwrap();
        let batch = (1..=5).map(Fragile).collect();
        let outcomes = ws.apply_all(Class::Inbound, batch).await.unwrap();
        assert_eq!(
            outcomes,
            vec![Ok(5); 5],
            "a healthy batch is applied as a whole"
        );
        // More than one Postgres transaction takes: the single ones are cut into chunks.
        let batch: Vec<_> = (10..80).map(Fragile).collect();
        let outcomes = ws.apply_all(Class::Inbound, batch).await.unwrap();
        for (outcome, number) in outcomes.iter().zip(10..) {
            let expected = if number == 13 {
                Err(StoreError::Conflict("thirteen".into()))
            } else {
                Ok(1)
            };
            assert_eq!(*outcome, expected, "{number}");
        }
        let events = ws.events_after(0, 1_000).await.unwrap();
        assert_eq!(events.len(), 5 + 69);
        assert_dense(&events);
        test.end().await.unwrap();
    }
}

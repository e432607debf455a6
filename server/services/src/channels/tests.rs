//! Website chats: who may change them, versions, routes that heal, secrets.

use parlance::channel::{SaveWebChat, default_config};
use parlance::error::FieldProblem;
use parlance::event::EventPayload;
use parlance::id::ChannelId;
use parlance::permission::WorkspaceRole;
use parlance::time::{DAY, MINUTE, SECOND};
use parlance_store::control::routes as stored_routes;
use parlance_store::{Class, StoreError};

use super::*;
use crate::testing::{self, Office, TestServices};
use crate::{Conflict, secrets::hmac_sha256};

async fn place() -> (TestServices, Office) {
    let test = testing::services().await;
    let office = test.office("acme").await;
    (test, office)
}

fn create(name: &str) -> SaveWebChat {
    SaveWebChat {
        id: None,
        version: 0,
        enabled: true,
        config: default_config(name),
    }
}

fn change(detail: &WebChatDetail) -> SaveWebChat {
    SaveWebChat {
        id: Some(detail.id),
        version: detail.version,
        enabled: detail.enabled,
        config: detail.config.clone(),
    }
}

#[tokio::test]
async fn a_chat_is_created_listed_changed_and_disconnected() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    assert!(made.key.starts_with("wk_") && made.version == 1 && made.identity_hint.is_none());
    assert!(
        made.snippet
            .contains("src=\"https://parlance.test/widget.js\"")
    );
    assert!(made.snippet.contains(&format!("data-key=\"{}\"", made.key)));
    save_web_chat(&test, &owner, workspace, create("Blog"))
        .await
        .unwrap();
    let names = async || {
        let rows = list_channels(&test, &owner, workspace).await.unwrap();
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Blog", "Shop"]);

    let mut command = change(&made);
    command.config.name = "Store".into();
    command.config.domains = vec!["https://Shop.Example.com/".into()];
    let changed = save_web_chat(&test, &owner, workspace, command)
        .await
        .unwrap();
    assert_eq!((changed.version, changed.key == made.key), (2, true));
    assert_eq!(changed.config.domains, ["shop.example.com"]);
    let known = route(&test, &made.key).await.unwrap().unwrap();
    assert_eq!(known.chat.name, "Store", "the route follows at once");
    assert_eq!((known.workspace, known.channel), (workspace, made.id));
    assert_eq!(known.workspace_name, "acme");

    delete_channel(&test, &owner, workspace, made.id)
        .await
        .unwrap();
    assert_eq!(names().await, ["Blog"]);
    assert!(route(&test, &made.key).await.unwrap().is_none());
    let gone = web_chat(&test, &owner, workspace, made.id)
        .await
        .unwrap_err();
    assert_eq!(gone, ServiceError::NotFound);
    let head = test.store.workspace(workspace).await.unwrap();
    let events = head.events_after(0, 100).await.unwrap();
    let about = |event: &&parlance::event::Event| {
        event.payload == EventPayload::ChannelChanged { channel: made.id }
    };
    assert_eq!(events.iter().filter(about).count(), 3);
}

#[tokio::test]
async fn a_change_based_on_an_old_version_is_refused() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    save_web_chat(&test, &owner, workspace, change(&made))
        .await
        .unwrap();
    let stale = save_web_chat(&test, &owner, workspace, change(&made))
        .await
        .unwrap_err();
    assert_eq!(stale, ServiceError::Conflict(Conflict::Stale));
    let mut wrong = create("Shop");
    wrong.config.color = "red".into();
    let wrong = save_web_chat(&test, &owner, workspace, wrong)
        .await
        .unwrap_err();
    let ServiceError::Invalid(errors) = wrong else {
        panic!("{wrong}")
    };
    assert_eq!(errors.get("color"), Some(&FieldProblem::NotColor));
}

#[tokio::test]
async fn agents_and_other_workspaces_have_no_say() {
    let (test, office) = place().await;
    let (owner, workspace) = (&office.owner, office.workspace);
    let made = save_web_chat(&test, owner, workspace, create("Shop"))
        .await
        .unwrap();
    let agent = test
        .colleague(&office, "ana@acme.example", WorkspaceRole::Agent)
        .await;
    let refused = [
        save_web_chat(&test, &agent, workspace, change(&made))
            .await
            .map(drop),
        renew_identity_secret(&test, &agent, workspace, made.id)
            .await
            .map(drop),
        delete_channel(&test, &agent, workspace, made.id).await,
        list_channels(&test, &agent, workspace).await.map(drop),
    ];
    assert!(
        refused
            .iter()
            .all(|answer| *answer == Err(ServiceError::Forbidden)),
        "{refused:?}"
    );
    let rival = test.office("rival").await;
    let (rival, their) = (&rival.owner, rival.workspace);
    let not_found = [
        save_web_chat(&test, rival, workspace, change(&made))
            .await
            .map(drop),
        save_web_chat(&test, rival, their, change(&made))
            .await
            .map(drop),
        web_chat(&test, rival, their, made.id).await.map(drop),
        renew_identity_secret(&test, rival, their, made.id)
            .await
            .map(drop),
        delete_channel(&test, rival, their, made.id).await,
        delete_channel(&test, rival, workspace, made.id).await,
    ];
    assert!(
        not_found
            .iter()
            .all(|answer| *answer == Err(ServiceError::NotFound)),
        "{not_found:?}"
    );
    assert_eq!(
        web_chat(&test, owner, workspace, made.id)
            .await
            .unwrap()
            .version,
        1
    );
}

#[tokio::test]
async fn another_process_learns_of_a_change_within_two_seconds() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    let other = test.with_settings(|_| ()).await;
    assert!(route(&other, &made.key).await.unwrap().unwrap().enabled);
    let command = SaveWebChat {
        enabled: false,
        ..change(&made)
    };
    save_web_chat(&test, &owner, workspace, command)
        .await
        .unwrap();
    assert!(!route(&test, &made.key).await.unwrap().unwrap().enabled);
    test.advance(2 * SECOND);
    assert!(!route(&other, &made.key).await.unwrap().unwrap().enabled);
}

/// A crash between the workspace and the control database: the note that was written first brings
/// the route up to date.
#[tokio::test]
async fn routes_heal_after_a_crash_in_the_middle() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    // What a crash leaves: the note, the changed workspace, the old route.
    let handle = test.store.workspace(workspace).await.unwrap();
    let old = find_route(&test, &made.key).await;
    routes::begin(&test, workspace).await.unwrap();
    handle
        .write::<_, ServiceError, _>(Class::Interactive, move |tx| {
            Box::pin(async move {
                let (object, mut channel) = save::find(tx, made.id).await?;
                channel.chat.name = "Changed".into();
                save::update(tx, parlance::id::UserId(1), object, &channel).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    assert_eq!(find_route(&test, &made.key).await, old);
    assert_eq!(heal_system(&test).await.unwrap(), 0, "not before its time");
    test.advance(MINUTE);
    assert_eq!(heal_system(&test).await.unwrap(), 1);
    assert_eq!(
        route(&test, &made.key).await.unwrap().unwrap().chat.name,
        "Changed"
    );
    assert_eq!(heal_system(&test).await.unwrap(), 0);
    // A late writer with the old version changes nothing.
    let control = test.store.control();
    let late = control.write::<_, StoreError, _>(Class::Interactive, move |tx| {
        Box::pin(async move { stored_routes::save(tx, &old).await })
    });
    late.await.unwrap();
    assert_eq!(find_route(&test, &made.key).await.version, 2);
}

async fn find_route(test: &TestServices, key: &str) -> stored_routes::Route {
    let key = key.to_owned();
    let read = test.store.control().read::<_, StoreError, _>(move |r| {
        Box::pin(async move { stored_routes::find(r, &key).await })
    });
    read.await.unwrap().unwrap().0
}

#[tokio::test]
async fn sec_22_two_identity_secrets_count_during_a_rotation() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    let active = async || {
        test.advance(3 * SECOND);
        let route = route(&test, &made.key).await.unwrap().unwrap();
        let secrets = identity_secrets(&test, &route).await.unwrap();
        secrets
            .into_iter()
            .map(|s| String::from_utf8(s).unwrap())
            .collect::<Vec<_>>()
    };
    assert!(active().await.is_empty());
    let renew = async || {
        renew_identity_secret(&test, &owner, workspace, made.id)
            .await
            .unwrap()
    };
    let first = renew().await;
    assert_eq!(active().await, std::slice::from_ref(&first));
    let second = renew().await;
    assert_eq!(active().await, [second.clone(), first]);
    test.advance(7 * DAY);
    assert_eq!(
        active().await,
        std::slice::from_ref(&second),
        "the older one ends after a week"
    );
    let third = renew().await;
    let fourth = renew().await;
    assert_eq!(
        active().await,
        [fourth.clone(), third],
        "or with the renewal after the next"
    );
    let hint = web_chat(&test, &owner, workspace, made.id)
        .await
        .unwrap()
        .identity_hint;
    assert_eq!(hint.as_deref(), fourth.get(fourth.len() - 4..));
    assert_ne!(
        hmac_sha256(second.as_bytes(), b"1"),
        hmac_sha256(fourth.as_bytes(), b"1")
    );
}

/// SEC-80 for what this module stores: the files of the instance hold no secret in the clear.
#[tokio::test]
async fn sec_80_secrets_are_in_no_file_and_no_answer() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    let secret = renew_identity_secret(&test, &owner, workspace, made.id)
        .await
        .unwrap();
    let detail = web_chat(&test, &owner, workspace, made.id).await.unwrap();
    assert!(!format!("{detail:?}").contains(&secret));
    let route = route(&test, &made.key).await.unwrap().unwrap();
    assert!(!format!("{route:?}").contains(&secret));
    let key = std::fs::read(test.settings.data_dir.join("test.key")).unwrap();
    let mut folders = vec![test.settings.data_dir.clone()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "test.key" {
                let content = std::fs::read(&path).unwrap();
                let holds = |needle: &[u8]| content.windows(needle.len()).any(|w| w == needle);
                assert!(
                    !holds(secret.as_bytes()) && !holds(&key),
                    "{}",
                    path.display()
                );
                files += 1;
            }
        }
    }
    assert!(files >= 2);
}

#[tokio::test]
async fn sec_81_a_damaged_secret_leaves_the_rest_usable() {
    let (
        test,
        Office {
            owner, workspace, ..
        },
    ) = place().await;
    let made = save_web_chat(&test, &owner, workspace, create("Shop"))
        .await
        .unwrap();
    renew_identity_secret(&test, &owner, workspace, made.id)
        .await
        .unwrap();
    let mut row = find_route(&test, &made.key).await;
    row.config = row.config.replace("\"blob\":\"A", "\"blob\":\"B");
    row.version += 1;
    let write = test
        .store
        .control()
        .write::<_, StoreError, _>(Class::Interactive, move |tx| {
            Box::pin(async move { stored_routes::save(tx, &row).await })
        });
    write.await.unwrap();
    test.advance(3 * SECOND);
    let route = route(&test, &made.key).await.unwrap().unwrap();
    let damaged = identity_secrets(&test, &route).await.unwrap_err();
    assert!(matches!(damaged, ServiceError::Internal(_)));
    assert!(web_chat(&test, &owner, workspace, made.id).await.is_ok());
    assert!(
        web_chat(&test, &owner, workspace, ChannelId(1))
            .await
            .is_err()
    );
}

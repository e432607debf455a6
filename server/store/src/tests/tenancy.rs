//! SEC-09, SEC-10: what is written in the name of one workspace or channel never reaches another.

use super::ingest::message;
use super::*;
use crate::control::routes::{self, Route};
use parlance::id::{ChannelId, WorkspaceId};

async fn save(test: &TestStore, route: &Route) -> Option<Route> {
    let (route, key) = (route.clone(), route.key.clone());
    test.store
        .control()
        .write::<_, StoreError, _>(Class::Background, move |tx| {
            Box::pin(async move { routes::save(tx, &route).await })
        })
        .await
        .unwrap();
    test.store
        .control()
        .read::<_, StoreError, _>(move |r| Box::pin(async move { routes::find(r, &key).await }))
        .await
        .unwrap()
        .map(|(route, _)| route)
}

/// A job that names a key of another workspace does not take it over, however new it says it is.
#[tokio::test]
async fn sec_09_a_job_never_takes_over_the_key_of_another_workspace() {
    for test in stores().await {
        let (first, second) = (
            test.workspace().await.unwrap(),
            test.workspace().await.unwrap(),
        );
        let route = |workspace: WorkspaceId, version: i64| Route {
            key: "wk_of_the_first".into(),
            workspace,
            channel: ChannelId(5),
            kind: "web_chat".into(),
            config: format!("{{\"version\":{version}}}"),
            enabled: true,
            version,
        };
        let own = route(first.id(), 1);
        assert_eq!(save(&test, &own).await.as_ref(), Some(&own));
        assert_eq!(save(&test, &route(second.id(), 9)).await, Some(own));
        let newer = route(first.id(), 2);
        assert_eq!(save(&test, &newer).await.as_ref(), Some(&newer));
        assert_eq!(save(&test, &route(first.id(), 1)).await, Some(newer));
        test.end().await.unwrap();
    }
}

/// The same external id on two channels, and in two workspaces, are different people.
#[tokio::test]
async fn sec_10_messages_never_join_across_channels_or_workspaces() {
    for test in stores().await {
        let (ws, other) = (
            test.workspace().await.unwrap(),
            test.workspace().await.unwrap(),
        );
        let mut seen = std::collections::BTreeSet::new();
        for (workspace, channel, key) in [(&ws, 7, "k1"), (&ws, 8, "k1"), (&other, 7, "k1")] {
            let mut sent = message("user:42", key, "Hello");
            sent.verified = true;
            sent.email = "ana@example.com".into();
            sent.phone = "+33612345678".into();
            sent.channel = ChannelId(channel);
            let done = workspace.ingest(Class::Interactive, sent).await.unwrap();
            assert!(done.created_contact && done.opened_conversation && !done.duplicate);
            assert!(seen.insert((done.contact_id, done.conversation_id)));
        }
        assert_eq!(dump(&ws).await["messages"].len(), 2);
        assert_eq!(dump(&other).await["messages"].len(), 1);
        test.end().await.unwrap();
    }
}

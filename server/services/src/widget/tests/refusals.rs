//! SEC-92, SEC-93 and the limits: what is refused, and that nothing is stored then.

use parlance::message::TEXT_MAX;
use parlance::time::{HOUR, MINUTE};

use super::*;

#[tokio::test]
async fn sec_92_calls_from_pages_that_are_not_listed_are_refused() {
    let place = place_with(|config| {
        config.domains = vec!["shop.example.com".into(), "*.acme.example".into()];
    })
    .await;
    let visitor = place.newcomer().await;
    let token = visitor.token.sign(&place.keys);
    for good in [
        SHOP,
        OWN,
        "https://a.b.acme.example",
        "http://shop.example.com:8080",
    ] {
        assert!(
            super::visitor(&place, &token, Some(good)).await.is_ok(),
            "{good}"
        );
    }
    for bad in [
        None,
        Some(""),
        Some("null"),
        Some("https://evil-shop.example.com"),
        Some("https://shop.example.com.evil.org"),
        Some("https://acme.example"),
        Some("https://evilacme.example"),
        Some("https://evil.org"),
        Some("https://parlance.test.evil.org"),
        Some("http://parlance.test"),
    ] {
        let refused = super::visitor(&place, &token, bad).await.map(drop);
        assert_eq!(refused, Err(ServiceError::Forbidden), "{bad:?}");
        let key = &place.chat.key;
        let refused = public_config(&place, key, bad, Default::default())
            .await
            .map(drop);
        assert_eq!(refused, Err(ServiceError::Forbidden), "{bad:?}");
        // The frame says truthfully which page is around it.
        let request = OpenSession {
            key: key.clone(),
            origin: bad.map(str::to_owned),
            ..OpenSession::default()
        };
        let client = testing::client("203.0.113.5");
        let refused = session(&place, &client, Some(OWN), request).await.map(drop);
        assert_eq!(refused, Err(ServiceError::Forbidden), "{bad:?}");
    }
    let frame = frame(&place, &place.chat.key).await.unwrap();
    assert_eq!(
        frame.origins,
        [
            OWN,
            "https://shop.example.com:*",
            "http://shop.example.com:*",
            "https://*.acme.example:*",
            "http://*.acme.example:*",
        ]
    );
}

#[tokio::test]
async fn unknown_disabled_and_disconnected_chats_do_not_exist() {
    let place = place().await;
    let visitor = place.newcomer().await;
    let token = visitor.token.sign(&place.keys);
    for key in ["wk_unknown", "", "x", &"wk_".repeat(100)] {
        let found = public_config(&place, key, Some(SHOP), Default::default())
            .await
            .map(drop);
        assert_eq!(found, Err(ServiceError::NotFound), "{key}");
        assert_eq!(
            frame(&place, key).await.map(drop),
            Err(ServiceError::NotFound),
            "{key}"
        );
    }
    let command = SaveWebChat {
        id: Some(place.chat.id),
        version: place.chat.version,
        enabled: false,
        config: place.chat.config.clone(),
    };
    let (owner, workspace) = (&place.office.owner, place.office.workspace);
    channels::save_web_chat(&place, owner, workspace, command)
        .await
        .unwrap();
    assert_eq!(
        place.visitor(&token).await.map(drop),
        Err(ServiceError::NotFound)
    );
    assert_eq!(
        place.open(None).await.map(drop),
        Err(ServiceError::NotFound)
    );
    channels::delete_channel(&place, owner, workspace, place.chat.id)
        .await
        .unwrap();
    assert_eq!(
        place.visitor(&token).await.map(drop),
        Err(ServiceError::NotFound)
    );
}

#[tokio::test]
async fn sec_93_one_visitor_never_reaches_anothers_things() {
    let place = place().await;
    let (ana, eve) = (place.newcomer().await, place.newcomer().await);
    let secret = Send {
        client_id: "ana-client-id-1".into(),
        ..message("a secret")
    };
    let client = testing::client("203.0.113.5");
    let sent = send(&place, &ana, &client, secret).await.unwrap().message;
    let answer = place.answer("an answer to the secret").await;
    let file = place.upload(&ana, "ana's notes").await;
    place.say(&eve, "Hello").await.unwrap();

    // Pages of history around ids of somebody else hold nothing of theirs.
    for id in [sent.id, answer, MessageId(answer.0 + 1)] {
        let page = messages(&place, &eve, id).await.unwrap();
        assert!(page.messages.iter().all(|message| message.text == "Hello"));
    }
    for id in [sent.id, answer, MessageId(1), MessageId(0), MessageId(-1)] {
        assert_eq!(
            read(&place, &eve, id).await,
            Err(ServiceError::NotFound),
            "{id}"
        );
    }
    let steal = Send {
        uploads: vec![file],
        ..message("mine")
    };
    let refused = send(&place, &eve, &client, steal).await.map(drop);
    assert_eq!(refused, Err(ServiceError::NotFound));
    // A client id of somebody else is not answered with their message.
    let guess = Send {
        client_id: "ana-client-id-1".into(),
        ..message("guess")
    };
    let refused = send(&place, &eve, &client, guess).await.map(drop);
    assert!(matches!(refused, Err(ServiceError::Conflict(_))));
    assert_eq!(place.history(&eve).await, ["Hello"]);
    // Nor by another chat of the same workspace, although the ids are of the same database.
    let config = default_config("Other");
    let command = SaveWebChat {
        id: None,
        version: 0,
        enabled: true,
        config,
    };
    let (owner, workspace) = (&place.office.owner, place.office.workspace);
    let other = channels::save_web_chat(&place, owner, workspace, command)
        .await
        .unwrap();
    let request = OpenSession {
        key: other.key,
        visitor_token: Some(ana.token.sign(&place.keys)),
        origin: Some(SHOP.into()),
        ..OpenSession::default()
    };
    let refused = session(&place, &client, Some(OWN), request).await.map(drop);
    assert_eq!(refused, Err(ServiceError::Unauthenticated));
    // Ana's upload is still hers.
    let own = Send {
        uploads: vec![file],
        ..message("my notes")
    };
    assert_eq!(
        send(&place, &ana, &client, own)
            .await
            .unwrap()
            .message
            .attachments
            .len(),
        1
    );
}

#[tokio::test]
async fn sec_20_tokens_that_are_not_ours_are_nobodys() {
    let place = place().await;
    let visitor = place.newcomer().await;
    let token = visitor.token.sign(&place.keys);
    let parts: Vec<&str> = token.split('.').collect();
    let [key, payload, mac] = parts[..] else {
        panic!("{token}")
    };
    let flipped = |text: &str| {
        let first = if text.starts_with('A') { "B" } else { "A" };
        format!("{first}{}", &text[1..])
    };
    for forged in [
        String::new(),
        "x".into(),
        "..".into(),
        format!("{key}.{payload}"),
        format!("{key}.{payload}."),
        format!("{key}.{payload}.{mac}.{mac}"),
        format!("{key}.{}.{mac}", flipped(payload)),
        format!("{key}.{payload}.{}", flipped(mac)),
        format!("wk_other.{payload}.{mac}"),
        "é".repeat(600),
    ] {
        let refused = place.visitor(&forged).await.map(drop);
        assert_eq!(refused, Err(ServiceError::Unauthenticated), "{forged}");
    }
}

#[tokio::test]
async fn wrong_messages_are_refused_and_nothing_is_stored() {
    let place = place().await;
    let visitor = place.newcomer().await;
    let client = testing::client("203.0.113.5");
    let before = place.events().await;
    let long = "x".repeat(TEXT_MAX + 1);
    for (field, wrong) in [
        ("text", message("")),
        ("text", message(" \n ")),
        ("text", message(&long)),
        (
            "client_id",
            Send {
                client_id: "short".into(),
                ..message("a")
            },
        ),
        (
            "client_id",
            Send {
                client_id: "has spaces in it".into(),
                ..message("a")
            },
        ),
        (
            "uploads",
            Send {
                uploads: (1..=11).map(AttachmentId).collect(),
                ..message("a")
            },
        ),
    ] {
        let error = send(&place, &visitor, &client, wrong)
            .await
            .map(drop)
            .unwrap_err();
        let ServiceError::Invalid(errors) = error else {
            panic!("{field}: {error}")
        };
        assert!(errors.get(field).is_some(), "{field}");
    }
    let unknown = Send {
        uploads: vec![AttachmentId(1)],
        ..message("a")
    };
    let refused = send(&place, &visitor, &client, unknown).await.map(drop);
    assert_eq!(refused, Err(ServiceError::NotFound));
    assert_eq!(place.events().await, before);
    assert!(place.conversations().await.is_empty());
    let most = place.say(&visitor, &"é".repeat(TEXT_MAX)).await.unwrap();
    assert_eq!(most.message.text.chars().count(), TEXT_MAX);
}

#[tokio::test]
async fn what_visitors_claim_about_the_page_is_only_kept_as_an_address() {
    let place = place().await;
    let visitor = place.newcomer().await;
    let client = testing::client("203.0.113.5");
    for (url, kept) in [
        ("https://shop.example.com/a?b=c", true),
        ("javascript:alert(1)", false),
        ("data:text/html,x", false),
        ("https://a b", false),
        ("", false),
    ] {
        let with_page = Send {
            page: Some(Page { url: url.into() }),
            ..message("Hello")
        };
        let id = send(&place, &visitor, &client, with_page)
            .await
            .unwrap()
            .message
            .id;
        let read = place.workspace().await;
        let record = read.read::<_, StoreError, _>(move |r| {
            Box::pin(async move { parlance_store::ws::messages::list_by_ids(r, &[id]).await })
        });
        let record = record.await.unwrap().pop().unwrap();
        assert_eq!(record.page_url.as_deref() == Some(url), kept, "{url}");
    }
}

#[tokio::test]
async fn a_flood_is_refused_and_nothing_of_it_is_stored() {
    let place = place().await;
    let visitor = place.newcomer().await;
    for n in 0..30 {
        place.say(&visitor, &format!("m{n}")).await.unwrap();
    }
    let before = place.events().await;
    for _ in 0..10 {
        let refused = place.say(&visitor, "too much").await.map(drop);
        assert_eq!(refused, Err(ServiceError::RateLimited { retry_after: 2 }));
    }
    assert_eq!(place.events().await, before);
    let other = place.newcomer().await;
    assert!(place.say(&other, "others are unaffected").await.is_ok());
    place.test.advance(MINUTE);
    assert!(place.say(&visitor, "later").await.is_ok());

    // New tokens cost nothing, so addresses are limited as well.
    let mut refused = 0;
    for _ in 0..200 {
        match place.open(None).await {
            Err(ServiceError::RateLimited { .. }) => refused += 1,
            other => drop(other.unwrap()),
        }
    }
    assert_eq!(refused, 140);

    let client = testing::client("203.0.113.9");
    for _ in 0..10 {
        may_upload(&place, &visitor, &client).await.unwrap();
    }
    let refused = may_upload(&place, &visitor, &client).await;
    assert_eq!(refused, Err(ServiceError::RateLimited { retry_after: 360 }));
    place.test.advance(HOUR);
    assert!(may_upload(&place, &visitor, &client).await.is_ok());
}

/// With the databases closed, every call that needs one fails; refusals do not.
#[tokio::test]
async fn sec_27_an_unverified_call_opens_no_workspace() {
    let place = place_with(|config| config.domains = vec!["shop.example.com".into()]).await;
    let visitor = place.newcomer().await;
    let token = visitor.token.sign(&place.keys);
    let file = place.upload(&visitor, "some notes").await;
    place.store.shutdown().await;
    let forged = format!("{}x", &token[..token.len() - 1]);
    assert_eq!(
        place.visitor(&forged).await.map(drop),
        Err(ServiceError::Unauthenticated)
    );
    let elsewhere = super::visitor(&place, &token, Some("https://evil.org")).await;
    assert_eq!(elsewhere.map(drop), Err(ServiceError::Forbidden));
    let request = OpenSession {
        key: place.chat.key.clone(),
        visitor_token: Some(forged),
        origin: Some(SHOP.into()),
        ..OpenSession::default()
    };
    let client = testing::client("203.0.113.5");
    let refused = session(&place, &client, Some(OWN), request).await.map(drop);
    assert_eq!(refused, Err(ServiceError::Unauthenticated));
    let query = crate::files::FileQuery {
        e: 99_999_999_999,
        s: "AAAA".into(),
        d: 1,
    };
    let refused = crate::files::open(&place, place.office.workspace, file, &query).await;
    assert_eq!(refused.map(drop).err(), Some(ServiceError::NotFound));
    // Who is verified needs the workspace.
    let known = place.visitor(&token).await.unwrap();
    assert_eq!(
        place.say(&known, "Hello").await.map(drop),
        Err(ServiceError::Unavailable)
    );
}

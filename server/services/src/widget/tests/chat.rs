//! The ordinary course of a chat.

use parlance::contact::display_name;
use parlance::message::FileKind;
use parlance_store::ws::visitors;

use super::*;

#[tokio::test]
async fn a_visitor_writes_and_is_answered() {
    let place = place().await;
    let visitor = place.newcomer().await;
    let page = Page {
        url: "https://shop.example.com/cart".into(),
    };
    let form = ContactForm {
        name: "Ana".into(),
        ..ContactForm::default()
    };
    let first = Send {
        page: Some(page),
        form: Some(form),
        ..message("Hello\u{0}")
    };
    let client = testing::client("203.0.113.5");
    let sent = send(&place, &visitor, &client, first.clone())
        .await
        .unwrap();
    assert_eq!(
        (sent.message.from.as_str(), sent.message.text.as_str()),
        ("visitor", "Hello\u{fffd}")
    );
    assert_eq!(sent.message.status, "sent");
    assert_eq!(
        sent.message.client_id.as_deref(),
        Some(first.client_id.as_str())
    );
    let again = send(&place, &visitor, &client, first).await.unwrap();
    assert_eq!(
        again.message, sent.message,
        "the same client id is the same message"
    );

    let rows = place.conversations().await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].contact_name, "Ana");

    let answer = place.answer("Hi Ana").await;
    let session = place
        .open(Some(&visitor.token.sign(&place.keys)))
        .await
        .unwrap();
    let texts: Vec<_> = session
        .messages
        .iter()
        .map(|m| (m.from.as_str(), m.text.as_str()))
        .collect();
    assert_eq!(texts, [("visitor", "Hello\u{fffd}"), ("agent", "Hi Ana")]);
    assert_eq!(session.messages[1].author.as_ref().unwrap().name, "owner");
    assert_eq!(session.unread, 1);
    assert_eq!(session.contact.unwrap().name, "Ana");
    assert!(session.conversation.is_some() && !session.has_more);

    // The session brought the answer to the browser; then the visitor sees it.
    let status = async || {
        let session = place
            .open(Some(&visitor.token.sign(&place.keys)))
            .await
            .unwrap();
        (session.messages[1].status.clone(), session.unread)
    };
    assert_eq!(status().await, ("delivered".into(), 1));
    read(&place, &visitor, answer).await.unwrap();
    assert_eq!(status().await, ("read".into(), 0));
    // Marks move forward only, and cost nothing when they do not move.
    let events = place.events().await;
    read(&place, &visitor, answer).await.unwrap();
    read(&place, &visitor, sent.message.id).await.unwrap();
    assert_eq!(place.events().await, events);
    assert_eq!(status().await, ("read".into(), 0));
}

#[tokio::test]
async fn the_session_carries_texts_in_the_language_of_the_visitor() {
    let place = place().await;
    let request = OpenSession {
        key: place.chat.key.clone(),
        origin: Some(SHOP.into()),
        locale: "fr-CA".into(),
        ..OpenSession::default()
    };
    let client = testing::client("203.0.113.5");
    let session = session(&place, &client, Some(OWN), request).await.unwrap();
    assert!(session.config.title.starts_with("Comment pouvons-nous"));
    assert_eq!(session.config.workspace, "acme");
    assert_eq!(session.config.max_text, 10_000);
    assert!(!session.config.online && session.contact.is_none() && session.messages.is_empty());
    assert_eq!(
        session.config.agents.len(),
        1,
        "there is somebody, even if away"
    );
    let json = serde_json::to_value(&session).unwrap();
    assert_eq!(json["contact"], serde_json::Value::Null);
    assert_eq!(json["config"]["pre_chat"]["enabled"], false);
    assert_eq!(json["config"]["position"], "right");
    let public = public_config(&place, &place.chat.key, Some(SHOP), Default::default()).await;
    let json = serde_json::to_value(public.unwrap()).unwrap();
    assert_eq!(json["locales"], serde_json::json!(["en", "fr"]));
    assert_eq!(
        json["launcher_label"],
        serde_json::json!({"en": "", "fr": ""})
    );
}

#[tokio::test]
async fn history_is_read_page_by_page_across_conversations() {
    let place = place().await;
    let visitor = place.newcomer().await;
    for n in 0..60 {
        place.say(&visitor, &format!("m{n}")).await.unwrap();
        place.test.advance(3_000);
        if n == 20 {
            let command = parlance::conversation::SetStatus {
                conversation: place.conversations().await[0].id,
                status: parlance::conversation::Status::Closed,
            };
            let (owner, workspace) = (&place.office.owner, place.office.workspace);
            inbox::set_status(&place, owner, workspace, command)
                .await
                .unwrap();
        }
    }
    let session = place
        .open(Some(&visitor.token.sign(&place.keys)))
        .await
        .unwrap();
    assert_eq!(session.messages.len(), 50);
    assert!(session.has_more);
    assert_eq!(session.messages[0].text, "m10");
    let older = messages(&place, &visitor, session.messages[0].id)
        .await
        .unwrap();
    assert_eq!(older.messages.len(), 10);
    assert!(!older.has_more);
    assert_eq!(older.messages[0].text, "m0");
}

#[tokio::test]
async fn a_read_mark_covers_the_conversation_before() {
    let place = place().await;
    let visitor = place.newcomer().await;
    place.say(&visitor, "First").await.unwrap();
    place.answer("Unseen answer").await;
    let (owner, workspace) = (&place.office.owner, place.office.workspace);
    let command = parlance::conversation::SetStatus {
        conversation: place.conversations().await[0].id,
        status: parlance::conversation::Status::Closed,
    };
    inbox::set_status(&place, owner, workspace, command)
        .await
        .unwrap();
    place.say(&visitor, "Second").await.unwrap();
    let newest = place.answer("Second answer").await;
    let token = visitor.token.sign(&place.keys);
    assert_eq!(place.open(Some(&token)).await.unwrap().unread, 2);
    read(&place, &visitor, newest).await.unwrap();
    assert_eq!(place.open(Some(&token)).await.unwrap().unread, 0);
}

#[tokio::test]
async fn files_go_with_a_message_once() {
    let place = place().await;
    let visitor = place.newcomer().await;
    let file = place.upload(&visitor, "some notes").await;
    let client = testing::client("203.0.113.5");
    let with_file = Send {
        uploads: vec![file, file],
        text: None,
        ..message("")
    };
    let sent = send(&place, &visitor, &client, with_file.clone())
        .await
        .unwrap()
        .message;
    assert_eq!(sent.attachments.len(), 1);
    assert_eq!(sent.attachments[0].kind, FileKind::File);
    assert!(sent.attachments[0].url.starts_with("/files/"));
    // The retry of a lost answer gets the message, although its file is taken by now.
    assert_eq!(
        send(&place, &visitor, &client, with_file)
            .await
            .unwrap()
            .message
            .id,
        sent.id
    );
    let other = Send {
        uploads: vec![file],
        ..message("again")
    };
    let refused = send(&place, &visitor, &client, other)
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(refused, ServiceError::NotFound);
    assert_eq!(place.history(&visitor).await.len(), 1);
}

#[tokio::test]
async fn questions_are_asked_before_the_first_message() {
    use parlance::channel::{PreChatField, PreChatKey};
    let place = place_with(|config| {
        config.pre_chat = vec![
            PreChatField {
                key: PreChatKey::Email,
                required: true,
            },
            PreChatField {
                key: PreChatKey::Name,
                required: false,
            },
        ];
    })
    .await;
    let visitor = place.newcomer().await;
    let missing = place.say(&visitor, "Hello").await.map(drop).unwrap_err();
    let ServiceError::Invalid(errors) = missing else {
        panic!("{missing}")
    };
    assert!(errors.get("email").is_some() && errors.get("name").is_none());
    let client = testing::client("203.0.113.5");
    let form = |email: &str| {
        Some(ContactForm {
            email: email.into(),
            ..ContactForm::default()
        })
    };
    let wrong = Send {
        form: form("nonsense"),
        ..message("Hello")
    };
    assert!(matches!(
        send(&place, &visitor, &client, wrong).await.map(drop),
        Err(ServiceError::Invalid(_))
    ));
    assert!(place.conversations().await.is_empty());
    let right = Send {
        form: form("ana@example.com"),
        ..message("Hello")
    };
    send(&place, &visitor, &client, right).await.unwrap();
    // Known by now: no more questions, and another address does not replace the first.
    let later = Send {
        form: form("eve@example.com"),
        ..message("More")
    };
    send(&place, &visitor, &client, later).await.unwrap();
    let rows = place.conversations().await;
    assert_eq!(rows[0].contact_name, "ana@example.com");
    assert_eq!(
        display_name("", "ana@example.com", ""),
        Some("ana@example.com")
    );
}

#[tokio::test]
async fn old_tokens_are_renewed_and_keep_their_visitor() {
    let place = place().await;
    let visitor = place.newcomer().await;
    place.say(&visitor, "Hello").await.unwrap();
    let token = visitor.token.sign(&place.keys);
    assert_eq!(place.open(Some(&token)).await.unwrap().visitor_token, token);
    place.test.advance(200 * parlance::time::DAY);
    let renewed = place.open(Some(&token)).await.unwrap();
    assert_ne!(renewed.visitor_token, token);
    assert_eq!(renewed.messages.len(), 1);
    place.test.advance(200 * parlance::time::DAY);
    assert_eq!(
        place.open(Some(&token)).await.map(drop),
        Err(ServiceError::Unauthenticated)
    );
    assert_eq!(
        place
            .open(Some(&renewed.visitor_token))
            .await
            .unwrap()
            .messages
            .len(),
        1
    );
}

/// SEC-94: looking is free, for the visitor and for us.
#[tokio::test]
async fn sec_94_page_views_write_nothing() {
    let place = place().await;
    let before = place.events().await;
    let next_id = async || {
        let find = place.workspace().await;
        find.write::<_, StoreError, _>(parlance_store::Class::Background, |tx| {
            Box::pin(async move { Ok(tx.new_id()) })
        })
        .await
        .unwrap()
    };
    let id = next_id().await;
    for n in 0..10_000_u32 {
        let request = OpenSession {
            key: place.chat.key.clone(),
            origin: Some(SHOP.into()),
            ..OpenSession::default()
        };
        // From many addresses, or the limit would end this early.
        let client = testing::client(&format!("10.0.{}.{}", n / 256 % 256, n % 256));
        if n % 50 == 0 {
            session(&place, &client, Some(OWN), request).await.unwrap();
        }
        public_config(&place, &place.chat.key, Some(SHOP), Default::default())
            .await
            .unwrap();
    }
    let visitor = place.newcomer().await;
    typing(&place, &visitor, true).await.unwrap();
    let request = Identify {
        user_id: "42".into(),
        ..Identify::default()
    };
    let claim = identify(&place, &visitor, &testing::client("203.0.113.5"), request).await;
    assert!(!claim.unwrap().verified);
    assert_eq!(place.events().await, before);
    assert_eq!(next_id().await, id + 1, "no id was drawn in between");
    let (channel, external_id) = (visitor.channel, visitor.external_id.clone());
    let known = place.workspace().await;
    let known = known.read::<_, StoreError, _>(move |r| {
        Box::pin(async move { visitors::find(r, channel, &external_id).await })
    });
    assert_eq!(known.await.unwrap(), None);
}

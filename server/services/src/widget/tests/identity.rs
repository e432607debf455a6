//! SEC-90: claims of identity, with and without proof.

use parlance::time::DAY;

use super::*;
use crate::secrets::hmac_sha256;

async fn secret(place: &Place) -> String {
    let (owner, workspace) = (&place.office.owner, place.office.workspace);
    channels::renew_identity_secret(place, owner, workspace, place.chat.id)
        .await
        .unwrap()
}

fn proof(secret: &str, user: &str) -> Option<String> {
    Some(hex::encode(hmac_sha256(secret.as_bytes(), user.as_bytes())))
}

async fn claim(
    place: &Place,
    visitor: &Visitor,
    user: &str,
    proof: Option<String>,
    name: &str,
) -> Identified {
    let traits = Traits {
        name: name.into(),
        ..Traits::default()
    };
    let request = Identify {
        user_id: user.into(),
        traits,
        proof,
    };
    identify(place, visitor, &testing::client("203.0.113.5"), request)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_proven_visitor_takes_the_history_along() {
    let place = place().await;
    let secret = secret(&place).await;
    let laptop = place.newcomer().await;
    place.say(&laptop, "From my laptop").await.unwrap();
    let proven = claim(&place, &laptop, "42", proof(&secret, "42"), "Ana").await;
    assert!(proven.verified);
    let known = place.visitor(&proven.visitor_token).await.unwrap();
    assert_eq!(known.external_id, "user:42");
    assert!(known.verified);
    assert_eq!(place.history(&known).await, ["From my laptop"]);
    assert_eq!(place.conversations().await[0].contact_name, "Ana");
    // The old token was rotated: whoever still has it is nobody.
    assert!(place.history(&laptop).await.is_empty());
    // The same user elsewhere.
    let phone = place.newcomer().await;
    let proven = claim(&place, &phone, "42", proof(&secret, "42"), "").await;
    let phone = place.visitor(&proven.visitor_token).await.unwrap();
    assert_eq!(place.history(&phone).await, ["From my laptop"]);
    place.say(&phone, "From my phone").await.unwrap();
    assert_eq!(place.conversations().await.len(), 1);
    // Proving oneself again, on every page, changes nothing any more.
    let events = place.events().await;
    let again = claim(&place, &phone, "42", proof(&secret, "42"), "Eve").await;
    assert_eq!(again.visitor_token, proven.visitor_token);
    assert_eq!(place.events().await, events);
}

#[tokio::test]
async fn two_users_of_one_browser_stay_two_people() {
    let place = place().await;
    let secret = secret(&place).await;
    let browser = place.newcomer().await;
    place.say(&browser, "Ana's question").await.unwrap();
    let ana = claim(&place, &browser, "ana", proof(&secret, "ana"), "Ana").await;
    let ana = place.visitor(&ana.visitor_token).await.unwrap();
    // No logout in between.
    let ben = claim(&place, &ana, "ben", proof(&secret, "ben"), "Ben").await;
    let ben = place.visitor(&ben.visitor_token).await.unwrap();
    assert!(place.history(&ben).await.is_empty());
    place.say(&ben, "Ben's question").await.unwrap();
    assert_eq!(place.history(&ana).await, ["Ana's question"]);
    let names: Vec<_> = place
        .conversations()
        .await
        .into_iter()
        .map(|row| row.contact_name)
        .collect();
    assert_eq!(names, ["Ben", "Ana"]);
}

#[tokio::test]
async fn sec_90_without_a_valid_proof_it_is_a_claim_and_history_stays_hidden() {
    let place = place().await;
    let secret = secret(&place).await;
    let ana = place.newcomer().await;
    let proven = claim(&place, &ana, "42", proof(&secret, "42"), "Ana").await;
    let ana = place.visitor(&proven.visitor_token).await.unwrap();
    place.say(&ana, "My order is late").await.unwrap();

    let eve = place.newcomer().await;
    place.say(&eve, "Hello").await.unwrap();
    for (why, wrong) in [
        ("no proof", None),
        ("empty", Some(String::new())),
        ("another user's", proof(&secret, "43")),
        ("another secret", proof("guess", "42")),
        ("no hex", Some("zz".into())),
        (
            "alg none",
            Some("eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9.".into()),
        ),
    ] {
        let answer = claim(&place, &eve, "42", wrong, "Not Ana").await;
        assert!(!answer.verified, "{why}");
        let same = place.visitor(&answer.visitor_token).await.unwrap();
        assert_eq!(same.external_id, eve.external_id, "{why}");
        assert_eq!(place.history(&same).await, ["Hello"], "{why}");
    }
    // The claim fills in what was empty about Eve, and touches nothing of Ana.
    let names: Vec<_> = place
        .conversations()
        .await
        .into_iter()
        .map(|row| row.contact_name)
        .collect();
    assert_eq!(names, ["Not Ana", "Ana"]);
    // A claim under the proven token changes nothing, either.
    claim(&place, &ana, "42", None, "Renamed").await;
    claim(&place, &eve, "42", None, "Renamed").await;
    assert_eq!(place.conversations().await[0].contact_name, "Not Ana");
    // An external id is no token: nobody becomes somebody by writing it down.
    let forged = place
        .visitor(&format!("{}.user:42.AAAA", place.chat.key))
        .await
        .map(drop);
    assert_eq!(forged, Err(ServiceError::Unauthenticated));
}

#[tokio::test]
async fn sec_90_a_proof_ends_with_its_secret() {
    let place = place().await;
    let first = secret(&place).await;
    let visitor = place.newcomer().await;
    let old_proof = proof(&first, "42");
    secret(&place).await;
    assert!(
        claim(&place, &visitor, "42", old_proof.clone(), "")
            .await
            .verified,
        "two are active"
    );
    place.test.advance(8 * DAY);
    let visitor = place
        .visitor(&visitor.token.sign(&place.keys))
        .await
        .unwrap();
    assert!(!claim(&place, &visitor, "42", old_proof, "").await.verified);
}

#[tokio::test]
async fn proven_visitors_only_where_the_chat_says_so() {
    let place = place_with(|config| config.require_identity = true).await;
    let secret = secret(&place).await;
    let visitor = place.newcomer().await;
    let client = testing::client("203.0.113.5");
    assert_eq!(
        place.say(&visitor, "Hello").await.map(drop),
        Err(ServiceError::Forbidden)
    );
    assert_eq!(
        may_upload(&place, &visitor, &client).await,
        Err(ServiceError::Forbidden)
    );
    let proven = claim(&place, &visitor, "42", proof(&secret, "42"), "Ana").await;
    let visitor = place.visitor(&proven.visitor_token).await.unwrap();
    assert!(place.say(&visitor, "Hello").await.is_ok());
    let request = Identify {
        user_id: " ".into(),
        ..Identify::default()
    };
    let empty = identify(&place, &visitor, &client, request).await.map(drop);
    assert!(matches!(empty, Err(ServiceError::Invalid(_))));
    let request = Identify {
        user_id: "x".repeat(201),
        ..Identify::default()
    };
    let long = identify(&place, &visitor, &client, request).await.map(drop);
    assert!(matches!(long, Err(ServiceError::Invalid(_))));
}

//! Views of these pages as HTML: ids, attributes, and what each state says.

use leptos::prelude::*;
use parlance::identity::InvitePreview;
use parlance::text::Locale;

use super::forgot::WithoutMail;
use super::invite::{InviteForm, InviteOver};
use super::login::LoginFields;
use super::reset::{LinkOver, ResetForm};
use super::set_up::{SetUpClosed, SetUpForm, TokenForm};
use super::{DEMO_ACCOUNTS, DEMO_PASSWORD};
use crate::session::Ambient;
use crate::widgets::testing::{html, html_for};

fn login(ambient: Ambient, error: Option<&'static str>) -> String {
    html_for(ambient, move || {
        view! {
            <LoginFields
                next="/w/1/inbox".to_owned()
                error=Signal::derive(move || error.map(str::to_owned))
                busy=Signal::derive(|| false)
            />
        }
    })
}

#[test]
fn sign_in_can_be_posted_and_filled_by_password_managers() {
    let page = login(Ambient::default(), None);
    for part in [
        r#"id="email""#,
        r#"name="email""#,
        r#"autocomplete="email""#,
        r#"id="password""#,
        r#"name="password""#,
        r#"autocomplete="current-password""#,
        r#"name="next" value="/w/1/inbox""#,
        r#"type="submit""#,
        r#"href="/forgot""#,
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(!page.contains("demo-accounts"));
    assert!(!page.contains(DEMO_PASSWORD));
}

#[test]
fn a_failed_sign_in_says_so_once() {
    let page = login(Ambient::default(), Some("wrong"));
    assert_eq!(page.matches(r#"role="alert""#).count(), 1, "{page}");
    assert!(page.contains("wrong"));
}

#[test]
fn the_demonstration_shows_its_accounts() {
    let page = login(
        Ambient {
            demo: true,
            ..Ambient::default()
        },
        None,
    );
    for (_, address) in DEMO_ACCOUNTS {
        assert!(page.contains(address), "{address}");
    }
}

#[test]
fn set_up_asks_for_the_token_first() {
    let page = html(Locale::En, || view! { <TokenForm /> });
    assert!(
        page.contains(r#"id="token""#) && page.contains(r#"method="get""#),
        "{page}"
    );
    assert!(!page.contains(r#"id="password""#));
    let closed = html(Locale::Fr, || view! { <SetUpClosed /> });
    assert!(
        closed.contains(r#"href="/login""#) && !closed.contains("<form"),
        "{closed}"
    );
}

#[test]
fn the_set_up_form_is_complete_and_leaks_nothing() {
    let page = html(
        Locale::En,
        || view! { <SetUpForm token="secret-token".to_owned() /> },
    );
    for id in [
        "token",
        "name",
        "email",
        "password",
        "organization",
        "workspace",
    ] {
        assert_eq!(
            page.matches(&format!(r#" id="{id}""#)).count(),
            1,
            "{id} in {page}"
        );
    }
    assert!(page.contains(r#"autocomplete="new-password""#));
    assert!(page.contains(r#"value="secret-token""#));
    // Sent before hydration, the form must not put the password into the address.
    assert!(page.contains(r#"method="post""#));
    assert!(!page.contains(r#"name="password""#));
}

fn preview(has_account: bool) -> InvitePreview {
    InvitePreview {
        organization: "Riverside <Books>".into(),
        invited_by: "Camille".into(),
        email: "noor@example.com".into(),
        has_account,
    }
}

#[test]
fn invitations_ask_for_what_is_missing() {
    let fresh = html(
        Locale::En,
        || view! { <InviteForm token="t".to_owned() preview=preview(false) /> },
    );
    assert!(
        fresh.contains(r#" id="name""#) && fresh.contains("new-password"),
        "{fresh}"
    );
    assert!(fresh.contains("Riverside &lt;Books&gt;"));
    let known = html(
        Locale::En,
        || view! { <InviteForm token="t".to_owned() preview=preview(true) /> },
    );
    assert!(
        !known.contains(r#" id="name""#) && known.contains("current-password"),
        "{known}"
    );
}

#[test]
fn dead_links_say_what_to_do() {
    for locale in Locale::ALL {
        let reset = html(locale, || view! { <LinkOver /> });
        assert!(reset.contains(r#"href="/forgot""#), "{reset}");
        let invite = html(locale, || view! { <InviteOver /> });
        assert!(invite.contains(r#"href="/login""#), "{invite}");
    }
    let form = html(Locale::Fr, || view! { <ResetForm token="t".to_owned() /> });
    assert!(
        form.contains(r#" id="password""#) && form.contains(r#"lang="fr""#),
        "{form}"
    );
    let by_hand = html(Locale::En, || view! { <WithoutMail /> });
    assert!(
        by_hand.contains("parlance admin reset-password"),
        "{by_hand}"
    );
}

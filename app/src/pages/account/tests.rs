//! Views of the account pages as HTML.

use leptos::prelude::*;
use parlance::error::{FieldErrors, FieldProblem};
use parlance::id::SessionId;
use parlance::identity::SessionRow;
use parlance::text::Locale;
use parlance::time::Timestamp;

use super::password::PasswordFields;
use super::profile::ProfileForm;
use super::sessions::SessionList;
use crate::error::AppError;
use crate::widgets::Attempt;
use crate::widgets::preferences::profile_of;
use crate::widgets::testing::{html, viewer};

fn session(id: i64, current: bool) -> SessionRow {
    SessionRow {
        id: SessionId(id),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".into(),
        address: "203.0.113.9".into(),
        created_at: Timestamp(1_795_525_530_000),
        seen_at: Timestamp(1_795_525_530_000),
        current,
    }
}

fn sessions(rows: Vec<SessionRow>) -> String {
    html(Locale::En, move || {
        view! {
            <SessionList
                rows=rows
                on_end=Callback::new(|_| ())
                on_end_others=Callback::new(|()| ())
            />
        }
    })
}

#[test]
fn the_present_session_cannot_be_ended_here() {
    let page = sessions(vec![session(1, true), session(2, false)]);
    assert_eq!(page.matches(r#"data-testid="session""#).count(), 2);
    assert_eq!(page.matches("Firefox on Linux").count(), 3, "{page}");
    assert_eq!(page.matches("This device").count(), 1);
    assert_eq!(page.matches("Sign out all other devices").count(), 1);
    assert!(!sessions(vec![session(1, true)]).contains("Sign out"));
}

#[test]
fn a_wrong_password_is_said_at_its_field() {
    let page = html(Locale::En, || {
        let mut errors = FieldErrors::one("current", FieldProblem::Wrong);
        errors.push("password", FieldProblem::TooShort { min: 12 });
        let attempt = Attempt::failed(AppError::Invalid { errors });
        let [current, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
        view! { <PasswordFields attempt=attempt current=current password=password /> }
    });
    assert_eq!(page.matches(r#"aria-invalid="true""#).count(), 2, "{page}");
    assert!(page.contains("The password is wrong.") && page.contains("At least 12 characters."));
}

#[test]
fn the_profile_shows_what_is_saved() {
    let page = html(Locale::Fr, || {
        let viewer = viewer();
        view! { <ProfileForm profile=profile_of(&viewer) email=viewer.email.clone() /> }
    });
    assert!(page.contains(r#"value="Camille Roy""#), "{page}");
    assert!(
        page.contains(r#"list="time-zone-list""#)
            && page.contains(r#"<datalist id="time-zone-list""#)
    );
    assert!(page.contains("Europe/Paris"));
    // Nothing changed, nothing to save.
    assert!(page.contains("disabled"));
}

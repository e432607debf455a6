//! The one place where a failure becomes a sentence in the user's language.

use leptos::prelude::*;
use parlance::error::{Conflict, FieldProblem};

use crate::error::AppError;
use crate::locales::{Texts, format, use_texts};

/// What went wrong, and what to do about it.
pub fn error_text(t: Texts, error: &AppError) -> String {
    let e = t.errors;
    match error {
        AppError::Unauthenticated {} => e.unauthenticated().to_owned(),
        AppError::Forbidden {} => e.forbidden().to_owned(),
        AppError::NotFound {} => e.not_found().to_owned(),
        AppError::Invalid { errors } => match errors.0.as_slice() {
            [(_, problem)] => problem_text(t, problem),
            _ => e.check_fields().to_owned(),
        },
        AppError::Conflict { why } => conflict_text(t, *why).to_owned(),
        AppError::RateLimited { retry_after } => {
            let wait = retry_after.max(&1).saturating_mul(1_000);
            e.rate_limited(&format::duration(t.locale, wait))
        }
        AppError::Unavailable {} => e.unavailable().to_owned(),
        AppError::Internal { id } => e.internal(id),
        AppError::Transport { outdated: true } => e.outdated().to_owned(),
        AppError::Transport { outdated: false } => e.no_connection().to_owned(),
    }
}

/// Why the present state does not allow it.
fn conflict_text(t: Texts, why: Conflict) -> &'static str {
    let e = t.errors;
    match why {
        Conflict::Stale => e.stale(),
        Conflict::LastOne => e.last_one(),
        Conflict::OwnRole => e.own_role(),
        Conflict::AlreadySo => e.already_so(),
        Conflict::AnotherIsOpen => e.another_is_open(),
        Conflict::LinkInvalid => e.link_invalid(),
        Conflict::AlreadySetUp => e.already_set_up(),
        Conflict::ChannelDisabled => e.channel_disabled(),
    }
}

/// What is wrong with one field.
pub fn problem_text(t: Texts, problem: &FieldProblem) -> String {
    let e = t.errors;
    match problem {
        FieldProblem::Required => e.required().to_owned(),
        FieldProblem::TooLong { max } => e.too_long(*max),
        FieldProblem::TooShort { min } => e.too_short(*min),
        FieldProblem::NotEmail => e.not_email().to_owned(),
        FieldProblem::NotPhone => e.not_phone().to_owned(),
        FieldProblem::NotDomain => e.not_domain().to_owned(),
        FieldProblem::NotColor => e.not_color().to_owned(),
        FieldProblem::NotTimeZone => e.not_time_zone().to_owned(),
        FieldProblem::Taken => e.taken().to_owned(),
        FieldProblem::TooCommon => e.too_common().to_owned(),
        FieldProblem::NotAChoice => e.not_a_choice().to_owned(),
        FieldProblem::Wrong => e.wrong().to_owned(),
        FieldProblem::TooMany { max } => e.too_many(*max),
    }
}

/// A failure as a sentence.
#[component]
pub fn ErrorText(
    /// The failure.
    error: AppError,
) -> impl IntoView {
    let t = use_texts();
    view! { <span>{error_text(t, &error)}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlance::error::FieldErrors;
    use parlance::text::Locale;

    #[test]
    fn failures_are_sentences_in_both_languages() {
        let all = [
            AppError::Unauthenticated {},
            AppError::Forbidden {},
            AppError::NotFound {},
            AppError::Invalid {
                errors: FieldErrors::default(),
            },
            AppError::Conflict {
                why: Conflict::LastOne,
            },
            AppError::RateLimited { retry_after: 90 },
            AppError::Unavailable {},
            AppError::Internal { id: "ab12".into() },
            AppError::Transport { outdated: true },
            AppError::Transport { outdated: false },
        ];
        for error in all {
            let [en, fr] =
                [Locale::En, Locale::Fr].map(|locale| error_text(Texts::new(locale), &error));
            assert!(en.ends_with('.') && fr.ends_with('.'), "{en} / {fr}");
            assert_ne!(en, fr);
        }
    }

    #[test]
    fn one_problem_is_said_and_an_id_is_shown() {
        let t = Texts::new(Locale::En);
        let one = AppError::Invalid {
            errors: FieldErrors::one("x", FieldProblem::NotEmail),
        };
        assert_eq!(
            error_text(t, &one),
            problem_text(t, &FieldProblem::NotEmail)
        );
        assert!(error_text(t, &AppError::Internal { id: "ab12".into() }).contains("ab12"));
        assert!(problem_text(t, &FieldProblem::TooShort { min: 12 }).contains("12"));
    }
}

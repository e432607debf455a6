//! What a form knows about its last attempt: is it under way, what went wrong and at which field.
//!
//! Server functions answer with problems by field; this turns them into what [`Field`] and
//! [`FormError`] show. Nothing typed is ever lost: the fields keep their own signals.
//!
//! [`Field`]: crate::ui::Field
//! [`FormError`]: crate::ui::FormError

use leptos::{html, prelude::*};
use parlance::error::FieldProblem;

use super::{error_text, problem_text};
use crate::error::AppError;
use crate::locales::{Texts, use_texts};
use crate::ui::{FormError, dom, timer};

/// The last attempt to send a form. `Copy`.
#[derive(Clone, Copy)]
pub struct Attempt {
    texts: Texts,
    error: Signal<Option<AppError>>,
    busy: Signal<bool>,
}

impl Attempt {
    /// The attempts of an action.
    pub fn of<I, O>(action: Action<I, Result<O, AppError>>) -> Self
    where
        I: Send + Sync + 'static,
        O: Send + Sync + 'static,
    {
        let value = action.value();
        let error = Signal::derive(move || {
            value.with(|value| match value {
                Some(Err(error)) => Some(error.clone()),
                _ => None,
            })
        });
        Attempt {
            texts: use_texts(),
            error,
            busy: action.pending().into(),
        }
    }

    /// An attempt with a known outcome, for views in tests.
    pub fn failed(error: AppError) -> Self {
        Attempt {
            texts: use_texts(),
            error: Signal::derive(move || Some(error.clone())),
            busy: Signal::derive(|| false),
        }
    }

    /// Whether it is under way.
    pub fn busy(self) -> Signal<bool> {
        self.busy
    }

    /// Why it failed, if it did.
    pub fn error(self) -> Signal<Option<AppError>> {
        self.error
    }

    /// What is wrong with a field, as a sentence.
    pub fn field(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let problem = self.error.with(|error| error.as_ref()?.problem(name));
            problem.map(|problem| problem_text(self.texts, &problem))
        })
    }

    /// Like [`field`](Self::field), with other words for a wrong secret.
    pub fn field_or_wrong(self, name: &'static str, wrong: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let problem = self.error.with(|error| error.as_ref()?.problem(name));
            problem.map(|problem| match problem {
                FieldProblem::Wrong => wrong.to_owned(),
                other => problem_text(self.texts, &other),
            })
        })
    }

    /// What went wrong and is not said at one of these fields.
    pub fn general(self, fields: &'static [&'static str]) -> Signal<Option<String>> {
        Signal::derive(move || {
            let error = self.error.get()?;
            match &error {
                AppError::Invalid { errors } => errors
                    .0
                    .iter()
                    .find(|(name, _)| !fields.contains(&name.as_str()))
                    .map(|(_, problem)| problem_text(self.texts, problem)),
                other => Some(error_text(self.texts, other)),
            }
        })
    }

    /// Moves the focus to the first wrong field of the form after each failure.
    pub fn focus_wrong(self, form: NodeRef<html::Form>) {
        Effect::new(move |_| {
            let invalid = self
                .error
                .with(|e| matches!(e, Some(AppError::Invalid { .. })));
            if !invalid {
                return;
            }
            timer::after_paint(move || {
                let Some(form) = form.try_get_untracked().flatten() else {
                    return;
                };
                if let Some(first) = dom::all(&form, "[aria-invalid='true']").first() {
                    dom::focus(first);
                }
            });
        });
    }
}

/// Runs `then` with the result of every success of an action.
pub fn on_success<I, O>(
    action: Action<I, Result<O, AppError>>,
    then: impl Fn(O) + Send + Sync + 'static,
) where
    I: Send + Sync + 'static,
    O: Clone + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move |_| {
        if let Some(Ok(done)) = value.get() {
            untrack(|| then(done));
        }
    });
}

/// Says every failure of an action in a message at the corner of the window: for acts without a
/// form.
pub fn toast_failures<I, O>(action: Action<I, Result<O, AppError>>)
where
    I: Send + Sync + 'static,
    O: Clone + Send + Sync + 'static,
{
    let (t, toasts) = (use_texts(), crate::ui::use_toasts());
    let value = action.value();
    Effect::new(move |_| {
        let failure = value.with(|value| match value {
            Some(Err(error)) => Some(error.clone()),
            _ => None,
        });
        if let Some(error) = failure {
            toasts.error(error_text(t, &error));
        }
    });
}

/// What is wrong with a whole form, above its fields. Takes no room while nothing is.
#[component]
pub fn FormAlert(
    /// The message, if any.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="[&:has(>[role=alert]:empty)]:hidden">
            <FormError error=error />
        </div>
    }
}

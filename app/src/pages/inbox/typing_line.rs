//! "Ada is typing…", below the thread. The line keeps its room, so nothing jumps.

use leptos::prelude::*;
use parlance::conversation::Person;

use super::names::person_in_sentence;
use super::typing::Typist;
use crate::locales::{Texts, use_texts};

/// Who types in this conversation.
#[component]
pub fn TypingLine(
    /// Who.
    #[prop(into)]
    typists: Signal<Vec<Typist>>,
    /// What to call the contact.
    #[prop(into)]
    contact: Signal<String>,
    /// Names of colleagues.
    #[prop(into)]
    people: Signal<Vec<Person>>,
) -> impl IntoView {
    let t = use_texts();
    let words = Memo::new(move |_| {
        let typists = typists.get();
        let contact = contact.get();
        people.with(|people| typing_words(t, &typists, &contact, people))
    });
    view! {
        <div class="flex h-6 shrink-0 items-center px-4 text-xs text-ink-muted" aria-live="polite">
            {move || {
                words
                    .get()
                    .map(|words| {
                        view! {
                            <span class="flex items-center gap-1.5" data-testid="typing">
                                <span class="flex gap-0.5" aria-hidden="true">
                                    <span class="size-1 animate-bounce rounded-full bg-ink-muted"></span>
                                    <span class="size-1 animate-bounce rounded-full bg-ink-muted [animation-delay:120ms]"></span>
                                    <span class="size-1 animate-bounce rounded-full bg-ink-muted [animation-delay:240ms]"></span>
                                </span>
                                <span>{words}</span>
                            </span>
                        }
                    })
            }}
        </div>
    }
}

fn typing_words(t: Texts, typists: &[Typist], contact: &str, people: &[Person]) -> Option<String> {
    let name = |typist: &Typist| match typist {
        Some(user) => person_in_sentence(t, people, *user),
        None => parlance::text::isolate(contact),
    };
    match typists {
        [] => None,
        [one] => Some(t.inbox.is_typing(&name(one))),
        [first, second] => Some(t.inbox.are_typing(&name(first), &name(second))),
        _ => Some(t.inbox.several_typing().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::inbox::sample;
    use parlance::id::UserId;

    #[test]
    fn typing_is_a_sentence() {
        let words = |typists: &[Typist]| {
            typing_words(Texts::default(), typists, "Ada", &sample::people())
                .map(|words| words.replace(['\u{2068}', '\u{2069}'], ""))
        };
        let me = Some(UserId(1));
        assert_eq!(words(&[]), None);
        assert_eq!(words(&[None]).unwrap(), "Ada is typing…");
        assert_eq!(
            words(&[None, me]).unwrap(),
            "Ada and Camille Roy are typing…"
        );
        assert_eq!(
            words(&[None, me, Some(UserId(2))]).unwrap(),
            "Several people are typing…"
        );
    }
}

//! What stands between messages: day headings, the unread line, events.

use leptos::prelude::*;
use parlance::conversation::{Person, TimelineEvent};
use parlance::event::EventPayload;
use parlance::time::{Timestamp, ZoneOffsets};

use super::names::person_in_sentence;
use crate::locales::{Texts, format, use_texts};

/// The heading of a day.
#[component]
pub fn DayLine(
    /// An instant of that day.
    at: Timestamp,
    /// The present instant.
    now: Signal<Timestamp>,
    /// The viewer's time zone.
    zone: StoredValue<ZoneOffsets>,
) -> impl IntoView {
    let locale = use_texts().locale;
    view! {
        <div class="mt-4 mb-1 flex items-center gap-3" data-testid="day">
            <span class="h-px flex-1 bg-line"></span>
            <h3 class="text-xs font-medium text-ink-muted">
                {move || zone.with_value(|zone| format::day_heading(locale, zone, at, now.get()))}
            </h3>
            <span class="h-px flex-1 bg-line"></span>
        </div>
    }
}

/// What comes below is new.
#[component]
pub fn UnreadLine() -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="mt-3 flex items-center gap-3 text-accent-ink" data-testid="unread-line">
            <span class="h-px flex-1 bg-accent"></span>
            <span class="text-xs font-semibold">{t.inbox.unread_line()}</span>
            <span class="h-px flex-1 bg-accent"></span>
        </div>
    }
}

/// Something happened.
#[component]
pub fn EventLine(
    /// What.
    event: TimelineEvent,
    /// Names.
    #[prop(into)]
    people: Signal<Vec<Person>>,
    /// The viewer's time zone.
    zone: StoredValue<ZoneOffsets>,
) -> impl IntoView {
    let t = use_texts();
    let at = event.at;
    let words = move || people.with(|people| event_words(t, people, &event));
    view! {
        <div
            class="mt-2 flex flex-wrap items-center justify-center gap-x-1.5 px-8 text-center text-xs text-ink-muted"
            data-testid="event-line"
        >
            <span>{words}</span>
            <time
                class="text-ink-faint tabular-nums"
                datetime=format::machine(at)
                title=zone.with_value(|zone| format::date_time(t.locale, zone, at))
            >
                {zone.with_value(|zone| format::time(zone, at))}
            </time>
        </div>
    }
}

/// An event as a sentence.
fn event_words(t: Texts, people: &[Person], event: &TimelineEvent) -> String {
    let who = event.user.map(|user| person_in_sentence(t, people, user));
    match (&event.payload, who) {
        (EventPayload::ConversationOpened { .. }, Some(who)) => t.inbox.event_opened_by(&who),
        (EventPayload::ConversationOpened { .. }, None) => t.inbox.event_opened().to_owned(),
        (EventPayload::ConversationClosed {}, Some(who)) => t.inbox.event_closed_by(&who),
        (EventPayload::ConversationClosed {}, None) => t.inbox.event_closed().to_owned(),
        (EventPayload::ConversationReopened {}, Some(who)) => t.inbox.event_reopened_by(&who),
        (EventPayload::ConversationReopened {}, None) => t.inbox.event_reopened().to_owned(),
        (EventPayload::ConversationAssigned { to: Some(to), .. }, Some(who)) => {
            if event.user == Some(*to) {
                t.inbox.event_assigned_self(&who)
            } else {
                t.inbox
                    .event_assigned(&who, &person_in_sentence(t, people, *to))
            }
        }
        (EventPayload::ConversationAssigned { to: Some(to), .. }, None) => t
            .inbox
            .event_assigned_auto(&person_in_sentence(t, people, *to)),
        (EventPayload::ConversationAssigned { to: None, .. }, Some(who)) => {
            t.inbox.event_unassigned(&who)
        }
        (EventPayload::ConversationAssigned { to: None, .. }, None) => {
            t.inbox.event_unassigned_auto().to_owned()
        }
        // Other kinds never become a line.
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::Locale;
    use crate::pages::inbox::sample;
    use parlance::id::UserId;

    fn words(locale: Locale, user: Option<i64>, payload: EventPayload) -> String {
        let event = TimelineEvent {
            seq: 1,
            at: Timestamp(0),
            user: user.map(UserId),
            payload,
        };
        event_words(Texts::new(locale), &sample::people(), &event)
            .replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn events_are_sentences() {
        let assigned = |to: Option<i64>| EventPayload::ConversationAssigned {
            from: None,
            to: to.map(UserId),
        };
        assert_eq!(
            words(Locale::En, Some(1), assigned(Some(1))),
            "Camille Roy took the conversation"
        );
        assert_eq!(
            words(Locale::Fr, Some(1), assigned(Some(2))),
            "Camille Roy a attribué la conversation à Jonas <b>Berg</b>"
        );
        assert_eq!(
            words(Locale::En, None, assigned(None)),
            "The assignee was removed"
        );
        assert_eq!(
            words(Locale::En, None, EventPayload::ConversationClosed {}),
            "Conversation closed"
        );
        assert_eq!(
            words(Locale::Fr, Some(99), EventPayload::ConversationReopened {}),
            "Ancien utilisateur a rouvert la conversation"
        );
    }
}

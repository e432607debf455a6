//! What stands between messages: day headings, the unread line, events.

use leptos::prelude::*;
use parlance::conversation::{Person, TimelineEvent};
use parlance::desk::Desk;
use parlance::time::{Timestamp, ZoneOffsets};

use super::event_words::{Around, event_words};
use crate::locales::{format, use_texts};

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
    /// Teams, tags, stages.
    #[prop(into)]
    desk: Signal<Desk>,
    /// The viewer's time zone.
    zone: StoredValue<ZoneOffsets>,
) -> impl IntoView {
    let t = use_texts();
    let at = event.at;
    let words = move || {
        people.with(|people| {
            desk.with(|desk| {
                let around = Around {
                    t,
                    people,
                    desk,
                    zone: &zone.get_value(),
                };
                event_words(around, &event)
            })
        })
    };
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

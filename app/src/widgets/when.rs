//! A point in time as people read it: in their language and zone, relative once the browser's
//! clock is known.

use std::sync::Arc;

use leptos::prelude::*;
use parlance::time::{Timestamp, ZoneOffsets};

use crate::locales::{format, use_texts};
use crate::session::use_viewer;
use crate::ui::Moment;

/// The zone of the page: the viewer's, UTC for visitors.
pub fn use_zone() -> ZoneOffsets {
    use_viewer().map_or_else(ZoneOffsets::utc, |viewer| viewer.zone)
}

/// A point in time: "3 minutes ago", with date and time as a tooltip.
#[component]
pub fn When(
    /// The instant.
    at: Timestamp,
    /// Always the date, never "3 minutes ago".
    #[prop(optional)]
    date: bool,
) -> impl IntoView {
    let locale = use_texts().locale;
    let zone = use_zone();
    let full = format::date_time(locale, &zone, at);
    let machine = format::machine(at);
    if date {
        let absolute = format::date(locale, &zone, at);
        return view! { <Moment machine=machine full=full absolute=absolute /> }.into_any();
    }
    let live = Arc::new(move |now: i64| format::relative(locale, &zone, at, Timestamp(now)));
    view! { <Moment machine=machine full=full.clone() absolute=full live=live /> }.into_any()
}

//! A point in time. The server and the first render in the browser show it absolutely; once the
//! browser's clock is known, the text may become relative and then keeps itself up to date.

use std::sync::Arc;

use leptos::prelude::*;

use super::timer;

/// A time, written for people and for machines.
#[component]
pub fn Moment(
    /// For machines: `2026-11-24T13:05:00Z`.
    #[prop(into)]
    machine: String,
    /// Complete, as a tooltip of the browser.
    #[prop(into)]
    full: String,
    /// What is shown before the present is known.
    #[prop(into)]
    absolute: String,
    /// What is shown for a given present (milliseconds since 1970); absolute if absent.
    #[prop(optional)]
    live: Option<Arc<dyn Fn(i64) -> String + Send + Sync>>,
) -> impl IntoView {
    let now = live.is_some().then(timer::use_now);
    let shown = move || match (now.and_then(|now| now.get()), &live) {
        (Some(now), Some(live)) => live(now),
        _ => absolute.clone(),
    };
    view! {
        <time datetime=machine title=full>
            {shown}
        </time>
    }
}

//! Choosing a time zone by typing: the common ones as suggestions, every IANA name accepted.
//!
//! The server knows the table and refuses unknown names; the browser part only suggests.

use leptos::prelude::*;

use crate::locales::use_texts;
use crate::ui::{Button, ButtonSize, ButtonVariant, Field, Icon, TextInput};

/// Suggested zones, by region; at least one for each offset in use.
pub const ZONES: &[&str] = &[
    "Africa/Abidjan",
    "Africa/Accra",
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Dakar",
    "Africa/Johannesburg",
    "Africa/Kinshasa",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Tunis",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Caracas",
    "America/Cayenne",
    "America/Chicago",
    "America/Denver",
    "America/Guadeloupe",
    "America/Halifax",
    "America/Lima",
    "America/Los_Angeles",
    "America/Martinique",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "America/Vancouver",
    "Asia/Almaty",
    "Asia/Baghdad",
    "Asia/Baku",
    "Asia/Bangkok",
    "Asia/Beirut",
    "Asia/Colombo",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Kuala_Lumpur",
    "Asia/Manila",
    "Asia/Riyadh",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Taipei",
    "Asia/Tashkent",
    "Asia/Tbilisi",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Darwin",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Athens",
    "Europe/Belgrade",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Bucharest",
    "Europe/Budapest",
    "Europe/Copenhagen",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Moscow",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Sofia",
    "Europe/Stockholm",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Indian/Maldives",
    "Indian/Mauritius",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Auckland",
    "Pacific/Fiji",
    "Pacific/Honolulu",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "UTC",
];

/// The zone of the browser, if it tells. Called from effects and event handlers only.
pub fn browser_zone() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()?
        .as_string()
        .filter(|zone| !zone.is_empty())
}

/// A field with suggestions, and a button for the zone of the browser where it is another one.
#[component]
pub fn TimeZoneField(
    /// Id of the control.
    id: &'static str,
    /// Two-way value: an IANA name.
    value: RwSignal<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_texts();
    let here = RwSignal::new(None::<String>);
    Effect::new(move |_| here.set(browser_zone()));
    let list = [id, "-list"].concat();
    let list_id = list.clone();
    let options = ZONES
        .iter()
        .map(|zone| view! { <option value=*zone></option> })
        .collect_view();
    let offer = move || {
        here.get()
            .filter(|zone| value.with(|value| value != zone))
            .map(|zone| {
                let words = t.account.use_browser_zone(&zone);
                view! {
                    <Button
                        variant=ButtonVariant::Ghost
                        size=ButtonSize::Small
                        icon=Icon::Globe
                        class="-ml-2 self-start"
                        on:click=move |_| value.set(zone.clone())
                    >
                        {words}
                    </Button>
                }
            })
    };
    view! {
        <div class="flex flex-col gap-1">
            <Field id=id label=t.common.time_zone() hint=t.account.time_zone_hint() error=error>
                <TextInput value=value autocomplete="off" attr:list=list.clone() />
            </Field>
            <datalist id=list_id>{options}</datalist>
            <div class="contents">{offer}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::ZONES;

    #[test]
    fn suggestions_are_sorted_and_differ() {
        assert!(ZONES.windows(2).all(|pair| pair[0] < pair[1]));
    }
}

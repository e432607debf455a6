//! The keyboard of the frame: Ctrl+K (⌘K) for the palette, `g` and a letter for places.
//!
//! Single keys act by the character they produce, and rest while people type or a dialog is open.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::places::Place;
use crate::ui::dom;

/// The second key has to follow within this time.
const CHORD_MS: f64 = 1_500.0;

/// What a plain key does, given when `g` was pressed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// Nothing.
    Rest,
    /// Waits for the second key.
    Wait,
    /// Goes to the place with this index.
    Go(usize),
}

fn step(began: Option<f64>, now: f64, key: &str, keys: &[&str]) -> Step {
    let waiting = began.is_some_and(|began| (0.0..=CHORD_MS).contains(&(now - began)));
    match keys.iter().position(|own| *own == key) {
        Some(index) if waiting => Step::Go(index),
        _ if key == "g" => Step::Wait,
        _ => Step::Rest,
    }
}

/// Listens until the frame goes away.
pub fn listen(places: &[Place], palette: RwSignal<bool>) {
    let keys: Vec<&'static str> = places.iter().map(|place| place.key).collect();
    let paths: Vec<String> = places.iter().map(|place| place.href.clone()).collect();
    let navigate = use_navigate();
    let began = StoredValue::new(None::<f64>);
    Effect::new(move |_| {
        let (keys, paths, navigate) = (keys.clone(), paths.clone(), navigate.clone());
        dom::on_window_key(move |event| {
            let key = event.key();
            let command = event.ctrl_key() || event.meta_key();
            if command && !event.alt_key() && !event.shift_key() && key.eq_ignore_ascii_case("k") {
                event.prevent_default();
                palette.update(|open| *open = !*open);
                return;
            }
            let elsewhere = command
                || event.alt_key()
                || event.default_prevented()
                || dom::is_typing(&event)
                || dom::closest(&event, "dialog, [popover]").is_some();
            let now = event.time_stamp();
            let before = began.try_get_value().flatten();
            match step(before, now, &key, &keys) {
                _ if elsewhere => {}
                Step::Rest => began.set_value(None),
                Step::Wait => began.set_value(Some(now)),
                Step::Go(index) => {
                    began.set_value(None);
                    event.prevent_default();
                    if let Some(path) = paths.get(index) {
                        navigate(path, NavigateOptions::default());
                    }
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g_and_a_letter_go_to_a_place_in_time() {
        let keys = ["i", "s"];
        assert_eq!(step(None, 0.0, "i", &keys), Step::Rest);
        assert_eq!(step(None, 0.0, "g", &keys), Step::Wait);
        assert_eq!(step(Some(0.0), 800.0, "s", &keys), Step::Go(1));
        assert_eq!(step(Some(0.0), 1_501.0, "s", &keys), Step::Rest);
        assert_eq!(step(Some(0.0), 10.0, "x", &keys), Step::Rest);
        assert_eq!(step(Some(0.0), 10.0, "g", &keys), Step::Wait);
    }
}

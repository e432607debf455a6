//! What only the browser knows: the time in another zone, the name of a language. Tables for
//! these would weigh more than the rest of the app. Called from effects only.

use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The time of day in a zone, for example `14:05`, with the weekday if it is another day there.
pub fn time_in_zone(locale: &str, zone: &str, now: i64) -> Option<String> {
    let options = Object::new();
    for (name, value) in [
        ("timeZone", zone),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("weekday", "short"),
        ("hourCycle", "h23"),
    ] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    construct("DateTimeFormat", locale, &options)?;
    let format = Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options);
    // Milliseconds since 1970, far below 2^53.
    let moment = js_sys::Date::new(&JsValue::from_f64(now as f64));
    call(&format.format(), &moment)
}

/// The name of a language in a language: `fr-FR` in English is "French (France)".
pub fn language_name(locale: &str, tag: &str) -> Option<String> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    let names = construct("DisplayNames", locale, &options)?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &tag.into()).ok()?.as_string()
}

/// `new Intl.X(locale, options)`; a zone or tag that the browser does not know gives `None`.
fn construct(name: &str, locale: &str, options: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&JsString::from(locale), options);
    Reflect::construct(&class, &arguments).ok()
}

fn call(format: &Function, moment: &js_sys::Date) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, moment).ok()?.as_string()
}

//! Shared access to the browser: focus, clipboard, media queries, stored settings.
//!
//! Called from effects and event handlers only; nothing here runs on the server. Every function
//! tolerates a missing element or a refusing browser.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, HtmlElement};

/// The present instant in milliseconds since 1970.
pub fn now() -> i64 {
    // The browser's clock is a whole number of milliseconds, far below 2^53.
    js_sys::Date::now() as i64
}

/// The document, if there is one.
pub fn page() -> Option<Document> {
    web_sys::window()?.document()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    page()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Puts the focus on the element with this id.
pub fn focus_id(id: &str) {
    if let Some(element) = by_id(id) {
        focus(&element);
    }
}

/// Puts the focus on an element.
pub fn focus(element: &HtmlElement) {
    // Fails only for detached documents.
    let _ = element.focus();
}

/// The element that has the focus.
pub fn focused() -> Option<HtmlElement> {
    page()?.active_element()?.dyn_into().ok()
}

/// Every element below `root` that matches the selector, in document order.
pub fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into().ok())
        .collect()
}

/// The element an event happened at, or its nearest ancestor that matches the selector.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()??.dyn_into().ok()
}

/// Whether an event happened in something people type into; single-key shortcuts rest there.
pub fn is_typing(event: &web_sys::Event) -> bool {
    closest(
        event,
        "input, textarea, select, [contenteditable=''], [contenteditable='true']",
    )
    .is_some()
}

/// Moves the focus within a list by a key: arrows, Home, End. Returns whether it moved.
pub fn move_focus(items: &[HtmlElement], key: &str) -> bool {
    let at = focused().and_then(|now| items.iter().position(|item| *item == now));
    let count = items.len();
    let next = match (key, at) {
        (_, _) if count == 0 => None,
        ("ArrowDown" | "ArrowRight", Some(at)) => Some((at + 1) % count),
        ("ArrowUp" | "ArrowLeft", Some(at)) => Some((at + count - 1) % count),
        ("ArrowDown" | "ArrowRight" | "Home", _) => Some(0),
        ("ArrowUp" | "ArrowLeft" | "End", _) => Some(count - 1),
        _ => None,
    };
    next.and_then(|index| items.get(index)).map(focus).is_some()
}

/// Whether a popover or dialog is showing.
pub fn matches(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

/// Closes the popover with this id.
pub fn hide_popover(id: &str) {
    if let Some(element) = by_id(id).filter(|element| matches(element, ":popover-open")) {
        let _ = element.hide_popover();
    }
}

/// Tells the buttons of a popover whether it shows: the browser tells assistive technology only,
/// and a tooltip must not lie over the panel.
pub fn mark_openers(popover: &Element, open: bool) {
    let Some(page) = page() else { return };
    let buttons = format!("[popovertarget=\"{}\"]", popover.id());
    for button in page
        .document_element()
        .map(|root| all(&root, &buttons))
        .unwrap_or_default()
    {
        let _ = button.set_attribute("aria-expanded", if open { "true" } else { "false" });
    }
}

/// Whether a modal dialog is open.
pub fn is_dialog_open() -> bool {
    page().is_some_and(|page| page.query_selector("dialog:modal").ok().flatten().is_some())
}

/// Hides tooltips on Esc until the pointer or the focus moves on (WCAG 2.2, 1.4.13). Call once,
/// inside an Effect.
pub fn hide_tips_on_escape() {
    let pressed = window_event_listener(ev::keydown, |event| {
        if event.key() == "Escape" {
            set_root_attribute("data-tips", "off");
        }
    });
    let back = || set_root_attribute("data-tips", "on");
    let moved = window_event_listener(ev::mouseover, move |_| back());
    let focused = window_event_listener(ev::focusin, move |_| back());
    on_cleanup(move || {
        pressed.remove();
        moved.remove();
        focused.remove();
    });
}

/// Copies text. `done` learns whether it worked; the clipboard is missing on plain HTTP, where
/// the old command of the document still helps.
pub fn copy_text(text: &str, done: impl Fn(bool) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let navigator = window.navigator();
    let modern = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_object());
    if !modern {
        done(copy_by_selection(text));
        return;
    }
    let done = std::rc::Rc::new(done);
    let (yes, no) = (done.clone(), done);
    let on_copied = Closure::<dyn FnMut(JsValue)>::new(move |_| yes(true));
    let on_refused = Closure::<dyn FnMut(JsValue)>::new(move |_| no(false));
    let _ = navigator
        .clipboard()
        .write_text(text)
        .then2(&on_copied, &on_refused);
    // One of the two runs once; the browser then holds the last reference.
    on_copied.forget();
    on_refused.forget();
}

fn copy_by_selection(text: &str) -> bool {
    let attempt = || -> Option<bool> {
        let page = page()?;
        let area: web_sys::HtmlTextAreaElement =
            page.create_element("textarea").ok()?.dyn_into().ok()?;
        area.set_value(text);
        let _ = area.set_attribute("class", "sr-only");
        let body = page.body()?;
        body.append_child(&area).ok()?;
        area.select();
        let copied = page
            .dyn_ref::<web_sys::HtmlDocument>()?
            .exec_command("copy")
            .ok();
        area.remove();
        copied
    };
    attempt().unwrap_or(false)
}

/// Sets an attribute of `<html>`, for theme, density and contrast.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = page().and_then(|page| page.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// Says that the page reacts now; end-to-end tests wait for it.
pub fn mark_hydrated() {
    set_root_attribute("data-hydrated", "true");
}

/// Whether a media query holds now.
pub fn media(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}

/// A setting of this browser (not of the user), such as the width of a pane.
pub fn stored(key: &str) -> Option<String> {
    web_sys::window()?
        .local_storage()
        .ok()??
        .get_item(key)
        .ok()?
}

/// Keeps a setting of this browser. Private windows may refuse; nothing depends on it.
pub fn store(key: &str, value: &str) {
    if let Some(storage) =
        web_sys::window().and_then(|window| window.local_storage().ok().flatten())
    {
        let _ = storage.set_item(key, value);
    }
}

/// Scrolls a container to its end.
pub fn scroll_to_end(element: &Element) {
    element.set_scroll_top(element.scroll_height());
}

/// Whether a container is scrolled to within `slack` pixels of its end.
pub fn is_near_end(element: &Element, slack: i32) -> bool {
    element.scroll_height() - element.scroll_top() - element.client_height() <= slack
}

/// Listens to keys of the whole window until the present owner ends. Call inside an Effect.
pub fn on_window_key(handler: impl Fn(ev::KeyboardEvent) + 'static) {
    let handle = window_event_listener(ev::keydown, handler);
    on_cleanup(move || handle.remove());
}

//! Scrolling of a conversation. Its container is laid out from the end (`column-reverse`), so
//! the browser itself starts at the newest message and stays there; scroll positions count
//! upwards from the end as negative numbers, and what is added above moves nothing.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::dom;

/// The container that scrolled.
pub fn container(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// How far a container is scrolled up from its end, in pixels.
pub fn from_end(container: &Element) -> i32 {
    container.scroll_top().saturating_neg().max(0)
}

/// Scrolls to a distance from the end.
pub fn set_from_end(container: &Element, distance: i32) {
    container.set_scroll_top(distance.saturating_neg());
}

/// How far it is to the beginning, in pixels.
pub fn from_start(container: &Element) -> i32 {
    container.scroll_height() - container.client_height() - from_end(container)
}

thread_local! {
    /// What the eye rests on in the conversation that is shown: an element and its height in the
    /// window.
    static ANCHOR: RefCell<Option<(HtmlElement, f64)>> = const { RefCell::new(None) };
}

/// Remembers the first element that matches the selector and is in sight.
pub fn remember(container: &Element, selector: &str) {
    let top = container.get_bounding_client_rect().top();
    let found = dom::all(container, selector)
        .into_iter()
        .find_map(|element| {
            let rect = element.get_bounding_client_rect();
            (rect.bottom() > top).then(|| (element, rect.top()))
        });
    ANCHOR.set(found);
}

/// Puts what was remembered back to where it was, after something was added below it.
pub fn hold(container: &Element) {
    ANCHOR.with_borrow(|anchor| {
        let Some((element, top)) = anchor else { return };
        let moved = element.get_bounding_client_rect().top() - top;
        if element.is_connected() && moved.abs() >= 1.0 {
            // A distance in pixels on a screen.
            container.set_scroll_top(container.scroll_top() + moved as i32);
        }
    });
}

/// The last element that matches the selector and whose beginning is in sight.
pub fn last_in_sight(container: &Element, selector: &str) -> Option<HtmlElement> {
    let bottom = container.get_bounding_client_rect().bottom();
    dom::all(container, selector)
        .into_iter()
        .rev()
        .find(|element| element.get_bounding_client_rect().top() + 8.0 < bottom)
}

/// Scrolls an element to the top of its container if it is above what is in sight. Returns
/// whether it was.
pub fn reveal_above(container: &Element, selector: &str) -> bool {
    let Some(element) = dom::all(container, selector).into_iter().next() else {
        return false;
    };
    let above =
        container.get_bounding_client_rect().top() - element.get_bounding_client_rect().top();
    if above > 0.0 {
        // A little of what was read before stays in sight.
        container.set_scroll_top(container.scroll_top() - above as i32 - 48);
    }
    above > 0.0
}

/// Scrolls an element into sight, as little as possible.
pub fn into_sight(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// A number kept in an attribute of an element.
pub fn number(element: &HtmlElement, attribute: &str) -> Option<i64> {
    element.get_attribute(attribute)?.parse().ok()
}

/// Whether people look at this page: its tab is in front and its window has the focus.
pub fn is_watched() -> bool {
    dom::page().is_some_and(|page| {
        page.visibility_state() == web_sys::VisibilityState::Visible
            && page.has_focus().unwrap_or(false)
    })
}

/// Inserts text at the caret of a text area, replacing what is selected. Gives the new text.
pub fn insert_at_caret(area: &web_sys::HtmlTextAreaElement, text: &str) -> String {
    let length = area.text_length();
    let start = area
        .selection_start()
        .ok()
        .flatten()
        .unwrap_or(length)
        .min(length);
    let end = area
        .selection_end()
        .ok()
        .flatten()
        .unwrap_or(length)
        .min(length);
    if area
        .set_range_text_with_start_and_end(text, start, end)
        .is_ok()
    {
        let caret = start + u32::try_from(text.encode_utf16().count()).unwrap_or(0);
        let _ = area.set_selection_range(caret, caret);
    }
    area.value()
}

//! The only place of timeouts, intervals and animation frames.
//!
//! Everything started here stops with its owner, so a timer never touches a disposed signal.
//! On the server the functions do nothing; they are reached from effects and event handlers only.

use std::time::Duration;

use leptos::{
    leptos_dom::helpers::{IntervalHandle, TimeoutHandle},
    prelude::*,
};

/// A pending timeout that can be taken back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pending(Option<TimeoutHandle>);

impl Pending {
    /// Takes it back; harmless when it has run already.
    pub fn cancel(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.clear();
        }
    }
}

/// Runs `action` once after `millis`. The caller keeps the handle and cancels it if need be;
/// use [`Debounce`] or [`every`] where the owner should do that.
pub fn after(millis: u32, action: impl FnOnce() + 'static) -> Pending {
    if cfg!(target_arch = "wasm32") {
        Pending(set_timeout_with_handle(action, Duration::from_millis(millis.into())).ok())
    } else {
        Pending(None)
    }
}

/// Runs `action` after the browser has applied the present changes to the page.
pub fn after_paint(action: impl FnOnce() + 'static) {
    if cfg!(target_arch = "wasm32") {
        request_animation_frame(action);
    }
}

/// Runs `action` every `millis` until the present owner ends.
pub fn every(millis: u32, action: impl Fn() + 'static) {
    if cfg!(target_arch = "wasm32") {
        let handle = set_interval_with_handle(action, Duration::from_millis(millis.into())).ok();
        on_cleanup(move || {
            if let Some(handle) = handle {
                IntervalHandle::clear(&handle);
            }
        });
    }
}

/// One action at a time, postponed until there has been quiet.
#[derive(Clone, Copy)]
pub struct Debounce {
    pending: StoredValue<Pending>,
}

impl Default for Debounce {
    fn default() -> Self {
        let pending = StoredValue::new(Pending::default());
        on_cleanup(move || {
            pending.try_update_value(Pending::cancel);
        });
        Debounce { pending }
    }
}

impl Debounce {
    /// Forgets the postponed action and postpones this one.
    pub fn run(self, millis: u32, action: impl FnOnce() + 'static) {
        self.pending.try_update_value(|pending| {
            pending.cancel();
            *pending = after(millis, action);
        });
    }

    /// Forgets the postponed action.
    pub fn cancel(self) {
        self.pending.try_update_value(Pending::cancel);
    }
}

/// The value of `source` after it has been quiet for `millis`: for searching while typing.
pub fn debounced<T: Clone + PartialEq + Send + Sync + 'static>(
    source: Signal<T>,
    millis: u32,
) -> Signal<T> {
    let settled = RwSignal::new(source.get_untracked());
    let debounce = Debounce::default();
    Effect::new(move |_| {
        let value = source.get();
        if settled.with_untracked(|old| *old != value) {
            debounce.run(millis, move || {
                settled.try_set(value);
            });
        }
    });
    settled.into()
}

/// The present instant in milliseconds since 1970, renewed every 20 seconds.
///
/// `None` on the server and until hydration is over, because both must render the same: show an
/// absolute time then, and the relative one from the first value on.
pub fn use_now() -> Signal<Option<i64>> {
    let now = RwSignal::new(None);
    Effect::new(move |_| {
        now.set(Some(super::dom::now()));
        every(20_000, move || {
            now.try_set(Some(super::dom::now()));
        });
    });
    now.into()
}

//! Tells within a moment that the browser has lost its network, and that nothing is lost.

use leptos::ev;
use leptos::prelude::*;

use crate::locales::use_texts;
use crate::ui::{Icon, IconView};

/// Whether the browser has a network; `true` until it says otherwise.
pub fn use_online() -> Signal<bool> {
    let online = RwSignal::new(true);
    Effect::new(move |_| {
        online.set(window().navigator().on_line());
        let found = window_event_listener(ev::online, move |_| {
            online.try_set(true);
        });
        let lost = window_event_listener(ev::offline, move |_| {
            online.try_set(false);
        });
        on_cleanup(move || {
            found.remove();
            lost.remove();
        });
    });
    online.into()
}

/// A line across the top while the browser is offline.
#[component]
pub fn OfflineNotice(
    /// Whether there is a network.
    #[prop(into)]
    online: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <div role="status" class="contents">
            {move || {
                (!online.get())
                    .then(|| {
                        view! {
                            <div
                                class="flex items-center justify-center gap-2 bg-warning-soft px-4 py-1.5 text-sm text-warning-ink"
                                data-testid="offline"
                            >
                                <IconView icon=Icon::WifiOff />
                                <span>{t.errors.offline_notice()}</span>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

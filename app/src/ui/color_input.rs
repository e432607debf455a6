//! A colour: a few that look well together, and the browser's picker for any other.

use leptos::prelude::*;

use super::{Icon, IconSize, IconView, text_input::wiring};
use crate::locales::use_texts;

/// Offered unless the page brings its own.
const SWATCHES: [&str; 8] = [
    "#0c746c", "#1f66c1", "#6b46c1", "#b83280", "#c2410c", "#b26a00", "#4d7c0f", "#52606d",
];

/// A colour as `#rrggbb`.
#[component]
pub fn ColorInput(
    /// Two-way value.
    value: RwSignal<String>,
    /// Name in the form; also the name of the radio buttons inside.
    #[prop(into)]
    name: String,
    /// Own id; otherwise that of the field.
    #[prop(optional, into)]
    id: Option<String>,
    /// Read aloud.
    #[prop(into)]
    label: String,
    /// The colours offered.
    #[prop(optional)]
    swatches: Option<Vec<&'static str>>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let wired = wiring(id, false);
    let radio_name = [name.as_str(), "-swatch"].concat();
    let offered = swatches
        .unwrap_or_else(|| SWATCHES.to_vec())
        .into_iter()
        .map(|color| {
            view! {
                <label
                    class="relative grid size-6 cursor-pointer place-content-center rounded-full ring-offset-2 ring-offset-surface has-checked:ring-2 has-checked:ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-focus coarse:size-9"
                    style:background-color=color
                >
                    <input
                        type="radio"
                        name=radio_name.clone()
                        value=color
                        class="absolute inset-0 cursor-pointer opacity-0"
                        aria-label=color
                        checked=value.with_untracked(|chosen| chosen == color)
                        prop:checked=move || value.with(|chosen| chosen == color)
                        disabled=move || disabled.get()
                        on:change=move |_| value.set(color.to_owned())
                    />
                    <span class="text-[#ffffff]">
                        {move || {
                            value
                                .with(|chosen| chosen == color)
                                .then(|| view! { <IconView icon=Icon::Check size=IconSize::Small /> })
                        }}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="flex flex-wrap items-center gap-2.5" role="group" aria-label=label>
            {offered}
            <input
                type="color"
                class="color-well"
                id=wired.id
                name=name
                value=value.get_untracked()
                prop:value=move || value.get()
                aria-label=t.ui.custom_color()
                data-tip=t.ui.custom_color()
                aria-describedby=move || wired.described_by.get()
                disabled=move || disabled.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

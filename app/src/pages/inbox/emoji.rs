//! A small set of emoji, enough for a friendly answer. The characters are the same in every
//! language, and screen readers know their names.

use leptos::prelude::*;

use crate::locales::use_texts;
use crate::ui::{Popover, PopoverSide, dom};

/// Id of the panel; the button names it.
pub const EMOJI_PANEL: &str = "emoji";

const SMILEYS: &str = "😀 😃 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😋 😎 🤩 🥳 🤗 🤔 🤨 😐 🙄 😏 😌 😴 😕 🙁 😮 😯 😳 🥺 😢 😭 😤 😠 😱 😅 🤯 🤒 🤧 🫡 🫠";
const GESTURES: &str =
    "👍 👎 👌 ✌️ 🤞 🤝 🙏 👏 🙌 💪 👋 🤙 👉 👇 ☝️ ✋ ❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 💥 ✨ 🔥 🎉 ⭐";
const THINGS: &str = "✅ ❌ ❓ ❗ ⚠️ ⏰ 📅 📎 📌 📦 🚚 ✈️ 🚗 🏠 📍 📞 📧 💬 🔔 🔑 🔒 💡 🛠️ 🧾 💳 💶 🎁 ☕ 🍕 🌞 🌧️ 🐶 🐱 🌱";

/// Inserts an emoji into what is being written.
#[component]
pub fn EmojiPanel(
    /// Called with the character.
    #[prop(into)]
    on_pick: Callback<&'static str>,
) -> impl IntoView {
    let t = use_texts();
    let group = move |label: &'static str, all: &'static str| {
        let buttons = all
            .split(' ')
            .map(|emoji| {
                view! {
                    <button
                        type="button"
                        class="grid size-8 place-content-center rounded-md text-lg hover:bg-surface-hover coarse:size-11"
                        on:click=move |_| {
                            dom::hide_popover(EMOJI_PANEL);
                            on_pick.run(emoji);
                        }
                    >
                        {emoji}
                    </button>
                }
            })
            .collect_view();
        view! {
            <div role="group" aria-label=label>
                <p class="px-1 pt-1 pb-0.5 text-xs font-semibold text-ink-faint" aria-hidden="true">
                    {label}
                </p>
                <div class="grid grid-cols-[repeat(auto-fill,minmax(2rem,1fr))] coarse:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
                    {buttons}
                </div>
            </div>
        }
    };
    view! {
        <Popover id=EMOJI_PANEL label=t.inbox.emoji() side=PopoverSide::Above class="w-80 p-2">
            {group(t.inbox.emoji_smileys(), SMILEYS)}
            {group(t.inbox.emoji_gestures(), GESTURES)}
            {group(t.inbox.emoji_things(), THINGS)}
        </Popover>
    }
}

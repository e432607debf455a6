//! The account menu: who one is, whether one counts as present, profile, theme, language, and
//! the way out.

use leptos::prelude::*;
use parlance::identity::Viewer;
use parlance::text::{Locale, Theme};

use super::ACCOUNT_MENU;
use crate::locales::use_texts;
use crate::ui::{
    Avatar, Icon, IconView, MenuHeading, MenuItem, MenuLine, MenuPanel, PopoverSide, PresenceDot,
};
use crate::widgets::preferences::use_preferences;
use crate::widgets::sign_out::SignOutForm;

/// The menu, opened by both bars.
#[component]
pub fn AccountMenu(viewer: Viewer, presence: Signal<Option<PresenceDot>>) -> impl IntoView {
    let t = use_texts();
    let preferences = use_preferences();
    let themes = [
        (Theme::System, Icon::Monitor, t.common.theme_system()),
        (Theme::Light, Icon::Sun, t.common.theme_light()),
        (Theme::Dark, Icon::Moon, t.common.theme_dark()),
    ]
    .map(|(theme, icon, words)| {
        let on = Signal::derive(move || {
            preferences.is_some_and(|preferences| preferences.theme().get() == theme)
        });
        view! {
            <MenuItem
                icon=icon
                checked=on
                on_select=Callback::new(move |()| {
                    if let Some(preferences) = preferences {
                        preferences.set_theme(theme);
                    }
                })
            >
                {words}
            </MenuItem>
        }
    })
    .collect_view();
    let languages = [(Locale::En, "English"), (Locale::Fr, "Français")]
        .map(|(locale, words)| {
            let here = locale == t.locale;
            view! {
                <MenuItem
                    icon=Icon::Globe
                    checked=Signal::derive(move || here)
                    on_select=Callback::new(move |()| {
                        if let Some(preferences) = preferences.filter(|_| !here) {
                            preferences.set_locale(locale);
                        }
                    })
                    attr:lang=locale.tag()
                >
                    {words}
                </MenuItem>
            }
        })
        .collect_view();
    let state = move || match presence.get() {
        Some(PresenceDot::Online) => t.shell.online(),
        _ => t.shell.offline(),
    };
    view! {
        <MenuPanel id=ACCOUNT_MENU label=t.shell.account() side=PopoverSide::Above>
            <div role="presentation" class="flex items-center gap-2.5 px-2 py-2">
                <Avatar name=viewer.name.clone() presence=presence />
                <span class="flex min-w-0 flex-col">
                    <span class="truncate text-sm font-semibold">{viewer.name}</span>
                    <span class="truncate text-xs text-ink-muted">{viewer.email}</span>
                    <span class="text-xs text-ink-muted">{state}</span>
                </span>
            </div>
            <MenuLine />
            <MenuItem href="/account/profile" icon=Icon::User>
                {t.account.profile()}
            </MenuItem>
            <MenuItem href="/account/security" icon=Icon::Shield>
                {t.account.security()}
            </MenuItem>
            <MenuLine />
            <MenuHeading label=t.account.theme() />
            {themes}
            <MenuHeading label=t.common.language() />
            {languages}
            <MenuLine />
            <SignOutForm>
                // One item is in the tab order, or a menu that scrolls could not be reached.
                <button
                    type="submit"
                    role="menuitem"
                    tabindex="0"
                    id="sign-out"
                    class="menu-item"
                >
                    <IconView icon=Icon::Logout />
                    <span>{t.auth.sign_out()}</span>
                </button>
            </SignOutForm>
        </MenuPanel>
    }
}

//! Theme and language of the viewer, changed from anywhere in the frame: applied at once and
//! saved in the profile.

use leptos::prelude::*;
use leptos::task::spawn_local;
use parlance::identity::{EditProfile, Viewer};
use parlance::text::{Locale, Theme};

use super::{error_text, whole_page};
use crate::api::account::edit_profile;
use crate::locales::{Texts, use_texts};
use crate::ui::{Toasts, dom, use_toasts};

/// The profile as last saved. `Copy`.
#[derive(Clone, Copy)]
pub struct Preferences {
    profile: RwSignal<EditProfile>,
    texts: Texts,
    toasts: Toasts,
}

/// The profile of a viewer, as the form sends it.
pub fn profile_of(viewer: &Viewer) -> EditProfile {
    EditProfile {
        name: viewer.name.clone(),
        locale: viewer.locale,
        time_zone: viewer.zone.name.clone(),
        theme: viewer.theme,
    }
}

/// Makes the preferences available below. Called once per frame.
pub fn provide_preferences(viewer: &Viewer) -> Preferences {
    let preferences = Preferences {
        profile: RwSignal::new(profile_of(viewer)),
        texts: use_texts(),
        toasts: use_toasts(),
    };
    provide_context(preferences);
    preferences
}

/// The preferences of the frame, if there is one.
pub fn use_preferences() -> Option<Preferences> {
    use_context::<Preferences>()
}

impl Preferences {
    /// The profile as last saved.
    pub fn profile(self) -> RwSignal<EditProfile> {
        self.profile
    }

    /// The theme.
    pub fn theme(self) -> Signal<Theme> {
        Signal::derive(move || self.profile.with(|profile| profile.theme))
    }

    /// Shows a theme at once and saves it; shows the old one again if that fails.
    pub fn set_theme(self, theme: Theme) {
        let before = self.profile.get_untracked();
        let after = EditProfile {
            theme,
            ..before.clone()
        };
        self.profile.set(after.clone());
        show_theme(theme);
        spawn_local(async move {
            if let Err(error) = edit_profile(after).await {
                show_theme(before.theme);
                self.profile.try_set(before);
                self.toasts.error(error_text(self.texts, &error));
            }
        });
    }

    /// Saves a language and loads the page again, which is then in it.
    pub fn set_locale(self, locale: Locale) {
        let after = EditProfile {
            locale,
            ..self.profile.get_untracked()
        };
        spawn_local(async move {
            match edit_profile(after).await {
                Ok(()) => whole_page::reload(),
                Err(error) => self.toasts.error(error_text(self.texts, &error)),
            }
        });
    }
}

/// Shows a theme in this page.
pub fn show_theme(theme: Theme) {
    dom::set_root_attribute("data-theme", theme.word());
}

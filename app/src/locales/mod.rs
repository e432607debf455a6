//! Every text of the product, in English and French, and how each language writes dates and
//! numbers.
//!
//! An area file declares its texts with [`texts!`](crate::texts); [`Texts`] hands out all areas.
//! The language is fixed for the life of a page (changing it reloads), so nothing here is
//! reactive: `let t = use_texts(); t.common.save()`.
//!
//! French typography: a narrow no-break space before `; ! ?` and inside « », a no-break space
//! before `:`; both written as characters in the literals and checked by a test.

mod account;
mod auth;
mod channels;
mod errors;
pub mod format;
mod inbox;
mod organization;
mod settings;
mod shell;
mod texts_macro;
mod ui;
mod words;

use leptos::prelude::{provide_context, use_context};
pub use parlance::text::Locale;

pub use self::account::Account;
pub use self::auth::Auth;
pub use self::channels::Channels;
pub use self::errors::Errors;
pub use self::inbox::Inbox;
pub use self::organization::Organization;
pub use self::settings::Settings;
pub use self::shell::Shell;
pub use self::ui::Ui;
pub use self::words::Common;

/// All areas, for one language. `Copy`: pass it by value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Texts {
    /// The language itself, for the formatters in [`format`].
    pub locale: Locale,
    /// Words that every page uses.
    pub common: Common,
    /// What the design system itself says: close, loading, copied.
    pub ui: Ui,
    /// The account pages.
    pub account: Account,
    /// Pages before sign-in.
    pub auth: Auth,
    /// Channel settings.
    pub channels: Channels,
    /// Failures and missing pages.
    pub errors: Errors,
    /// Organization pages, invitations.
    pub organization: Organization,
    /// Workspace settings, roles.
    pub settings: Settings,
    /// The frame around every page.
    pub shell: Shell,
    /// The inbox.
    pub inbox: Inbox,
}

impl Texts {
    /// All areas in one language.
    pub fn new(locale: Locale) -> Self {
        Texts {
            locale,
            common: Common(locale),
            ui: Ui(locale),
            account: Account(locale),
            auth: Auth(locale),
            channels: Channels(locale),
            errors: Errors(locale),
            organization: Organization(locale),
            settings: Settings(locale),
            shell: Shell(locale),
            inbox: Inbox(locale),
        }
    }
}

/// Gives the language to everything below. Called once, by `App`.
pub fn provide_texts(locale: Locale) {
    provide_context(Texts::new(locale));
}

/// The texts of the page's language; English where nobody provided one (view tests).
pub fn use_texts() -> Texts {
    use_context::<Texts>().unwrap_or_default()
}

/// The language of the page.
pub fn use_locale() -> Locale {
    use_texts().locale
}

/// Whether a language uses its singular for this number: English for 1, French for 0 and 1.
pub fn is_one(locale: Locale, n: i64) -> bool {
    match locale {
        Locale::En => n.abs() == 1,
        Locale::Fr => n.abs() < 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::texts! {
        /// Texts of this test.
        Sample {
            plain: "Save", "Enregistrer";
            named(name: &str): "Hello {name}", "Bonjour {name}";
            files[n]: "{n} file" | "{n} files", "{n} fichier" | "{n} fichiers";
            files_of[n, who: &str]: "{n} file of {who}" | "{n} files of {who}",
                "{n} fichier de {who}" | "{n} fichiers de {who}";
        }
    }

    #[test]
    fn texts_follow_the_language() {
        assert_eq!(Sample(Locale::En).plain(), "Save");
        assert_eq!(Sample(Locale::Fr).named("Zoé"), "Bonjour Zoé");
    }

    #[test]
    fn numbers_agree_in_both_languages() {
        assert_eq!(Sample(Locale::En).files(0), "0 files");
        assert_eq!(Sample(Locale::En).files(1), "1 file");
        assert_eq!(Sample(Locale::Fr).files(0), "0 fichier");
        assert_eq!(Sample(Locale::Fr).files(2), "2 fichiers");
        assert_eq!(
            Sample(Locale::Fr).files_of(1200, "Ana"),
            "1\u{202f}200 fichiers de Ana"
        );
    }

    /// Reads the area files: French punctuation needs its narrow space.
    #[test]
    fn french_punctuation_has_its_spaces() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locales");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            for (index, line) in source.lines().enumerate() {
                for bad in [" ;", " !", " ?", " :", "« ", " »"] {
                    let wrong = line
                        .split('"')
                        .skip(1)
                        .step_by(2)
                        .any(|literal| literal.contains(bad) && literal.len() > bad.len() + 1);
                    assert!(
                        !wrong,
                        "{}:{}: {bad:?} with a plain space",
                        path.display(),
                        index + 1
                    );
                }
            }
        }
    }
}

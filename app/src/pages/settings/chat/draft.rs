//! What has been typed so far about a website chat, and what is wrong with it.

use leptos::prelude::*;
use parlance::channel::{LocalText, PreChatField, PreChatKey, Side, WebChatConfig};
use parlance::error::FieldErrors;
use parlance::text::Locale;

use crate::locales::{Texts, use_texts};
use crate::widgets::problem_text;

/// A text in both languages. `Copy`.
#[derive(Debug, Clone, Copy)]
pub struct Both {
    /// English.
    pub en: RwSignal<String>,
    /// French.
    pub fr: RwSignal<String>,
}

impl Both {
    fn new(text: &LocalText) -> Self {
        Both {
            en: RwSignal::new(text.en.clone()),
            fr: RwSignal::new(text.fr.clone()),
        }
    }

    fn text(self) -> LocalText {
        LocalText {
            en: self.en.get(),
            fr: self.fr.get(),
        }
    }

    /// What visitors with a language read.
    pub fn shown(self, locale: Locale) -> String {
        parlance::channel::pick(&self.text(), locale).to_owned()
    }
}

/// One question of the form before the chat. `Copy`.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// What is asked.
    pub key: PreChatKey,
    /// Whether it is asked.
    pub asked: RwSignal<bool>,
    /// Whether it must be answered.
    pub required: RwSignal<bool>,
}

/// Everything that can be typed. `Copy`.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    pub color: RwSignal<String>,
    pub side: RwSignal<String>,
    pub title: Both,
    pub subtitle: Both,
    pub greeting: Both,
    pub away: Both,
    pub reply_time: Both,
    pub asks: [Ask; 3],
    /// One host per line.
    pub domains: RwSignal<String>,
    pub require_identity: RwSignal<bool>,
}

/// The word of a side in the form.
fn side_word(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
    }
}

impl Draft {
    /// A draft of existing or default settings.
    pub fn new(config: &WebChatConfig) -> Self {
        let ask = |key| {
            let field = config.pre_chat.iter().find(|field| field.key == key);
            Ask {
                key,
                asked: RwSignal::new(field.is_some()),
                required: RwSignal::new(field.is_some_and(|field| field.required)),
            }
        };
        Draft {
            name: RwSignal::new(config.name.clone()),
            color: RwSignal::new(config.color.clone()),
            side: RwSignal::new(side_word(config.side).to_owned()),
            title: Both::new(&config.title),
            subtitle: Both::new(&config.subtitle),
            greeting: Both::new(&config.greeting),
            away: Both::new(&config.away),
            reply_time: Both::new(&config.reply_time),
            asks: PreChatKey::ALL.map(ask),
            domains: RwSignal::new(config.domains.join("\n")),
            require_identity: RwSignal::new(config.require_identity),
        }
    }

    /// The settings as typed; tracks every field.
    pub fn config(self) -> WebChatConfig {
        WebChatConfig {
            name: self.name.get(),
            color: self.color.get(),
            side: self.side.with(|side| {
                if side == "left" {
                    Side::Left
                } else {
                    Side::Right
                }
            }),
            title: self.title.text(),
            subtitle: self.subtitle.text(),
            greeting: self.greeting.text(),
            away: self.away.text(),
            reply_time: self.reply_time.text(),
            pre_chat: self
                .asks
                .into_iter()
                .filter(|ask| ask.asked.get())
                .map(|ask| PreChatField {
                    key: ask.key,
                    required: ask.required.get(),
                })
                .collect(),
            domains: self.domains.with(|text| {
                text.split(['\n', ',', ';', ' '])
                    .map(str::trim)
                    .filter(|domain| !domain.is_empty())
                    .map(ToOwned::to_owned)
                    .collect()
            }),
            require_identity: self.require_identity.get(),
        }
    }
}

/// What is wrong with a draft, by field: found here before it is sent, or answered by the server.
#[derive(Clone, Copy)]
pub struct Problems {
    texts: Texts,
    errors: RwSignal<FieldErrors>,
}

impl Problems {
    /// Nothing is wrong yet.
    pub fn none() -> Self {
        Problems {
            texts: use_texts(),
            errors: RwSignal::new(FieldErrors::default()),
        }
    }

    /// Replaces what is known.
    pub fn set(self, errors: FieldErrors) {
        self.errors.set(errors);
    }

    /// The problem of a field, as a sentence.
    pub fn field(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors
                .with(|errors| errors.get(name).map(|p| problem_text(self.texts, p)))
        })
    }

    /// Whether one of these fields is wrong.
    pub fn concern(self, fields: &[&str]) -> bool {
        self.errors.with_untracked(|errors| {
            errors
                .0
                .iter()
                .any(|(name, _)| fields.contains(&name.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlance::channel::default_config;

    #[test]
    fn a_draft_gives_back_what_it_was_made_from() {
        Owner::new().with(|| {
            let mut config = default_config("Website");
            config.side = Side::Left;
            config.pre_chat = vec![PreChatField {
                key: PreChatKey::Email,
                required: true,
            }];
            config.domains = vec!["example.com".into(), "*.shop.example.com".into()];
            assert_eq!(untrack(|| Draft::new(&config).config()), config);
        });
    }

    #[test]
    fn hosts_may_be_separated_by_anything_usual() {
        Owner::new().with(|| {
            let draft = Draft::new(&default_config("Website"));
            draft.domains.set(" a.com,b.com ;\n\n c.com".into());
            assert_eq!(
                untrack(|| draft.config().domains),
                ["a.com", "b.com", "c.com"]
            );
        });
    }
}

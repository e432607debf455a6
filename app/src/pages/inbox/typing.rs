//! Who types where. A sign of typing fades by itself, because the one that ends it may be lost.

use leptos::prelude::*;
use parlance::id::{ConversationId, UserId};

use super::store::Inbox;
use crate::ui::{dom, timer};

/// A typist is forgotten after this time without a new sign.
const FADES_MS: u32 = 6_000;

/// Who types: a colleague, or the contact (`None`).
pub type Typist = Option<UserId>;

/// Everybody who types right now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typists(Vec<(ConversationId, Typist, i64)>);

impl Typists {
    /// Who types in a conversation, the contact first.
    pub fn of(&self, conversation: ConversationId) -> Vec<Typist> {
        let mut all: Vec<Typist> = self
            .0
            .iter()
            .filter(|(at, ..)| *at == conversation)
            .map(|(_, who, _)| *who)
            .collect();
        all.sort_by_key(Option::is_some);
        all
    }

    /// Whether the contact types in a conversation.
    pub fn contact_types(&self, conversation: ConversationId) -> bool {
        self.0
            .iter()
            .any(|(at, who, _)| *at == conversation && who.is_none())
    }

    fn set(&mut self, conversation: ConversationId, who: Typist, until: Option<i64>) {
        self.0
            .retain(|(at, other, _)| (*at, *other) != (conversation, who));
        if let Some(until) = until {
            self.0.push((conversation, who, until));
        }
    }

    fn fade(&mut self, now: i64) {
        self.0.retain(|(.., until)| *until > now);
    }

    fn has(&self, conversation: ConversationId, who: Typist) -> bool {
        self.0
            .iter()
            .any(|(at, other, _)| (*at, *other) == (conversation, who))
    }
}

impl Inbox {
    /// Somebody types, or stopped.
    pub(super) fn set_typing(self, conversation: ConversationId, who: Typist, on: bool) {
        if !on
            && !self
                .typing
                .with_untracked(|typing| typing.has(conversation, who))
        {
            return;
        }
        let until = on.then(|| instant() + i64::from(FADES_MS));
        self.typing
            .update(|typing| typing.set(conversation, who, until));
        if on {
            timer::after(FADES_MS + 100, move || {
                self.typing.try_update(|typing| typing.fade(instant()));
            });
        }
    }
}

/// Milliseconds since 1970; view tests have no clock.
fn instant() -> i64 {
    if cfg!(target_arch = "wasm32") {
        dom::now()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_ends_by_a_sign_or_by_time() {
        let (here, colleague) = (ConversationId(1), UserId::some(7));
        let mut typists = Typists::default();
        typists.set(here, colleague, Some(200));
        typists.set(here, None, Some(100));
        typists.set(here, None, Some(150));
        assert_eq!(typists.of(here), [None, colleague]);
        typists.fade(160);
        assert_eq!(typists.of(here), [colleague]);
        typists.set(here, colleague, None);
        assert!(typists.of(here).is_empty() && typists.of(ConversationId(2)).is_empty());
    }
}

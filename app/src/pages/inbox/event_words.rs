//! Events of a thread as sentences.

use parlance::conversation::{Person, Priority, TimelineEvent};
use parlance::desk::Desk;
use parlance::event::EventPayload;
use parlance::id::{StageId, TagId, TeamId};
use parlance::time::ZoneOffsets;

use super::names::person_in_sentence;
use crate::locales::{Texts, format};

/// What the sentences need besides the event.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Texts of the page's language.
    pub t: Texts,
    /// Names of users.
    pub people: &'a [Person],
    /// Names of teams, tags and stages.
    pub desk: &'a Desk,
    /// The viewer's time zone.
    pub zone: &'a ZoneOffsets,
}

impl Around<'_> {
    fn team(self, id: TeamId) -> String {
        let found = self.desk.teams.iter().find(|team| team.id == id);
        found.map_or_else(
            || self.t.inbox.deleted_team().to_owned(),
            |team| team.name.clone(),
        )
    }

    fn stage(self, id: StageId) -> String {
        let found = self.desk.stages.iter().find(|stage| stage.id == id);
        found.map_or_else(
            || self.t.inbox.deleted_stage().to_owned(),
            |stage| stage.name.clone(),
        )
    }

    fn tags(self, ids: &[TagId]) -> String {
        let name = |id: &TagId| {
            let found = self.desk.tags.iter().find(|tag| tag.id == *id);
            found.map_or(self.t.inbox.deleted_tag(), |tag| tag.name.as_str())
        };
        ids.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

/// The word for a priority inside of a sentence.
pub fn priority_word(t: Texts, priority: Priority) -> &'static str {
    match priority {
        Priority::None => t.inbox.priority_none(),
        Priority::Low => t.inbox.priority_low(),
        Priority::Medium => t.inbox.priority_medium(),
        Priority::High => t.inbox.priority_high(),
        Priority::Urgent => t.inbox.priority_urgent(),
    }
}

/// An event as a sentence; empty for kinds that never become a line.
pub fn event_words(around: Around<'_>, event: &TimelineEvent) -> String {
    use EventPayload as E;
    let Around { t, people, .. } = around;
    let t = t.inbox;
    let who = event
        .user
        .map(|user| person_in_sentence(around.t, people, user));
    let by = |by: fn(crate::locales::Inbox, &str) -> String, plain: &str| match &who {
        Some(who) => by(t, who),
        None => plain.to_owned(),
    };
    match &event.payload {
        E::ConversationOpened { .. } => by(|t, who| t.event_opened_by(who), t.event_opened()),
        E::ConversationClosed { .. } => by(|t, who| t.event_closed_by(who), t.event_closed()),
        E::ConversationReopened {} => by(|t, who| t.event_reopened_by(who), t.event_reopened()),
        E::ConversationNoted { .. } => by(|t, who| t.event_noted_by(who), t.event_noted()),
        E::ConversationWoken {} => by(|t, who| t.event_woken_by(who), t.event_woken()),
        E::ContactMerged { .. } => by(|t, who| t.event_merged_by(who), t.event_merged()),
        E::ContactUnmerged { .. } => by(|t, who| t.event_unmerged_by(who), t.event_unmerged()),
        E::ContactBlocked {} => by(|t, who| t.event_blocked_by(who), t.event_blocked()),
        E::ContactUnblocked {} => by(|t, who| t.event_unblocked_by(who), t.event_unblocked()),
        E::ConversationAssigned { to: Some(to), .. } => {
            let name = person_in_sentence(around.t, people, *to);
            match &who {
                Some(who) if event.user == Some(*to) => t.event_assigned_self(who),
                Some(who) => t.event_assigned(who, &name),
                None => t.event_assigned_auto(&name),
            }
        }
        E::ConversationAssigned { to: None, .. } => {
            by(|t, who| t.event_unassigned(who), t.event_unassigned_auto())
        }
        E::ConversationTeamAssigned { to: Some(to), .. } => {
            let team = around.team(*to);
            match &who {
                Some(who) => t.event_team_by(who, &team),
                None => t.event_team(&team),
            }
        }
        E::ConversationTeamAssigned { to: None, .. } => {
            by(|t, who| t.event_no_team_by(who), t.event_no_team())
        }
        E::ConversationSnoozed { until } => match (&who, until) {
            (Some(who), Some(until)) => {
                let when = format::date_time(around.t.locale, around.zone, *until);
                t.event_snoozed_until_by(who, &when)
            }
            (Some(who), None) => t.event_snoozed_by(who),
            (None, _) => t.event_snoozed().to_owned(),
        },
        E::ConversationPrioritized { to, .. } => {
            let word = priority_word(around.t, *to);
            match &who {
                Some(who) => t.event_priority_by(who, word),
                None => t.event_priority(word),
            }
        }
        E::ContactTagged { added, removed } => {
            let mut parts = Vec::new();
            if !added.is_empty() {
                let tags = around.tags(added);
                parts.push(match &who {
                    Some(who) => t.event_tagged_by(who, &tags),
                    None => t.event_tagged(&tags),
                });
            }
            if !removed.is_empty() {
                let tags = around.tags(removed);
                parts.push(match &who {
                    Some(who) => t.event_untagged_by(who, &tags),
                    None => t.event_untagged(&tags),
                });
            }
            parts.join(" · ")
        }
        E::ContactStageChanged { to: Some(to), .. } => {
            let stage = around.stage(*to);
            match &who {
                Some(who) => t.event_stage_by(who, &stage),
                None => t.event_stage(&stage),
            }
        }
        E::ContactStageChanged { to: None, .. } => {
            by(|t, who| t.event_no_stage_by(who), t.event_no_stage())
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::Locale;
    use crate::pages::inbox::sample;
    use parlance::id::UserId;
    use parlance::time::Timestamp;

    fn words(locale: Locale, user: Option<i64>, payload: EventPayload) -> String {
        let event = TimelineEvent {
            seq: 1,
            at: Timestamp(0),
            user: user.map(UserId),
            payload,
        };
        let around = Around {
            t: Texts::new(locale),
            people: &sample::people(),
            desk: &Desk::default(),
            zone: &ZoneOffsets::default(),
        };
        event_words(around, &event).replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn events_are_sentences() {
        let assigned = |to: Option<i64>| EventPayload::ConversationAssigned {
            from: None,
            to: to.map(UserId),
        };
        assert_eq!(
            words(Locale::En, Some(1), assigned(Some(1))),
            "Camille Roy took the conversation"
        );
        assert_eq!(
            words(Locale::Fr, Some(1), assigned(Some(2))),
            "Camille Roy a attribué la conversation à Jonas <b>Berg</b>"
        );
        assert_eq!(
            words(Locale::En, None, assigned(None)),
            "The assignee was removed"
        );
        assert_eq!(
            words(
                Locale::En,
                None,
                EventPayload::ConversationClosed {
                    category: None,
                    summary: String::new()
                }
            ),
            "Conversation closed"
        );
        assert_eq!(
            words(Locale::Fr, Some(99), EventPayload::ConversationReopened {}),
            "Ancien utilisateur a rouvert la conversation"
        );
    }

    #[test]
    fn the_events_of_a_desk_are_sentences_too() {
        let tagged = EventPayload::ContactTagged {
            added: vec![TagId(1)],
            removed: vec![TagId(2)],
        };
        assert_eq!(
            words(Locale::En, Some(1), tagged.clone()),
            "Camille Roy added a deleted tag · Camille Roy removed a deleted tag"
        );
        assert_eq!(
            words(Locale::Fr, None, tagged),
            "Ajout\u{a0}: une balise supprimée · Retrait\u{a0}: une balise supprimée"
        );
        let urgent = EventPayload::ConversationPrioritized {
            from: Priority::None,
            to: Priority::Urgent,
        };
        assert_eq!(
            words(Locale::Fr, Some(1), urgent),
            "Camille Roy a fixé la priorité\u{a0}: urgente"
        );
        assert_eq!(
            words(
                Locale::En,
                Some(1),
                EventPayload::ConversationSnoozed { until: None }
            ),
            "Camille Roy snoozed the conversation until the contact writes"
        );
    }
}

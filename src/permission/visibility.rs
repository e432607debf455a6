//! Which contacts a user sees: one predicate for every list, read, count and live update.

use crate::id::{TeamId, UserId};
use crate::permission::{Flag, Flags, WorkspaceRole};

/// The contacts a user may see (product specification §3.3). What is invisible is "not found".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Every contact.
    All,
    /// Assigned to the user or to one of these teams; `unassigned` adds those with neither.
    Teams {
        /// The user.
        user: UserId,
        /// The user's teams.
        teams: Vec<TeamId>,
        /// Contacts with neither assignee nor team, too.
        unassigned: bool,
    },
    /// Assigned to the user; `unassigned` adds those with neither assignee nor team.
    Mine {
        /// The user.
        user: UserId,
        /// Contacts with neither assignee nor team, too.
        unassigned: bool,
    },
}

impl Visibility {
    /// The visibility of a member. Owners and managers see everything.
    pub fn of(user: UserId, role: WorkspaceRole, flags: &Flags, teams: &[TeamId]) -> Visibility {
        let unassigned = flags.has(Flag::IncludeUnassigned);
        if role != WorkspaceRole::Agent {
            Visibility::All
        } else if flags.has(Flag::ShowOnlyMine) {
            Visibility::Mine { user, unassigned }
        } else if flags.has(Flag::ShowTeamContacts) {
            Visibility::Teams {
                user,
                teams: teams.to_vec(),
                unassigned,
            }
        } else {
            Visibility::All
        }
    }

    /// Whether a contact with this assignee and team can be seen.
    pub fn sees(&self, assignee: Option<UserId>, team: Option<TeamId>) -> bool {
        let free = assignee.is_none() && team.is_none();
        match self {
            Visibility::All => true,
            Visibility::Teams {
                user,
                teams,
                unassigned,
            } => {
                assignee == Some(*user)
                    || team.is_some_and(|team| teams.contains(&team))
                    || (*unassigned && free)
            }
            Visibility::Mine { user, unassigned } => {
                assignee == Some(*user) || (*unassigned && free)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_narrow_what_an_agent_sees() {
        let me = UserId(1);
        let see = |flags: &[Flag], assignee, team| {
            Visibility::of(
                me,
                WorkspaceRole::Agent,
                &Flags(flags.to_vec()),
                &[TeamId(5)],
            )
            .sees(UserId::some(assignee), TeamId::some(team))
        };
        assert!(see(&[], 2, 9));
        assert!(see(&[Flag::ShowOnlyMine], 1, 9));
        assert!(!see(&[Flag::ShowOnlyMine], 2, 5));
        assert!(!see(&[Flag::ShowOnlyMine], 0, 0));
        assert!(see(&[Flag::ShowOnlyMine, Flag::IncludeUnassigned], 0, 0));
        assert!(see(&[Flag::ShowTeamContacts], 2, 5));
        assert!(!see(&[Flag::ShowTeamContacts], 2, 6));
        assert!(!see(
            &[Flag::ShowTeamContacts, Flag::IncludeUnassigned],
            2,
            0
        ));
    }

    #[test]
    fn owners_see_everything_whatever_their_flags() {
        let v = Visibility::of(
            UserId(1),
            WorkspaceRole::Owner,
            &Flags(vec![Flag::ShowOnlyMine]),
            &[],
        );
        assert_eq!(v, Visibility::All);
    }
}

//! The order of a list of conversations, newest activity first, and the rule that rows do not
//! move under the pointer. Pure: knows places, not rows.

use parlance::conversation::ConversationRow;
use parlance::id::ConversationId;
use parlance::page::Cursor;
use parlance::time::Timestamp;

use crate::error::AppError;

/// Where a conversation stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its last activity.
    pub at: Timestamp,
    /// Which.
    pub id: ConversationId,
}

impl Place {
    /// The place of a row.
    pub fn of(row: &ConversationRow) -> Self {
        Place {
            at: row.last_activity_at,
            id: row.id,
        }
    }
}

/// How far a list has been loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// Never asked for.
    #[default]
    Unknown,
    /// The first page is on its way.
    Loading,
    /// There is something to show.
    Ready,
    /// The next page is on its way.
    More,
    /// The last request failed; what was loaded stays.
    Failed(AppError),
}

/// A list as far as it is loaded: places from the newest to the oldest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListState {
    places: Vec<Place>,
    /// Where the next page starts.
    pub next: Option<Cursor>,
    /// How far it has been loaded.
    pub phase: Phase,
}

impl ListState {
    /// The places, newest first.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Whether nothing has been loaded yet.
    pub fn is_blank(&self) -> bool {
        self.places.is_empty() && !matches!(self.phase, Phase::Ready | Phase::More)
    }

    /// Adds a page that was loaded. Rows that live updates brought already stay where they are.
    pub fn append(&mut self, page: impl IntoIterator<Item = Place>, next: Option<Cursor>) {
        self.next = next;
        self.phase = Phase::Ready;
        for place in page {
            self.insert(place);
        }
    }

    /// Puts a changed row where it belongs, or takes it out. A row below the loaded part stays
    /// out: it comes with its page.
    pub fn settle(&mut self, place: Place, belongs: bool) {
        self.remove(place.id);
        let loaded = matches!(self.phase, Phase::Ready | Phase::More);
        let in_range = self
            .next
            .is_none_or(|next| (place.at.0, place.id.0) >= (next.sort, next.id));
        if belongs && loaded && in_range {
            self.insert(place);
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, id: ConversationId) {
        self.places.retain(|place| place.id != id);
    }

    fn insert(&mut self, place: Place) {
        if self.places.iter().any(|old| old.id == place.id) {
            return;
        }
        let index = self.places.partition_point(|old| *old > place);
        self.places.insert(index, place);
    }
}

/// What is shown while rows must not move, and how many changes wait.
///
/// `frozen` is the order when the pointer came in. Rows that left the list leave at once, rows
/// of later pages are added below; newcomers and risers wait.
pub fn held(frozen: &[Place], now: &[Place]) -> (Vec<ConversationId>, i64) {
    let stays = |place: &&Place| now.iter().any(|other| other.id == place.id);
    let mut shown: Vec<ConversationId> =
        frozen.iter().filter(stays).map(|place| place.id).collect();
    if let Some(last) = frozen.last() {
        let below: Vec<ConversationId> = now
            .iter()
            .filter(|place| *place < last && !shown.contains(&place.id))
            .map(|place| place.id)
            .collect();
        shown.extend(below);
    }
    if shown.iter().eq(now.iter().map(|place| &place.id)) {
        return (shown, 0);
    }
    let waiting = now
        .iter()
        .filter(|place| !shown.contains(&place.id) || risen(frozen, place))
        .count();
    (shown, i64::try_from(waiting).unwrap_or(i64::MAX))
}

fn risen(frozen: &[Place], place: &Place) -> bool {
    frozen
        .iter()
        .any(|old| old.id == place.id && old.at != place.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(at: i64, id: i64) -> Place {
        Place {
            at: Timestamp(at),
            id: ConversationId(id),
        }
    }

    fn ids(list: &ListState) -> Vec<i64> {
        list.places().iter().map(|place| place.id.0).collect()
    }

    fn loaded() -> ListState {
        let mut list = ListState::default();
        list.append(
            [place(30, 3), place(20, 2), place(10, 1)],
            Some(Cursor { sort: 10, id: 1 }),
        );
        list
    }

    #[test]
    fn a_row_with_new_activity_rises_to_its_place() {
        let mut list = loaded();
        list.settle(place(40, 1), true);
        assert_eq!(ids(&list), [1, 3, 2]);
        list.settle(place(40, 7), true);
        assert_eq!(
            ids(&list),
            [7, 1, 3, 2],
            "equal times are ordered by id, as in the database"
        );
    }

    #[test]
    fn a_row_that_does_not_belong_leaves() {
        let mut list = loaded();
        list.settle(place(30, 3), false);
        assert_eq!(ids(&list), [2, 1]);
    }

    #[test]
    fn a_row_below_the_loaded_part_waits_for_its_page() {
        let mut list = loaded();
        list.settle(place(5, 9), true);
        assert_eq!(ids(&list), [3, 2, 1]);
        list.append([place(5, 9), place(4, 8)], None);
        assert_eq!(ids(&list), [3, 2, 1, 9, 8]);
        list.settle(place(1, 99), true);
        assert_eq!(ids(&list).last(), Some(&99));
    }

    #[test]
    fn nothing_enters_a_list_that_was_never_loaded() {
        let mut list = ListState::default();
        list.settle(place(1, 1), true);
        assert!(list.is_blank());
    }

    #[test]
    fn held_rows_stay_and_newcomers_wait() {
        let frozen = [place(30, 3), place(20, 2), place(10, 1)];
        let shown = |now: &[Place]| {
            let (ids, waiting) = held(&frozen, now);
            (ids.into_iter().map(|id| id.0).collect::<Vec<_>>(), waiting)
        };
        assert_eq!(shown(&frozen), (vec![3, 2, 1], 0));
        assert_eq!(
            shown(&[place(50, 5), place(40, 1), place(30, 3), place(20, 2)]),
            (vec![3, 2, 1], 2)
        );
        assert_eq!(
            shown(&[place(35, 3), place(20, 2), place(10, 1)]),
            (vec![3, 2, 1], 0)
        );
        assert_eq!(shown(&[place(30, 3), place(10, 1)]), (vec![3, 1], 0));
        assert_eq!(
            shown(&[place(30, 3), place(20, 2), place(10, 1), place(9, 0)]),
            (vec![3, 2, 1, 0], 0),
            "later pages are added below"
        );
    }
}

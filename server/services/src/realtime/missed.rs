//! What a browser that comes back has missed, judged by the cursor it brings.

use parlance_store::Head;

use super::ring::Position;

/// An agent who missed more than this fetches everything again.
pub(super) const MOST_MISSED: i64 = 10_000;

/// How much of the log a browser has missed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// Nothing, or it has just fetched everything.
    Nothing,
    /// Everything after this event.
    After(i64),
    /// More than can be replayed.
    TooMuch,
}

/// Compares a browser's cursor with the log, of which everything up to `told` was published. At
/// most `most` events are replayed.
pub(super) fn missed(last: Option<&str>, told: Position, head: Head, most: i64) -> Missed {
    let Some(last) = last.filter(|last| !last.is_empty()) else {
        return Missed::Nothing;
    };
    match Position::parse(last) {
        Some(Position { epoch, seq })
            if epoch == head.epoch
                && epoch == told.epoch
                && seq >= head.floor
                && seq <= head.seq.max(told.seq)
                && told.seq - seq <= most =>
        {
            if seq >= told.seq {
                Missed::Nothing
            } else {
                Missed::After(seq)
            }
        }
        _ => Missed::TooMuch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_missed_is_told_from_the_cursor() {
        let told = Position {
            epoch: 3,
            seq: 20_000,
        };
        let head = Head {
            seq: 20_005,
            floor: 15_000,
            epoch: 3,
        };
        let check = |last: Option<&str>, expected| {
            assert_eq!(missed(last, told, head, MOST_MISSED), expected, "{last:?}")
        };
        check(None, Missed::Nothing);
        check(Some(""), Missed::Nothing);
        check(Some("3.20000"), Missed::Nothing);
        check(Some("3.20005"), Missed::Nothing); // read from a snapshot, not published yet
        check(Some("3.19999"), Missed::After(19_999));
        check(Some("3.15000"), Missed::After(15_000));
        check(Some("3.14999"), Missed::TooMuch); // below the floor
        check(Some("3.20006"), Missed::TooMuch); // of a future that never was
        check(Some("2.19999"), Missed::TooMuch);
        check(Some("what"), Missed::TooMuch);
        let far = Head { floor: 0, ..head };
        let cursor = format!("3.{}", told.seq - MOST_MISSED);
        assert_eq!(
            missed(Some(&cursor), told, far, MOST_MISSED),
            Missed::After(told.seq - MOST_MISSED)
        );
        let cursor = format!("3.{}", told.seq - MOST_MISSED - 1);
        assert_eq!(
            missed(Some(&cursor), told, far, MOST_MISSED),
            Missed::TooMuch
        );
    }
}

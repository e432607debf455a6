//! Instants and civil dates. Nothing here knows what time it is now.
//!
//! Time zone tables do not belong into the browser part: the server sends the offsets of the
//! user's zone around now ([`ZoneOffsets`]), and both sides compute with these.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// The later instant, `millis` after this one (before it, if negative).
    pub fn plus(self, millis: i64) -> Self {
        Timestamp(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// `None` for 0, which stands for "never" in the database.
    pub fn some(millis: i64) -> Option<Self> {
        (millis != 0).then_some(Timestamp(millis))
    }
}

/// A date and time of day in some zone (proleptic Gregorian calendar).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// Year, for example 2026.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: i64,
    /// Day of the month, 1 to 31.
    pub day: i64,
    /// Hour, 0 to 23.
    pub hour: i64,
    /// Minute, 0 to 59.
    pub minute: i64,
    /// Second, 0 to 59.
    pub second: i64,
    /// Day of the week, 0 = Monday to 6 = Sunday.
    pub weekday: i64,
    /// Days since 1970-01-01, for comparing dates.
    pub day_number: i64,
}

impl Civil {
    /// The civil time of an instant at a fixed offset from UTC.
    ///
    /// Days to date by Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    /// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
    pub fn at_offset(at: Timestamp, offset_minutes: i32) -> Civil {
        let local = at.0 + i64::from(offset_minutes) * MINUTE;
        let day_number = local.div_euclid(DAY);
        let in_day = local.rem_euclid(DAY) / SECOND;
        let z = day_number + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: in_day / 3_600,
            minute: in_day / 60 % 60,
            second: in_day % 60,
            weekday: (day_number + 3).rem_euclid(7),
            day_number,
        }
    }
}

/// Days since 1970-01-01 of a date; `None` if there is no such date.
///
/// Date to days by Howard Hinnant, the inverse of the algorithm in [`Civil::at_offset`].
pub fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(-9_999..=9_999).contains(&year) || !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// Days of a month, 0 if there is no such month.
pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Whether a year has a 29 February.
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// A time zone: how far local time is ahead of UTC at an instant.
pub trait Zone {
    /// Minutes east of UTC.
    fn offset_minutes(&self, at: Timestamp) -> i32;

    /// The civil time of an instant.
    fn to_civil(&self, at: Timestamp) -> Civil {
        Civil::at_offset(at, self.offset_minutes(at))
    }

    /// The instant of a local time, given as day and milliseconds since its midnight.
    ///
    /// A local time that the clocks skip moves forward by what they skip; one that happens twice
    /// is the first of the two.
    fn instant(&self, day: i64, in_day: i64) -> Timestamp {
        let local = Timestamp(day.saturating_mul(DAY)).plus(in_day);
        let at = |offset: i32| local.plus(-i64::from(offset) * MINUTE);
        // Zones change at most once in two days, so these are all the offsets in question.
        let before = self.offset_minutes(local.plus(-DAY));
        let after = self.offset_minutes(local.plus(DAY));
        let (first, second) = (at(before), at(after));
        if self.offset_minutes(first) != before && self.offset_minutes(second) == after {
            second
        } else {
            first
        }
    }

    /// The first instant of a local day.
    fn start_of(&self, day: i64) -> Timestamp {
        self.instant(day, 0)
    }
}

impl<F: Fn(Timestamp) -> i32> Zone for F {
    fn offset_minutes(&self, at: Timestamp) -> i32 {
        self(at)
    }
}

impl Zone for ZoneOffsets {
    fn offset_minutes(&self, at: Timestamp) -> i32 {
        self.offset_at(at)
    }
}

/// The offsets of one time zone over the years that matter, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ZoneOffsets {
    /// IANA name, for example `Europe/Paris`.
    pub name: String,
    /// From this instant on, this many minutes east of UTC.
    pub spans: Vec<(Timestamp, i32)>,
}

impl ZoneOffsets {
    /// UTC.
    pub fn utc() -> Self {
        ZoneOffsets {
            name: "UTC".into(),
            spans: vec![(Timestamp(i64::MIN), 0)],
        }
    }

    /// Minutes east of UTC at an instant; before the first span, that of the first span.
    pub fn offset_at(&self, at: Timestamp) -> i32 {
        let after = self.spans.partition_point(|(from, _)| *from <= at);
        self.spans
            .get(after.saturating_sub(1))
            .map_or(0, |(_, offset)| *offset)
    }

    /// The civil time of an instant in this zone.
    pub fn civil(&self, at: Timestamp) -> Civil {
        Civil::at_offset(at, self.offset_at(at))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Paris in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn paris(at: Timestamp) -> i32 {
        let summer = 1_774_746_000_000..1_792_890_000_000;
        if summer.contains(&at.0) { 120 } else { 60 }
    }

    #[test]
    fn skipped_local_times_move_forward_and_repeated_ones_take_the_first() {
        let check = |month, day, hour: i64, minute: i64, expected: i64| {
            let day = day_number(2026, month, day).unwrap();
            let at = paris.instant(day, hour * HOUR + minute * MINUTE);
            assert_eq!(at, Timestamp(expected), "{month}-{day} {hour}:{minute}");
        };
        check(3, 29, 1, 59, 1_774_746_000_000 - MINUTE);
        check(3, 29, 2, 30, 1_774_746_000_000 + 30 * MINUTE);
        check(3, 29, 3, 0, 1_774_746_000_000);
        check(10, 25, 2, 30, 1_792_890_000_000 - 30 * MINUTE);
        check(10, 25, 3, 0, 1_792_890_000_000 + HOUR);
    }

    #[test]
    fn dates_that_do_not_exist_have_no_number() {
        assert_eq!(day_number(1970, 1, 1), Some(0));
        assert_eq!(day_number(2023, 2, 29), None);
        assert!(day_number(2024, 2, 29).is_some());
        assert_eq!(day_number(2024, 13, 1), None);
        assert_eq!(day_number(2024, 4, 31), None);
    }

    proptest! {
        #[test]
        fn dates_and_numbers_are_inverse(day in -700_000_i64..2_900_000) {
            let c = Civil::at_offset(Timestamp(day * DAY), 0);
            prop_assert_eq!(day_number(c.year, c.month, c.day), Some(day));
        }

        #[test]
        fn local_times_round_trip(minutes in 0_i64..525_600) {
            let at = Timestamp(1_767_225_600_000 + minutes * MINUTE);
            let c = paris.to_civil(at);
            let back = paris.instant(c.day_number, c.hour * HOUR + c.minute * MINUTE);
            // The second of two equal local times gives the first.
            prop_assert!(back == at || back == at.plus(-HOUR));
        }
    }

    fn check(millis: i64, expected: (i64, i64, i64, i64, i64, i64, i64)) {
        let c = Civil::at_offset(Timestamp(millis), 0);
        assert_eq!(
            (
                c.year, c.month, c.day, c.hour, c.minute, c.second, c.weekday
            ),
            expected
        );
    }

    #[test]
    fn instants_become_civil_dates() {
        check(0, (1970, 1, 1, 0, 0, 0, 3));
        check(951_782_399_000, (2000, 2, 28, 23, 59, 59, 0));
        check(951_782_400_000, (2000, 2, 29, 0, 0, 0, 1));
        check(1_796_083_200_000, (2026, 12, 1, 0, 0, 0, 1));
        check(-1_000, (1969, 12, 31, 23, 59, 59, 2));
    }

    #[test]
    fn an_offset_moves_the_date() {
        let c = Civil::at_offset(Timestamp(0), -60);
        assert_eq!((c.year, c.month, c.day, c.hour), (1969, 12, 31, 23));
    }

    #[test]
    fn a_zone_follows_its_transitions() {
        let zone = ZoneOffsets {
            name: "x".into(),
            spans: vec![(Timestamp(0), 60), (Timestamp(100), 120)],
        };
        assert_eq!(zone.offset_at(Timestamp(-5)), 60);
        assert_eq!(zone.offset_at(Timestamp(99)), 60);
        assert_eq!(zone.offset_at(Timestamp(100)), 120);
        assert_eq!(ZoneOffsets::default().offset_at(Timestamp(5)), 0);
    }
}

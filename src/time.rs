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
    use super::*;

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

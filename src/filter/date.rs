//! Instants, days and spans in conditions, and the windows that they mean at a given moment.
//!
//! The evaluator and the translation to SQL both work with windows, so that they cannot differ.

use crate::contact::{date, print_date, print_time, time_of_day};
use crate::time::{self, DAY, HOUR, MINUTE, Timestamp, Zone};
use crate::word::word_enum;

/// The moment at which a filter is asked, and the zone of its days.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// Now.
    pub now: Timestamp,
    /// The zone of dates without one: the workspace's for saved filters.
    pub zone: &'a dyn Zone,
}

/// A value of a date or instant field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// A local day, as days since 1970-01-01.
    Day(i64),
    /// A local day with milliseconds since its midnight.
    Local(i64, i64),
    /// An instant.
    Instant(Timestamp),
}

/// The last instant and day that a value may have: those of the year 9999.
const LAST_DAY: i64 = 2_932_896;
/// The first day that a value may have: that of the year 0.
const FIRST_DAY: i64 = -719_528;

impl Point {
    /// `YYYY-MM-DD`, or with `T` or a space and a time of day, and then `Z` or an offset if the
    /// zone is not that of the filter.
    pub fn parse(text: &str) -> Option<Point> {
        let text = text.trim();
        let Some((day, rest)) = text.split_once(['T', 't', ' ']) else {
            return date(text).map(Point::Day);
        };
        let day = date(day)?;
        if let Some(time) = rest.strip_suffix(['Z', 'z']) {
            return Some(Point::Instant(utc(day, time_of_day(time)?, 0)));
        }
        let Some(at) = rest.rfind(['+', '-']) else {
            return Some(Point::Local(day, time_of_day(rest)?));
        };
        let (time, offset) = rest.split_at_checked(at)?;
        let (sign, offset) = offset.split_at_checked(1)?;
        let colon = match offset.split_at_checked(2)? {
            (hours, "") => format!("{hours}:00"),
            (hours, minutes) => format!("{hours}:{}", minutes.trim_start_matches(':')),
        };
        let offset = time_of_day(&colon)?;
        let offset = if sign == "-" { -offset } else { offset };
        Some(Point::Instant(utc(day, time_of_day(time)?, offset)))
    }

    /// Seconds, or from 10^11 on milliseconds, since 1970.
    pub fn from_number(number: i64) -> Option<Point> {
        let millis = if number.unsigned_abs() < 100_000_000_000 {
            number.checked_mul(1_000)?
        } else {
            number
        };
        let known = (FIRST_DAY..=LAST_DAY).contains(&millis.div_euclid(DAY));
        known.then_some(Point::Instant(Timestamp(millis)))
    }

    /// The text that parses to this point.
    pub fn print(self) -> String {
        match self {
            Point::Day(day) => print_date(day),
            Point::Local(day, in_day) => format!("{}T{}", print_date(day), print_time(in_day)),
            Point::Instant(at) => {
                let (day, in_day) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY));
                format!("{}T{}Z", print_date(day), print_time(in_day))
            }
        }
    }

    /// The local day it lies in.
    fn day(self, zone: &dyn Zone) -> i64 {
        match self {
            Point::Day(day) | Point::Local(day, _) => day,
            Point::Instant(at) => zone.to_civil(at).day_number,
        }
    }

    /// The instants it covers: a whole day, or one millisecond.
    fn instants(self, zone: &dyn Zone) -> Window<Timestamp> {
        let at = match self {
            Point::Day(day) => {
                return Window {
                    from: Some(zone.start_of(day)),
                    until: Some(zone.start_of(day + 1)),
                };
            }
            Point::Local(day, in_day) => zone.instant(day, in_day),
            Point::Instant(at) => at,
        };
        Window {
            from: Some(at),
            until: Some(at.plus(1)),
        }
    }
}

fn utc(day: i64, in_day: i64, offset: i64) -> Timestamp {
    Timestamp(day * DAY + in_day - offset)
}

word_enum! {
    /// Units of spans.
    Unit {
        /// 60 seconds.
        Minute "minute",
        /// 60 minutes.
        Hour "hour",
        /// 24 hours.
        Day "day",
        /// 7 days.
        Week "week",
        /// 30 days.
        Month "month",
    }
}

/// A number of minutes, hours, days, weeks or months of 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// How many, at most [`Span::MAX`].
    pub n: i64,
    /// Of what.
    pub unit: Unit,
}

impl Span {
    /// The largest number.
    pub const MAX: i64 = 1_000_000;

    /// How long it is, in milliseconds.
    pub fn millis(self) -> i64 {
        self.n
            * match self.unit {
                Unit::Minute => MINUTE,
                Unit::Hour => HOUR,
                Unit::Day => DAY,
                Unit::Week => 7 * DAY,
                Unit::Month => 30 * DAY,
            }
    }
}

/// What is asked of a date or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateTest {
    /// On the same local day.
    On(Point),
    /// On another local day, or empty.
    NotOn(Point),
    /// After it; after a day is from its end on.
    After(Point),
    /// Before it; before a day is before its start.
    Before(Point),
    /// Between the two, both included.
    Between(Point, Point),
    /// At most this long ago.
    WithinLast(Span),
    /// Not at most this long ago, or empty.
    NotWithinLast(Span),
    /// At most this far ahead.
    WithinNext(Span),
    /// On the same day of any year as this one, or as today.
    Anniversary(Option<Point>),
    /// There is a value.
    Exists,
    /// There is none.
    DoesNotExist,
}

/// From `from`, included, until `until`, excluded; open ends are `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window<T> {
    /// The first that is inside.
    pub from: Option<T>,
    /// The first that is not inside any more.
    pub until: Option<T>,
}

impl<T: Ord + Copy> Window<T> {
    /// Whether a value is inside.
    pub fn contains(&self, value: T) -> bool {
        self.from.is_none_or(|from| value >= from) && self.until.is_none_or(|until| value < until)
    }
}

/// A [`DateTest`] at a given moment, for values of type `T`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When<T> {
    /// The value exists and is in one of these.
    In(Vec<Window<T>>),
    /// The value does not exist, or is outside.
    NotIn(Window<T>),
    /// The value exists.
    Present,
    /// The value does not exist.
    Absent,
    /// The value exists and is one of these months and days (dates only).
    OnMonthDays(Vec<(i64, i64)>),
}

/// The first year of which an instant can have an anniversary: nothing here is older.
const FIRST_YEAR: i64 = 2000;

impl DateTest {
    /// The instants that pass.
    pub fn instants(&self, clock: Clock<'_>) -> When<Timestamp> {
        let zone = clock.zone;
        let one = |from, until| When::In(vec![Window { from, until }]);
        let day = |point: Point| Point::Day(point.day(zone)).instants(zone);
        let recent = |span: Span| Window {
            from: Some(clock.now.plus(-span.millis())),
            until: Some(clock.now.plus(1)),
        };
        match *self {
            DateTest::On(point) => When::In(vec![day(point)]),
            DateTest::NotOn(point) => When::NotIn(day(point)),
            DateTest::After(point) => one(point.instants(zone).until, None),
            DateTest::Before(point) => one(None, point.instants(zone).from),
            DateTest::Between(from, to) => one(from.instants(zone).from, to.instants(zone).until),
            DateTest::WithinLast(span) => When::In(vec![recent(span)]),
            DateTest::NotWithinLast(span) => When::NotIn(recent(span)),
            DateTest::WithinNext(span) => {
                one(Some(clock.now), Some(clock.now.plus(span.millis()).plus(1)))
            }
            DateTest::Anniversary(point) => {
                let days = month_days(point, clock);
                let last = clock.zone.to_civil(clock.now).year + 2;
                let windows = (FIRST_YEAR..=last)
                    .flat_map(|year| days.iter().map(move |(month, day)| (year, *month, *day)))
                    .filter_map(|(year, month, day)| time::day_number(year, month, day))
                    .map(|day| Point::Day(day).instants(zone));
                When::In(windows.collect())
            }
            DateTest::Exists => When::Present,
            DateTest::DoesNotExist => When::Absent,
        }
    }

    /// The dates that pass, as days since 1970-01-01.
    pub fn days(&self, clock: Clock<'_>) -> When<i64> {
        let day = |point: Point| point.day(clock.zone);
        let day_at = |at: Timestamp| clock.zone.to_civil(at).day_number;
        let window = |from: i64, last: i64| Window {
            from: Some(from),
            until: Some(last + 1),
        };
        let recent = |span: Span| window(day_at(clock.now.plus(-span.millis())), day_at(clock.now));
        match *self {
            DateTest::On(point) => When::In(vec![window(day(point), day(point))]),
            DateTest::NotOn(point) => When::NotIn(window(day(point), day(point))),
            DateTest::After(point) => When::In(vec![Window {
                from: Some(day(point) + 1),
                until: None,
            }]),
            DateTest::Before(point) => When::In(vec![Window {
                from: None,
                until: Some(day(point)),
            }]),
            DateTest::Between(from, to) => When::In(vec![window(day(from), day(to))]),
            DateTest::WithinLast(span) => When::In(vec![recent(span)]),
            DateTest::NotWithinLast(span) => When::NotIn(recent(span)),
            DateTest::WithinNext(span) => When::In(vec![window(
                day_at(clock.now),
                day_at(clock.now.plus(span.millis())),
            )]),
            DateTest::Anniversary(point) => When::OnMonthDays(month_days(point, clock)),
            DateTest::Exists => When::Present,
            DateTest::DoesNotExist => When::Absent,
        }
    }
}

/// The months and days that have their anniversary: in a year without 29 February, whoever was
/// born on it celebrates on the 28th.
fn month_days(point: Option<Point>, clock: Clock<'_>) -> Vec<(i64, i64)> {
    let day = point.map_or_else(
        || clock.zone.to_civil(clock.now).day_number,
        |point| point.day(clock.zone),
    );
    let c = time::Civil::at_offset(Timestamp(day.saturating_mul(DAY)), 0);
    if (c.month, c.day) == (2, 28) && !time::is_leap(c.year) {
        vec![(2, 28), (2, 29)]
    } else {
        vec![(c.month, c.day)]
    }
}

impl When<Timestamp> {
    /// Whether a value passes.
    pub fn matches(&self, value: Option<Timestamp>) -> bool {
        self.passes(value, |_| false)
    }
}

impl When<i64> {
    /// Whether a date passes.
    pub fn matches(&self, value: Option<i64>) -> bool {
        self.passes(value, |days| {
            value.is_some_and(|day| {
                let c = time::Civil::at_offset(Timestamp(day.saturating_mul(DAY)), 0);
                days.contains(&(c.month, c.day))
            })
        })
    }
}

impl<T: Ord + Copy> When<T> {
    fn passes(&self, value: Option<T>, on_month_days: impl Fn(&[(i64, i64)]) -> bool) -> bool {
        match (self, value) {
            (When::In(windows), Some(value)) => windows.iter().any(|w| w.contains(value)),
            (When::NotIn(window), Some(value)) => !window.contains(value),
            (When::NotIn(_) | When::Absent, None) | (When::Present, Some(_)) => true,
            (When::OnMonthDays(days), Some(_)) => on_month_days(days),
            _ => false,
        }
    }
}

//! Time zones: which names are known, and the offsets of one around now, which is all that a
//! browser gets of it.

use jiff::tz::TimeZone;
use parlance::error::FieldProblem;
use parlance::time::{DAY, Timestamp, ZoneOffsets};

/// How far back and ahead offsets are known: what lists and pickers show.
const REACH: i64 = 2 * 366 * DAY;

/// A known zone's name; empty is UTC.
///
/// # Errors
/// [`FieldProblem::NotTimeZone`].
pub(crate) fn parse(name: &str) -> Result<String, FieldProblem> {
    let name = name.trim();
    if name.is_empty() {
        return Ok("UTC".into());
    }
    // Only plain names: POSIX strings such as `EST5EDT,M3…` have no place in a setting.
    let plain = name.len() <= 64
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
    match TimeZone::get(name) {
        Ok(zone) if plain => Ok(zone.iana_name().unwrap_or(name).to_owned()),
        _ => Err(FieldProblem::NotTimeZone),
    }
}

/// The offsets of a zone from two years before now to two years after. An unknown name (a zone
/// that the tables of this build have dropped) is UTC.
pub(crate) fn offsets(name: &str, now: Timestamp) -> ZoneOffsets {
    let Ok(zone) = TimeZone::get(name) else {
        return ZoneOffsets::utc();
    };
    let (from, to) = (now.plus(-REACH), now.plus(REACH));
    let (Ok(start), Ok(end)) = (
        jiff::Timestamp::from_millisecond(from.0),
        jiff::Timestamp::from_millisecond(to.0),
    ) else {
        return ZoneOffsets::utc();
    };
    let minutes = |offset: jiff::tz::Offset| offset.seconds().div_euclid(60);
    let mut spans = vec![(from, minutes(zone.to_offset(start)))];
    for transition in zone.following(start) {
        if transition.timestamp() > end {
            break;
        }
        let offset = minutes(transition.offset());
        if spans.last().is_some_and(|(_, last)| *last != offset) {
            spans.push((Timestamp(transition.timestamp().as_millisecond()), offset));
        }
    }
    ZoneOffsets {
        name: name.to_owned(),
        spans,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        assert_eq!(parse("Europe/Paris"), Ok("Europe/Paris".into()));
        assert_eq!(parse(" "), Ok("UTC".into()));
        for bad in [
            "Europe/Atlantis",
            "../../etc/passwd",
            "EST5EDT,M3.2.0,M11.1.0",
            "a b",
        ] {
            assert_eq!(parse(bad), Err(FieldProblem::NotTimeZone), "{bad}");
        }
    }

    #[test]
    fn a_zone_has_its_summer_time() {
        // 2026-06-15 and 2026-12-15, noon UTC.
        let (summer, winter) = (Timestamp(1_781_524_800_000), Timestamp(1_797_336_000_000));
        let paris = offsets("Europe/Paris", summer);
        assert_eq!(paris.offset_at(summer), 120);
        assert_eq!(paris.offset_at(winter), 60);
        // Two changes a year, over four years, and the beginning.
        assert!((8..=10).contains(&paris.spans.len()), "{:?}", paris.spans);
        assert_eq!(offsets("Asia/Kolkata", summer).offset_at(winter), 330);
        assert_eq!(offsets("America/St_Johns", winter).offset_at(winter), -210);
        assert_eq!(offsets("Nowhere/Land", summer), ZoneOffsets::utc());
    }
}

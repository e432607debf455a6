//! How each language writes numbers, sizes, dates, times and spans of time.
//!
//! Pure functions of the value, the language, the zone and, for relative texts, the present
//! instant: the same on the server and in the browser. English follows international usage
//! (day before month, 24 hours), so that one text is right in every English-speaking country.

use parlance::time::{Civil, DAY, HOUR, MINUTE, SECOND, Timestamp, ZoneOffsets};

use super::{Locale, is_one};

/// Narrow no-break space: groups digits, precedes units and French punctuation.
pub const THIN: char = '\u{202f}';
/// No-break space: between a number and its unit.
pub const NO_BREAK: char = '\u{a0}';

/// A whole number, grouped: `1,234,567` or `1 234 567`.
pub fn number(locale: Locale, value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let separator = match locale {
        Locale::En => ',',
        Locale::Fr => THIN,
    };
    let mut out = String::new();
    if value < 0 {
        out.push('\u{2212}');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A number in tenths: `decimal(En, 125)` is `12.5`, and `12` for 120.
pub fn decimal(locale: Locale, tenths: i64) -> String {
    let whole = number(locale, tenths.abs() / 10);
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    match (tenths.abs() % 10, locale) {
        (0, _) => format!("{sign}{whole}"),
        (tenth, Locale::En) => format!("{sign}{whole}.{tenth}"),
        (tenth, Locale::Fr) => format!("{sign}{whole},{tenth}"),
    }
}

/// A count in little room: `999`, `1.2k`, `3M`.
pub fn compact(locale: Locale, value: i64) -> String {
    match value.abs() {
        0..1_000 => number(locale, value),
        1_000..1_000_000 => format!("{}k", decimal(locale, value / 100)),
        _ => format!("{}M", decimal(locale, value / 100_000)),
    }
}

/// A share: `42%` or `42 %`; `None` when there is nothing to divide by.
pub fn percent(locale: Locale, part: i64, whole: i64) -> Option<String> {
    let rounded = part
        .checked_mul(200)?
        .checked_add(whole)?
        .checked_div(whole.checked_mul(2)?)?;
    Some(match locale {
        Locale::En => format!("{rounded}%"),
        Locale::Fr => format!("{rounded}{THIN}%"),
    })
}

/// A file size in powers of 1,000: `999 B`, `1.5 MB`; French `1,5 Mo`.
pub fn file_size(locale: Locale, bytes: i64) -> String {
    const UNITS: [(i64, &str, &str); 5] = [
        (1, "B", "o"),
        (1_000, "kB", "ko"),
        (1_000_000, "MB", "Mo"),
        (1_000_000_000, "GB", "Go"),
        (1_000_000_000_000, "TB", "To"),
    ];
    let bytes = bytes.max(0);
    let rounded =
        |factor: i64, size: i64| bytes.saturating_mul(factor).saturating_add(size / 2) / size;
    // Compare rounded values, or 999,999 bytes would read "1000 kB".
    let (size, en, fr) = UNITS
        .into_iter()
        .find(|(size, _, _)| rounded(1, *size) < 1_000)
        .unwrap_or((1_000_000_000_000, "TB", "To"));
    // From 100 on the tenth says nothing.
    let tenths = if rounded(1, size) >= 100 {
        rounded(1, size) * 10
    } else {
        rounded(10, size)
    };
    let unit = match locale {
        Locale::En => en,
        Locale::Fr => fr,
    };
    format!("{}{NO_BREAK}{unit}", decimal(locale, tenths))
}

/// `14:05`.
pub fn time(zone: &ZoneOffsets, at: Timestamp) -> String {
    let c = zone.civil(at);
    format!("{:02}:{:02}", c.hour, c.minute)
}

/// `24 Nov 2026`, French `24 nov. 2026`.
pub fn date(locale: Locale, zone: &ZoneOffsets, at: Timestamp) -> String {
    let c = zone.civil(at);
    format!("{} {}", day_month(locale, &c), c.year)
}

/// `Tuesday 24 November 2026`, French `mardi 24 novembre 2026`.
pub fn long_date(locale: Locale, zone: &ZoneOffsets, at: Timestamp) -> String {
    let c = zone.civil(at);
    let day = ordinal_day(locale, c.day);
    format!(
        "{} {day} {} {}",
        weekday(locale, c.weekday),
        month(locale, c.month),
        c.year
    )
}

/// `24 Nov 2026, 14:05`, French `24 nov. 2026 à 14:05`.
pub fn date_time(locale: Locale, zone: &ZoneOffsets, at: Timestamp) -> String {
    let (date, time) = (date(locale, zone, at), time(zone, at));
    match locale {
        Locale::En => format!("{date}, {time}"),
        Locale::Fr => format!("{date} à {time}"),
    }
}

/// For a `datetime` attribute: `2026-11-24T13:05:00Z`.
pub fn machine(at: Timestamp) -> String {
    let c = Civil::at_offset(at, 0);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    )
}

/// In a list: the time today, `Yesterday`, the weekday within a week, otherwise the date
/// (without the year in the current year).
pub fn list_time(locale: Locale, zone: &ZoneOffsets, at: Timestamp, now: Timestamp) -> String {
    let (then, today) = (zone.civil(at), zone.civil(now));
    match today.day_number - then.day_number {
        0 => time(zone, at),
        1 => super::Common(locale).yesterday().to_owned(),
        2..=6 => short_weekday(locale, then.weekday).to_owned(),
        _ if then.year == today.year => day_month(locale, &then),
        _ => date(locale, zone, at),
    }
}

/// The heading of a day in a thread: `Today`, `Yesterday`, `Tuesday 24 November`, with the year
/// if it is another one.
pub fn day_heading(locale: Locale, zone: &ZoneOffsets, at: Timestamp, now: Timestamp) -> String {
    let (then, today) = (zone.civil(at), zone.civil(now));
    let common = super::Common(locale);
    match today.day_number - then.day_number {
        0 => common.today().to_owned(),
        1 => common.yesterday().to_owned(),
        -1 => common.tomorrow().to_owned(),
        _ => {
            let long = long_date(locale, zone, at);
            let shown = if then.year == today.year {
                long.rsplit_once(' ')
                    .map_or(long.as_str(), |(day, _year)| day)
            } else {
                &long
            };
            capitalized(shown)
        }
    }
}

/// How far away: `just now`, `5 minutes ago`, `in 2 hours`, `3 days ago`; beyond 30 days the date.
pub fn relative(locale: Locale, zone: &ZoneOffsets, at: Timestamp, now: Timestamp) -> String {
    let distance = now.since(at);
    let span = distance.abs();
    if span < 45 * SECOND {
        return match locale {
            Locale::En => "just now".to_owned(),
            Locale::Fr => "à l’instant".to_owned(),
        };
    }
    if span > 30 * DAY {
        return date(locale, zone, at);
    }
    let amount = duration(locale, span);
    match (locale, distance > 0) {
        (Locale::En, true) => format!("{amount} ago"),
        (Locale::En, false) => format!("in {amount}"),
        (Locale::Fr, true) => format!("il y a {amount}"),
        (Locale::Fr, false) => format!("dans {amount}"),
    }
}

/// A span in words, in its largest unit: `5 minutes`, `2 hours`, `3 days`.
pub fn duration(locale: Locale, millis: i64) -> String {
    let seconds = (millis.abs() + SECOND / 2) / SECOND;
    let minutes = (millis.abs() + MINUTE / 2) / MINUTE;
    let hours = (millis.abs() + HOUR / 2) / HOUR;
    let days = (millis.abs() + DAY / 2) / DAY;
    let (n, en, fr) = if seconds < 60 {
        (seconds, ("second", "seconds"), ("seconde", "secondes"))
    } else if minutes < 60 {
        (minutes, ("minute", "minutes"), ("minute", "minutes"))
    } else if hours < 24 {
        (hours, ("hour", "hours"), ("heure", "heures"))
    } else {
        (days, ("day", "days"), ("jour", "jours"))
    };
    let (one, many) = match locale {
        Locale::En => en,
        Locale::Fr => fr,
    };
    let unit = if is_one(locale, n) { one } else { many };
    format!("{}{NO_BREAK}{unit}", number(locale, n))
}

/// A span in little room, two units at most: `45s`, `5m`, `2h 05m`, `3d 4h`; French `3 j 4 h`.
pub fn short_duration(locale: Locale, millis: i64) -> String {
    let seconds = millis.max(0) / SECOND;
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let (gap, day) = match locale {
        Locale::En => ("", "d"),
        Locale::Fr => ("\u{202f}", "j"),
    };
    let minute = match locale {
        Locale::En => "m",
        Locale::Fr => "min",
    };
    if seconds < 60 {
        format!("{seconds}{gap}s")
    } else if minutes < 60 {
        format!("{minutes}{gap}{minute}")
    } else if hours < 24 {
        format!("{hours}{gap}h{NO_BREAK}{:02}{gap}{minute}", minutes % 60)
    } else {
        format!("{days}{gap}{day}{NO_BREAK}{}{gap}h", hours % 24)
    }
}

/// The length of a recording: `0:07`, `12:34`, `1:02:03`.
pub fn clock(millis: i64) -> String {
    let seconds = millis.max(0) / SECOND;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// `Monday` … `Sunday` for 0 … 6.
pub fn weekday(locale: Locale, index: i64) -> &'static str {
    const EN: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    const FR: [&str; 7] = [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ];
    pick(locale, &EN, &FR, index)
}

/// `January` … `December` for 1 … 12.
pub fn month(locale: Locale, index: i64) -> &'static str {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    pick(locale, &EN, &FR, index - 1)
}

fn short_weekday(locale: Locale, index: i64) -> &'static str {
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
    pick(locale, &EN, &FR, index)
}

fn short_month(locale: Locale, index: i64) -> &'static str {
    const EN: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const FR: [&str; 12] = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ];
    pick(locale, &EN, &FR, index - 1)
}

fn day_month(locale: Locale, c: &Civil) -> String {
    format!(
        "{} {}",
        ordinal_day(locale, c.day),
        short_month(locale, c.month)
    )
}

/// The first of a month is an ordinal in French.
fn ordinal_day(locale: Locale, day: i64) -> String {
    if locale == Locale::Fr && day == 1 {
        "1er".to_owned()
    } else {
        day.to_string()
    }
}

fn pick(
    locale: Locale,
    en: &'static [&'static str],
    fr: &'static [&'static str],
    index: i64,
) -> &'static str {
    let list = match locale {
        Locale::En => en,
        Locale::Fr => fr,
    };
    usize::try_from(index)
        .ok()
        .and_then(|index| list.get(index))
        .copied()
        .unwrap_or("")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;

//! Tests of the formatters: one table each.

use super::*;

const EN: Locale = Locale::En;
const FR: Locale = Locale::Fr;

/// 2026-11-24 13:05:30 UTC, a Tuesday.
const NOON: Timestamp = Timestamp(1_795_525_530_000);

fn paris() -> ZoneOffsets {
    ZoneOffsets {
        name: "Europe/Paris".into(),
        spans: vec![(Timestamp(i64::MIN), 60)],
    }
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn numbers_are_grouped() {
    assert_eq!(number(EN, 0), "0");
    assert_eq!(number(EN, 999), "999");
    assert_eq!(number(EN, 1_234_567), "1,234,567");
    assert_eq!(number(FR, 1_234_567), "1\u{202f}234\u{202f}567");
    assert_eq!(number(EN, -1_000), "\u{2212}1,000");
    assert_eq!(number(EN, i64::MIN), "\u{2212}9,223,372,036,854,775,808");
    assert_eq!(decimal(FR, 125), "12,5");
    assert_eq!(decimal(EN, -5), "\u{2212}0.5");
    assert_eq!(compact(EN, 1_234), "1.2k");
    assert_eq!(compact(FR, 3_000_000), "3M");
    assert_eq!(percent(EN, 1, 3).as_deref(), Some("33%"));
    assert_eq!(percent(FR, 2, 3).as_deref(), Some("67\u{202f}%"));
    assert_eq!(percent(EN, 1, 0), None);
}

#[test]
fn file_sizes_have_three_digits_at_most() {
    for (bytes, expected) in [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (1_550, "1.6 kB"),
        (123_456, "123 kB"),
        (999_499, "999 kB"),
        (999_999, "1 MB"),
        (1_500_000, "1.5 MB"),
        (16_777_216, "16.8 MB"),
        (-4, "0 B"),
    ] {
        assert_eq!(plain(&file_size(EN, bytes)), expected, "{bytes}");
    }
    assert_eq!(plain(&file_size(FR, 1_500_000)), "1,5 Mo");
    assert_eq!(
        file_size(EN, i64::MAX).split('\u{a0}').next_back(),
        Some("TB")
    );
}

#[test]
fn dates_are_written_in_the_zone() {
    let zone = paris();
    assert_eq!(time(&zone, NOON), "14:05");
    assert_eq!(date(EN, &zone, NOON), "24 Nov 2026");
    assert_eq!(date_time(FR, &zone, NOON), "24 nov. 2026 à 14:05");
    assert_eq!(long_date(EN, &zone, NOON), "Tuesday 24 November 2026");
    assert_eq!(
        long_date(FR, &zone, NOON.plus(7 * DAY)),
        "mardi 1er décembre 2026"
    );
    assert_eq!(machine(NOON), "2026-11-24T13:05:30Z");
}

#[test]
fn lists_show_what_is_enough() {
    let zone = paris();
    let check = |locale, back: i64, expected: &str| {
        assert_eq!(
            list_time(locale, &zone, NOON.plus(-back), NOON),
            expected,
            "{back}"
        );
    };
    check(EN, HOUR, "13:05");
    // 15 hours ago is yesterday evening in Paris.
    check(EN, 15 * HOUR, "Yesterday");
    check(FR, 15 * HOUR, "Hier");
    check(EN, 3 * DAY, "Sat");
    check(FR, 3 * DAY, "sam.");
    check(EN, 30 * DAY, "25 Oct");
    check(EN, 400 * DAY, "20 Oct 2025");
    // A clock that runs ahead is not "yesterday".
    check(EN, -2 * DAY, "26 Nov");
}

#[test]
fn days_have_headings() {
    let zone = paris();
    assert_eq!(day_heading(EN, &zone, NOON, NOON), "Today");
    assert_eq!(day_heading(FR, &zone, NOON.plus(-DAY), NOON), "Hier");
    assert_eq!(
        day_heading(FR, &zone, NOON.plus(-9 * DAY), NOON),
        "Dimanche 15 novembre"
    );
    assert_eq!(
        day_heading(EN, &zone, NOON.plus(-400 * DAY), NOON),
        "Monday 20 October 2025"
    );
}

#[test]
fn distances_are_words() {
    let zone = paris();
    let check = |locale, back: i64, expected: &str| {
        assert_eq!(
            plain(&relative(locale, &zone, NOON.plus(-back), NOON)),
            expected,
            "{back}"
        );
    };
    check(EN, 0, "just now");
    check(FR, 10 * SECOND, "à l’instant");
    check(EN, 50 * SECOND, "50 seconds ago");
    check(EN, MINUTE, "1 minute ago");
    check(FR, 5 * MINUTE, "il y a 5 minutes");
    check(EN, -2 * HOUR, "in 2 hours");
    check(FR, -DAY, "dans 1 jour");
    check(EN, 3 * DAY, "3 days ago");
    check(EN, 60 * DAY, "25 Sep 2026");
}

#[test]
fn spans_fit_into_little_room() {
    assert_eq!(plain(&short_duration(EN, 45 * SECOND)), "45s");
    assert_eq!(plain(&short_duration(EN, 5 * MINUTE)), "5m");
    assert_eq!(plain(&short_duration(EN, 125 * MINUTE)), "2h 05m");
    assert_eq!(plain(&short_duration(FR, 3 * DAY + 4 * HOUR)), "3 j 4 h");
    assert_eq!(clock(7_000), "0:07");
    assert_eq!(clock(3_723_000), "1:02:03");
    assert_eq!(plain(&duration(FR, 500)), "1 seconde");
}

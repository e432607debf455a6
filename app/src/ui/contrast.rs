//! Reads the tokens of `style/tokens.css` and computes the contrast of every pair that occurs,
//! in both themes (WCAG 2.2: 4.5:1 for text, 3:1 for the edges of controls).

use std::collections::HashMap;

/// Relative luminance of `#rrggbb` (WCAG 2.2, definition of "relative luminance").
fn luminance(hex: &str) -> f64 {
    let channel = |range: std::ops::Range<usize>| {
        let value = f64::from(u8::from_str_radix(&hex[range], 16).unwrap()) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1..3) + 0.7152 * channel(3..5) + 0.0722 * channel(5..7)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Token name to its light and dark value, from `--name: light-dark(#a, #b);` in `:root`.
fn tokens() -> HashMap<String, [String; 2]> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../style/tokens.css");
    let css = std::fs::read_to_string(path).unwrap();
    let root = css.split_once("\n}\n\n[data-theme").unwrap().0;
    root.lines()
        .filter_map(|line| {
            let (name, value) = line
                .trim()
                .strip_prefix("--")?
                .split_once(": light-dark(#")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", #")?;
            Some((
                name.to_owned(),
                [["#", light].concat(), ["#", dark].concat()],
            ))
        })
        .collect()
}

#[test]
fn every_pair_of_colours_is_readable_in_both_themes() {
    let tokens = tokens();
    let mut pairs: Vec<(String, String, f64)> = Vec::new();
    let planes = [
        "surface",
        "surface-raised",
        "surface-sunken",
        "surface-hover",
        "surface-active",
    ];
    for plane in planes {
        for ink in ["ink", "ink-muted", "accent-ink", "danger-ink"] {
            pairs.push((ink.into(), plane.into(), 4.5));
        }
    }
    for plane in [
        "surface",
        "surface-raised",
        "surface-sunken",
        "surface-hover",
    ] {
        pairs.push(("ink-faint".into(), plane.into(), 4.5));
        for ink in ["success-ink", "warning-ink", "info-ink"] {
            pairs.push((ink.into(), plane.into(), 4.5));
        }
        for mark in [
            "line-strong",
            "focus",
            "accent",
            "success",
            "warning",
            "danger",
            "info",
        ] {
            pairs.push((mark.into(), plane.into(), 3.0));
        }
    }
    for tone in ["accent", "success", "warning", "danger", "info"] {
        let soft = [tone, "-soft"].concat();
        pairs.push(([tone, "-ink"].concat(), soft.clone(), 4.5));
        pairs.push(("ink".into(), soft.clone(), 4.5));
        pairs.push(("ink-muted".into(), soft, 4.5));
    }
    for bubble in ["bubble-in", "bubble-out", "bubble-note"] {
        for ink in ["ink", "ink-muted", "accent-ink"] {
            pairs.push((ink.into(), bubble.into(), 4.5));
        }
    }
    for tint in 1..=8 {
        let tint = ["tint-", &tint.to_string()].concat();
        pairs.push(([tint.as_str(), "-ink"].concat(), tint, 4.5));
    }
    for (ink, plane) in [
        ("accent-contrast", "accent"),
        ("accent-contrast", "accent-hover"),
        ("danger-contrast", "danger"),
        ("danger-contrast", "danger-hover"),
        ("tip-contrast", "tip"),
    ] {
        pairs.push((ink.into(), plane.into(), 4.5));
    }
    let mut failures = Vec::new();
    for (ink, plane, least) in pairs {
        for (theme, index) in [("light", 0), ("dark", 1)] {
            let found = contrast(&tokens[&ink][index], &tokens[&plane][index]);
            if found < least {
                failures
                    .push([theme, ": ", &ink, " on ", &plane, " ", &found.to_string()].concat());
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn contrast_of_known_colours() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

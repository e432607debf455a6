//! Contrast of a chosen colour (WCAG 2.2, relative luminance): the widget writes in white or
//! near-black, whichever can be read better.

/// What is drawn on a colour, and how well it can be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Whether the text on it is white.
    pub white_text: bool,
    /// Contrast of that text.
    pub text: f64,
    /// Contrast of the colour itself with a white page.
    pub page: f64,
}

/// One colour channel, linear.
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

/// The relative luminance of `#rrggbb`.
fn luminance(color: &str) -> Option<f64> {
    let hex = color
        .strip_prefix('#')
        .filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let channel = |at: usize| {
        let part = hex.get(at..at + 2)?;
        u8::from_str_radix(part, 16).ok().map(linear)
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

fn contrast(a: f64, b: f64) -> f64 {
    let (light, dark) = if a > b { (a, b) } else { (b, a) };
    (light + 0.05) / (dark + 0.05)
}

/// Judges a colour; `None` if it is not one.
pub fn verdict(color: &str) -> Option<Verdict> {
    let own = luminance(color)?;
    let white = contrast(1.0, own);
    let dark = contrast(luminance("#111827")?, own);
    let white_text = white >= 4.5 || white >= dark;
    Some(Verdict {
        white_text,
        text: if white_text { white } else { dark },
        page: white,
    })
}

/// The colour of text on a colour.
pub fn text_on(color: &str) -> &'static str {
    match verdict(color) {
        Some(Verdict {
            white_text: false, ..
        }) => "#111827",
        _ => "#ffffff",
    }
}

/// A ratio in tenths, for display; cut, not rounded, so that 4.46 never reads as enough.
pub fn tenths(ratio: f64) -> i64 {
    // Ratios lie between 1 and 21.
    format!("{:.0}", (ratio * 10.0).floor())
        .parse()
        .unwrap_or(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_white_where_it_can_be_read() {
        assert!((verdict("#000000").unwrap().text - 21.0).abs() < 0.01);
        assert_eq!(text_on("#0f766e"), "#ffffff");
        assert_eq!(text_on("#ffd400"), "#111827");
        assert_eq!(text_on("nonsense"), "#ffffff");
        assert!(verdict("#ffd400").unwrap().page < 3.0);
        assert_eq!(verdict("#12345"), None);
        assert_eq!(verdict("#éé"), None);
    }

    #[test]
    fn ratios_are_cut() {
        assert_eq!(tenths(4.499), 44);
        assert_eq!(tenths(21.0), 210);
    }
}

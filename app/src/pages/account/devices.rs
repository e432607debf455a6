//! The name of a device from what its browser calls itself: good enough to recognise one's own.

/// Browser and system, as far as they can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// For example `Firefox`.
    pub browser: Option<&'static str>,
    /// For example `Windows`.
    pub system: Option<&'static str>,
    /// A phone or a tablet.
    pub mobile: bool,
}

/// The first mark found names the browser: those that pretend to be others come first.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Reads what a browser calls itself.
pub fn device(user_agent: &str) -> Device {
    let first = |marks: &[(&str, &'static str)]| {
        marks
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let system = first(&SYSTEMS);
    Device {
        browser: first(&BROWSERS),
        system,
        mobile: matches!(system, Some("iPhone" | "iPad" | "Android")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_browsers_are_named() {
        let check = |agent: &str, browser, system, mobile| {
            assert_eq!(
                device(agent),
                Device {
                    browser,
                    system,
                    mobile
                },
                "{agent}"
            );
        };
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
            Some("Edge"),
            Some("Windows"),
            false,
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
            Some("Safari"),
            Some("iPhone"),
            true,
        );
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            Some("Firefox"),
            Some("Linux"),
            false,
        );
        check(
            "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
            Some("Chrome"),
            Some("Android"),
            true,
        );
        check("", None, None, false);
    }
}

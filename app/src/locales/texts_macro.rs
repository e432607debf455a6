//! The macro behind every text of the product: each line carries English and French side by
//! side, so a missing translation does not compile.
//!
//! Three kinds of line, in one block per area:
//! ```text
//! texts! {
//!     pub Inbox {
//!         title: "Inbox", "Boîte de réception";                       // a fixed text
//!         assigned_to(name: &str): "Assigned to {name}", "Confiée à {name}";
//!         unread[count]: "{count} unread" | "{count} unread", "{count} non lu" | "{count} non lus";
//!     }
//! }
//! ```
//! A counted line names its number; each language gives one form for one and one for many, and
//! the number arrives grouped the way the language writes it. Anything subtler is a hand-written
//! method in the area's file.

/// Declares one area of texts. See the module documentation.
#[macro_export]
macro_rules! texts {
    ($(#[$meta:meta])* $vis:vis $area:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        $vis struct $area(pub $crate::locales::Locale);
        $crate::texts!(@lines $area { $($body)* });
    };

    (@lines $area:ident { }) => {};

    // A fixed text.
    (@lines $area:ident { $(#[$meta:meta])* $key:ident : $en:literal, $fr:literal; $($rest:tt)* }) => {
        impl $area {
            $(#[$meta])*
            #[doc = $en]
            pub fn $key(self) -> &'static str {
                match self.0 {
                    $crate::locales::Locale::En => $en,
                    $crate::locales::Locale::Fr => $fr,
                }
            }
        }
        $crate::texts!(@lines $area { $($rest)* });
    };

    // A text with values in it.
    (@lines $area:ident { $(#[$meta:meta])* $key:ident ( $($arg:ident : $ty:ty),+ ) : $en:literal, $fr:literal; $($rest:tt)* }) => {
        impl $area {
            $(#[$meta])*
            #[doc = $en]
            pub fn $key(self, $($arg: $ty),+) -> String {
                match self.0 {
                    $crate::locales::Locale::En => format!($en),
                    $crate::locales::Locale::Fr => format!($fr),
                }
            }
        }
        $crate::texts!(@lines $area { $($rest)* });
    };

    // A text that agrees with a number, optionally with further values.
    (@lines $area:ident { $(#[$meta:meta])* $key:ident [ $n:ident $(, $arg:ident : $ty:ty)* ] :
        $en_one:literal | $en_many:literal, $fr_one:literal | $fr_many:literal; $($rest:tt)* }) => {
        impl $area {
            $(#[$meta])*
            #[doc = $en_many]
            pub fn $key(self, $n: i64 $(, $arg: $ty)*) -> String {
                let one = $crate::locales::is_one(self.0, $n);
                // Not every form shows the number ("Yesterday").
                let $n = $crate::locales::format::number(self.0, $n);
                let _ = &$n;
                match (self.0, one) {
                    ($crate::locales::Locale::En, true) => format!($en_one),
                    ($crate::locales::Locale::En, false) => format!($en_many),
                    ($crate::locales::Locale::Fr, true) => format!($fr_one),
                    ($crate::locales::Locale::Fr, false) => format!($fr_many),
                }
            }
        }
        $crate::texts!(@lines $area { $($rest)* });
    };
}

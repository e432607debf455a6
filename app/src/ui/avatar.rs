//! A person in a circle: picture or initials, always the same colour for the same name.

use leptos::prelude::*;

use crate::locales::use_texts;

/// How large an avatar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    /// 20 px, inside text.
    Tiny,
    /// 24 px, in dense rows.
    Small,
    /// 32 px.
    #[default]
    Medium,
    /// 40 px, in lists of conversations.
    Large,
    /// 64 px, on profiles.
    Huge,
}

impl AvatarSize {
    fn class(self) -> &'static str {
        match self {
            AvatarSize::Tiny => "size-5 text-[0.5625rem]",
            AvatarSize::Small => "size-6 text-[0.625rem]",
            AvatarSize::Medium => "size-8 text-xs",
            AvatarSize::Large => "size-10 text-sm",
            AvatarSize::Huge => "size-16 text-xl",
        }
    }
}

/// Whether a person is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceDot {
    /// There.
    Online,
    /// There, not to be disturbed.
    Busy,
    /// Not there.
    Offline,
}

/// The colours a name can get. The list only ever grows at its end, so colours stay.
const TINTS: [&str; 8] = [
    "bg-tint-1 text-tint-1-ink",
    "bg-tint-2 text-tint-2-ink",
    "bg-tint-3 text-tint-3-ink",
    "bg-tint-4 text-tint-4-ink",
    "bg-tint-5 text-tint-5-ink",
    "bg-tint-6 text-tint-6-ink",
    "bg-tint-7 text-tint-7-ink",
    "bg-tint-8 text-tint-8-ink",
];

/// The colour of a name: FNV-1a over its bytes, the same on server and browser.
fn tint(name: &str) -> &'static str {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // Names that differ in their last letter differ in few bits; this spreads them.
    let spread = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    let index = usize::try_from((spread ^ (spread >> 13)) % 8).unwrap_or(0);
    TINTS.get(index).copied().unwrap_or_default()
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    let letters: String = first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect();
    if letters.is_empty() {
        "?".to_owned()
    } else {
        letters
    }
}

/// A person in a circle. Decorative: the name stands next to it, unless `labelled`.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: String,
    /// Address of a picture.
    #[prop(optional, into)]
    image: Option<String>,
    /// How large it is.
    #[prop(optional)]
    size: AvatarSize,
    /// Whether the person is there.
    #[prop(optional, into)]
    presence: Signal<Option<PresenceDot>>,
    /// Reads the name aloud; where no name stands next to it.
    #[prop(optional)]
    labelled: bool,
) -> impl IntoView {
    let class = [
        "grid place-content-center overflow-hidden rounded-full font-semibold select-none",
        size.class(),
        tint(&name),
    ]
    .join(" ");
    let label = labelled.then(|| name.clone());
    let role = labelled.then_some("img");
    let face = match image {
        Some(image) => view! {
            <img src=image alt="" loading="lazy" decoding="async" class="size-full object-cover" />
        }
        .into_any(),
        None => view! { <span aria-hidden="true">{initials(&name)}</span> }.into_any(),
    };
    view! {
        <span class="relative inline-flex shrink-0" role=role aria-label=label>
            <span class=class>{face}</span>
            <PresenceMark presence=presence size=size />
        </span>
    }
}

/// The dot at the edge of an avatar. Online is filled, busy has a bar, offline is hollow: told
/// apart without colour.
#[component]
fn PresenceMark(presence: Signal<Option<PresenceDot>>, size: AvatarSize) -> impl IntoView {
    let t = use_texts();
    let mark = move |presence| {
        let (class, words) = match presence {
            PresenceDot::Online => ("bg-success", t.ui.online()),
            PresenceDot::Busy => ("bg-danger", t.ui.busy()),
            PresenceDot::Offline => ("border-2 border-line-strong bg-surface", t.ui.offline()),
        };
        let room = match size {
            AvatarSize::Tiny | AvatarSize::Small => "size-2 -right-0.5 -bottom-0.5",
            _ => "size-2.5 -right-px -bottom-px",
        };
        let class = [
            "absolute grid place-content-center rounded-full ring-2 ring-surface",
            room,
            class,
        ]
        .join(" ");
        let bar = (presence == PresenceDot::Busy)
            .then(|| view! { <span class="h-0.5 w-1.5 bg-danger-contrast"></span> });
        view! {
            <span class=class>
                {bar} <span class="sr-only">{words}</span>
            </span>
        }
    };
    view! { <span class="contents">{move || presence.get().map(mark)}</span> }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn initials_are_at_most_two_letters() {
        assert_eq!(initials("Camille de la Tour"), "CT");
        assert_eq!(initials("  zoé "), "Z");
        assert_eq!(initials("陈 伟"), "陈伟");
        assert_eq!(initials("(+33) 6"), "36");
        assert_eq!(initials("…"), "?");
    }

    #[test]
    fn a_name_keeps_its_colour_and_names_spread() {
        assert_eq!(tint("Ana"), tint("Ana"));
        let used: std::collections::HashSet<_> = (0..100)
            .map(|n| tint(&["person ", &n.to_string()].concat()))
            .collect();
        assert_eq!(used.len(), 8);
    }
}

//! The icons: one simple stroke path each, on a grid of 24, drawn for this product.
//!
//! An icon is decoration: it is hidden from assistive technology, and the control it sits in
//! carries the words.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal,)*) => {
        /// An icon by its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon {
            $($(#[$doc])* #[expect(missing_docs, reason = "the name says it")] $name,)*
        }

        impl Icon {
            /// Every icon, for the page that shows them.
            pub const ALL: &'static [(&'static str, Icon)] = &[$((stringify!($name), Icon::$name),)*];

            fn path(self) -> &'static str {
                match self {
                    $(Icon::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    // --- places ---
    Home = "M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
    Inbox = "M3 13 6 5h12l3 8v6H3zM3 13h5.5l1.5 3h4l1.5-3H21",
    Users = "M5.5 8a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M2.5 20c0-4 2.5-6 6.5-6s6.5 2 6.5 6M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2.3.8 3.5 2.6 3.5 5.5",
    User = "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4.5 20.5c0-4.3 2.7-6.5 7.5-6.5s7.5 2.2 7.5 6.5",
    UserPlus = "M6 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M2.5 20.5c0-4.3 2.7-6.5 7.5-6.5 1.6 0 2.9.2 4 .7M18.5 14.5v7M15 18h7",
    Contact = "M5 3.5h14v17H5zM9.5 9.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M8 17c0-2.5 1.5-3.5 4-3.5s4 1 4 3.5M2.5 8H5M2.5 16H5",
    Settings = "M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
    Building = "M5 21V4h9v17M14 9h5v12M3 21h18M8.5 8h2M8.5 12h2M8.5 16h2M16.5 13h.01M16.5 17h.01",
    Globe = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M3 12h18M12 3c3 2.7 4.5 5.7 4.5 9S15 18.3 12 21c-3-2.7-4.5-5.7-4.5-9S9 5.7 12 3",
    Broadcast = "M4 10v4h3l8 5V5l-8 5zM18.5 9a4.5 4.5 0 0 1 0 6M7.5 14.5 9 20h2.5",
    Workflow = "M4 4h6v5H4zM14 15h6v5h-6zM7 9v5.5c0 2 1 3 3 3h4",
    Bot = "M5 9h14v10H5zM12 9V5M10.5 4h3M9 13v1.5M15 13v1.5M2.5 13v3M21.5 13v3",
    Chart = "M4 4v16h16M8.5 16v-5M13 16V7M17.5 16v-3",
    // --- talk ---
    Chat = "M4 5h16v11.5h-9.5L6 20.5v-4H4z",
    Send = "M4 4.5 20.5 12 4 19.5 6.5 12zM6.5 12H13",
    Reply = "M9.5 6 4 11.5 9.5 17M4 11.5h9c4.5 0 7 2.5 7 7",
    Forward = "M14.5 6 20 11.5 14.5 17M20 11.5h-9c-4.5 0-7 2.5-7 7",
    Mail = "M3.5 5.5h17v13h-17zM3.5 7l8.5 6.5L20.5 7",
    Phone = "M6.5 3.5h3l1.5 5-2.2 1.7c1 2.2 2.7 3.9 5 5L15.5 13l5 1.5v3c0 1.7-1 3-3 3C10.5 20.5 3.5 13.5 3.5 6.5c0-2 1.3-3 3-3",
    At = "M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0M16 8v5.5c0 1.5.8 2.5 2.3 2.5 1.7 0 2.7-1.5 2.7-4a9 9 0 1 0-4 7.5",
    Smile = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M8.5 14.5c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9 9.5v.01M15 9.5v.01",
    Paperclip = "m20 11.5-8 8c-2 2-4.8 2-6.7.2s-1.8-4.8.2-6.8L13 5.5c1.3-1.3 3.2-1.3 4.5 0s1.3 3.2 0 4.5l-7.3 7.3c-.7.7-1.7.7-2.3 0s-.6-1.6 0-2.3l6.6-6.5",
    Image = "M3.5 4.5h17v15h-17zM3.5 16.5l5-5 5 5M12.5 15.5l3-3 5 4.5M14.5 8.5v.01",
    File = "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
    Microphone = "M9 11V6a3 3 0 1 1 6 0v5a3 3 0 1 1-6 0M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21",
    Note = "M4.5 4.5h15v10l-5 5h-10zM14.5 19.5v-5h5M8 9h8M8 12.5h4",
    Snippet = "M4.5 6h15M4.5 10.5h9M4.5 15h6M14 19l2-4.5 2 4.5M14.7 17.5h2.6",
    // --- states ---
    Check = "m4.5 12.5 5 5 10-11",
    CheckCheck = "m2 12.5 4.5 4.5 9-10M11.5 16l1 1 9-10",
    CheckCircle = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M8 12.3l2.8 2.8L16 9.5",
    Clock = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 7v5l3.5 2",
    Snooze = "M4 13a8 8 0 1 0 16 0 8 8 0 1 0-16 0M9.5 10.5h5l-5 5h5M5.5 3 2.5 5.5M18.5 3l3 2.5",
    Alert = "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.01",
    AlertCircle = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 7.5v5M12 16v.01",
    Info = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 11v5.5M12 7.8v.01",
    Help = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M9.5 9.5c.3-1.3 1.2-2 2.5-2s2.5.8 2.5 2.1c0 1.7-2.5 2-2.5 3.9M12 16.5v.01",
    Ban = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M5.7 5.7l12.6 12.6",
    Dot = "M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    Star = "m12 3.5 2.6 5.6 6 .7-4.5 4.1 1.2 6.1-5.3-3-5.3 3 1.2-6.1-4.5-4.1 6-.7z",
    Bolt = "M13 3 5 13.5h6L10 21l8.5-11h-6z",
    Bell = "M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 1.5h-15zM10 21h4",
    BellOff = "M6 16.5V11c0-1.3.4-2.4 1-3.4M10 5.4c3.8-1.5 8 1.4 8 5.6v2.5M4.5 18h11M10 21h4M3.5 3.5l17 17",
    WifiOff = "M3.5 3.5l17 17M2.5 9.5C4.3 7.9 6.5 6.8 9 6.3M13 6c3.3.2 6.3 1.5 8.5 3.5M6 13c1.3-1.2 2.8-2 4.5-2.3M16 12c.7.3 1.4.7 2 1.2M9.5 16.5c1.5-1.2 3.5-1.2 5 0M12 19.5v.01",
    Eye = "M2.5 12C4.5 8 7.7 5.8 12 5.8S19.5 8 21.5 12c-2 4-5.2 6.2-9.5 6.2S4.5 16 2.5 12M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
    EyeOff = "M9.5 6.1C13.8 5.2 18.5 6.5 21.5 12c-.7 1.3-1.5 2.4-2.4 3.3M15.5 17.6C11 19.2 5.5 17.5 2.5 12c.9-1.7 2-3.1 3.4-4.1M3.5 3.5l17 17M10 10a3 3 0 0 0 4 4.2",
    Lock = "M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 1 1 7 0V11M12 15v2",
    Key = "M4 15.5a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0M11.7 12.3 20 4M16 8l3 3",
    Shield = "M12 3.5 4.5 6.5V12c0 4.2 2.5 7 7.5 8.5 5-1.5 7.5-4.3 7.5-8.5V6.5zM9 12l2.2 2.2L15 10",
    // --- acts ---
    Search = "M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M15.3 15.3 20.5 20.5",
    X = "M5.5 5.5l13 13M18.5 5.5l-13 13",
    Plus = "M12 5v14M5 12h14",
    Minus = "M5 12h14",
    Edit = "M4 20l.9-4.4L16 4.5l3.5 3.5L8.4 19.1zM13.5 7l3.5 3.5",
    Trash = "M4 6.5h16M9 6.5V4h6v2.5M6 6.5 7 20.5h10l1-14M10 10.5v6M14 10.5v6",
    Copy = "M8.5 8.5h12v12h-12zM15.5 5.5v-2h-12v12h2",
    Link = "M10 13.5c1.5 2 4 2 5.5.5l3.5-3.5c1.7-1.7 1.7-4 .2-5.5s-3.8-1.5-5.5.2L12 7M14 10.5c-1.5-2-4-2-5.5-.5L5 13.5c-1.7 1.7-1.7 4-.2 5.5s3.8 1.5 5.5-.2L12 17",
    Download = "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
    Upload = "M12 16V5M7 9.5l5-5 5 5M4.5 20h15",
    Refresh = "M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4v5h-5",
    Undo = "M8.5 5 4 9.5 8.5 14M4 9.5h10c3.5 0 6 2 6 5s-2.5 5-6 5H9",
    Filter = "M3.5 6h17M6.5 12h11M10 18h4",
    Sort = "M7.5 5v14M4 15.5 7.5 19l3.5-3.5M16.5 19V5M13 8.5 16.5 5 20 8.5",
    More = "M4.5 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M11.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M18.1 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0",
    MoreVertical = "M11.3 5.2a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M11.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M11.3 18.8a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0",
    Grip = "M8.3 6a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M14.3 6a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M8.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M14.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M8.3 18a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M14.3 18a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0",
    Assign = "M6 8a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M2.5 20c0-4 2.5-6 7-6 1 0 1.9.1 2.7.3M14.5 18h7M18.5 15l3 3-3 3",
    Merge = "M5 4v3c0 3.5 7 3.5 7 8v5M19 4v3c0 3.5-7 3.5-7 8M9 17l3 3 3-3",
    Tag = "M4 4h8l8.5 8.5-8 8L4 12zM8 8v.01",
    Pin = "M9 4h6l-.8 6.5L17.5 14h-11l3.3-3.5zM12 14v7",
    Archive = "M3.5 4.5h17v4h-17zM5 8.5v11h14v-11M10 12.5h4",
    External = "M13.5 4.5h6v6M19.5 4.5 11 13M17.5 14v5.5h-13v-13H10",
    Logout = "M10 4.5H4.5v15H10M9 12h11.5M16.5 8l4 4-4 4",
    Play = "M7 4.5v15L19.5 12z",
    Pause = "M8 5v14M16 5v14",
    // --- directions ---
    ChevronDown = "m6 9.5 6 6 6-6",
    ChevronUp = "m6 14.5 6-6 6 6",
    ChevronLeft = "m14.5 6-6 6 6 6",
    ChevronRight = "m9.5 6 6 6-6 6",
    ChevronsUpDown = "m7.5 9.5 4.5-4.5 4.5 4.5M7.5 14.5l4.5 4.5 4.5-4.5",
    ArrowLeft = "M20 12H4.5M11 5.5 4.5 12l6.5 6.5",
    ArrowRight = "M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5",
    ArrowDown = "M12 4v15.5M5.5 13l6.5 6.5 6.5-6.5",
    ArrowUp = "M12 20V4.5M5.5 11 12 4.5l6.5 6.5",
    // --- frame ---
    Menu = "M4 6.5h16M4 12h16M4 17.5h16",
    PanelLeft = "M3.5 4.5h17v15h-17zM9.5 4.5v15",
    PanelRight = "M3.5 4.5h17v15h-17zM14.5 4.5v15",
    Sun = "M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    Moon = "M20 14.5C18.9 15 17.8 15.3 16.5 15.3 12 15.3 8.7 12 8.7 7.5c0-1.3.3-2.4.8-3.5C6 5.2 3.5 8.5 3.5 12.3c0 4.7 3.7 8.2 8.4 8.2 3.7 0 6.9-2.5 8.1-6",
    Monitor = "M3.5 4.5h17v11.5h-17zM8.5 20h7M12 16v4",
    Mobile = "M7 3.5h10v17H7zM11 17.5h2",
    Keyboard = "M2.5 6h19v12h-19zM6 9.5v.01M10 9.5v.01M14 9.5v.01M18 9.5v.01M6 14v.01M9.5 14h5M18 14v.01",
    Command = "M9 9h6v6H9zM9 9H6.5A2.5 2.5 0 1 1 9 6.5zM15 9V6.5A2.5 2.5 0 1 1 17.5 9zM15 15h2.5a2.5 2.5 0 1 1-2.5 2.5zM9 15v2.5A2.5 2.5 0 1 1 6.5 15z",
    CreditCard = "M2.5 5.5h19v13h-19zM2.5 10h19M6 15h4",
    Code = "m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
    Palette = "M12 3.5c-5 0-8.5 3.6-8.5 8.3 0 5 3.8 8.7 8.3 8.7 1.4 0 2-1 1.7-2.2-.4-1.7.6-2.8 2.2-2.8H18c1.7 0 2.5-1.5 2.5-3.2 0-5-3.7-8.8-8.5-8.8M8 12v.01M9.5 8v.01M14.5 8v.01",
    Sparkle = "M11 4c.7 5 2.5 7 7.5 8-5 1-6.8 3-7.5 8-.7-5-2.5-7-7.5-8 5-1 6.8-3 7.5-8M19 3.5v4M17 5.5h4",
    Calendar = "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8",
}

/// How large an icon is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IconSize {
    /// 14 px, in badges and dense rows.
    Small,
    /// 16 px.
    #[default]
    Medium,
    /// 20 px, in navigation.
    Large,
    /// 24 px, in empty states.
    Huge,
}

/// Draws an icon in the colour of the text around it.
#[component]
pub fn IconView(
    /// Which icon.
    icon: Icon,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    let class = match size {
        IconSize::Small => "icon icon-sm",
        IconSize::Medium => "icon",
        IconSize::Large => "icon icon-lg",
        IconSize::Huge => "icon icon-xl",
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.path() />
        </svg>
    }
}

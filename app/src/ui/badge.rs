//! Small marks: a state in a word, a count, a coloured tag.

use leptos::prelude::*;

use super::{Icon, IconSize, IconView};
use crate::locales::{format, use_texts};

/// What a mark or a message means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Neutral,
    /// Ours, selected, new.
    Accent,
    /// Went well.
    Success,
    /// Needs a look.
    Warning,
    /// Failed, or cannot be undone.
    Danger,
    /// Worth knowing.
    Info,
}

impl Tone {
    /// Background and text of a soft surface in this tone.
    pub fn soft(self) -> &'static str {
        match self {
            Tone::Neutral => "bg-surface-active text-ink-muted",
            Tone::Accent => "bg-accent-soft text-accent-ink",
            Tone::Success => "bg-success-soft text-success-ink",
            Tone::Warning => "bg-warning-soft text-warning-ink",
            Tone::Danger => "bg-danger-soft text-danger-ink",
            Tone::Info => "bg-info-soft text-info-ink",
        }
    }

    /// Text in this tone on a plain surface.
    pub fn ink(self) -> &'static str {
        match self {
            Tone::Neutral => "text-ink-muted",
            Tone::Accent => "text-accent-ink",
            Tone::Success => "text-success-ink",
            Tone::Warning => "text-warning-ink",
            Tone::Danger => "text-danger-ink",
            Tone::Info => "text-info-ink",
        }
    }

    /// The icon that says the same without colour.
    pub fn icon(self) -> Icon {
        match self {
            Tone::Neutral | Tone::Accent | Tone::Info => Icon::Info,
            Tone::Success => Icon::CheckCircle,
            Tone::Warning => Icon::Alert,
            Tone::Danger => Icon::AlertCircle,
        }
    }
}

/// A state in a word.
#[component]
pub fn Badge(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Before the word.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The word.
    children: Children,
) -> impl IntoView {
    let class = [
        "inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 py-px text-xs font-medium",
        tone.soft(),
    ]
    .join(" ");
    view! {
        <span class=class>
            {icon.map(|icon| view! { <IconView icon=icon size=IconSize::Small /> })}
            <span class="truncate">{children()}</span>
        </span>
    }
}

/// A count in a bubble; nothing at zero.
#[component]
pub fn CountBadge(
    /// How many.
    #[prop(into)]
    count: Signal<i64>,
    /// Read aloud after the number, for example "unread".
    #[prop(optional, into)]
    label: Option<String>,
    /// Quiet: for totals, not for things to do.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let locale = use_texts().locale;
    let class = if quiet {
        "inline-flex min-w-5 items-center justify-center rounded-full bg-surface-active px-1.5 text-2xs leading-4.5 font-semibold text-ink-muted tabular-nums"
    } else {
        "inline-flex min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-2xs leading-4.5 font-semibold text-accent-contrast tabular-nums"
    };
    let shown = move || match count.get() {
        n if n > 999 => format::compact(locale, n),
        n => format::number(locale, n),
    };
    view! {
        <span class="contents">
            {move || {
                let label = label.clone();
                (count.get() > 0)
                    .then(|| {
                        view! {
                            <span class=class>
                                <span>{shown}</span>
                                {label.map(|label| view! { <span class="sr-only">{label}</span> })}
                            </span>
                        }
                    })
            }}
        </span>
    }
}

/// A tag with a colour people chose: the colour is a dot, so the words stay readable in any.
#[component]
pub fn TagChip(
    /// The words.
    #[prop(into)]
    label: String,
    /// `#rrggbb`, if it has one.
    #[prop(optional, into)]
    color: Option<String>,
    /// Adds a button that takes it away.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let t = use_texts();
    let remove_label = t.ui.remove(&label);
    view! {
        <span class="inline-flex max-w-full items-center gap-1.5 rounded-full border border-line bg-surface py-px pr-2 pl-1.5 text-xs text-ink">
            <span
                class="size-2 shrink-0 rounded-full bg-line-strong"
                style:background-color=color
                aria-hidden="true"
            ></span>
            <span class="truncate">{label}</span>
            {on_remove
                .map(|on_remove| {
                    view! {
                        <button
                            type="button"
                            class="-mr-2 grid size-6 place-content-center rounded-full text-ink-muted hover:bg-surface-hover hover:text-ink coarse:size-11"
                            aria-label=remove_label
                            on:click=move |_| on_remove.run(())
                        >
                            <IconView icon=Icon::X size=IconSize::Small />
                        </button>
                    }
                })}
        </span>
    }
}

//! Things to press: a button, a link that looks like one, a button that is only an icon, and a
//! link in running text.

use leptos::prelude::*;

use super::{Icon, IconSize, IconView};

/// How much a button asks for attention. One primary per view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonVariant {
    /// The one thing to do here.
    Primary,
    /// Everything else that stands alone.
    #[default]
    Secondary,
    /// In toolbars and rows; no frame.
    Ghost,
    /// Confirms a destructive act.
    Danger,
    /// Leads to a destructive act; no frame.
    DangerGhost,
}

impl ButtonVariant {
    fn class(self) -> &'static str {
        match self {
            ButtonVariant::Primary => "btn-primary",
            ButtonVariant::Secondary => "btn-secondary",
            ButtonVariant::Ghost => "btn-ghost",
            ButtonVariant::Danger => "btn-danger",
            ButtonVariant::DangerGhost => "btn-danger-ghost",
        }
    }
}

/// How large a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    /// 28 px, in rows and toolbars (44 px for fingers).
    Small,
    /// 36 px.
    #[default]
    Medium,
    /// 44 px, on sign-in pages.
    Large,
}

impl ButtonSize {
    fn class(self) -> &'static str {
        match self {
            ButtonSize::Small => "btn-sm",
            ButtonSize::Medium => "",
            ButtonSize::Large => "btn-lg",
        }
    }

    fn icon(self) -> IconSize {
        match self {
            ButtonSize::Small => IconSize::Small,
            ButtonSize::Medium | ButtonSize::Large => IconSize::Medium,
        }
    }
}

/// What a button does in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// Nothing by itself.
    #[default]
    Button,
    /// Sends the form, also without JavaScript.
    Submit,
}

impl ButtonKind {
    fn word(self) -> &'static str {
        match self {
            ButtonKind::Button => "button",
            ButtonKind::Submit => "submit",
        }
    }
}

/// A button with words. Add `on:click`.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Whether it sends its form.
    #[prop(optional)]
    kind: ButtonKind,
    /// Before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// After the words, usually a chevron.
    #[prop(optional)]
    icon_end: Option<Icon>,
    /// Work is under way: a spinner, and no second press.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Not possible now. Say why next to it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = ["btn", variant.class(), size.class(), class].join(" ");
    view! {
        <button
            type=kind.word()
            class=class
            disabled=move || loading.get() || disabled.get()
            aria-busy=move || loading.get().then_some("true")
        >
            <ButtonIcon icon=icon size=size loading=loading />
            <span>{children()}</span>
            {icon_end.map(|icon| view! { <IconView icon=icon size=IconSize::Small /> })}
        </button>
    }
}

/// The icon of a button, replaced by a spinner while it works.
#[component]
fn ButtonIcon(
    #[prop(optional_no_strip)] icon: Option<Icon>,
    size: ButtonSize,
    loading: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="contents">
            {move || {
                if loading.get() {
                    view! { <span class="spinner" aria-hidden="true"></span> }.into_any()
                } else if let Some(icon) = icon {
                    view! { <IconView icon=icon size=size.icon() /> }.into_any()
                } else {
                    ().into_any()
                }
            }}
        </span>
    }
}

/// A link that looks like a button: it goes somewhere.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Not a page of the app (a download, another router): the browser loads it.
    #[prop(optional)]
    external: bool,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = ["btn", variant.class(), size.class(), class].join(" ");
    view! {
        <a href=href class=class rel=external.then_some("external")>
            {icon.map(|icon| view! { <IconView icon=icon size=size.icon() /> })}
            <span>{children()}</span>
        </a>
    }
}

/// A button that is only an icon. Its label is read aloud and shown as a tooltip.
#[component]
pub fn IconButton(
    /// Which icon.
    icon: Icon,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks for attention; without a frame unless told otherwise.
    #[prop(default = ButtonVariant::Ghost)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Whether it sends its form.
    #[prop(optional)]
    kind: ButtonKind,
    /// For a toggle: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Work is under way.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Layout of the root element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = ["btn btn-square", variant.class(), size.class(), class].join(" ");
    view! {
        <button
            type=kind.word()
            class=class
            aria-label=move || label.get()
            data-tip=move || label.get()
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            disabled=move || loading.get() || disabled.get()
            aria-busy=move || loading.get().then_some("true")
        >
            <ButtonIcon icon=Some(icon) size=size loading=loading />
        </button>
    }
}

/// A link in running text.
#[component]
pub fn TextLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Not a page of the app: the browser loads it.
    #[prop(optional)]
    external: bool,
    /// Opens in a new tab, with a mark.
    #[prop(optional)]
    new_tab: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    let t = crate::locales::use_texts();
    let rel = if new_tab {
        Some("external noopener noreferrer")
    } else {
        external.then_some("external")
    };
    view! {
        <a class="link" href=href rel=rel target=new_tab.then_some("_blank")>
            <span>{children()}</span>
            {new_tab
                .then(|| {
                    view! {
                        <span class="ml-0.5 inline-block align-[-0.125em]">
                            <IconView icon=Icon::External size=IconSize::Small />
                            <span class="sr-only">{t.ui.opens_new_tab()}</span>
                        </span>
                    }
                })}
        </a>
    }
}

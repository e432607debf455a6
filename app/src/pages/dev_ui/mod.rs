//! Every component in every state, on one page: the catalogue of the design system and its
//! visual test. Debug builds only; its words are samples, not texts of the product.

mod choices;
mod fields;
mod overlays;
mod panes;
mod words;

use leptos::prelude::*;

use self::{choices::Choices, fields::Fields, overlays::Overlays, panes::Panes, words::Words};
use crate::ui::{
    Badge, Button, ButtonKind, ButtonLink, ButtonSize, ButtonVariant, Card, Icon, IconButton,
    IconSize, IconView, PageHeader, Segment, Segmented, SkipLink, Tone, dom,
};

/// The catalogue.
#[component]
pub fn DevUiPage() -> impl IntoView {
    let theme = RwSignal::new("system".to_owned());
    let density = RwSignal::new("comfortable".to_owned());
    Effect::new(move |_| {
        let theme = theme.get();
        // The first run keeps what the server chose.
        if theme != "system" {
            dom::set_root_attribute("data-theme", &theme);
        }
    });
    Effect::new(move |_| dom::set_root_attribute("data-density", &density.get()));
    view! {
        <SkipLink target="content" label="Skip to content" />
        <main id="content" tabindex="-1" class="mx-auto flex max-w-6xl flex-col gap-6 p-4 sm:p-8">
            <PageHeader
                title="Design system"
                description="Every component in every state. Switch the theme, use the keyboard, make the window narrow."
                aside=|| view! { <Badge tone=Tone::Warning>"Debug"</Badge> }
            >
                <Segmented
                    name="theme"
                    label="Theme"
                    value=theme
                    options=vec![
                        Segment::new("light", "Light").icon(Icon::Sun),
                        Segment::new("dark", "Dark").icon(Icon::Moon),
                        Segment::new("system", "System").only_icon(Icon::Monitor),
                    ]
                />
                <Segmented
                    name="density"
                    label="Density"
                    value=density
                    options=vec![
                        Segment::new("comfortable", "Comfortable"),
                        Segment::new("compact", "Compact"),
                    ]
                />
            </PageHeader>
            <Buttons />
            <div class="grid items-start gap-6 lg:grid-cols-2">
                <Fields />
                <Choices />
            </div>
            <Overlays />
            <Panes />
            <Words />
            <Icons />
            <Colors />
        </main>
    }
}

/// A labelled row of samples.
#[component]
fn Row(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="grid items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <div class="text-xs text-ink-muted">{label}</div>
            <div class="flex min-w-0 flex-wrap items-center gap-2">{children()}</div>
        </div>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let pressed = RwSignal::new(true);
    let loading = RwSignal::new(false);
    view! {
        <Card title="Buttons" description="One primary per view.">
            <Row label="Variants">
                <Button variant=ButtonVariant::Primary icon=Icon::Plus>"New contact"</Button>
                <Button>"Secondary"</Button>
                <Button variant=ButtonVariant::Ghost icon=Icon::Filter>"Filter"</Button>
                <Button variant=ButtonVariant::Danger icon=Icon::Trash>"Delete"</Button>
                <Button variant=ButtonVariant::DangerGhost>"Remove user"</Button>
            </Row>
            <Row label="Sizes">
                <Button variant=ButtonVariant::Primary size=ButtonSize::Small>"Small"</Button>
                <Button variant=ButtonVariant::Primary>"Medium"</Button>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large>"Large"</Button>
                <Button size=ButtonSize::Small icon=Icon::Download>"Export"</Button>
                <Button icon_end=Icon::ChevronDown>"With chevron"</Button>
            </Row>
            <Row label="Disabled, loading">
                <Button variant=ButtonVariant::Primary disabled=true>"Primary"</Button>
                <Button disabled=true>"Secondary"</Button>
                <Button variant=ButtonVariant::Ghost disabled=true>"Ghost"</Button>
                <Button variant=ButtonVariant::Primary loading=true>"Saving"</Button>
                <Button loading=true>"Loading"</Button>
                <Button
                    variant=ButtonVariant::Primary
                    icon=Icon::Send
                    loading=loading
                    kind=ButtonKind::Submit
                    on:click=move |_| loading.set(true)
                >
                    "Press me"
                </Button>
            </Row>
            <Row label="Icon buttons">
                <IconButton icon=Icon::Search label="Search" />
                <IconButton icon=Icon::Bell label="Notifications" />
                <IconButton
                    icon=Icon::Star
                    label="Follow"
                    pressed=pressed
                    on:click=move |_| pressed.update(|on| *on = !*on)
                />
                <IconButton icon=Icon::Edit label="Edit" variant=ButtonVariant::Secondary />
                <IconButton icon=Icon::Send label="Send" variant=ButtonVariant::Primary />
                <IconButton icon=Icon::Trash label="Delete" variant=ButtonVariant::DangerGhost />
                <IconButton icon=Icon::More label="More" size=ButtonSize::Small />
                <IconButton icon=Icon::Refresh label="Refresh" loading=true />
                <IconButton icon=Icon::Pin label="Pin" disabled=true />
            </Row>
            <Row label="Links">
                <ButtonLink href="#content" icon=Icon::ArrowLeft>"Back to the inbox"</ButtonLink>
                <ButtonLink href="#content" variant=ButtonVariant::Primary external=true>
                    "Open site"
                </ButtonLink>
                <span class="text-sm">
                    "A "<crate::ui::TextLink href="#content">"link in text"</crate::ui::TextLink>
                    " and one that "
                    <crate::ui::TextLink href="#content" new_tab=true>"leaves"</crate::ui::TextLink>
                </span>
            </Row>
        </Card>
    }
}

#[component]
fn Icons() -> impl IntoView {
    let all = Icon::ALL
        .iter()
        .map(|(name, icon)| {
            view! {
                <div class="flex flex-col items-center gap-1.5 rounded-lg p-2 text-center hover:bg-surface-hover">
                    <IconView icon=*icon size=IconSize::Large />
                    <span class="w-full truncate text-2xs text-ink-muted">{*name}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <Card title="Icons">
            <div class="grid grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] gap-1">{all}</div>
        </Card>
    }
}

/// The tokens, as literal class names.
const COLORS: &[(&str, &str)] = &[
    ("surface", "bg-surface"),
    ("surface-raised", "bg-surface-raised"),
    ("surface-sunken", "bg-surface-sunken"),
    ("surface-hover", "bg-surface-hover"),
    ("surface-active", "bg-surface-active"),
    ("line", "bg-line"),
    ("line-strong", "bg-line-strong"),
    ("ink", "bg-ink"),
    ("ink-muted", "bg-ink-muted"),
    ("ink-faint", "bg-ink-faint"),
    ("accent", "bg-accent"),
    ("accent-soft", "bg-accent-soft"),
    ("success", "bg-success"),
    ("success-soft", "bg-success-soft"),
    ("warning", "bg-warning"),
    ("warning-soft", "bg-warning-soft"),
    ("danger", "bg-danger"),
    ("danger-soft", "bg-danger-soft"),
    ("info", "bg-info"),
    ("info-soft", "bg-info-soft"),
    ("bubble-in", "bg-bubble-in"),
    ("bubble-out", "bg-bubble-out"),
    ("bubble-note", "bg-bubble-note"),
];

#[component]
fn Colors() -> impl IntoView {
    let all = COLORS
        .iter()
        .map(|(name, class)| {
            let class = ["h-10 rounded-md border border-line", class].join(" ");
            view! {
                <div class="flex flex-col gap-1">
                    <div class=class></div>
                    <span class="truncate text-2xs text-ink-muted">{*name}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <Card title="Colours">
            <div class="grid grid-cols-[repeat(auto-fill,minmax(6rem,1fr))] gap-3">{all}</div>
        </Card>
    }
}

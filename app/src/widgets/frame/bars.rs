//! The two bars of the frame: at the side from 640 px on, at the bottom below.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use parlance::identity::{Viewer, WorkspaceMembership};

use super::bell::{BottomBell, SideBell};
use super::places::Place;
use super::{ACCOUNT_MENU, SWITCHER};
use crate::locales::use_texts;
use crate::ui::{Avatar, AvatarSize, Icon, IconSize, IconView, Kbd, PresenceDot, dom};
use crate::widgets::Mark;
use crate::widgets::notifications::Notifications;
use crate::widgets::side_nav::is_within;

/// Where this browser keeps whether the bar is narrow.
const STORED: &str = "parlance-nav";

/// How wide the bar is. Unknown until the browser told: then the width of the window decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Automatic,
    Wide,
    Narrow,
}

impl Width {
    fn words(self) -> &'static str {
        match self {
            Width::Automatic => "min-w-0 flex-1 truncate text-start max-lg:sr-only",
            Width::Wide => "min-w-0 flex-1 truncate text-start",
            Width::Narrow => "sr-only",
        }
    }

    fn ends(self) -> &'static str {
        match self {
            Width::Automatic => "text-ink-faint max-lg:hidden",
            Width::Wide => "text-ink-faint",
            Width::Narrow => "hidden",
        }
    }
}

/// One row of the bar.
pub(super) const ROW: &str = "flex min-h-9 w-full items-center gap-3 rounded-lg px-2.5 text-sm font-medium text-ink-muted hover:bg-surface-hover hover:text-ink coarse:min-h-11";

/// The bar at the side.
#[component]
pub fn SideBar(
    viewer: Viewer,
    #[prop(optional_no_strip)] workspace: Option<WorkspaceMembership>,
    places: Vec<Place>,
    presence: Signal<Option<PresenceDot>>,
    #[prop(optional_no_strip)] notifications: Option<Notifications>,
    palette: RwSignal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let width = RwSignal::new(Width::Automatic);
    Effect::new(move |_| {
        let wide = match dom::stored(STORED) {
            Some(stored) => stored == "wide",
            None => dom::media("(min-width: 64rem)"),
        };
        width.set(if wide { Width::Wide } else { Width::Narrow });
    });
    let toggle = move |_| {
        let wide = width.get_untracked() != Width::Wide;
        dom::store(STORED, if wide { "wide" } else { "narrow" });
        width.set(if wide { Width::Wide } else { Width::Narrow });
    };
    let words = move || width.get().words();
    let ends = move || width.get().ends();
    let toggle_words = move || match width.get() {
        Width::Narrow => t.shell.widen(),
        Width::Automatic | Width::Wide => t.shell.narrow(),
    };
    let name = viewer.name.clone();
    view! {
        <nav
            aria-label=t.shell.navigation()
            class="hidden shrink-0 flex-col gap-1 border-r border-line bg-surface-sunken p-2 sm:flex"
            class=("w-15", move || width.get() == Width::Narrow)
            class=("w-54", move || width.get() == Width::Wide)
            class=("max-lg:w-15", move || width.get() == Width::Automatic)
            class=("lg:w-54", move || width.get() == Width::Automatic)
            data-tips=move || (width.get() != Width::Narrow).then_some("off")
        >
            <WorkspaceButton workspace=workspace words=Signal::derive(words) ends=Signal::derive(ends) />
            <button
                type="button"
                class=ROW
                aria-label=t.shell.palette()
                data-tip=t.shell.palette()
                data-testid="palette-open"
                on:click=move |_| palette.set(true)
            >
                <IconView icon=Icon::Search size=IconSize::Large />
                <span class=words>{t.common.search()}</span>
                <span class=ends>
                    <Kbd keys="Ctrl+K" />
                </span>
            </button>
            {notifications
                .map(|notifications| {
                    view! { <SideBell notifications=notifications words=Signal::derive(words) /> }
                })}
            <ul class="mt-1 flex flex-col gap-0.5">
                {places
                    .into_iter()
                    .map(|place| {
                        view! { <PlaceRow place=place words=Signal::derive(words) /> }
                    })
                    .collect_view()}
            </ul>
            <div class="flex-1"></div>
            <button
                type="button"
                class=ROW
                aria-expanded=move || (width.get() != Width::Narrow).to_string()
                data-tip=toggle_words
                on:click=toggle
            >
                <IconView icon=Icon::PanelLeft size=IconSize::Large />
                <span class=words>{toggle_words}</span>
            </button>
            <button
                type="button"
                class=[ROW, "py-1"].join(" ")
                popovertarget=ACCOUNT_MENU
                aria-haspopup="menu"
                data-tip=name.clone()
                data-testid="account-menu-open"
            >
                <span class="-mx-1.5 inline-flex">
                    <Avatar name=name.clone() presence=presence />
                </span>
                <span class=words>
                    <span class="sr-only">{t.shell.account()} ": "</span>
                    <span class="text-ink">{name.clone()}</span>
                </span>
            </button>
        </nav>
    }
}

/// The workspace one is in, and the way to the others.
#[component]
fn WorkspaceButton(
    #[prop(optional_no_strip)] workspace: Option<WorkspaceMembership>,
    words: Signal<&'static str>,
    ends: Signal<&'static str>,
) -> impl IntoView {
    let t = use_texts();
    let Some(workspace) = workspace else {
        return view! {
            <a href="/" rel="external" class=ROW aria-label=t.shell.home()>
                <Mark class="-mx-1.5 size-8" />
                <span class=move || words.get()>"Parlance"</span>
            </a>
        }
        .into_any();
    };
    view! {
        <button
            type="button"
            class=[ROW, "py-1"].join(" ")
            popovertarget=SWITCHER
            aria-haspopup="dialog"
            data-tip=workspace.name.clone()
            data-testid="switcher-open"
        >
            <span class="-mx-1.5 inline-flex">
                <WorkspaceMark name=workspace.name.clone() color=workspace.color />
            </span>
            <span class=move || words.get()>
                <span class="sr-only">{t.shell.workspace()} ": "</span>
                <span class="font-semibold text-ink">{workspace.name.clone()}</span>
            </span>
            <span class=move || ends.get()>
                <IconView icon=Icon::ChevronsUpDown />
            </span>
        </button>
    }
    .into_any()
}

/// A workspace as a square in its colour.
#[component]
pub fn WorkspaceMark(name: String, color: String) -> impl IntoView {
    let initial: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(1)
        .collect();
    view! {
        // The letter stands on the surface, so that it can be read in front of any colour.
        <span
            class="grid size-8 shrink-0 place-content-center rounded-lg border-2 bg-surface text-sm font-semibold text-ink"
            style:border-color=color
            aria-hidden="true"
        >
            {initial.to_uppercase()}
        </span>
    }
}

/// A place in the bar at the side.
#[component]
fn PlaceRow(place: Place, words: Signal<&'static str>) -> impl IntoView {
    let path = use_location().pathname;
    let own = place.href.clone();
    let here = Memo::new(move |_| path.with(|path| is_within(path, &own)));
    view! {
        <li>
            <a
                href=place.href
                class=ROW
                class=("bg-accent-soft", here)
                class=("text-accent-ink!", here)
                aria-current=move || here.get().then_some("page")
                data-tip=place.label
            >
                <IconView icon=place.icon size=IconSize::Large />
                <span class=move || words.get()>{place.label}</span>
            </a>
        </li>
    }
}

/// One cell of the bar at the bottom.
pub(super) const CELL: &str = "flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-1 text-2xs font-medium text-ink-muted";

/// The bar at the bottom.
#[component]
pub fn BottomBar(
    viewer: Viewer,
    #[prop(optional_no_strip)] workspace: Option<WorkspaceMembership>,
    places: Vec<Place>,
    presence: Signal<Option<PresenceDot>>,
    #[prop(optional_no_strip)] notifications: Option<Notifications>,
) -> impl IntoView {
    let t = use_texts();
    let path = use_location().pathname;
    let cells = places
        .into_iter()
        .map(|place| {
            let own = place.href.clone();
            let here = Memo::new(move |_| path.with(|path| is_within(path, &own)));
            view! {
                <a
                    href=place.href
                    class=CELL
                    class=("text-accent-ink!", here)
                    aria-current=move || here.get().then_some("page")
                >
                    <IconView icon=place.icon size=IconSize::Large />
                    <span class="max-w-full truncate">{place.short}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <nav
            aria-label=t.shell.navigation_bottom()
            class="flex shrink-0 border-t border-line bg-surface-sunken pb-[env(safe-area-inset-bottom)] sm:hidden"
        >
            {cells}
            {notifications
                .map(|notifications| view! { <BottomBell notifications=notifications /> })}
            {workspace
                .map(|workspace| {
                    view! {
                        <button
                            type="button"
                            class=CELL
                            popovertarget=SWITCHER
                            aria-haspopup="dialog"
                        >
                            <IconView icon=Icon::Building size=IconSize::Large />
                            <span class="max-w-full truncate">{workspace.name}</span>
                        </button>
                    }
                })}
            <button type="button" class=CELL popovertarget=ACCOUNT_MENU aria-haspopup="menu">
                <Avatar name=viewer.name size=AvatarSize::Small presence=presence />
                <span class="max-w-full truncate">{t.shell.account()}</span>
            </button>
        </nav>
    }
}

//! The frame of pages for people who are not signed in: the brand and what it is for at the
//! side, a form in the middle, the language above.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Brand, address};
use crate::locales::{Locale, use_texts};
use crate::ui::{Icon, IconSize, IconView, SkipLink};

/// The frame. On phones only the brand, the language and the form remain.
#[component]
pub fn PublicFrame(
    /// The heading.
    #[prop(into)]
    title: String,
    /// One or two lines below it.
    #[prop(optional, into)]
    text: Option<String>,
    /// The form.
    children: Children,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <SkipLink target="main" label=t.common.skip_to_content() />
        <div class="grid min-h-dvh bg-surface lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
            <Pitch />
            <div class="flex min-w-0 flex-col">
                <header class="flex items-center justify-between gap-4 px-4 py-4 sm:px-8">
                    <a
                        href="/"
                        rel="external"
                        class="rounded-md lg:invisible"
                        aria-label=t.shell.home()
                    >
                        <Brand />
                    </a>
                    <LanguageLinks />
                </header>
                <main
                    id="main"
                    tabindex="-1"
                    class="flex flex-1 justify-center px-4 pt-4 pb-12 sm:items-center sm:px-8"
                >
                    <div class="flex w-full max-w-104 flex-col gap-6">
                        <div class="flex flex-col gap-1.5">
                            <h1 class="text-2xl font-semibold">{title}</h1>
                            {text
                                .map(|text| {
                                    view! { <p class="text-base text-ink-muted">{text}</p> }
                                })}
                        </div>
                        {children()}
                    </div>
                </main>
            </div>
        </div>
    }
}

/// What the product is for, beside the form.
#[component]
fn Pitch() -> impl IntoView {
    let t = use_texts();
    let points = [
        (Icon::Inbox, t.auth.point_inbox()),
        (Icon::Bolt, t.auth.point_fast()),
        (Icon::Shield, t.auth.point_private()),
    ]
    .map(|(icon, words)| {
        view! {
            <li class="flex items-start gap-3">
                <span class="mt-0.5 text-accent-ink">
                    <IconView icon=icon size=IconSize::Large />
                </span>
                <span>{words}</span>
            </li>
        }
    })
    .collect_view();
    view! {
        <aside
            class="hidden flex-col justify-between gap-12 border-r border-line bg-accent-soft p-10 lg:flex xl:p-14"
            aria-label=t.auth.about()
        >
            <a href="/" rel="external" class="self-start rounded-md" aria-label=t.shell.home()>
                <Brand />
            </a>
            <div class="flex max-w-112 flex-col gap-6">
                <p class="text-2xl font-semibold text-balance text-ink">{t.auth.tagline()}</p>
                <ul class="flex flex-col gap-3 text-base text-ink">{points}</ul>
            </div>
            <p class="text-sm text-ink-muted">{t.auth.open_source()}</p>
        </aside>
    }
}

/// Changes the language of the page; works without script.
#[component]
pub fn LanguageLinks() -> impl IntoView {
    let t = use_texts();
    let location = use_location();
    let next = {
        let path = location.pathname.get_untracked();
        let search = location.search.get_untracked();
        if search.is_empty() {
            path
        } else {
            [path.as_str(), "?", search.as_str()].concat()
        }
    };
    let links = [(Locale::En, "English"), (Locale::Fr, "Français")]
        .map(|(locale, name)| {
            let here = locale == t.locale;
            let class = if here {
                "inline-flex min-h-7 items-center rounded-md px-2 font-semibold text-ink coarse:min-h-11"
            } else {
                "inline-flex min-h-7 items-center rounded-md px-2 text-ink-muted hover:bg-surface-hover hover:text-ink coarse:min-h-11"
            };
            view! {
                <li>
                    <a
                        href=address::language(locale, &next)
                        rel="external"
                        lang=locale.tag()
                        hreflang=locale.tag()
                        class=class
                        aria-current=here.then_some("true")
                    >
                        {name}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=t.common.language()>
            <ul class="flex items-center gap-1 text-sm">{links}</ul>
        </nav>
    }
}

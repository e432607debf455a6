//! The bell: how many of the viewer's conversations are unread, in both bars, and the panel that
//! lists them.
//!
//! Nothing is known before hydration: server and browser first draw a bell without a count.

use leptos::{ev, html, prelude::*};
use parlance::conversation::ConversationRow;
use parlance::message::Direction;
use parlance::time::{Timestamp, ZoneOffsets};

use super::NOTIFICATIONS;
use super::bars::{CELL, ROW};
use crate::locales::{Texts, format, use_texts};
use crate::session::{use_ambient, workspace_path};
use crate::ui::{
    Avatar, Button, EmptyState, Icon, IconSize, IconView, Popover, SkeletonRows, dom, timer,
};
use crate::widgets::contact_words::{contact_title, preview_words};
use crate::widgets::notifications::{Notifications, SHOWN, Stage};

fn shown_max() -> i64 {
    i64::try_from(SHOWN).unwrap_or(i64::MAX)
}

/// The name of the button, with the count.
fn name(t: Texts, count: i64) -> String {
    match count {
        0 => t.shell.notifications().to_owned(),
        n if n > shown_max() => t.shell.notifications_more(shown_max()),
        n => t.shell.notifications_unread(n),
    }
}

/// What is in the bubble.
fn bubble(t: Texts, count: i64) -> String {
    let number = format::number(t.locale, count.min(shown_max()));
    if count > shown_max() {
        [&number, "+"].concat()
    } else {
        number
    }
}

/// What is read aloud.
fn announcement(t: Texts, count: i64) -> String {
    if count > shown_max() {
        t.shell.unread_mine_more(shown_max())
    } else {
        t.shell.unread_mine(count)
    }
}

/// The bell in the bar at the side.
#[component]
pub fn SideBell(notifications: Notifications, words: Signal<&'static str>) -> impl IntoView {
    let t = use_texts();
    view! {
        <button
            type="button"
            class=ROW
            popovertarget=NOTIFICATIONS
            aria-haspopup="dialog"
            aria-label=move || name(t, notifications.count())
            data-tip=t.shell.notifications()
            data-testid="bell"
        >
            <BellIcon notifications=notifications />
            <span class=move || words.get()>{t.shell.notifications()}</span>
        </button>
    }
}

/// The bell in the bar at the bottom.
#[component]
pub fn BottomBell(notifications: Notifications) -> impl IntoView {
    let t = use_texts();
    view! {
        <button
            type="button"
            class=CELL
            popovertarget=NOTIFICATIONS
            aria-haspopup="dialog"
            aria-label=move || name(t, notifications.count())
            data-testid="bell-bottom"
        >
            <BellIcon notifications=notifications />
            <span class="max-w-full truncate">{t.shell.notifications()}</span>
        </button>
    }
}

/// The icon with the count at its corner.
#[component]
fn BellIcon(notifications: Notifications) -> impl IntoView {
    let t = use_texts();
    let count = Memo::new(move |_| notifications.count());
    view! {
        <span class="relative inline-flex shrink-0">
            <IconView icon=Icon::Bell size=IconSize::Large />
            <span class="contents">
                {move || {
                    (count.get() > 0)
                        .then(|| {
                            view! {
                                <span
                                    class="absolute -top-1.5 left-2.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem] leading-4 font-semibold text-accent-contrast tabular-nums ring-2 ring-surface-sunken"
                                    aria-hidden="true"
                                    data-testid="bell-count"
                                >
                                    {move || bubble(t, count.get())}
                                </span>
                            }
                        })
                }}
            </span>
        </span>
    }
}

/// The panel that both bells open, and the voice that tells when there is more.
#[component]
pub fn NotificationPanel(notifications: Notifications) -> impl IntoView {
    let t = use_texts();
    let body = NodeRef::<html::Div>::new();
    let key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        let moves = matches!(key.as_str(), "ArrowDown" | "ArrowUp" | "Home" | "End");
        let items = body.get_untracked().map(|body| dom::all(&body, "a"));
        if moves && dom::move_focus(&items.unwrap_or_default(), &key) {
            event.prevent_default();
        }
    };
    let toggled = move |open: bool| {
        if let Some(body) = body.get_untracked().filter(|_| open) {
            let (rows, all) = (dom::all(&body, "li a"), dom::all(&body, "a"));
            if let Some(first) = rows.first().or(all.first()) {
                dom::focus(first);
            }
        }
    };
    let follow = move |event: ev::MouseEvent| {
        if dom::closest(&event, "a").is_some() {
            dom::hide_popover(NOTIFICATIONS);
        }
    };
    let stage = Memo::new(move |_| notifications.stage());
    let draw = move |stage: Stage| match stage {
        Stage::Waiting => view! { <SkeletonRows rows=3 /> }.into_any(),
        Stage::Failed => view! { <Failed notifications=notifications /> }.into_any(),
        Stage::Empty => view! {
            <EmptyState
                icon=Icon::Bell
                title=t.shell.all_read()
                text=t.shell.all_read_help()
                compact=true
            />
        }
        .into_any(),
        Stage::Some => view! { <Rows notifications=notifications /> }.into_any(),
    };
    view! {
        <Popover
            id=NOTIFICATIONS
            label=t.shell.notifications()
            class="sm:w-88 sm:p-1.5"
            on_toggle=toggled
        >
            <div
                node_ref=body
                class="flex flex-col gap-1"
                data-testid="notifications"
                on:keydown=key
                on:click=follow
            >
                <div class="flex items-center justify-between gap-2 ps-2">
                    <p class="text-xs font-semibold text-ink-muted">{t.shell.notifications()}</p>
                    <a
                        class="inline-flex min-h-8 items-center rounded-md px-2 text-xs font-medium text-accent-ink hover:underline coarse:min-h-11"
                        href=workspace_path(notifications.workspace, "inbox/mine")
                    >
                        {t.shell.see_mine()}
                    </a>
                </div>
                // A keyed list of one: another stage gets new elements.
                <div class="contents">
                    <For each=move || [stage.get()] key=|stage| *stage children=draw />
                </div>
            </div>
        </Popover>
        <Announcer notifications=notifications />
    }
}

/// Tells when there is more unread than before; not when people read, and not at the start.
#[component]
fn Announcer(notifications: Notifications) -> impl IntoView {
    let t = use_texts();
    let said = Memo::new(move |before: Option<&(Option<i64>, String)>| {
        let count = notifications.known_count();
        let old = before.and_then(|(old, _)| *old);
        let words = match (old, count) {
            (Some(old), Some(new)) if new > old => announcement(t, new),
            _ => String::new(),
        };
        (count, words)
    });
    view! {
        <p role="status" aria-live="polite" class="sr-only" data-testid="bell-status">
            {move || said.with(|(_, words)| words.clone())}
        </p>
    }
}

#[component]
fn Failed(notifications: Notifications) -> impl IntoView {
    let t = use_texts();
    view! {
        <EmptyState icon=Icon::Alert title=t.shell.notifications_failed() compact=true>
            <Button on:click=move |_| notifications.ask()>{t.common.retry()}</Button>
        </EmptyState>
    }
}

#[component]
fn Rows(notifications: Notifications) -> impl IntoView {
    let t = use_texts();
    let ambient = use_ambient();
    let zone = ambient.viewer.map(|viewer| viewer.zone);
    let zone = StoredValue::new(zone.unwrap_or_else(ZoneOffsets::utc));
    let clock = timer::use_now();
    let now = Signal::derive(move || Timestamp(clock.get().unwrap_or(ambient.now)));
    // Another state of a conversation is another row.
    let key = |row: &ConversationRow| {
        (
            row.id,
            row.version,
            row.last_inbound,
            row.contact_name.clone(),
        )
    };
    let draw = move |row: ConversationRow| {
        let at = row.last_activity_at;
        let title = contact_title(t, &row.contact_name, row.contact);
        let path = ["inbox/mine/", &row.id.to_string()].concat();
        let (locale, ours) = (t.locale, row.last_direction == Direction::Outbound);
        let shown = move || zone.with_value(|zone| format::list_time(locale, zone, at, now.get()));
        view! {
            <li>
                <a
                    class="menu-item items-start gap-2.5 py-2"
                    href=workspace_path(notifications.workspace, &path)
                    data-testid="notification"
                >
                    <Avatar name=title.clone() />
                    <span class="flex min-w-0 flex-1 flex-col">
                        <span class="flex items-baseline gap-2">
                            <span class="min-w-0 flex-1 truncate font-semibold" dir="auto">
                                {title}
                            </span>
                            <time
                                class="shrink-0 text-xs text-ink-muted tabular-nums"
                                datetime=format::machine(at)
                                title=zone.with_value(|zone| format::date_time(locale, zone, at))
                            >
                                {shown}
                            </time>
                        </span>
                        <span class="flex items-start gap-1 text-ink-muted">
                            {ours
                                .then(|| {
                                    view! {
                                        <span class="mt-0.5 shrink-0 text-ink-faint">
                                            <IconView icon=Icon::Reply size=IconSize::Small />
                                            <span class="sr-only">{t.inbox.from_us()}</span>
                                        </span>
                                    }
                                })}
                            <span class="line-clamp-2 min-w-0 wrap-anywhere" dir="auto">
                                {preview_words(t, &row)}
                            </span>
                        </span>
                    </span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="flex flex-col">
            <For each=move || notifications.rows() key=key children=draw />
        </ul>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::locales::Locale;
    use crate::widgets::notifications::provide_notifications;
    use crate::widgets::testing::{conversation, html, membership, viewer};
    use parlance::permission::WorkspaceRole;

    fn drawn(locale: Locale, rows: Option<Vec<ConversationRow>>) -> String {
        html(locale, move || {
            let member = membership(WorkspaceRole::Agent);
            provide_notifications(&viewer(), Some(&member)).map(|notifications| {
                if let Some(rows) = rows {
                    notifications.take(rows);
                }
                view! {
                    <SideBell notifications=notifications words=Signal::stored("") />
                    <BottomBell notifications=notifications />
                    <NotificationPanel notifications=notifications />
                }
            })
        })
    }

    #[test]
    fn the_button_says_how_much_is_unread() {
        let (en, fr) = (Texts::new(Locale::En), Texts::new(Locale::Fr));
        assert_eq!(name(en, 0), "Notifications");
        assert_eq!(name(en, 3), "Notifications, 3 unread");
        assert_eq!(name(fr, 1), "Notifications, 1 non lue");
        assert_eq!(name(fr, 21), "Notifications, plus de 20 non lues");
        assert_eq!(
            (bubble(en, 20), bubble(en, 21)),
            ("20".into(), "20+".into())
        );
        assert_eq!(announcement(fr, 2), "Vous avez 2 conversations non lues");
    }

    #[test]
    fn the_panel_lists_names_previews_and_links() {
        let files = ConversationRow {
            contact_name: String::new(),
            preview: String::new(),
            last_kind: "image".into(),
            ..conversation(5)
        };
        let page = drawn(Locale::Fr, Some(vec![conversation(4), files]));
        for part in [
            r#"href="/w/3/inbox/mine/4""#,
            "Zoé Petit",
            "Where is my order?",
            "Visiteur 5",
            ">Image<",
            r#"aria-label="Notifications, 2 non lues""#,
            r#"href="/w/3/inbox/mine""#,
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(page.matches("bell-count").count(), 2);
    }

    #[test]
    fn twenty_are_shown_and_that_there_are_more() {
        let page = drawn(Locale::En, Some((1..=21).map(conversation).collect()));
        assert_eq!(page.matches("data-testid=\"notification\"").count(), 20);
        assert!(page.contains("20+") && page.contains("more than 20 unread"));
    }

    #[test]
    fn without_any_there_is_a_word_and_no_count() {
        let page = drawn(Locale::Fr, Some(Vec::new()));
        assert!(page.contains("Tout est lu") && !page.contains("bell-count"));
        let waiting = drawn(Locale::Fr, None);
        assert!(!waiting.contains("Tout est lu") && !waiting.contains("bell-count"));
    }
}

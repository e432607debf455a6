//! Panes of the catalogue: a list beside what it opens, the way work areas are built.

use leptos::prelude::*;
use parlance::time::{HOUR, MINUTE, Timestamp, ZoneOffsets};
use std::sync::Arc;

use crate::locales::{format, use_locale};
use crate::ui::{
    Avatar, AvatarSize, Badge, Button, ButtonSize, ButtonVariant, Card, CountBadge, Icon,
    IconButton, Moment, Pane, PresenceDot, SearchInput, Split, TextArea, Tone, Toolbar,
};

/// 2026-11-24 13:05 UTC.
const NOON: Timestamp = Timestamp(1_795_525_500_000);

#[component]
pub(super) fn Panes() -> impl IntoView {
    view! {
        <Card title="Panes" flush=true>
            <div class="flex h-120">
                <Split>
                    <Pane
                        label="Conversations"
                        class="w-full border-r border-line sm:w-72"
                        header=|| {
                            view! {
                                <div class="flex flex-col gap-2 p-3">
                                    <Toolbar label="List">
                                        <h3 class="flex-1 text-base font-semibold">"Mine"</h3>
                                        <IconButton icon=Icon::Filter label="Filter" size=ButtonSize::Small />
                                        <IconButton icon=Icon::Sort label="Sort" size=ButtonSize::Small />
                                    </Toolbar>
                                    <SearchInput label="Search conversations" />
                                </div>
                            }
                        }
                    >
                        <ul>
                            <Line name="Zoé Lefèvre" text="Is my parcel on its way?" minutes=3 unread=2 />
                            <Line name="Jonas Okafor" text="Thank you, that worked!" minutes=48 unread=0 />
                            <Line
                                name="A customer with a very long name that does not fit"
                                text="And a message that goes on and on, far beyond the width of the pane"
                                minutes=1_700
                                unread=0
                            />
                            <Line name="سارة علي" text="هل المتجر مفتوح اليوم؟" minutes=4_000 unread=11 />
                        </ul>
                    </Pane>
                    <Pane
                        label="Conversation"
                        class="min-w-0 flex-1 max-sm:hidden"
                        header=|| {
                            view! {
                                <div class="flex items-center gap-3 px-4 py-2.5">
                                    <Avatar name="Zoé Lefèvre" presence=PresenceDot::Online />
                                    <div class="min-w-0 flex-1">
                                        <h3 class="truncate text-base font-semibold">"Zoé Lefèvre"</h3>
                                        <p class="text-xs text-ink-muted">"Website · Paris"</p>
                                    </div>
                                    <Badge tone=Tone::Success>"Open"</Badge>
                                    <Button size=ButtonSize::Small icon=Icon::Check>"Close"</Button>
                                </div>
                            }
                        }
                        footer=|| {
                            view! {
                                <div class="flex items-end gap-2 p-3">
                                    <TextArea label="Reply" placeholder="Write a reply" rows=2 grow=true />
                                    <Button variant=ButtonVariant::Primary icon=Icon::Send>"Send"</Button>
                                </div>
                            }
                        }
                    >
                        <div class="flex flex-col gap-2 p-4 text-base">
                            <p class="max-w-3/4 self-start rounded-xl bg-bubble-in px-3 py-2">
                                "Is my parcel on its way?"
                            </p>
                            <p class="max-w-3/4 self-end rounded-xl bg-bubble-out px-3 py-2">
                                "It left our warehouse this morning."
                            </p>
                            <p class="max-w-3/4 self-end rounded-xl bg-bubble-note px-3 py-2">
                                "Carrier says tomorrow before noon."
                            </p>
                        </div>
                    </Pane>
                </Split>
            </div>
        </Card>
    }
}

/// One conversation of the list.
#[component]
fn Line(name: &'static str, text: &'static str, minutes: i64, unread: i64) -> impl IntoView {
    let locale = use_locale();
    let zone = ZoneOffsets::utc();
    let at = NOON.plus(-minutes * MINUTE - HOUR);
    let absolute = format::list_time(locale, &zone, at, NOON);
    let full = format::date_time(locale, &zone, at);
    view! {
        <li class="flex gap-3 border-b border-line px-3 py-row hover:bg-surface-hover">
            <Avatar name=name size=AvatarSize::Large />
            <div class="min-w-0 flex-1">
                <div class="flex items-baseline gap-2">
                    <span class="min-w-0 flex-1 truncate text-sm font-semibold" dir="auto">
                        {name}
                    </span>
                    <span class="shrink-0 text-xs text-ink-muted">
                        <Moment
                            machine=format::machine(at)
                            full=full
                            absolute=absolute
                            live=Arc::new(move |_| {
                                format::list_time(locale, &ZoneOffsets::utc(), at, NOON)
                            })
                        />
                    </span>
                </div>
                <div class="flex items-center gap-2">
                    <span class="min-w-0 flex-1 truncate text-sm text-ink-muted" dir="auto">
                        {text}
                    </span>
                    <CountBadge count=unread label="unread" />
                </div>
            </div>
        </li>
    }
}

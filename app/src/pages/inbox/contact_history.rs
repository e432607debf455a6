//! Parts of the contact panel: where the contact can be reached, and the conversations before.

use leptos::prelude::*;
use parlance::channel::ChannelKind;
use parlance::contact::{ContactChannel, PastConversation};
use parlance::id::ConversationId;
use parlance::time::ZoneOffsets;

use super::address::Address;
use super::header::StatusBadge;
use crate::locales::{format, use_texts};
use crate::ui::{Badge, Icon, IconView, Tone};

/// Where the contact can be reached.
#[component]
pub fn ChannelsPart(
    /// The channels.
    channels: Vec<ContactChannel>,
) -> impl IntoView {
    let t = use_texts();
    let rows = channels
        .into_iter()
        .map(|channel| {
            let kind = match channel.kind {
                ChannelKind::WebChat => t.inbox.website_chat(),
            };
            view! {
                <li class="flex items-center gap-2 text-sm">
                    <span class="text-ink-muted">
                        <IconView icon=Icon::Chat />
                    </span>
                    <span class="flex min-w-0 flex-1 flex-col">
                        <span class="truncate" dir="auto">
                            {channel.name}
                        </span>
                        <span class="text-xs text-ink-muted">{kind}</span>
                    </span>
                    {channel
                        .verified
                        .then(|| {
                            view! {
                                <Badge tone=Tone::Success icon=Icon::Shield>
                                    {t.inbox.verified()}
                                </Badge>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="flex flex-col gap-2">
            <h3 class="text-xs font-semibold text-ink-muted">{t.inbox.channels()}</h3>
            <ul role="list" class="flex flex-col gap-2">
                {rows}
            </ul>
        </section>
    }
}

/// The conversations with this contact, newest first.
#[component]
pub fn PastPart(
    /// The conversations.
    past: Vec<PastConversation>,
    /// The open one.
    current: ConversationId,
    /// Which list is shown.
    address: Memo<Address>,
    /// The viewer's time zone.
    zone: StoredValue<ZoneOffsets>,
) -> impl IntoView {
    let t = use_texts();
    let rows = past
        .into_iter()
        .map(|one| {
            let here = one.id == current;
            let preview = if one.preview.is_empty() {
                t.inbox.no_text().to_owned()
            } else {
                one.preview
            };
            view! {
                <li>
                    <a
                        class="flex flex-col gap-0.5 rounded-lg px-2 py-1.5 text-sm text-ink no-underline hover:bg-surface-hover aria-[current]:bg-surface-active"
                        href=move || address.get().with_conversation(Some(one.id)).path()
                        aria-current=here.then_some("true")
                        data-testid="past-conversation"
                    >
                        <span class="flex items-center gap-2 text-xs text-ink-muted">
                            <span>
                                {zone
                                    .with_value(|zone| format::date(t.locale, zone, one.opened_at))}
                            </span>
                            <StatusBadge status=Signal::derive(move || one.status) />
                            {here.then(|| view! { <span>{t.inbox.this_one()}</span> })}
                        </span>
                        <span class="truncate" dir="auto">
                            {preview}
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="flex flex-col gap-1">
            <h3 class="text-xs font-semibold text-ink-muted">{t.inbox.conversations()}</h3>
            <ul role="list" class="-mx-2 flex flex-col">
                {rows}
            </ul>
        </section>
    }
}

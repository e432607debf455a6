//! Marks, messages, tables and waiting states of the catalogue.

use leptos::prelude::*;

use super::Row;
use crate::ui::{
    Avatar, AvatarSize, Badge, Banner, Button, ButtonSize, ButtonVariant, Card, Checkbox, Column,
    CopyButton, CountBadge, EmptyState, Icon, IconButton, Kbd, LoadMore, PresenceDot, Progress,
    Skeleton, SkeletonRows, SortDirection, Spinner, Table, TagChip, Tone,
};

#[component]
pub(super) fn Words() -> impl IntoView {
    view! {
        <Card title="Marks">
            <Row label="Badges">
                <Badge>"Draft"</Badge>
                <Badge tone=Tone::Accent>"New"</Badge>
                <Badge tone=Tone::Success icon=Icon::Check>"Connected"</Badge>
                <Badge tone=Tone::Warning icon=Icon::Alert>"Needs attention"</Badge>
                <Badge tone=Tone::Danger icon=Icon::AlertCircle>"Failed"</Badge>
                <Badge tone=Tone::Info>"Beta"</Badge>
                <CountBadge count=7 label="unread" />
                <CountBadge count=12_400 />
                <CountBadge count=3 quiet=true />
            </Row>
            <Row label="Tags, keys">
                <TagChip label="VIP" color="#b26a00" />
                <TagChip label="Needs an answer today" color="#1f66c1" on_remove=|| () />
                <TagChip label="No colour" />
                <Kbd keys="Ctrl+K" />
                <Kbd keys="g i" />
                <CopyButton text="hello" with_words=true />
            </Row>
            <Row label="Avatars">
                <Avatar name="Ana Lim" size=AvatarSize::Tiny />
                <Avatar name="Zoé Lefèvre" size=AvatarSize::Small />
                <Avatar name="Jonas Okafor" presence=PresenceDot::Online />
                <Avatar name="Mei Tanaka" presence=PresenceDot::Busy />
                <Avatar name="سارة علي" presence=PresenceDot::Offline />
                <Avatar name="陈伟" size=AvatarSize::Large presence=PresenceDot::Online />
                <Avatar name="Oluwaseun Adébáyò" size=AvatarSize::Huge />
            </Row>
            <Row label="Waiting">
                <Spinner label="Loading" />
                <div class="w-40">
                    <Progress label="Importing contacts" value=64 with_words=true />
                </div>
                <div class="w-32">
                    <Progress label="Preparing" value=None />
                </div>
                <div class="w-40">
                    <Skeleton class="h-4 w-32" />
                </div>
            </Row>
        </Card>
        <Messages />
        <Users />
        <div class="grid gap-6 lg:grid-cols-2">
            <Card title="Empty">
                <EmptyState
                    icon=Icon::Inbox
                    title="All caught up"
                    text="New conversations appear here by themselves."
                >
                    <Button variant=ButtonVariant::Primary icon=Icon::Plus>"Start one"</Button>
                    <Button>"Learn more"</Button>
                </EmptyState>
            </Card>
            <Card title="Loading" flush=true>
                <SkeletonRows rows=4 />
                <LoadMore has_more=true on_more=|| () />
            </Card>
        </div>
    }
}

#[component]
fn Messages() -> impl IntoView {
    view! {
        <div class="flex flex-col gap-3">
            <Banner title="A new version is available">"Reload the page to get it."</Banner>
            <Banner
                tone=Tone::Warning
                title="Email is not set up"
                actions=|| view! { <Button size=ButtonSize::Small>"Set up"</Button> }
            >
                "Invitations cannot be sent until an administrator adds a mail server."
            </Banner>
            <Banner tone=Tone::Danger title="Connection lost" on_dismiss=|| ()>
                "Your messages are sent as soon as it is back."
            </Banner>
            <Banner tone=Tone::Success>"The channel is connected."</Banner>
        </div>
    }
}

#[component]
fn Users() -> impl IntoView {
    let people = [
        ("Ana Lim", "ana@example.com", "Owner", 1_204),
        ("Zoé Lefèvre", "zoe@example.com", "Manager", 873),
        ("Jonas Okafor", "jonas@example.com", "Agent", 96),
    ];
    let rows = people
        .into_iter()
        .map(|(name, mail, role, count)| {
            view! {
                <tr>
                    <td class="w-8">
                        <Checkbox label=name label_hidden=true />
                    </td>
                    <td>
                        <span class="flex items-center gap-2.5">
                            <Avatar name=name size=AvatarSize::Small />
                            <span class="font-medium">{name}</span>
                        </span>
                    </td>
                    <td class="text-ink-muted max-md:hidden">{mail}</td>
                    <td>
                        <Badge>{role}</Badge>
                    </td>
                    <td class="num">{crate::locales::format::number(crate::locales::use_locale(), count)}</td>
                    <td class="num">
                        <IconButton icon=Icon::More label="Actions" size=ButtonSize::Small />
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card
            title="Table"
            flush=true
            actions=|| {
                view! { <Button size=ButtonSize::Small icon=Icon::UserPlus>"Invite"</Button> }
            }
        >
            <Table
                label="Users"
                columns=vec![
                    Column::new("Select").hidden(),
                    Column::new("Name").sort("?sort=name", Some(SortDirection::Up)),
                    Column::new("Email").class("max-md:hidden"),
                    Column::new("Role"),
                    Column::new("Conversations").number().sort("?sort=count", None),
                    Column::new("Actions").hidden(),
                ]
            >
                {rows}
            </Table>
        </Card>
    }
}

//! Beside the conversation: who the contact is, how to reach them, what was before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use parlance::contact::{ContactDetail, EditContact, display_name};
use parlance::error::Conflict;
use parlance::id::ConversationId;

use super::contact_history::{ChannelsPart, PastPart};
use super::edit_field::{EditField, FieldWords};
use super::names::contact_title;
use super::store::Inbox;
use crate::error::AppError;
use crate::locales::{format, use_texts};
use crate::ui::{Avatar, AvatarSize, ButtonSize, Icon, IconButton, Properties, Property, intl};
use crate::widgets::problem_text;

/// The contact of the open conversation.
#[component]
pub fn ContactPanel(
    /// The inbox.
    inbox: Inbox,
    /// The contact.
    contact: RwSignal<ContactDetail>,
    /// The open conversation.
    conversation: ConversationId,
    /// The viewer may edit contacts.
    may_edit: bool,
    /// Hides the panel.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let title = Memo::new(move |_| {
        contact.with(|c| {
            let name = display_name(&c.name, &c.email, &c.phone);
            contact_title(t, name.unwrap_or_default(), c.id)
        })
    });
    view! {
        <div class="flex items-center justify-between gap-2 border-b border-line px-4 py-2">
            <h2 class="text-base font-semibold">{t.inbox.contact()}</h2>
            <IconButton
                icon=Icon::X
                label=t.inbox.close_panel()
                size=ButtonSize::Small
                attr:data-testid="contact-close"
                on:click=move |_| on_close.run(())
            />
        </div>
        <div class="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 py-4">
            <div class="flex flex-col items-center gap-2 text-center">
                <span class="contents" aria-hidden="true">
                    {move || view! { <Avatar name=title.get() size=AvatarSize::Huge /> }}
                </span>
                <p class="max-w-full text-base font-semibold break-words" dir="auto">
                    {move || title.get()}
                </p>
            </div>
            <EditPart inbox=inbox contact=contact may_edit=may_edit />
            <FactsPart inbox=inbox contact=contact />
            <div class="contents">
                {move || {
                    view! { <ChannelsPart channels=contact.with(|c| c.channels.clone()) /> }
                }}
            </div>
            <div class="contents">
                {move || {
                    view! {
                        <PastPart
                            past=contact.with(|c| c.conversations.clone())
                            current=conversation
                            address=inbox.address
                            zone=inbox.zone
                        />
                    }
                }}
            </div>
        </div>
    }
}

/// Which of the three editable fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Email,
    Phone,
}

/// Name, e-mail address and phone number, edited in place.
#[component]
fn EditPart(inbox: Inbox, contact: RwSignal<ContactDetail>, may_edit: bool) -> impl IntoView {
    let t = use_texts();
    let field = move |part: Part, words: FieldWords, icon: Icon, kind: &'static str| {
        let value = Memo::new(move |_| {
            contact.with(|c| match part {
                Part::Name => c.name.clone(),
                Part::Email => c.email.clone(),
                Part::Phone => c.phone.clone(),
            })
        });
        let locked =
            Memo::new(move |_| !may_edit || (part != Part::Name && contact.with(|c| c.masked)));
        let on_save = move |text: String, done: Callback<Option<String>>| {
            save(inbox, contact, part, words.field, text, done);
        };
        view! {
            <EditField
                words=words
                icon=icon
                kind=kind
                value=value
                locked=locked
                on_save=Callback::new(move |(text, done)| on_save(text, done))
            />
        }
    };
    view! {
        <div class="flex flex-col gap-1">
            {field(
                Part::Name,
                FieldWords {
                    field: "name",
                    label: t.common.name(),
                    edit: t.inbox.edit_name(),
                    add: t.inbox.add_name(),
                },
                Icon::User,
                "text",
            )}
            {field(
                Part::Email,
                FieldWords {
                    field: "email",
                    label: t.common.email(),
                    edit: t.inbox.edit_email(),
                    add: t.inbox.add_email(),
                },
                Icon::Mail,
                "email",
            )}
            {field(
                Part::Phone,
                FieldWords {
                    field: "phone",
                    label: t.common.phone(),
                    edit: t.inbox.edit_phone(),
                    add: t.inbox.add_phone(),
                },
                Icon::Phone,
                "tel",
            )}
            <p class="px-1 text-xs text-ink-faint" class:hidden=move || !contact.with(|c| c.masked)>
                {t.inbox.masked()}
            </p>
        </div>
    }
}

/// Saves one field; `done` gets what is wrong with it, or nothing when it is saved.
fn save(
    inbox: Inbox,
    contact: RwSignal<ContactDetail>,
    part: Part,
    field: &'static str,
    text: String,
    done: Callback<Option<String>>,
) {
    let t = inbox.t;
    let command = contact.with_untracked(|c| EditContact {
        id: c.id,
        version: c.version,
        name: if part == Part::Name {
            text.clone()
        } else {
            c.name.clone()
        },
        email: (!c.masked).then(|| {
            if part == Part::Email {
                text.clone()
            } else {
                c.email.clone()
            }
        }),
        phone: (!c.masked).then(|| {
            if part == Part::Phone {
                text.clone()
            } else {
                c.phone.clone()
            }
        }),
    });
    spawn_local(async move {
        let problem = match inbox.save_contact(command).await {
            Ok(_) => None,
            Err(AppError::Conflict {
                why: Conflict::Stale,
            }) => Some(t.inbox.changed_meanwhile().to_owned()),
            Err(error) => Some(match error.problem(field) {
                Some(problem) => problem_text(t, &problem),
                None => crate::widgets::error_text(t, &error),
            }),
        };
        if inbox.is_alive() {
            done.run(problem);
        }
    });
}

/// Language, local time, first contact.
#[component]
fn FactsPart(inbox: Inbox, contact: RwSignal<ContactDetail>) -> impl IntoView {
    let t = use_texts();
    // Names of languages and the time elsewhere are known to the browser only.
    let language = RwSignal::new(contact.with_untracked(|c| c.locale.clone()));
    let local_time = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let tag = contact.with(|c| c.locale.clone());
        language.set(intl::language_name(t.locale.tag(), &tag).unwrap_or(tag));
    });
    Effect::new(move |_| {
        let zone = contact.with(|c| c.time_zone.clone());
        let now = inbox.now.get();
        local_time.set(intl::time_in_zone(t.locale.tag(), &zone, now.0));
    });
    let zone_words = move || contact.with(|c| c.time_zone.replace('_', " "));
    let since = move || {
        let at = contact.with(|c| c.created_at);
        inbox
            .zone
            .with_value(|zone| format::date(t.locale, zone, at))
    };
    view! {
        <Properties>
            <Property label=t.inbox.language() icon=Icon::Globe>
                {move || language.with(|name| if name.is_empty() { t.common.unknown().to_owned() } else { name.clone() })}
            </Property>
            <Property label=t.inbox.local_time() icon=Icon::Clock>
                <span class="flex flex-col">
                    <span class="tabular-nums" data-testid="local-time">
                        {move || local_time.get()}
                    </span>
                    <span class="text-xs text-ink-muted">
                        {move || {
                            let words = zone_words();
                            if words.is_empty() { t.common.unknown().to_owned() } else { words }
                        }}
                    </span>
                </span>
            </Property>
            <Property label=t.inbox.since() icon=Icon::Calendar>
                {since}
            </Property>
        </Properties>
    }
}

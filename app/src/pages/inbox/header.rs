//! Above the thread: who it is, whose task it is, and the two buttons that matter.

use leptos::prelude::*;
use parlance::conversation::{ConversationRow, Person, Status};
use parlance::id::UserId;

use super::names::{contact_title, person_name};
use crate::locales::{Texts, use_texts};
use crate::ui::{
    Avatar, AvatarSize, Badge, Button, ButtonSize, ButtonVariant, Icon, IconButton, PickOption,
    Picker, PopoverSide, Tone,
};

/// Value of "nobody" in the list of people.
const NOBODY: &str = "nobody";

/// What the buttons of the header do.
#[derive(Clone, Copy)]
pub struct HeaderActions {
    /// Give the conversation to somebody, or to nobody.
    pub on_assign: Callback<Option<UserId>>,
    /// Close or reopen.
    pub on_toggle: Callback<()>,
    /// Show or hide the contact.
    pub on_panel: Callback<()>,
}

/// What the viewer may do in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// Write messages.
    pub reply: bool,
    /// Send files.
    pub attach: bool,
    /// Assign.
    pub assign: bool,
    /// Close and reopen.
    pub close: bool,
    /// Edit the contact.
    pub edit: bool,
}

/// The header of a conversation.
#[component]
pub fn ThreadHeader(
    /// The conversation.
    #[prop(into)]
    row: Signal<ConversationRow>,
    /// Users of the workspace.
    #[prop(into)]
    people: Signal<Vec<Person>>,
    /// The viewer.
    me: UserId,
    /// What the viewer may do.
    rights: Rights,
    /// The list, on a phone.
    #[prop(into)]
    back: Signal<String>,
    /// Whether the contact is shown.
    #[prop(into)]
    panel_shown: Signal<bool>,
    /// What the buttons do.
    actions: HeaderActions,
) -> impl IntoView {
    let t = use_texts();
    let title =
        Memo::new(move |_| row.with(|row| contact_title(t, &row.contact_name, row.contact)));
    let status = Memo::new(move |_| row.with(|row| row.status));
    view! {
        <header class="flex min-h-14 shrink-0 items-center gap-2 border-b border-line px-3 py-2 @2xl:px-4">
            <a
                class="btn btn-ghost btn-square -ml-1 @2xl:hidden"
                href=move || back.get()
                aria-label=t.inbox.back_to_list()
                data-testid="back"
            >
                <crate::ui::IconView icon=Icon::ArrowLeft />
            </a>
            <span class="hidden @md:contents" aria-hidden="true">
                {move || view! { <Avatar name=title.get() size=AvatarSize::Medium /> }}
            </span>
            <div class="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
                <h2 class="max-w-full truncate text-base font-semibold" dir="auto" data-testid="contact-name">
                    {move || title.get()}
                </h2>
                <StatusBadge status=status.into() />
            </div>
            <AssigneeMenu row=row people=people me=me may=rights.assign on_assign=actions.on_assign />
            <ToggleButton status=status.into() may=rights.close on_toggle=actions.on_toggle />
            <IconButton
                icon=Icon::PanelRight
                label=t.inbox.show_contact()
                pressed=panel_shown
                attr:data-testid="contact-toggle"
                on:click=move |_| actions.on_panel.run(())
            />
        </header>
    }
}

/// Open, snoozed or closed, in a word.
#[component]
pub fn StatusBadge(
    /// The status.
    status: Signal<Status>,
) -> impl IntoView {
    let t = use_texts();
    let badge = move || {
        let (tone, words) = match status.get() {
            Status::Open => (Tone::Success, t.inbox.status_open()),
            Status::Snoozed => (Tone::Info, t.inbox.status_snoozed()),
            Status::Closed => (Tone::Neutral, t.inbox.status_closed()),
        };
        view! { <Badge tone=tone>{words}</Badge> }
    };
    view! { <span class="contents" data-testid="status">{badge}</span> }
}

/// Close, or reopen.
#[component]
fn ToggleButton(status: Signal<Status>, may: bool, on_toggle: Callback<()>) -> impl IntoView {
    let t = use_texts();
    let button = move || {
        let closed = status.get() == Status::Closed;
        let (icon, words, id) = if closed {
            (Icon::Undo, t.inbox.reopen(), "conversation-reopen")
        } else {
            (Icon::Check, t.inbox.close(), "conversation-close")
        };
        view! {
            <Button
                size=ButtonSize::Small
                icon=icon
                disabled=!may
                attr:data-testid=id
                on:click=move |_| on_toggle.run(())
            >
                {words}
            </Button>
        }
    };
    view! { <span class="contents">{button}</span> }
}

/// Who takes care of it, and the list to change that.
#[component]
fn AssigneeMenu(
    row: Signal<ConversationRow>,
    people: Signal<Vec<Person>>,
    me: UserId,
    may: bool,
    on_assign: Callback<Option<UserId>>,
) -> impl IntoView {
    let t = use_texts();
    let assignee = Memo::new(move |_| row.with(|row| row.assignee));
    let name = Memo::new(move |_| {
        assignee
            .get()
            .map(|user| people.with(|people| person_name(t, people, user)))
    });
    let options = Signal::derive(move || people.with(|people| options(t, people, me)));
    let chosen = Signal::derive(move || {
        vec![
            assignee
                .get()
                .map_or_else(|| NOBODY.to_owned(), |user| user.to_string()),
        ]
    });
    let face = move || match name.get() {
        Some(name) => view! {
            <Avatar name=name.clone() size=AvatarSize::Tiny />
            <span class="hidden max-w-32 truncate @4xl:inline" dir="auto">
                {name}
            </span>
        }
        .into_any(),
        None => view! { <span>{t.inbox.not_assigned()}</span> }.into_any(),
    };
    let label = move || {
        let name = name.get().map(|name| parlance::text::isolate(&name));
        t.inbox
            .change_assignee(name.as_deref().unwrap_or(t.inbox.not_assigned()))
    };
    view! {
        <span class="inline-flex">
            <Button
                size=ButtonSize::Small
                variant=ButtonVariant::Ghost
                icon_end=Icon::ChevronDown
                disabled=!may
                attr:popovertarget="assignee"
                attr:aria-haspopup="listbox"
                attr:aria-label=label
                attr:data-testid="assignee-menu"
            >
                <span class="flex items-center gap-1.5">{face}</span>
            </Button>
            <Picker
                id="assignee"
                label=t.inbox.assignee()
                options=options
                chosen=chosen
                side=PopoverSide::End
                on_pick=move |value: String| on_assign.run(value.parse().ok().map(UserId))
            />
        </span>
    }
}

/// The viewer, nobody, then the others: those who are there first.
fn options(t: Texts, people: &[Person], me: UserId) -> Vec<PickOption> {
    let mut others: Vec<&Person> = people
        .iter()
        .filter(|person| person.active && person.id != me)
        .collect();
    others.sort_by_key(|person| (!person.online, person.name.to_lowercase()));
    let mut all = Vec::with_capacity(others.len() + 2);
    if let Some(own) = people.iter().find(|person| person.id == me) {
        all.push(
            PickOption::new(me.to_string(), &own.name)
                .hint(t.inbox.assign_to_me())
                .person(),
        );
    }
    all.push(PickOption::new(NOBODY, t.inbox.assign_to_nobody()).icon(Icon::User));
    all.extend(others.into_iter().map(|person| {
        let hint = if person.online {
            t.ui.online()
        } else {
            t.ui.offline()
        };
        PickOption::new(person.id.to_string(), &person.name)
            .hint(hint)
            .person()
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::inbox::sample;

    #[test]
    fn the_viewer_comes_first_and_former_members_are_left_out() {
        let mut people = sample::people();
        people.push(Person {
            id: UserId(3),
            name: "Ana".into(),
            online: true,
            active: true,
        });
        people.push(Person {
            id: UserId(4),
            name: "Gone".into(),
            online: false,
            active: false,
        });
        let values: Vec<String> = options(Texts::default(), &people, sample::ME)
            .into_iter()
            .map(|option| option.value)
            .collect();
        assert_eq!(values, ["1", NOBODY, "3", "2"]);
    }
}

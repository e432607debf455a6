//! Name, language, time zone, theme.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use parlance::identity::EditProfile;
use parlance::text::{Locale, Theme};

use crate::api::account::edit_profile;
use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::use_viewer;
use crate::ui::{
    Button, ButtonKind, ButtonVariant, Field, FormSection, Icon, PageHeader, Segment, Segmented,
    Select, SelectOption, TextInput, use_toasts,
};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::preferences::{profile_of, show_theme, use_preferences};
use crate::widgets::time_zone::TimeZoneField;
use crate::widgets::{Attempt, whole_page};

/// The page.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let t = use_texts();
    let form = use_preferences()
        .map(|preferences| preferences.profile().get_untracked())
        .or_else(|| use_viewer().map(|viewer| profile_of(&viewer)))
        .map(|profile| {
            let email = use_viewer().map(|viewer| viewer.email).unwrap_or_default();
            view! { <ProfileForm profile=profile email=email /> }
        });
    view! {
        <Title text=t.account.profile() />
        <PageHeader title=t.account.profile() description=t.account.profile_text() />
        {form}
    }
}

/// The form. A changed language or zone needs the page again; the rest takes effect at once.
#[component]
pub(super) fn ProfileForm(profile: EditProfile, email: String) -> impl IntoView {
    let t = use_texts();
    let (toasts, preferences) = (use_toasts(), use_preferences());
    let form = NodeRef::<html::Form>::new();
    let name = RwSignal::new(profile.name.clone());
    let locale = RwSignal::new(profile.locale.tag().to_owned());
    let zone = RwSignal::new(profile.time_zone.clone());
    let theme = RwSignal::new(profile.theme.word().to_owned());
    let typed = move || EditProfile {
        name: name.get(),
        locale: Locale::from_tag(&locale.get()).unwrap_or_default(),
        time_zone: zone.get(),
        theme: Theme::from_word(&theme.get()),
    };
    let saved = RwSignal::new(profile);
    let send = Action::new(|command: &EditProfile| {
        let command = command.clone();
        async move { edit_profile(command.clone()).await.map(|()| command) }
    });
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    on_success(send, move |now: EditProfile| {
        let before = saved.get_untracked();
        saved.set(now.clone());
        if let Some(preferences) = preferences {
            preferences.profile().set(now.clone());
        }
        show_theme(now.theme);
        let fresh = now.locale != before.locale
            || now.time_zone != before.time_zone
            || now.name != before.name;
        if fresh {
            whole_page::reload();
        } else {
            toasts.success(t.common.saved());
        }
    });
    let changed = Signal::derive(move || saved.with(|saved| *saved != typed()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(untrack(typed));
    };
    view! {
        <form node_ref=form method="post" novalidate=true on:submit=submit class="flex flex-col gap-6">
            <FormAlert error=attempt.general(&["name", "time_zone"]) />
            <div class="flex flex-col">
            <FormSection title=t.account.about_you() description=t.account.about_you_text()>
                <Field id="name" label=t.common.name() error=attempt.field("name") required=true>
                    <TextInput value=name autocomplete="name" maxlength=100 />
                </Field>
                <Field id="email" label=t.common.email_address() hint=t.account.email_hint()>
                    <TextInput initial=email kind="email" autocomplete="email" readonly=true />
                </Field>
            </FormSection>
            <FormSection title=t.account.region() description=t.account.region_text()>
                <Field id="language" label=t.common.language()>
                    <Select
                        value=locale
                        options=vec![
                            SelectOption::new("en", "English"),
                            SelectOption::new("fr", "Français"),
                        ]
                    />
                </Field>
                <TimeZoneField id="time-zone" value=zone error=attempt.field("time_zone") />
            </FormSection>
            <FormSection title=t.account.appearance() description=t.account.appearance_text()>
                <Segmented
                    name="theme"
                    label=t.account.theme()
                    value=theme
                    class="self-start"
                    options=vec![
                        Segment::new("system", t.common.theme_system()).icon(Icon::Monitor),
                        Segment::new("light", t.common.theme_light()).icon(Icon::Sun),
                        Segment::new("dark", t.common.theme_dark()).icon(Icon::Moon),
                    ]
                    on_change=Callback::new(|word: String| show_theme(Theme::from_word(&word)))
                />
            </FormSection>
            </div>
            <SaveBar busy=attempt.busy() changed=changed error=attempt.error() />
        </form>
    }
}

/// The button at the end of the form.
#[component]
fn SaveBar(
    busy: Signal<bool>,
    changed: Signal<bool>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let t = use_texts();
    let failed = move || error.with(Option::is_some).then(|| t.errors.not_saved());
    view! {
        <div class="flex items-center justify-end gap-3">
            <span class="text-sm text-danger-ink empty:hidden">{failed}</span>
            <Button
                variant=ButtonVariant::Primary
                kind=ButtonKind::Submit
                loading=busy
                disabled=Signal::derive(move || !changed.get())
            >
                {t.common.save_changes()}
            </Button>
        </div>
    }
}

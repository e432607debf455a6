//! Name, colour, language and time zone of a workspace.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use parlance::id::WorkspaceId;
use parlance::identity::WorkspaceGeneral;
use parlance::permission::Permission;
use parlance::text::Locale;

use super::layout::member_who_may;
use crate::api::workspace::{edit_general, workspace_general};
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonKind, ButtonVariant, ColorInput, CopyField, Field, FormSection, PageHeader,
    Select, SelectOption, TextInput, use_toasts,
};
use crate::widgets::access::may;
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::problem::NotAllowed;
use crate::widgets::time_zone::TimeZoneField;
use crate::widgets::{Attempt, loaded, whole_page};

/// Fields of the form that show their own problems.
const FIELDS: &[&str] = &["name", "color", "time_zone"];

/// The page.
#[component]
pub fn GeneralPage() -> impl IntoView {
    let t = use_texts();
    let Some(member) = member_who_may(Permission::ViewSettings) else {
        return view! { <NotAllowed /> }.into_any();
    };
    let id = member.id;
    let may_edit = may(&member, Permission::ManageGeneral);
    let general_res = Resource::new(|| (), move |()| workspace_general(id));
    view! {
        <Title text=t.settings.general() />
        <PageHeader title=t.settings.general() description=t.settings.general_text() />
        {loaded(
            general_res,
            move |general| {
                view! { <GeneralForm id=id general=general may_edit=may_edit /> }.into_any()
            },
        )}
    }
    .into_any()
}

/// The form.
#[component]
pub(super) fn GeneralForm(
    id: WorkspaceId,
    general: WorkspaceGeneral,
    may_edit: bool,
) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let form = NodeRef::<html::Form>::new();
    let saved = RwSignal::new(general.clone());
    let name = RwSignal::new(general.name);
    let color = RwSignal::new(general.color);
    let locale = RwSignal::new(general.locale.tag().to_owned());
    let zone = RwSignal::new(general.time_zone);
    let typed = move || WorkspaceGeneral {
        name: name.get(),
        color: color.get(),
        locale: Locale::from_tag(&locale.get()).unwrap_or_default(),
        time_zone: zone.get(),
    };
    let send = Action::new(move |command: &WorkspaceGeneral| {
        let command = command.clone();
        async move { edit_general(id, command.clone()).await.map(|()| command) }
    });
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    on_success(send, move |now: WorkspaceGeneral| {
        let before = saved.get_untracked();
        saved.set(now.clone());
        // Name and colour stand in the frame.
        if now.name != before.name || now.color != before.color {
            whole_page::reload();
        } else {
            toasts.success(t.common.saved());
        }
    });
    let unchanged = Signal::derive(move || saved.with(|saved| *saved == typed()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(untrack(typed));
    };
    view! {
        <form node_ref=form method="post" novalidate=true on:submit=submit class="flex flex-col gap-6">
            <FormAlert error=attempt.general(FIELDS) />
            <fieldset disabled=!may_edit class="flex min-w-0 flex-col">
                <FormSection title=t.settings.identity() description=t.settings.identity_text()>
                    <Field
                        id="name"
                        label=t.common.name()
                        error=attempt.field("name")
                        required=true
                    >
                        <TextInput value=name autocomplete="off" maxlength=100 />
                    </Field>
                    <Field id="color" label=t.common.color() error=attempt.field("color")>
                        <ColorInput value=color name="color" label=t.common.color() />
                    </Field>
                    <Field
                        id="workspace-id"
                        label=t.settings.workspace_id()
                        hint=t.settings.workspace_id_hint()
                    >
                        <CopyField text=id.to_string() />
                    </Field>
                </FormSection>
                <FormSection title=t.account.region() description=t.settings.region_text()>
                    <Field id="language" label=t.settings.default_language()>
                        <Select
                            value=locale
                            options=vec![
                                SelectOption::new("en", "English"),
                                SelectOption::new("fr", "Français"),
                            ]
                        />
                    </Field>
                    <TimeZoneField
                        id="time-zone"
                        value=zone
                        error=attempt.field("time_zone")
                    />
                </FormSection>
            </fieldset>
            <div class="flex items-center justify-end gap-3">
                {(!may_edit)
                    .then(|| {
                        view! {
                            <p class="text-sm text-ink-muted">{t.settings.only_looking()}</p>
                        }
                    })}
                {may_edit
                    .then(|| {
                        view! {
                            <Button
                                variant=ButtonVariant::Primary
                                kind=ButtonKind::Submit
                                loading=attempt.busy()
                                disabled=unchanged
                            >
                                {t.common.save_changes()}
                            </Button>
                        }
                    })}
            </div>
        </form>
    }
}

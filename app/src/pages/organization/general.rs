//! Name and language of an organization.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use parlance::identity::{EditOrganization, OrganizationMembership};
use parlance::permission::OrganizationPermission;
use parlance::text::Locale;

use super::layout::use_organization;
use crate::api::organization::edit_organization;
use crate::locales::use_texts;
use crate::ui::{
    Button, ButtonKind, ButtonVariant, Field, FormSection, PageHeader, Select, SelectOption,
    TextInput,
};
use crate::widgets::attempt::{FormAlert, on_success};
use crate::widgets::problem::NotAllowed;
use crate::widgets::{Attempt, whole_page};

/// The page.
#[component]
pub fn GeneralPage() -> impl IntoView {
    let t = use_texts();
    let allowed = use_organization().filter(|organization| {
        organization
            .role
            .allows(OrganizationPermission::ManageOrganization)
    });
    let Some(organization) = allowed else {
        return view! { <NotAllowed /> }.into_any();
    };
    view! {
        <Title text=t.settings.general() />
        <PageHeader title=t.settings.general() description=t.organization.general_text() />
        <GeneralForm organization=organization />
    }
    .into_any()
}

/// The form.
#[component]
pub(super) fn GeneralForm(organization: OrganizationMembership) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let id = organization.id;
    let name = RwSignal::new(organization.name.clone());
    let locale = RwSignal::new(organization.locale.tag().to_owned());
    let saved = (organization.name.clone(), locale.get_untracked());
    let send = Action::new(|command: &EditOrganization| edit_organization(command.clone()));
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    // The name stands in the frame of every page.
    on_success(send, |()| whole_page::reload());
    let unchanged = Signal::derive(move || {
        name.with(|name| name.trim() == saved.0) && locale.with(|locale| *locale == saved.1)
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(EditOrganization {
            id,
            name: name.get_untracked(),
            locale: Locale::from_tag(&locale.get_untracked()).unwrap_or_default(),
        });
    };
    view! {
        <form node_ref=form method="post" novalidate=true on:submit=submit class="flex flex-col gap-6">
            <FormAlert error=attempt.general(&["name"]) />
            <div class="flex flex-col">
            <FormSection title=t.shell.organization() description=t.organization.name_text()>
                <Field id="name" label=t.common.name() error=attempt.field("name") required=true>
                    <TextInput value=name autocomplete="off" maxlength=100 />
                </Field>
                <Field id="language" label=t.common.language() hint=t.organization.language_hint()>
                    <Select
                        value=locale
                        options=vec![
                            SelectOption::new("en", "English"),
                            SelectOption::new("fr", "Français"),
                        ]
                    />
                </Field>
            </FormSection>
            </div>
            <div class="flex justify-end">
                <Button
                    variant=ButtonVariant::Primary
                    kind=ButtonKind::Submit
                    loading=attempt.busy()
                    disabled=unchanged
                >
                    {t.common.save_changes()}
                </Button>
            </div>
        </form>
    }
}

//! Text controls of the catalogue.

use leptos::prelude::*;

use crate::ui::{
    Card, ColorInput, CopyField, Field, FilePick, FormError, PasswordInput, SearchInput, Select,
    SelectOption, TextArea, TextInput,
};

#[component]
pub(super) fn Fields() -> impl IntoView {
    let color = RwSignal::new("#1f66c1".to_owned());
    let note = RwSignal::new("A first line\nand a second one.".to_owned());
    let options = vec![
        SelectOption::new("admin", "Administrator"),
        SelectOption::new("manager", "Manager"),
        SelectOption {
            disabled: true,
            ..SelectOption::new("owner", "Owner (only one)")
        },
    ];
    view! {
        <Card title="Fields">
            <div class="flex flex-col gap-4">
                <FormError error="We could not sign you in. Check your email and password." />
                <Field id="f-name" label="Name" required=true hint="As your customers will see it.">
                    <TextInput name="name" initial="Zoé Lefèvre" />
                </Field>
                <Field id="f-mail" label="Email" error="This is not an email address.">
                    <TextInput kind="email" initial="zoe@" />
                </Field>
                <Field id="f-empty" label="Company" optional=true>
                    <TextInput placeholder="Acme Ltd" />
                </Field>
                <Field id="f-off" label="Workspace address" hint="Set by your administrator.">
                    <TextInput initial="acme" disabled=true />
                </Field>
                <Field id="f-password" label="Password">
                    <PasswordInput name="password" />
                </Field>
                <SearchInput label="Search contacts" initial="lefe" />
                <Field id="f-role" label="Role">
                    <Select options=options placeholder="Choose a role" />
                </Field>
                <Field id="f-note" label="Note">
                    <TextArea value=note maxlength=100 grow=true />
                </Field>
                <Field id="f-color" label="Colour">
                    <ColorInput value=color name="color" label="Colour" />
                </Field>
                <Field id="f-key" label="API key">
                    <CopyField text="plc_live_7f3a9c1e" secret=true />
                </Field>
                <CopyField
                    label="Snippet"
                    code=true
                    text="<script src=\"https://chat.example.com/widget.js\" data-key=\"w_1\"></script>"
                />
                <FilePick id="f-file" hint="PNG or JPEG, up to 2 MB" />
            </div>
        </Card>
    }
}

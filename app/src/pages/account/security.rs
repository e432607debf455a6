//! The password, and the browsers that are signed in.

use leptos::prelude::*;
use leptos_meta::Title;

use super::password::PasswordForm;
use super::sessions::Sessions;
use crate::api::account::list_sessions;
use crate::locales::use_texts;
use crate::ui::{FormSection, PageHeader};

/// The page.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let t = use_texts();
    let sessions_res = Resource::new(|| (), |()| list_sessions());
    view! {
        <Title text=t.account.security() />
        <PageHeader title=t.account.security() description=t.account.security_text() />
        <div class="flex flex-col">
            <FormSection title=t.common.password() description=t.account.password_text()>
                // Changing it ends the other sessions.
                <PasswordForm on_changed=Callback::new(move |()| sessions_res.refetch()) />
            </FormSection>
            <FormSection title=t.account.sessions() description=t.account.sessions_text()>
                <Sessions sessions_res=sessions_res />
            </FormSection>
        </div>
    }
}

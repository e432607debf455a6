//! Identity verification: the secret that the website's server signs user ids with.
//!
//! A new secret is shown once; the old one stops working at that moment.

use leptos::prelude::*;
use parlance::id::{ChannelId, WorkspaceId};

use super::samples::{PAGE_CODE, SAMPLES};
use crate::api::channels::renew_identity_secret;
use crate::locales::use_texts;
use crate::ui::{
    Banner, Button, ButtonVariant, ConfirmDialog, CopyField, Dialog, DialogSize, Field, Icon,
    Segment, Segmented, Tone,
};
use crate::widgets::attempt::{on_success, toast_failures};

/// The secret, its renewal, and the lines for the server.
#[component]
pub fn Identity(
    workspace: WorkspaceId,
    channel: ChannelId,
    /// The end of the present secret, if there is one.
    hint: Option<String>,
) -> impl IntoView {
    let t = use_texts();
    let (asking, showing) = (RwSignal::new(false), RwSignal::new(false));
    let hint = RwSignal::new(hint);
    let secret = RwSignal::new(String::new());
    let renew = Action::new(move |(): &()| renew_identity_secret(workspace, channel));
    toast_failures(renew);
    on_success(renew, move |fresh: String| {
        let end = fresh.chars().count().saturating_sub(4);
        hint.set(Some(fresh.chars().skip(end).collect()));
        secret.set(fresh);
        asking.set(false);
        showing.set(true);
    });
    let state = move || match hint.get() {
        Some(end) => t.channels.secret_ends(&end),
        None => t.channels.no_secret().to_owned(),
    };
    let start = move |_| {
        if hint.with_untracked(Option::is_some) {
            asking.set(true);
        } else {
            renew.dispatch(());
        }
    };
    view! {
        <div class="flex flex-col gap-4">
            <div class="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line px-4 py-3">
                <span class="text-sm">{state}</span>
                <Button icon=Icon::Key loading=renew.pending() on:click=start>
                    {move || {
                        if hint.with(Option::is_some) {
                            t.channels.renew_secret()
                        } else {
                            t.channels.make_secret()
                        }
                    }}
                </Button>
            </div>
            <Samples />
        </div>
        <ConfirmDialog
            id="renew-secret"
            open=asking
            title=Signal::derive(move || t.channels.renew_title().to_owned())
            message=Signal::derive(move || t.channels.renew_text().to_owned())
            confirm=t.channels.renew_secret()
            busy=renew.pending()
            on_confirm=Callback::new(move |()| {
                renew.dispatch(());
            })
        />
        <Dialog
            id="fresh-secret"
            open=showing
            title=t.channels.fresh_secret()
            size=DialogSize::Large
            locked=true
            on_close=Callback::new(move |()| secret.set(String::new()))
            footer=move || {
                view! {
                    <Button
                        variant=ButtonVariant::Primary
                        on:click=move |_| showing.set(false)
                    >
                        {t.channels.secret_kept()}
                    </Button>
                }
            }
        >
            <div class="flex flex-col gap-4">
                <Banner tone=Tone::Warning>{t.channels.shown_once()}</Banner>
                <Field id="identity-secret" label=t.channels.secret()>
                    <CopyField text=secret />
                </Field>
            </div>
        </Dialog>
    }
}

/// The lines for server and page.
#[component]
fn Samples() -> impl IntoView {
    let t = use_texts();
    let chosen = RwSignal::new("node".to_owned());
    let code = Signal::derive(move || {
        chosen.with(|chosen| {
            SAMPLES
                .iter()
                .find(|sample| sample.key == chosen)
                .map(|sample| sample.code.to_owned())
                .unwrap_or_default()
        })
    });
    let options = SAMPLES
        .iter()
        .map(|sample| Segment::new(sample.key, sample.name))
        .collect::<Vec<_>>();
    view! {
        <div class="flex min-w-0 flex-col gap-2">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <span class="text-sm font-medium">{t.channels.on_server()}</span>
                <Segmented
                    name="sample"
                    label=t.channels.on_server()
                    options=options
                    value=chosen
                />
            </div>
            <CopyField text=code code=true label=t.channels.on_server() />
        </div>
        <div class="flex min-w-0 flex-col gap-2">
            <span class="text-sm font-medium">{t.channels.on_page()}</span>
            <CopyField text=PAGE_CODE.to_owned() code=true label=t.channels.on_page() />
        </div>
    }
}

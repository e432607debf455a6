//! Disconnecting a channel: its name has to be typed.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use parlance::id::{ChannelId, WorkspaceId};

use crate::api::channels::delete_channel;
use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::workspace_path;
use crate::ui::{Button, ButtonKind, ButtonVariant, Dialog, Field, Icon, TextInput, use_toasts};
use crate::widgets::Attempt;
use crate::widgets::attempt::{FormAlert, on_success};

/// The button, and the dialog behind it.
#[component]
pub fn Disconnect(
    workspace: WorkspaceId,
    channel: ChannelId,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let navigate = use_navigate();
    let send = Action::new(move |(): &()| delete_channel(workspace, channel));
    on_success(send, move |()| {
        toasts.success(t.channels.disconnected());
        let channels = workspace_path(workspace, "settings/channels");
        navigate(&channels, NavigateOptions::default());
    });
    Effect::new(move |_| {
        if open.get() {
            send.clear();
        }
    });
    let typed = RwSignal::new(String::new());
    let busy: Signal<bool> = send.pending().into();
    let wrong = Signal::derive(move || typed.with(|typed| typed.trim() != name.get().trim()));
    view! {
        <Button
            variant=ButtonVariant::DangerGhost
            icon=Icon::Trash
            class="-ml-3 self-start"
            on:click=move |_| {
                typed.set(String::new());
                open.set(true);
            }
            attr:data-testid="disconnect"
        >
            {t.channels.disconnect()}
        </Button>
        <Dialog
            id="disconnect-dialog"
            open=open
            title=Signal::derive(move || t.channels.disconnect_title(&name.get()))
            locked=busy
            footer=move || {
                view! {
                    <Button disabled=busy on:click=move |_| open.set(false)>
                        {t.common.cancel()}
                    </Button>
                    <Button
                        variant=ButtonVariant::Danger
                        kind=ButtonKind::Submit
                        loading=busy
                        disabled=wrong
                        attr:form="disconnect-form"
                    >
                        {t.channels.disconnect()}
                    </Button>
                }
            }
        >
            <Confirm send=send name=name typed=typed wrong=wrong />
        </Dialog>
    }
}

/// The question, and the name to type.
#[component]
fn Confirm(
    send: Action<(), Result<(), AppError>>,
    name: Signal<String>,
    typed: RwSignal<String>,
    wrong: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let attempt = Attempt::of(send);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !wrong.get_untracked() {
            send.dispatch(());
        }
    };
    view! {
        <form id="disconnect-form" on:submit=submit class="flex flex-col gap-4">
            <FormAlert error=attempt.general(&[]) />
            <p class="text-sm text-ink-muted">{t.channels.disconnect_text()}</p>
            <Field id="disconnect-name" label=t.channels.type_name(&name.get_untracked())>
                <TextInput value=typed autocomplete="off" autofocus=true />
            </Field>
        </form>
    }
}

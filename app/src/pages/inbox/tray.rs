//! The files of the next message, above the text: progress, cancel, retry.

use leptos::prelude::*;
use parlance::message::FileKind;

use super::attached::{Attached, Problem, Stage};
use super::names::visible;
use crate::locales::{Texts, format, use_texts};
use crate::ui::upload::Upload;
use crate::ui::{ButtonSize, Icon, IconButton, IconView, Progress};

/// What can be done with a file of the next message.
#[derive(Clone, Copy)]
pub struct TrayActions {
    /// Take it away, or stop its upload.
    pub on_remove: Callback<Upload>,
    /// Upload it again.
    pub on_again: Callback<Attached>,
}

/// The files of the next message.
#[component]
pub fn Tray(
    /// The files.
    #[prop(into)]
    files: Signal<Vec<Attached>>,
    /// What can be done with them.
    actions: TrayActions,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <ul
            role="list"
            aria-label=t.inbox.attached()
            class="flex flex-wrap gap-2 px-3 pt-2"
            class:hidden=move || files.with(Vec::is_empty)
        >
            <For
                each=move || files.get()
                key=|file| file.upload
                children=move |file| view! { <TrayFile file=file actions=actions /> }
            />
        </ul>
    }
}

/// One file.
#[component]
fn TrayFile(file: Attached, actions: TrayActions) -> impl IntoView {
    let t = use_texts();
    let (upload, again) = (file.upload, file.clone());
    let stage: RwSignal<Stage> = file.stage.clone().into();
    let name = parlance::text::isolate(&file.name);
    let refused = Memo::new(move |_| match stage.get() {
        Stage::Refused(problem) => Some(problem),
        Stage::Uploading(_) | Stage::Ready(_) => None,
    });
    let size = format::file_size(t.locale, file.size);
    let below = {
        let name = name.clone();
        move || match stage.get() {
            Stage::Uploading(percent) => {
                let words = format::percent(t.locale, percent, 100).unwrap_or_default();
                view! {
                    <Progress label=t.inbox.uploading(&words) value=Signal::derive(move || Some(percent)) />
                    <span class="sr-only">{name.clone()}</span>
                }
                .into_any()
            }
            Stage::Ready(_) => {
                view! { <span class="text-xs text-ink-muted">{size.clone()}</span> }.into_any()
            }
            Stage::Refused(problem) => {
                view! { <span class="text-xs text-danger-ink">{problem_words(t, problem)}</span> }
                    .into_any()
            }
        }
    };
    let remove_label = {
        let name = name.clone();
        Signal::derive(move || match stage.get() {
            Stage::Uploading(_) => t.inbox.cancel_upload(&name),
            _ => t.inbox.remove_file(&name),
        })
    };
    let retry = move || {
        refused.get().filter(|problem| problem.may_pass()).map(|_| {
            let again = again.clone();
            view! {
                <IconButton
                    icon=Icon::Refresh
                    label=t.inbox.retry_upload(&name)
                    size=ButtonSize::Small
                    on:click=move |_| actions.on_again.run(again.clone())
                />
            }
        })
    };
    view! {
        <li
            class="flex w-60 max-w-full items-center gap-2 rounded-lg border bg-surface py-1 pr-1 pl-2"
            class=("border-line", move || refused.get().is_none())
            class=("border-danger", move || refused.get().is_some())
            data-testid="composer-attachment"
        >
            <Face stage=stage />
            <span class="flex min-w-0 flex-1 flex-col gap-0.5">
                <span class="truncate text-sm" dir="auto">
                    {visible(&file.name)}
                </span>
                <span class="contents" aria-live="polite">
                    {below}
                </span>
            </span>
            <span class="contents">{retry}</span>
            <IconButton
                icon=Icon::X
                label=remove_label
                size=ButtonSize::Small
                attr:data-testid="attachment-remove"
                on:click=move |_| actions.on_remove.run(upload)
            />
        </li>
    }
}

/// The picture itself once the server has it, an icon otherwise.
#[component]
fn Face(stage: RwSignal<Stage>) -> impl IntoView {
    let face = move || match stage.get() {
        Stage::Ready(view) if view.kind == FileKind::Image => {
            view! { <img class="size-8 rounded-md object-cover" src=view.url alt="" /> }.into_any()
        }
        Stage::Refused(_) => view! { <IconView icon=Icon::AlertCircle /> }.into_any(),
        _ => view! { <IconView icon=Icon::File /> }.into_any(),
    };
    view! { <span class="grid size-8 shrink-0 place-content-center text-ink-muted">{face}</span> }
}

fn problem_words(t: Texts, problem: Problem) -> &'static str {
    match problem {
        Problem::Empty => t.inbox.upload_empty(),
        Problem::TooLarge => t.inbox.upload_too_large(),
        Problem::TypeRefused => t.inbox.upload_type_refused(),
        Problem::Failed => t.inbox.upload_failed(),
    }
}

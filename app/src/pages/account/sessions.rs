//! Browsers that are signed in, and ending their sessions.

use leptos::prelude::*;
use parlance::id::SessionId;
use parlance::identity::SessionRow;

use super::devices::device;
use crate::api::account::{revoke_other_sessions, revoke_session};
use crate::error::AppError;
use crate::locales::{Texts, use_texts};
use crate::ui::{
    Badge, Button, ButtonSize, ButtonVariant, ConfirmDialog, Icon, IconSize, IconView, Tone,
    use_toasts,
};
use crate::widgets::attempt::{on_success, toast_failures};
use crate::widgets::{When, loaded};

/// What a device is called in the list.
fn device_name(t: Texts, user_agent: &str) -> String {
    let found = device(user_agent);
    match (found.browser, found.system) {
        (Some(browser), Some(system)) => t.account.device(browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t.account.unknown_device().to_owned(),
    }
}

/// The list with its acts.
#[component]
pub(super) fn Sessions(sessions_res: Resource<Result<Vec<SessionRow>, AppError>>) -> impl IntoView {
    let t = use_texts();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let end_one = Action::new(|id: &SessionId| revoke_session(*id));
    let end_others = Action::new(|(): &()| revoke_other_sessions());
    toast_failures(end_one);
    toast_failures(end_others);
    on_success(end_one, move |()| {
        toasts.success(t.account.session_ended());
        sessions_res.refetch();
    });
    on_success(end_others, move |()| {
        asking.set(false);
        toasts.success(t.account.others_ended());
        sessions_res.refetch();
    });
    view! {
        <div class="contents">
            {loaded(
                sessions_res,
                move |rows| {
                    let end = Callback::new(move |id| {
                        end_one.dispatch(id);
                    });
                    let all = Callback::new(move |()| asking.set(true));
                    view! { <SessionList rows=rows on_end=end on_end_others=all /> }.into_any()
                },
            )}
        </div>
        <ConfirmDialog
            id="end-others"
            open=asking
            title=Signal::derive(move || t.account.end_others_title().to_owned())
            message=Signal::derive(move || t.account.end_others_text().to_owned())
            confirm=t.account.end_others()
            busy=end_others.pending()
            on_confirm=Callback::new(move |()| {
                end_others.dispatch(());
            })
        />
    }
}

/// The rows.
#[component]
pub(super) fn SessionList(
    rows: Vec<SessionRow>,
    on_end: Callback<SessionId>,
    on_end_others: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let others = rows.iter().any(|row| !row.current);
    let items = rows
        .into_iter()
        .map(|row| view! { <SessionItem row=row on_end=on_end /> })
        .collect_view();
    view! {
        <ul class="flex flex-col divide-y divide-line rounded-xl border border-line">{items}</ul>
        {others
            .then(|| {
                view! {
                    <Button class="self-start" on:click=move |_| on_end_others.run(())>
                        {t.account.end_others()}
                    </Button>
                }
            })}
    }
}

/// One browser.
#[component]
fn SessionItem(row: SessionRow, on_end: Callback<SessionId>) -> impl IntoView {
    let t = use_texts();
    let name = device_name(t, &row.user_agent);
    let icon = if device(&row.user_agent).mobile {
        Icon::Mobile
    } else {
        Icon::Monitor
    };
    let end = if row.current {
        view! { <Badge tone=Tone::Success>{t.account.this_device()}</Badge> }.into_any()
    } else {
        let label = t.account.end_session_of(&name);
        view! {
            <Button
                variant=ButtonVariant::DangerGhost
                size=ButtonSize::Small
                on:click=move |_| on_end.run(row.id)
                attr:aria-label=label
            >
                {t.account.end_session()}
            </Button>
        }
        .into_any()
    };
    view! {
        <li class="flex items-center gap-3 px-4 py-3" data-testid="session">
            <span class="text-ink-muted">
                <IconView icon=icon size=IconSize::Large />
            </span>
            <div class="flex min-w-0 flex-1 flex-col">
                <span class="truncate text-sm font-medium">{name}</span>
                <span class="facts text-xs text-ink-muted">
                    <span>{row.address}</span>
                    <span>{t.account.last_seen()} " " <When at=row.seen_at /></span>
                    <span>{t.account.signed_in_on()} " " <When at=row.created_at date=true /></span>
                </span>
            </div>
            {end}
        </li>
    }
}

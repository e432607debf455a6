//! Inviting people: addresses, roles, workspaces; then the links, which are shown once.
//!
//! Used by the users of an organization and of a workspace.

use leptos::task::spawn_local;
use leptos::{html, prelude::*};
use parlance::id::{OrganizationId, WorkspaceId};
use parlance::identity::{InviteRow, InviteUsers, OrganizationMembership, WorkspaceGrant};
use parlance::permission::{OrganizationRole, WorkspaceRole};

use super::attempt::{FormAlert, on_success};
use super::roles::{
    organization_choices, organization_role_hint, organization_role_of, workspace_choices,
    workspace_role_of,
};
use super::{Attempt, When};
use crate::api::organization::{invite_users, list_workspaces};
use crate::error::AppError;
use crate::locales::use_texts;
use crate::session::use_ambient;
use crate::ui::{
    Button, ButtonKind, ButtonVariant, Checkbox, CopyButton, Dialog, DialogSize, Field, Select,
    TextArea,
};

/// Fields of the form that show their own problems.
const FIELDS: &[&str] = &["emails", "role"];

/// One workspace that can be opened to the invited.
#[derive(Clone)]
struct Offer {
    workspace: WorkspaceId,
    name: String,
    chosen: RwSignal<bool>,
    role: RwSignal<String>,
}

impl Offer {
    fn new(workspace: WorkspaceId, name: String, chosen: bool) -> Self {
        let role = RwSignal::new(WorkspaceRole::Agent.code().to_string());
        Offer {
            workspace,
            name,
            chosen: RwSignal::new(chosen),
            role,
        }
    }

    fn grant(&self) -> Option<WorkspaceGrant> {
        let role = workspace_role_of(&self.role.get_untracked())?;
        self.chosen.get_untracked().then_some(WorkspaceGrant {
            workspace: self.workspace,
            role,
        })
    }
}

/// The dialog.
#[component]
pub fn InviteDialog(
    /// Whether it shows.
    open: RwSignal<bool>,
    /// Into which organization, and what the inviting user is there.
    organization: OrganizationMembership,
    /// The only workspace offered, chosen already; all of the organization without it.
    #[prop(optional_no_strip)]
    workspace: Option<(WorkspaceId, String)>,
    /// Called after invitations were made.
    #[prop(into)]
    on_invited: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let id = organization.id;
    let send = Action::new(move |command: &InviteUsers| invite_users(id, command.clone()));
    let links = RwSignal::new(None::<Vec<InviteRow>>);
    on_success(send, move |rows| {
        links.set(Some(rows));
        on_invited.run(());
    });
    Effect::new(move |_| {
        if open.get() {
            send.clear();
            links.set(None);
        }
    });
    let workspace = StoredValue::new(workspace);
    let role = organization.role;
    view! {
        <Dialog
            id="invite-dialog"
            open=open
            title=t.organization.invite_title()
            description=t.organization.invite_text()
            size=DialogSize::Large
            locked=send.pending()
            footer=move || view! { <Footer open=open links=links busy=send.pending().into() /> }
        >
            <div class="contents">
                {move || match links.get() {
                    Some(rows) => view! { <InviteLinks rows=rows /> }.into_any(),
                    None => {
                        view! {
                            <InviteForm
                                send=send
                                organization=id
                                role=role
                                workspace=workspace.get_value()
                            />
                        }
                            .into_any()
                    }
                }}
            </div>
        </Dialog>
    }
}

/// The buttons of the dialog.
#[component]
fn Footer(
    open: RwSignal<bool>,
    links: RwSignal<Option<Vec<InviteRow>>>,
    busy: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="contents">
            {move || {
                if links.with(Option::is_some) {
                    view! {
                        <Button
                            variant=ButtonVariant::Primary
                            on:click=move |_| open.set(false)
                        >
                            {t.common.done()}
                        </Button>
                    }
                        .into_any()
                } else {
                    view! {
                        <Button disabled=busy on:click=move |_| open.set(false)>
                            {t.common.cancel()}
                        </Button>
                        <Button
                            variant=ButtonVariant::Primary
                            kind=ButtonKind::Submit
                            loading=busy
                            attr:form="invite-form"
                        >
                            {t.organization.invite()}
                        </Button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// Addresses, role, workspaces.
#[component]
fn InviteForm(
    send: Action<InviteUsers, Result<Vec<InviteRow>, AppError>>,
    organization: OrganizationId,
    role: OrganizationRole,
    #[prop(optional_no_strip)] workspace: Option<(WorkspaceId, String)>,
) -> impl IntoView {
    let t = use_texts();
    let form = NodeRef::<html::Form>::new();
    let attempt = Attempt::of(send);
    attempt.focus_wrong(form);
    let emails = RwSignal::new(String::new());
    let chosen_role = RwSignal::new(OrganizationRole::Member.code().to_string());
    let offers = RwSignal::new(Vec::<Offer>::new());
    match workspace {
        Some((id, name)) => offers.set(vec![Offer::new(id, name, true)]),
        None => spawn_local(async move {
            if let Ok(rows) = list_workspaces(organization).await {
                let only = rows.len() == 1;
                offers.try_set(
                    rows.into_iter()
                        .map(|row| Offer::new(row.id, row.name, only))
                        .collect(),
                );
            }
        }),
    }
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.dispatch(InviteUsers {
            emails: emails.get_untracked(),
            role: organization_role_of(&chosen_role.get_untracked())
                .unwrap_or(OrganizationRole::Member),
            workspaces: offers.with_untracked(|all| all.iter().filter_map(Offer::grant).collect()),
        });
    };
    let role_hint = move || {
        organization_role_of(&chosen_role.get()).map(|role| organization_role_hint(t, role))
    };
    let rows = move || {
        offers
            .get()
            .into_iter()
            .map(|offer| view! { <OfferRow offer=offer /> })
            .collect_view()
    };
    view! {
        <form
            id="invite-form"
            node_ref=form
            novalidate=true
            on:submit=submit
            class="flex flex-col gap-4"
        >
            <FormAlert error=attempt.general(FIELDS) />
            <Field
                id="invite-email"
                label=t.organization.invite_emails()
                hint=t.organization.invite_emails_hint()
                error=attempt.field("emails")
                required=true
            >
                <TextArea
                    value=emails
                    rows=2
                    grow=true
                    autofocus=true
                    placeholder="ana@example.com, tom@example.com"
                />
            </Field>
            <Field
                id="invite-role"
                label=t.organization.organization_role()
                error=attempt.field("role")
            >
                <Select value=chosen_role options=organization_choices(t, role) />
                <p class="text-xs text-ink-muted">{role_hint}</p>
            </Field>
            <fieldset class="flex min-w-0 flex-col gap-1">
                <legend class="mb-1.5 text-sm font-medium">
                    {t.organization.workspaces_and_role()}
                </legend>
                <div class="flex max-h-64 flex-col gap-1 overflow-y-auto">{rows}</div>
            </fieldset>
        </form>
    }
}

/// A workspace to tick, with the role in it.
#[component]
fn OfferRow(offer: Offer) -> impl IntoView {
    let t = use_texts();
    let chosen = offer.chosen;
    view! {
        <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <Checkbox label=offer.name.clone() checked=chosen />
            <Select
                value=offer.role
                options=workspace_choices(t, |_| true)
                label=t.organization.role_in(&offer.name)
                disabled=Signal::derive(move || !chosen.get())
                class="max-w-44"
            />
        </div>
    }
}

/// The links of new invitations. They cannot be read again, only renewed.
#[component]
pub fn InviteLinks(
    /// Invitations that still carry their link.
    rows: Vec<InviteRow>,
) -> impl IntoView {
    let t = use_texts();
    let mailed = use_ambient().mail;
    let items = rows
        .into_iter()
        .map(|row| {
            let link = row.link.clone().unwrap_or_default();
            let input_id = ["invite-link-", &row.id.to_string()].concat();
            view! {
                <li class="flex min-w-0 flex-col gap-1.5">
                    <label class="text-sm font-medium" for=input_id.clone()>
                        {t.organization.link_for(&row.email)}
                    </label>
                    <div class="input-shell bg-surface-sunken pr-1">
                        <input
                            id=input_id
                            class="input-bare font-mono text-xs"
                            readonly=true
                            value=link.clone()
                            data-testid="invite-link"
                        />
                        <CopyButton text=link />
                    </div>
                    <p class="text-xs text-ink-muted">
                        {t.organization.valid_until()} " " <When at=row.expires_at />
                    </p>
                </li>
            }
        })
        .collect_view();
    let words = if mailed {
        t.organization.links_mailed()
    } else {
        t.organization.links_by_hand()
    };
    view! {
        <div class="flex flex-col gap-4">
            <p class="text-sm text-ink-muted" role="status">
                {words}
            </p>
            <ul class="flex flex-col gap-4">{items}</ul>
        </div>
    }
}

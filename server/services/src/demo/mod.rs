//! The demonstration company: a pottery studio with a shop and a trade desk.
//!
//! The same seed gives the same company on every machine, placed in the 90 days before now.
//! Accounts, workspaces and channels are made through the ordinary use cases; the history is
//! brought in set-based, a day at a time.

mod history;
mod people;
mod random;
mod scripts_en;
mod scripts_fr;

use parlance::channel::{LocalText, PreChatField, PreChatKey, SaveWebChat, default_config};
use parlance::id::{OrganizationId, UserId, WorkspaceId};
use parlance::identity::{
    AcceptInvite, CreateWorkspace, EditProfile, InviteUsers, SaveWorkspaceMember, SetUp,
    WorkspaceGeneral, WorkspaceGrant,
};
use parlance::permission::{Flags, OrganizationRole, WorkspaceRole};
use parlance::text::{Locale, Theme};
use parlance::time::{DAY, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

use crate::{Caller, Client, Result, ServiceError, Services, channels, identity};

/// The password of every demo account.
pub const PASSWORD: &str = "parlance-demo-2026";
const DOMAIN: &str = "demo.parlance.example";
const DAYS: i64 = 90;

/// A demo account, as `parlance demo --json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct DemoUser {
    /// Address.
    pub email: String,
    /// Password.
    pub password: &'static str,
    /// Role in the organization.
    pub organization_role: OrganizationRole,
    /// Workspace id → role there.
    pub workspace_roles: BTreeMap<String, WorkspaceRole>,
}

/// A demo workspace, as `parlance demo --json` prints it. What is not built yet is null.
#[derive(Debug, Clone, Serialize)]
pub struct DemoWorkspace {
    /// The workspace.
    pub id: WorkspaceId,
    /// Its organization.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Public key of its website chat.
    pub widget_key: String,
    /// The custom channel.
    pub custom_channel: Option<()>,
    /// A token of the public API.
    pub api_token: Option<()>,
}

/// The demo company, as `parlance demo --json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct Demo {
    /// Where it will be served.
    pub url: String,
    /// Accounts.
    pub users: Vec<DemoUser>,
    /// Workspaces.
    pub workspaces: Vec<DemoWorkspace>,
}

struct Colleague {
    local: &'static str,
    name: &'static str,
    role: OrganizationRole,
    shop: Option<WorkspaceRole>,
    trade: Option<WorkspaceRole>,
    locale: Locale,
}

const COLLEAGUES: &[Colleague] = &[
    Colleague {
        local: "manager",
        name: "Mathilde Roussel",
        role: OrganizationRole::Member,
        shop: Some(WorkspaceRole::Manager),
        trade: Some(WorkspaceRole::Manager),
        locale: Locale::En,
    },
    Colleague {
        local: "agent",
        name: "Ada Whitfield",
        role: OrganizationRole::Member,
        shop: Some(WorkspaceRole::Agent),
        trade: None,
        locale: Locale::En,
    },
    Colleague {
        local: "agent2",
        name: "Noé Carpentier",
        role: OrganizationRole::Member,
        shop: Some(WorkspaceRole::Agent),
        trade: Some(WorkspaceRole::Agent),
        locale: Locale::Fr,
    },
    Colleague {
        local: "agent3",
        name: "Sana Iqbal",
        role: OrganizationRole::Member,
        shop: Some(WorkspaceRole::Agent),
        trade: Some(WorkspaceRole::Agent),
        locale: Locale::En,
    },
    Colleague {
        local: "billing",
        name: "Pierre Lagarde",
        role: OrganizationRole::BillingAdmin,
        shop: None,
        trade: None,
        locale: Locale::Fr,
    },
    Colleague {
        local: "member",
        name: "Joan Castell",
        role: OrganizationRole::Member,
        shop: None,
        trade: None,
        locale: Locale::En,
    },
];

/// Fills an empty instance, with its set-up token. `contacts` are spread over both workspaces, three to one.
///
/// # Errors
/// The instance is not empty, or a database cannot be written.
pub async fn fill(services: &Services, token: String, contacts: i64) -> Result<Demo> {
    let now = services.clock.now();
    let client = Client::default();
    let owner_email = format!("owner@{DOMAIN}");
    let owner = identity::set_up(
        services,
        &client,
        SetUp {
            token,
            name: "Eleanor Tern".into(),
            email: owner_email.clone(),
            password: PASSWORD.into(),
            organization: "Tern & Clay".into(),
            workspace: "Online shop".into(),
            locale: Locale::En,
            time_zone: "Europe/London".into(),
        },
    )
    .await?;
    let caller = Caller {
        user: owner,
        session: parlance::id::SessionId(0),
        client: client.clone(),
    };
    let viewer = identity::viewer(services, owner)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let organization = viewer
        .organizations
        .first()
        .ok_or(ServiceError::NotFound)?
        .id;
    let shop = viewer.workspaces.first().ok_or(ServiceError::NotFound)?.id;
    let trade = identity::create_workspace(
        services,
        &caller,
        CreateWorkspace {
            organization,
            name: "Trade desk".into(),
            time_zone: "Europe/Paris".into(),
        },
    )
    .await?;
    for (id, name, color, time_zone) in [
        (shop, "Online shop", "#0f766e", "Europe/London"),
        (trade, "Trade desk", "#9a3412", "Europe/Paris"),
    ] {
        let general = WorkspaceGeneral {
            name: name.into(),
            color: color.into(),
            locale: Locale::En,
            time_zone: time_zone.into(),
        };
        identity::edit_general(services, &caller, id, general).await?;
    }
    let mut users = vec![DemoUser {
        email: owner_email,
        password: PASSWORD,
        organization_role: OrganizationRole::Admin,
        workspace_roles: BTreeMap::from([
            (shop.to_string(), WorkspaceRole::Owner),
            (trade.to_string(), WorkspaceRole::Owner),
        ]),
    }];
    let mut people: BTreeMap<&str, UserId> = BTreeMap::from([("owner", owner)]);
    for colleague in COLLEAGUES {
        let (user, row) = hire(services, &caller, organization, (shop, trade), colleague).await?;
        people.insert(colleague.local, user);
        users.push(row);
    }
    let mut workspaces = Vec::new();
    for (id, name, domain_title, agents, share, trade_desk) in [
        (
            shop,
            "Online shop",
            "Tern & Clay",
            ["agent", "agent2", "agent3", "manager"],
            3,
            false,
        ),
        (
            trade,
            "Trade desk",
            "Tern & Clay Trade",
            ["agent2", "agent3", "manager", "owner"],
            1,
            true,
        ),
    ] {
        let channel = channel(services, &caller, id, domain_title, trade_desk).await?;
        let agents: Vec<UserId> = agents
            .iter()
            .filter_map(|local| people.get(local).copied())
            .collect();
        let others = [owner].into_iter().filter(|owner| !agents.contains(owner));
        history::bring_in(
            services,
            &caller,
            history::Plan {
                workspace: id,
                channel: channel.id,
                others: others.collect(),
                agents,
                contacts: contacts * share / 4,
                days: DAYS,
                now,
                trade: trade_desk,
            },
        )
        .await?;
        workspaces.push(DemoWorkspace {
            id,
            organization_id: organization,
            name: name.into(),
            widget_key: channel.key,
            custom_channel: None,
            api_token: None,
        });
    }
    Ok(Demo {
        url: services.settings.public_url.clone(),
        users,
        workspaces,
    })
}

async fn hire(
    services: &Services,
    caller: &Caller,
    organization: OrganizationId,
    (shop, trade): (WorkspaceId, WorkspaceId),
    colleague: &Colleague,
) -> Result<(UserId, DemoUser)> {
    let email = format!("{}@{DOMAIN}", colleague.local);
    let grants: Vec<WorkspaceGrant> = [(shop, colleague.shop), (trade, colleague.trade)]
        .into_iter()
        .filter_map(|(workspace, role)| role.map(|role| WorkspaceGrant { workspace, role }))
        .collect();
    let invites = identity::invite_users(
        services,
        caller,
        organization,
        InviteUsers {
            emails: email.clone(),
            role: colleague.role,
            workspaces: grants.clone(),
        },
    )
    .await?;
    let link = invites
        .first()
        .and_then(|invite| invite.link.clone())
        .unwrap_or_default();
    let token = link.rsplit('/').next().unwrap_or_default().to_owned();
    let user = identity::accept_invite(
        services,
        &Client::default(),
        AcceptInvite {
            token,
            name: colleague.name.into(),
            password: PASSWORD.into(),
            locale: colleague.locale,
            time_zone: "Europe/Paris".into(),
        },
    )
    .await?;
    let own = Caller {
        user,
        ..caller.clone()
    };
    identity::edit_profile(
        services,
        &own,
        EditProfile {
            name: colleague.name.into(),
            locale: colleague.locale,
            time_zone: "Europe/Paris".into(),
            theme: Theme::System,
        },
    )
    .await?;
    for grant in &grants {
        identity::save_workspace_member(
            services,
            caller,
            SaveWorkspaceMember {
                workspace: grant.workspace,
                user,
                role: grant.role,
                flags: Flags::default(),
            },
        )
        .await?;
    }
    let roles = grants
        .iter()
        .map(|grant| (grant.workspace.to_string(), grant.role))
        .collect();
    Ok((
        user,
        DemoUser {
            email,
            password: PASSWORD,
            organization_role: colleague.role,
            workspace_roles: roles,
        },
    ))
}

async fn channel(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    name: &str,
    trade: bool,
) -> Result<parlance::channel::WebChatDetail> {
    let mut config = default_config(name);
    if trade {
        config.color = "#9a3412".into();
        config.title = LocalText {
            en: "Trade desk".into(),
            fr: "Espace pro".into(),
        };
        config.pre_chat = vec![
            PreChatField {
                key: PreChatKey::Name,
                required: true,
            },
            PreChatField {
                key: PreChatKey::Email,
                required: true,
            },
        ];
    } else {
        config.greeting = LocalText {
            en: "Hello! Questions about a piece, an order or a workshop? We are here.".into(),
            fr: "Bonjour\u{202f}! Une question sur une pièce, une commande ou un atelier\u{202f}? Nous sommes là.".into(),
        };
        config.pre_chat = vec![
            PreChatField {
                key: PreChatKey::Name,
                required: false,
            },
            PreChatField {
                key: PreChatKey::Email,
                required: false,
            },
        ];
    }
    channels::save_web_chat(
        services,
        caller,
        workspace,
        SaveWebChat {
            id: None,
            version: 0,
            enabled: true,
            config,
        },
    )
    .await
}

/// The first instant of the history; its days are 24 hours each and end now.
fn first_day(now: Timestamp, days: i64) -> i64 {
    now.0 - days * DAY
}

//! Data for a measurement, made before the server under measurement starts.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use parlance::channel::{SaveWebChat, default_config};
use parlance::id::{SessionId, UserId, WorkspaceId};
use parlance::identity::{AcceptInvite, CreateWorkspace, InviteUsers, SignIn, WorkspaceGrant};
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::Locale;
use parlance::time::DAY;
use parlance_services::{Caller, Client, Opened, Services, channels, demo, identity, ids, widget};

use crate::config::{self, Config};
use crate::startup;

/// A filled data folder; removed with the value.
pub struct Seeded {
    /// The folder.
    pub data: PathBuf,
    /// The demo workspace.
    pub workspace: WorkspaceId,
    /// Cookies of signed-in agents of it.
    pub cookies: Vec<String>,
    /// Tokens of visitors, by workspace.
    pub visitors: Vec<Vec<String>>,
    folder: PathBuf,
}

impl Drop for Seeded {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// What to fill in.
pub struct Wanted {
    /// Contacts of the demo company.
    pub contacts: i64,
    /// Signed-in agents.
    pub agents: usize,
    /// Workspaces with a website chat, besides those of the demo.
    pub workspaces: usize,
    /// Visitors of each of them (or of the demo's first one, if there are none).
    pub visitors: usize,
}

/// Fills a fresh data folder.
///
/// # Errors
/// The folder or a database cannot be written.
pub async fn seed(wanted: &Wanted) -> anyhow::Result<Seeded> {
    let folder = scratch()?;
    let data = folder.join("data");
    let config = config(&data)?;
    let Opened {
        services,
        setup_token,
    } = startup::open(&config).await?;
    let token = setup_token.context("the folder is not empty")?;
    let filled = demo::fill(&services, token, wanted.contacts).await?;
    let first = filled.workspaces.first().context("no workspace")?;
    let owner = owner(&services, &filled).await?;
    let mut visitors = Vec::new();
    let mut keys = vec![first.widget_key.clone()];
    for number in 0..wanted.workspaces {
        let name = format!("Bench {number}");
        let command = CreateWorkspace {
            organization: first.organization_id,
            name,
            time_zone: "UTC".into(),
        };
        let id = identity::create_workspace(&services, &owner, command).await?;
        let command = SaveWebChat {
            id: None,
            version: 0,
            enabled: true,
            config: default_config("Bench"),
        };
        keys.push(
            channels::save_web_chat(&services, &owner, id, command)
                .await?
                .key,
        );
    }
    if wanted.workspaces > 0 {
        keys.remove(0);
    }
    for key in &keys {
        visitors.push(
            (0..wanted.visitors)
                .map(|_| widget::issue_token_system(&services, key))
                .collect(),
        );
    }
    let mut cookies = Vec::new();
    for number in 0..wanted.agents {
        cookies.push(agent(&services, &owner, first, number).await?);
    }
    let workspace = first.id;
    services.store.shutdown().await;
    Ok(Seeded {
        data,
        workspace,
        cookies,
        visitors,
        folder,
    })
}

fn scratch() -> anyhow::Result<PathBuf> {
    let name = format!("parlance-bench-{}", hex::encode(ids::random::<6>()));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn config(data: &Path) -> anyhow::Result<Config> {
    let flags = [
        ("data", data.to_string_lossy().into_owned()),
        ("url", "http://127.0.0.1".into()),
    ];
    let flags = flags
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Ok(config::load(
        &flags,
        &std::collections::BTreeMap::new(),
        None,
    )?)
}

async fn owner(services: &Services, filled: &demo::Demo) -> anyhow::Result<Caller> {
    let account = filled.users.first().context("no account")?;
    let command = SignIn {
        email: account.email.clone(),
        password: account.password.into(),
    };
    let user = identity::sign_in(services, &Client::default(), command).await?;
    Ok(Caller {
        user,
        session: SessionId(0),
        client: Client::default(),
    })
}

/// An agent of the demo workspace with a session of its own.
async fn agent(
    services: &Services,
    owner: &Caller,
    workspace: &demo::DemoWorkspace,
    number: usize,
) -> anyhow::Result<String> {
    let invites = identity::invite_users(
        services,
        owner,
        workspace.organization_id,
        InviteUsers {
            emails: format!("bench{number}@example.com"),
            role: OrganizationRole::Member,
            workspaces: vec![WorkspaceGrant {
                workspace: workspace.id,
                role: WorkspaceRole::Agent,
            }],
        },
    )
    .await?;
    let link = invites
        .first()
        .and_then(|invite| invite.link.clone())
        .context("no link")?;
    let user = identity::accept_invite(
        services,
        &Client::default(),
        AcceptInvite {
            token: link.rsplit('/').next().unwrap_or_default().to_owned(),
            name: format!("Agent {number}"),
            password: ids::token(),
            locale: Locale::En,
            time_zone: "UTC".into(),
        },
    )
    .await?;
    session(services, user).await
}

async fn session(services: &Services, user: UserId) -> anyhow::Result<String> {
    let id = tower_sessions::session::Id::default().to_string();
    let content = serde_json::json!({ "user": user.0 }).to_string();
    let expires = services.clock.now().plus(DAY);
    identity::sessions::create(
        services,
        &id,
        Some(user),
        &content,
        expires,
        &Client::default(),
    )
    .await?;
    Ok(format!("parlance={id}"))
}

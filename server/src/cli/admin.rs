//! `admin`: what the operator does at the shell.

use anyhow::bail;
use parlance::identity::SetUp;
use parlance::text::Locale;
use parlance_services::{Client, Opened, ServiceError, identity, ids};

use super::CreateOwnerArgs;
use crate::config::Config;
use crate::startup;

/// Makes the first account with a random password and prints it.
pub async fn create_owner(config: Config, args: CreateOwnerArgs) -> anyhow::Result<()> {
    let Opened {
        services,
        setup_token,
    } = startup::open(&config).await?;
    let Some(token) = setup_token else {
        services.store.shutdown().await;
        bail!("this instance has been set up; invite people from its users page instead");
    };
    let password = ids::token();
    let command = SetUp {
        token,
        name: args.name,
        email: args.email.clone(),
        password: password.clone(),
        organization: args.organization,
        workspace: args.workspace,
        locale: Locale::En,
        time_zone: String::new(),
    };
    let done = identity::set_up(&services, &Client::default(), command).await;
    services.store.shutdown().await;
    match done {
        Ok(_) => {
            println!("Account {} with the password {password}", args.email);
            println!("Sign in and change it under Account, Security.");
            Ok(())
        }
        Err(ServiceError::Invalid(errors)) => {
            let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
            bail!("please check: {}", fields.join(", "))
        }
        Err(error) => Err(error.into()),
    }
}

/// Prints a reset link.
pub async fn reset_password(mut config: Config, email: String) -> anyhow::Result<()> {
    if config.url.is_empty() {
        config.url = format!("http://{}", config.addr);
    }
    let services = startup::services(&config).await?;
    let link = identity::reset_link_system(&services, email.clone()).await;
    services.store.shutdown().await;
    match link {
        Ok(link) => {
            println!("{link}");
            Ok(())
        }
        Err(ServiceError::NotFound) => bail!("no account has the address {email}"),
        Err(error) => Err(error.into()),
    }
}

/// Prints the workspaces with their state.
pub async fn list_workspaces(config: Config) -> anyhow::Result<()> {
    let services = startup::services(&config).await?;
    let mut after = parlance::id::WorkspaceId(0);
    loop {
        let page = services.store.list_workspaces(after, 100).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (id, state) in &page {
            println!("{id}\t{state}");
        }
    }
    services.store.shutdown().await;
    Ok(())
}

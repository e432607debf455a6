//! `admin`: what the operator does at the shell.

use anyhow::bail;
use parlance::identity::SetUp;
use parlance::text::Locale;
use parlance_services::{Client, Opened, ServiceError, identity, ids};

use super::{CreateOrganizationArgs, CreateOwnerArgs};
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
    let services = startup::services_beside(&config).await?;
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
    let services = startup::services_beside(&config).await?;
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

/// Makes an organization with its first admin, and prints a link with which that person chooses
/// a password.
pub async fn create_organization(
    mut config: Config,
    args: CreateOrganizationArgs,
) -> anyhow::Result<()> {
    if config.url.is_empty() {
        config.url = format!("http://{}", config.addr);
    }
    let services = startup::services_beside(&config).await?;
    let password = ids::token();
    let done = identity::create_organization_system(
        &services,
        &args.name,
        &args.email,
        &args.person,
        &password,
    )
    .await;
    let link = match &done {
        Ok(_) => identity::reset_link_system(&services, args.email.clone())
            .await
            .ok(),
        Err(_) => None,
    };
    services.store.shutdown().await;
    match done {
        Ok((id, _)) => {
            println!(
                "Organization {id}, {}, with the admin {}",
                args.name, args.email
            );
            println!(
                "A new account chooses its password at {}",
                link.unwrap_or_default()
            );
            Ok(())
        }
        Err(ServiceError::Invalid(errors)) => {
            let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
            bail!("please check: {}", fields.join(", "))
        }
        Err(error) => Err(error.into()),
    }
}

/// Walks the hash chain of the audit log.
pub async fn verify_audit(config: Config) -> anyhow::Result<()> {
    let services = startup::services_beside(&config).await?;
    let broken = identity::find_broken_audit_system(&services).await;
    services.store.shutdown().await;
    match broken? {
        None => {
            println!("the audit log is whole");
            Ok(())
        }
        Some(id) => bail!(
            "the audit log is broken at row {id}: this row or the one before it was changed, removed or inserted"
        ),
    }
}

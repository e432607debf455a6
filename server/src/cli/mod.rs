//! The command line: one binary, its roles as sub-commands.
//!
//! A failure prints one line that says what to do, and gives an exit code other than 0.

mod admin;
mod backup;
mod bench;
mod demo;
mod doctor;
mod keys;
mod serve;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::config::{self, Config, SETTINGS};

#[derive(Parser)]
#[command(
    name = "parlance",
    version,
    about = "Every conversation with your customers, in one place."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// TOML file with settings (also PARLANCE_CONFIG).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve people, visitors and jobs.
    Serve,
    /// Run jobs without serving HTTP (Postgres only: an embedded database has one process).
    Worker,
    /// Bring every database to the schema of this version, then exit.
    Migrate,
    /// Fill a data folder with a demonstration company.
    Demo(DemoArgs),
    /// Accounts and workspaces, for the operator.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// The instance's key, with which its secrets are encrypted.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Copy the data to a folder while the server may run.
    Backup(BackupArgs),
    /// Put a backup into an empty data folder.
    Restore(RestoreArgs),
    /// Check settings, databases, disk, clock and mail, with plain advice.
    Doctor,
    /// Measure this build and print a table.
    #[command(hide = true)]
    Bench(BenchArgs),
}

#[derive(Args)]
struct DemoArgs {
    /// Number of contacts; messages follow in proportion.
    #[arg(long, default_value_t = 2_400)]
    contacts: i64,
    /// Print one JSON object with accounts and keys.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make the first account, organization and workspace.
    CreateOwner(CreateOwnerArgs),
    /// Print a link with which an account gets a new password.
    ResetPassword {
        /// E-mail address of the account.
        email: String,
    },
    /// List the workspaces with their state.
    ListWorkspaces,
    /// Make a further organization with its first admin.
    CreateOrganization(CreateOrganizationArgs),
    /// Check that nobody changed the audit log.
    VerifyAudit,
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Replace the instance's key and encrypt every secret anew.
    Rotate {
        /// After a leak: end everything the old key signed, too (addresses of files, visitors'
        /// tokens, links in unsent mails).
        #[arg(long)]
        end_signatures: bool,
    },
}

#[derive(Args)]
struct CreateOrganizationArgs {
    /// Name of the organization.
    #[arg(long)]
    name: String,
    /// E-mail address of its admin.
    #[arg(long)]
    email: String,
    /// Name of its admin.
    #[arg(long)]
    person: String,
}

#[derive(Args)]
struct CreateOwnerArgs {
    /// E-mail address.
    #[arg(long)]
    email: String,
    /// Name of the person.
    #[arg(long)]
    name: String,
    /// Name of the organization.
    #[arg(long)]
    organization: String,
    /// Name of the workspace.
    #[arg(long)]
    workspace: String,
}

#[derive(Args)]
struct BackupArgs {
    /// Folder to write to; made if it is not there.
    folder: PathBuf,
}

#[derive(Args)]
struct RestoreArgs {
    /// Folder of a backup.
    folder: PathBuf,
}

#[derive(Args)]
struct BenchArgs {
    /// Which measurements; none: all.
    names: Vec<String>,
    /// Write the figures to this file, replacing entries of the same name.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Seconds of each load.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let mut command = Cli::command();
    for setting in SETTINGS {
        let long = setting.name.replace('_', "-");
        let about = if setting.default.is_empty() {
            setting.about.to_owned()
        } else {
            format!("{} [default: {}]", setting.about, setting.default)
        };
        command = command.arg(
            clap::Arg::new(setting.name)
                .long(long)
                .global(true)
                .value_name("VALUE")
                .help(about)
                .help_heading("Settings"),
        );
    }
    let matches = command.get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    // Global arguments end up at the innermost sub-command.
    let mut flags = BTreeMap::new();
    let mut level = Some(&matches);
    while let Some(matches) = level {
        for setting in SETTINGS {
            if let Ok(Some(value)) = matches.try_get_one::<String>(setting.name) {
                flags.insert(setting.name.to_owned(), value.clone());
            }
        }
        level = matches.subcommand().map(|(_, matches)| matches);
    }
    let environment = config::environment();
    let file = cli
        .config
        .or_else(|| environment.get("PARLANCE_CONFIG").map(PathBuf::from));
    let result = config::load(&flags, &environment, file.as_deref())
        .map_err(anyhow::Error::from)
        .and_then(|config| execute(cli.command, config));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("parlance: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command, config: Config) -> anyhow::Result<()> {
    // Commands for people and scripts keep their output clean; the server logs what it does.
    let filter = match &command {
        Command::Serve | Command::Worker => config.log.as_str(),
        _ => "error",
    };
    crate::telemetry::start_logs(filter, config.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::serve(config).await,
            Command::Worker => serve::worker(config).await,
            Command::Migrate => serve::migrate(config).await,
            Command::Demo(args) => demo::demo(config, args.contacts, args.json).await,
            Command::Admin(AdminCommand::CreateOwner(args)) => {
                admin::create_owner(config, args).await
            }
            Command::Admin(AdminCommand::ResetPassword { email }) => {
                admin::reset_password(config, email).await
            }
            Command::Admin(AdminCommand::ListWorkspaces) => admin::list_workspaces(config).await,
            Command::Admin(AdminCommand::CreateOrganization(args)) => {
                admin::create_organization(config, args).await
            }
            Command::Admin(AdminCommand::VerifyAudit) => admin::verify_audit(config).await,
            Command::Keys(KeysCommand::Rotate { end_signatures }) => {
                keys::rotate(config, end_signatures).await
            }
            Command::Backup(args) => backup::backup(config, &args.folder).await,
            Command::Restore(args) => backup::restore(config, &args.folder).await,
            Command::Doctor => doctor::doctor(config).await,
            Command::Bench(args) => bench::bench(args.names, args.json, args.seconds).await,
        }
    })
}

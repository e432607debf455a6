//! The configuration: flags, then environment, then an optional TOML file, then defaults.
//!
//! One table names every setting; a name that is not in it, or a value that does not parse,
//! stops the start with one line. The only place that reads the environment.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use parlance_services::settings::MailSettings;
use thiserror::Error;

use crate::telemetry::LogFormat;

/// A setting: its name in the file, and what it is for. The flag is `--name-with-dashes`, the
/// environment variable `PARLANCE_NAME`.
pub struct Setting {
    /// Name in the TOML file.
    pub name: &'static str,
    /// Default, as text.
    pub default: &'static str,
    /// What it is for.
    pub about: &'static str,
}

macro_rules! settings {
    ($($name:literal $default:literal $about:literal;)*) => {
        /// Every setting, in the order of the documentation.
        pub const SETTINGS: &[Setting] =
            &[$(Setting { name: $name, default: $default, about: $about },)*];
    };
}

settings! {
    "data" "./data" "Folder of the databases and files.";
    "addr" "127.0.0.1:3000" "Address to listen on; port 0 takes a free one.";
    "url" "" "Address that people use, for links in mails and cookies; default: http:// and the listening address.";
    "database_url" "" "Empty: embedded SQLite. postgres://user:password@host/database: Postgres.";
    "secret_key_file" "" "File with the instance's key, outside the data folder; made at the first start. Default: the data folder's name with .key.";
    "smtp_url" "" "Outgoing mail, smtp://user:password@host:587 or smtps://…:465. Empty: links are printed by the command line instead.";
    "mail_from" "Parlance <no-reply@localhost>" "Sender of outgoing mail.";
    "metrics_addr" "" "Address that serves /metrics in Prometheus format. Empty: off.";
    "log" "info" "What is logged: error, warn, info, debug, or a filter such as parlance_services=debug.";
    "log_format" "text" "How it is logged: text or json.";
    "trusted_proxies" "" "Addresses of reverse proxies, separated by commas, that may tell the client's address.";
    "max_open_workspaces" "256" "Most workspace databases open at once.";
    "max_upload_mb" "25" "Largest uploaded file, in megabytes.";
    "site_root" "" "Folder of the browser part. Default: site beside the program, else target/site.";
    "demo" "false" "Serve the demo shop at /demo-site and show the demo accounts on the sign-in page.";
}

/// A wrong setting; the message is one line for the operator.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

/// The configuration of a process.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the databases and files.
    pub data: PathBuf,
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Address that people use, without a slash at the end; empty until the port is known.
    pub url: String,
    /// Empty for SQLite.
    pub database_url: String,
    /// The key file.
    pub secret_key_file: PathBuf,
    /// Outgoing mail.
    pub mail: Option<MailSettings>,
    /// Address of the metrics.
    pub metrics_addr: Option<SocketAddr>,
    /// Log filter.
    pub log: String,
    /// Log format.
    pub log_format: LogFormat,
    /// Proxies that may tell the client's address.
    pub trusted_proxies: Vec<IpAddr>,
    /// Most workspaces open at once.
    pub max_open_workspaces: usize,
    /// Largest upload in bytes.
    pub max_upload: usize,
    /// Folder of the browser part.
    pub site_root: PathBuf,
    /// Demo mode.
    pub demo: bool,
}

/// Settings of the process environment: every `PARLANCE_*` variable. `PARLANCE_TEST_*` belongs
/// to the tests.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars()
        .filter(|(name, _)| name.starts_with("PARLANCE_"))
        .collect()
}

/// Merges the sources. `flags` holds `(name, value)` of given flags, `environment` the variables.
///
/// # Errors
/// The first wrong or unknown setting.
pub fn load(
    flags: &BTreeMap<String, String>,
    environment: &BTreeMap<String, String>,
    file: Option<&Path>,
) -> Result<Config, ConfigError> {
    let mut values: BTreeMap<&'static str, (String, String)> = BTreeMap::new();
    if let Some(path) = file {
        for (name, value) in read_file(path)? {
            let setting = find(&name).ok_or_else(|| {
                ConfigError(format!(
                    "{}: unknown setting `{name}`{}",
                    path.display(),
                    similar(&name)
                ))
            })?;
            values.insert(
                setting.name,
                (value, format!("{} in {}", setting.name, path.display())),
            );
        }
    }
    for (variable, value) in environment {
        if variable.starts_with("PARLANCE_TEST_")
            || variable == "PARLANCE_CONFIG"
            || variable == "PARLANCE_CRASH"
        {
            continue;
        }
        let name = variable.trim_start_matches("PARLANCE_").to_lowercase();
        let setting = find(&name).ok_or_else(|| {
            ConfigError(format!(
                "unknown environment variable {variable}{}",
                similar(&name)
            ))
        })?;
        values.insert(setting.name, (value.clone(), variable.clone()));
    }
    for (name, value) in flags {
        if let Some(setting) = find(name) {
            values.insert(
                setting.name,
                (value.clone(), format!("--{}", name.replace('_', "-"))),
            );
        }
    }
    build(&values)
}

fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// A hint at the setting that was probably meant: the one with the longest common beginning.
fn similar(name: &str) -> String {
    let shared = |setting: &&Setting| {
        setting
            .name
            .bytes()
            .zip(name.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    SETTINGS
        .iter()
        .max_by_key(shared)
        .filter(|setting| shared(setting) >= 3)
        .map_or_else(String::new, |setting| {
            format!("; did you mean `{}`?", setting.name)
        })
}

fn read_file(path: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError(format!("cannot read {}: {error}", path.display())))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.to_string().replace('\n', " ");
        ConfigError(format!("{} is not valid TOML: {line}", path.display()))
    })?;
    Ok(table
        .into_iter()
        .map(|(name, value)| match value {
            toml::Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect())
}

type Values = BTreeMap<&'static str, (String, String)>;

fn text(values: &Values, name: &'static str) -> String {
    values.get(name).map_or_else(
        || {
            find(name)
                .map(|setting| setting.default.to_owned())
                .unwrap_or_default()
        },
        |(value, _)| value.trim().to_owned(),
    )
}

fn parsed<T: FromStr>(values: &Values, name: &'static str, wanted: &str) -> Result<T, ConfigError> {
    let value = text(values, name);
    value
        .parse()
        .map_err(|_| wrong(values, name, &value, wanted))
}

fn wrong(values: &Values, name: &'static str, value: &str, wanted: &str) -> ConfigError {
    let origin = values.get(name).map_or(name, |(_, origin)| origin.as_str());
    let shown = if name == "smtp_url" || name == "database_url" {
        "…"
    } else {
        value
    };
    ConfigError(format!("{origin}: `{shown}` is not {wanted}"))
}

fn build(values: &Values) -> Result<Config, ConfigError> {
    let data = PathBuf::from(text(values, "data"));
    let database_url = text(values, "database_url");
    if !database_url.is_empty()
        && !["postgres://", "postgresql://"]
            .iter()
            .any(|p| database_url.starts_with(p))
    {
        return Err(wrong(
            values,
            "database_url",
            "",
            "empty or a postgres:// address",
        ));
    }
    let url = text(values, "url").trim_end_matches('/').to_owned();
    let url_ok = url.is_empty()
        || url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']));
    if !url_ok {
        return Err(wrong(
            values,
            "url",
            &url,
            "an http:// or https:// address without a path",
        ));
    }
    let smtp_url = text(values, "smtp_url");
    if !smtp_url.is_empty()
        && !["smtp://", "smtps://"]
            .iter()
            .any(|p| smtp_url.starts_with(p))
    {
        return Err(wrong(
            values,
            "smtp_url",
            "",
            "an smtp:// or smtps:// address",
        ));
    }
    let key = text(values, "secret_key_file");
    let secret_key_file = if key.is_empty() {
        data.with_extension("key")
    } else {
        PathBuf::from(key)
    };
    if secret_key_file.starts_with(&data) {
        return Err(ConfigError(format!(
            "secret_key_file: {} lies inside the data folder; a backup of the data would hold its key",
            secret_key_file.display()
        )));
    }
    let metrics = text(values, "metrics_addr");
    let proxies = text(values, "trusted_proxies");
    let megabytes: usize = parsed(values, "max_upload_mb", "a number of megabytes")?;
    if !(1..=1024).contains(&megabytes) {
        return Err(wrong(
            values,
            "max_upload_mb",
            &megabytes.to_string(),
            "between 1 and 1024",
        ));
    }
    let max_open_workspaces: usize = parsed(values, "max_open_workspaces", "a number")?;
    if max_open_workspaces == 0 {
        return Err(wrong(values, "max_open_workspaces", "0", "1 or more"));
    }
    Ok(Config {
        addr: parsed(
            values,
            "addr",
            "an address with a port, such as 127.0.0.1:3000",
        )?,
        mail: (!smtp_url.is_empty()).then(|| MailSettings {
            smtp_url,
            from: text(values, "mail_from"),
        }),
        metrics_addr: if metrics.is_empty() {
            None
        } else {
            Some(parsed(values, "metrics_addr", "an address with a port")?)
        },
        log: text(values, "log"),
        log_format: match text(values, "log_format").as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            other => return Err(wrong(values, "log_format", other, "text or json")),
        },
        trusted_proxies: proxies
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse()
                    .map_err(|_| wrong(values, "trusted_proxies", part, "an address"))
            })
            .collect::<Result<_, _>>()?,
        max_upload: megabytes * 1024 * 1024,
        site_root: site_root(&text(values, "site_root")),
        demo: parsed(values, "demo", "true or false")?,
        max_open_workspaces,
        secret_key_file,
        database_url,
        data,
        url,
    })
}

/// The given folder, else what cargo-leptos says, else `site` beside the program, else where a
/// build in the working directory puts it.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn site_root(given: &str) -> PathBuf {
    if !given.is_empty() {
        return PathBuf::from(given);
    }
    if let Ok(folder) = std::env::var("LEPTOS_SITE_ROOT") {
        return PathBuf::from(folder);
    }
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| program.parent().map(|folder| folder.join("site")));
    beside
        .filter(|folder| folder.is_dir())
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    fn message(environment: &[(&str, &str)]) -> String {
        load(&map(&[]), &map(environment), None).unwrap_err().0
    }

    #[test]
    fn defaults_are_complete() {
        let config = load(&map(&[]), &map(&[]), None).unwrap();
        assert_eq!(config.addr, "127.0.0.1:3000".parse().unwrap());
        assert_eq!(config.secret_key_file, PathBuf::from("./data.key"));
        assert!(config.mail.is_none() && config.database_url.is_empty());
    }

    #[test]
    fn flags_win_over_the_environment_and_this_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("parlance.toml");
        std::fs::write(
            &file,
            "addr = '127.0.0.1:1'\nmax_upload_mb = 3\nlog = 'warn'",
        )
        .unwrap();
        let config = load(
            &map(&[("addr", "127.0.0.1:3")]),
            &map(&[("PARLANCE_ADDR", "127.0.0.1:2"), ("PARLANCE_LOG", "debug")]),
            Some(&file),
        )
        .unwrap();
        assert_eq!(config.addr.port(), 3);
        assert_eq!(config.log, "debug");
        assert_eq!(config.max_upload, 3 * 1024 * 1024);
    }

    #[test]
    fn wrong_settings_are_named_in_one_line() {
        assert_eq!(
            message(&[("PARLANCE_DATABSE_URL", "x")]),
            "unknown environment variable PARLANCE_DATABSE_URL; did you mean `database_url`?"
        );
        assert!(
            message(&[("PARLANCE_ADDR", "here")])
                .starts_with("PARLANCE_ADDR: `here` is not an address")
        );
        assert!(
            message(&[("PARLANCE_DATABASE_URL", "mysql://u:secret@h")]).contains("postgres://")
        );
        assert!(!message(&[("PARLANCE_DATABASE_URL", "mysql://u:secret@h")]).contains("secret"));
        assert!(message(&[("PARLANCE_URL", "https://x/y")]).contains("without a path"));
        assert!(
            message(&[("PARLANCE_SECRET_KEY_FILE", "./data/key")])
                .contains("inside the data folder")
        );
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("parlance.toml");
        std::fs::write(&file, "adr = '1'").unwrap();
        let error = load(&map(&[]), &map(&[]), Some(&file)).unwrap_err().0;
        assert!(error.contains("unknown setting `adr`"), "{error}");
        assert!(!error.contains('\n'));
    }
}

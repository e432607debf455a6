//! Settings of a website chat, their check, and the rule that says which sites may embed it.

use serde::{Deserialize, Serialize};

use crate::error::{FieldErrors, FieldProblem};
use crate::id::ChannelId;
use crate::text;

/// A text in both built-in languages; an empty one falls back to the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalText {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// Side of the page on which the launcher stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    #[default]
    Right,
}

/// What the form before the chat may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PreChatKey {
    /// Name.
    Name,
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
}

impl PreChatKey {
    /// Every key, in the order of the form.
    pub const ALL: [PreChatKey; 3] = [PreChatKey::Name, PreChatKey::Email, PreChatKey::Phone];

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            PreChatKey::Name => "name",
            PreChatKey::Email => "email",
            PreChatKey::Phone => "phone",
        }
    }
}

/// One question of the form before the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreChatField {
    /// What is asked.
    pub key: PreChatKey,
    /// Whether it must be answered.
    pub required: bool,
}

/// Settings of a website chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebChatConfig {
    /// Name of the channel, seen by users only.
    pub name: String,
    /// Accent colour, `#rrggbb`.
    pub color: String,
    /// Where the launcher stands.
    pub side: Side,
    /// Head line of the panel.
    pub title: LocalText,
    /// Line below it.
    pub subtitle: LocalText,
    /// First bubble.
    pub greeting: LocalText,
    /// Shown when nobody is there.
    pub away: LocalText,
    /// How quickly an answer comes, in words.
    pub reply_time: LocalText,
    /// Questions before the first message; empty: none.
    pub pre_chat: Vec<PreChatField>,
    /// Host names that may embed it, `*.example.com` for all below; empty: every site.
    pub domains: Vec<String>,
    /// Only visitors with a proven identity may write.
    pub require_identity: bool,
}

/// Command: create a website chat, or change one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveWebChat {
    /// The channel to change; `None` creates one.
    pub id: Option<ChannelId>,
    /// The version that the user saw; ignored when creating.
    pub version: i64,
    /// Whether it takes messages.
    pub enabled: bool,
    /// The settings.
    pub config: WebChatConfig,
}

/// A new website chat with texts in both languages, ready to use.
pub fn default_config(name: &str) -> WebChatConfig {
    let both = |en: &str, fr: &str| LocalText {
        en: en.into(),
        fr: fr.into(),
    };
    WebChatConfig {
        name: name.into(),
        color: "#0f766e".into(),
        side: Side::Right,
        title: both(
            "How can we help?",
            "Comment pouvons-nous vous aider\u{202f}?",
        ),
        subtitle: both(
            "Write to us, we are happy to answer.",
            "Écrivez-nous, nous vous répondons avec plaisir.",
        ),
        greeting: both(
            "Hello! What can we do for you?",
            "Bonjour\u{202f}! Que pouvons-nous faire pour vous\u{202f}?",
        ),
        away: both(
            "We are away right now. Leave a message and we will answer as soon as we are back.",
            "Nous sommes absents pour le moment. Laissez un message, nous répondrons dès notre retour.",
        ),
        reply_time: both(
            "We usually answer within a few minutes.",
            "Nous répondons en général en quelques minutes.",
        ),
        pre_chat: Vec::new(),
        domains: Vec::new(),
        require_identity: false,
    }
}

impl WebChatConfig {
    /// Checks and normalises what somebody typed; every problem is reported at its field.
    ///
    /// # Errors
    /// The problems, with field names as in this struct (`title.en`, `domains`).
    pub fn parse(mut self) -> Result<WebChatConfig, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = errors
            .take("name", text::line(&self.name, 60))
            .unwrap_or_default();
        self.color = errors
            .take("color", text::color(&self.color))
            .unwrap_or_default();
        for (field, value, max) in [
            ("title", &mut self.title, 60),
            ("subtitle", &mut self.subtitle, 140),
            ("greeting", &mut self.greeting, 500),
            ("away", &mut self.away, 500),
            ("reply_time", &mut self.reply_time, 140),
        ] {
            for (language, text) in [("en", &mut value.en), ("fr", &mut value.fr)] {
                let field = format!("{field}.{language}");
                *text = errors
                    .take(&field, text::block(text, max))
                    .unwrap_or_default();
            }
        }
        if self.title.en.is_empty() && self.title.fr.is_empty() {
            errors.push("title.en", FieldProblem::Required);
        }
        let mut seen = Vec::new();
        self.pre_chat.retain(|field| {
            let new = !seen.contains(&field.key);
            seen.push(field.key);
            new
        });
        if self.domains.len() > 50 {
            errors.push("domains", FieldProblem::TooMany { max: 50 });
        }
        let typed = std::mem::take(&mut self.domains);
        for domain in typed.iter().filter(|domain| !domain.trim().is_empty()) {
            match parse_domain(domain) {
                Ok(domain) if self.domains.contains(&domain) => {}
                Ok(domain) => self.domains.push(domain),
                Err(problem) => {
                    errors.push("domains", problem);
                    break;
                }
            }
        }
        errors.done().map(|()| self)
    }
}

/// A host name or `*.host`, from what people paste: scheme, path and case are removed, a port
/// is kept.
///
/// # Errors
/// [`FieldProblem::NotDomain`].
pub fn parse_domain(typed: &str) -> Result<String, FieldProblem> {
    let lower = typed.trim().to_lowercase();
    let bare = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .unwrap_or(&lower);
    let bare = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = bare
        .rsplit_once(':')
        .map_or((bare, None), |(host, port)| (host, Some(port)));
    let labels_of = host.strip_prefix("*.").unwrap_or(host);
    let ok = !labels_of.is_empty()
        && labels_of.len() <= 253
        && labels_of.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        })
        && (!host.starts_with("*.") || labels_of.contains('.'))
        && port.is_none_or(|port| port.parse::<u16>().is_ok());
    if ok {
        Ok(bare.to_owned())
    } else {
        Err(FieldProblem::NotDomain)
    }
}

/// Whether a page of `origin` (`https://host[:port]`) may embed a chat with these domains.
///
/// An empty list allows every site. Patterns match the whole host; `*.example.com` matches every
/// host below `example.com`, at any depth, and not `example.com` itself. A pattern without port
/// allows every port.
pub fn allowed_origin(domains: &[String], origin: &str) -> bool {
    let Some(authority) = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))
    else {
        return false;
    };
    if authority.is_empty() || authority.contains(['/', '?', '#', '@', ' ']) {
        return false;
    }
    if domains.is_empty() {
        return true;
    }
    let authority = authority.to_lowercase();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, Some(port)),
        _ => (authority.as_str(), None),
    };
    domains.iter().any(|pattern| {
        let (wanted_host, wanted_port) = pattern
            .rsplit_once(':')
            .map_or((pattern.as_str(), None), |(h, p)| (h, Some(p)));
        let host_ok = match wanted_host.strip_prefix("*.") {
            Some(parent) => host
                .strip_suffix(parent)
                .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            None => host == wanted_host,
        };
        host_ok && (wanted_port.is_none() || wanted_port == port)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_cleaned() {
        assert_eq!(
            parse_domain(" https://Shop.Example.com/path?x ").unwrap(),
            "shop.example.com"
        );
        assert_eq!(parse_domain("*.example.com").unwrap(), "*.example.com");
        assert_eq!(parse_domain("localhost:8080").unwrap(), "localhost:8080");
        for bad in [
            "",
            "*",
            "*.com",
            "exa mple.com",
            "a..b",
            "-a.com",
            "a.com:99999",
            "javascript:alert(1)",
        ] {
            assert!(parse_domain(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sec_92_only_listed_sites_embed_a_chat() {
        let list = [
            "example.com".to_owned(),
            "*.shop.org".to_owned(),
            "localhost:8080".to_owned(),
        ];
        let ok = |origin: &str| allowed_origin(&list, origin);
        assert!(ok("https://example.com"));
        assert!(ok("http://example.com:8443"));
        assert!(ok("https://a.b.shop.org"));
        assert!(ok("http://localhost:8080"));
        for bad in [
            "",
            "null",
            "https://evil-example.com",
            "https://example.com.evil",
            "https://shop.org",
            "https://evilshop.org",
            "https://.shop.org",
            "http://localhost:8081",
            "ftp://example.com",
            "https://example.com@evil.org",
            "https://evil.org/example.com",
        ] {
            assert!(!ok(bad), "{bad}");
        }
        assert!(allowed_origin(&[], "https://anything.example"));
        assert!(!allowed_origin(&[], "null"));
    }

    #[test]
    fn the_default_settings_are_valid() {
        assert!(default_config("Website").parse().is_ok());
    }

    #[test]
    fn problems_are_reported_at_their_field() {
        let mut config = default_config("");
        config.color = "red".into();
        config.domains = vec!["bad domain".into()];
        let errors = config.parse().unwrap_err();
        assert_eq!(errors.get("name"), Some(&FieldProblem::Required));
        assert_eq!(errors.get("color"), Some(&FieldProblem::NotColor));
        assert_eq!(errors.get("domains"), Some(&FieldProblem::NotDomain));
    }
}

//! What a page learns about a chat before anybody opened it, and the frame it is shown in.

use parlance::channel::{LocalText, Side, pick};
use parlance::text::Locale;
use serde::Serialize;

use super::{origin, visitor};
use crate::{Result, Services};

/// Look and place of the launcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicConfig {
    /// The key it was asked with.
    pub key: String,
    /// Accent colour.
    pub color: String,
    /// Side of the page.
    pub position: Side,
    /// Words on the launcher; empty: only the picture.
    pub launcher_label: LauncherLabel,
    /// Head line of the panel.
    pub title: String,
    /// Languages that the chat speaks.
    pub locales: Vec<&'static str>,
}

/// A text per language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LauncherLabel {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// What the frame's document needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The key.
    pub key: String,
    /// Pages that may embed it: sources as in `frame-ancestors`.
    pub origins: Vec<String>,
    /// Title of the document, in both languages.
    pub title: LocalText,
}

/// The public settings of a chat, for a page of `origin`.
///
/// # Errors
/// [`crate::ServiceError::NotFound`] for an unknown or disabled key, [`crate::ServiceError::Forbidden`] for a
/// page that may not embed it.
pub async fn public_config(
    services: &Services,
    key: &str,
    origin: Option<&str>,
    locale: Locale,
) -> Result<PublicConfig> {
    let route = visitor::route(services, key).await?;
    origin::check(services, &route, origin)?;
    Ok(PublicConfig {
        key: route.key.clone(),
        color: route.chat.color.clone(),
        position: route.chat.side,
        launcher_label: LauncherLabel::default(),
        title: pick(&route.chat.title, locale).to_owned(),
        locales: Locale::ALL.map(Locale::tag).to_vec(),
    })
}

/// The frame of a chat. Which page may show it the browser decides, by the sources.
///
/// # Errors
/// [`crate::ServiceError::NotFound`] for an unknown or disabled key.
pub async fn frame(services: &Services, key: &str) -> Result<Frame> {
    let route = visitor::route(services, key).await?;
    Ok(Frame {
        key: route.key.clone(),
        origins: origin::sources(services, &route),
        title: route.chat.title.clone(),
    })
}

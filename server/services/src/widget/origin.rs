//! Which pages may use a chat. Every call is checked, because a cross-origin script of any page
//! could make it.

use parlance::channel::allowed_origin;

use crate::channels::Route;
use crate::{Result, ServiceError, Services};

/// The server's own origin, where the frame lives: `https://chat.example.com`.
pub fn own_origin(services: &Services) -> &str {
    origin_of(&services.settings.public_url)
}

/// Scheme and authority of an address.
fn origin_of(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url
        .get(authority..)
        .and_then(|rest| rest.find(['/', '?', '#']));
    end.and_then(|end| url.get(..authority + end))
        .unwrap_or(url)
}

/// Refuses a call from a page that may not use the chat; a call that does not say where it comes
/// from is refused, too.
pub(super) fn check(services: &Services, route: &Route, origin: Option<&str>) -> Result<()> {
    let allowed = origin.is_some_and(|origin| {
        origin == own_origin(services) || allowed_origin(&route.chat.domains, origin)
    });
    if allowed {
        Ok(())
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// The pages that may embed a chat, as sources for `frame-ancestors`, which the frame's script
/// reads the same way. A pattern without a port means every port, and either scheme, like
/// [`allowed_origin`].
pub(super) fn sources(services: &Services, route: &Route) -> Vec<String> {
    if route.chat.domains.is_empty() {
        return vec!["*".to_owned()];
    }
    let mut sources = vec![own_origin(services).to_owned()];
    for domain in &route.chat.domains {
        let port = if domain.contains(':') { "" } else { ":*" };
        sources.extend(["https", "http"].map(|scheme| format!("{scheme}://{domain}{port}")));
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_of_an_address_ends_before_its_path() {
        assert_eq!(
            origin_of("https://a.example:8443/x/y"),
            "https://a.example:8443"
        );
        assert_eq!(origin_of("http://localhost:3000"), "http://localhost:3000");
    }
}

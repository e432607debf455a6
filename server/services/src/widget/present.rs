//! Messages as visitors see them: first names instead of accounts, no internal states.

use std::sync::Arc;

use parlance::event::{WidgetAuthor, WidgetMessage};
use parlance::id::{MessageId, UserId, WorkspaceId};
use parlance::message::{AttachmentView, Author, Delivery, Direction};
use parlance::text;
use parlance_store::StoreError;
use parlance_store::control::workspaces;
use parlance_store::ws::messages::MessageRecord;

use crate::{Result, Services, files};

/// Members whose names visitors may need.
const MEMBERS: i64 = 500;

/// Names of the members of a workspace.
#[derive(Debug, Default)]
pub struct Team {
    names: Vec<(UserId, String)>,
}

impl Team {
    /// A member as visitors see them; `None` for somebody who left.
    pub fn author(&self, user: UserId) -> Option<WidgetAuthor> {
        self.names
            .iter()
            .find(|(id, _)| *id == user)
            .map(|(_, name)| author(name))
    }

    /// Members, the given ones first.
    pub(super) fn faces(&self, first: &[UserId], count: usize) -> Vec<WidgetAuthor> {
        let is_first = |id: &UserId| first.contains(id);
        let online = self.names.iter().filter(|(id, _)| is_first(id));
        let others = self.names.iter().filter(|(id, _)| !is_first(id));
        online
            .chain(others)
            .take(count)
            .map(|(_, name)| author(name))
            .collect()
    }
}

/// First name and initials: what visitors are told about a user.
pub fn author(name: &str) -> WidgetAuthor {
    let first = name.split_whitespace().next().unwrap_or_default();
    WidgetAuthor {
        name: first.to_owned(),
        initials: text::initials(name),
    }
}

/// The team of a workspace, at most a few seconds old.
///
/// # Errors
/// The control database.
pub async fn team(services: &Services, workspace: WorkspaceId) -> Result<Arc<Team>> {
    let now = services.clock.now();
    if let Some(team) = services.visitors().team(workspace, now) {
        return Ok(team);
    }
    let members = services
        .store
        .control()
        .read::<_, StoreError, _>(move |r| {
            Box::pin(async move { workspaces::list_members(r, workspace, MEMBERS).await })
        })
        .await?;
    let names = members
        .into_iter()
        .map(|member| (member.id, member.name))
        .collect();
    let team = Arc::new(Team { names });
    services
        .visitors()
        .keep_team(workspace, Arc::clone(&team), now);
    Ok(team)
}

/// A message as its visitor sees it. `seen`: the newest message of the conversation that somebody
/// of the team has read.
pub fn message(
    services: &Services,
    workspace: WorkspaceId,
    team: &Team,
    record: MessageRecord,
    seen: MessageId,
) -> WidgetMessage {
    let from = match record.author {
        Author::Contact { .. } => "visitor",
        Author::User { .. } => "agent",
        Author::System => "system",
    };
    let author = match record.author {
        Author::User { id } => team.author(id),
        _ => None,
    };
    let status = match (record.direction, record.status) {
        (Direction::Inbound, _) if record.id <= seen => "read",
        (Direction::Outbound, Delivery::Read) => "read",
        (Direction::Outbound, Delivery::Delivered) => "delivered",
        _ => "sent",
    };
    let attachments = record
        .files
        .into_iter()
        .map(|file| AttachmentView {
            url: files::url(services, workspace, file.id, file.kind),
            id: file.id,
            name: file.name,
            mime: file.mime,
            kind: file.kind,
            size: file.size,
            width: file.width,
            height: file.height,
        })
        .collect();
    WidgetMessage {
        id: record.id,
        client_id: record.client_id,
        from: from.to_owned(),
        author,
        text: record.text,
        attachments,
        at: record.at.0,
        status: status.to_owned(),
    }
}

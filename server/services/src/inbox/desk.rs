//! What the workspace has set up for its desk, for every page of the inbox.

use parlance::desk::{
    Category, CategoryContent, Desk, Stage, StageContent, Tag, TagContent, Team, TeamContent,
};
use parlance::id::{CategoryId, StageId, TagId, TeamId, WorkspaceId};
use parlance::permission::Permission;
use parlance_store::ws::objects::{self, Object};
use parlance_store::ws::teams;
use parlance_store::{Reader, StoreError};
use serde::de::DeserializeOwned;

use crate::{Caller, Result, Services, access};

/// Teams, tags, stages, categories and rules.
pub async fn load_desk(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<Desk> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    Ok(ws
        .read::<_, StoreError, _>(|r| Box::pin(async move { read(r).await }))
        .await?)
}

/// The same inside of a snapshot.
pub(crate) async fn read(r: &mut impl Reader) -> Result<Desk, StoreError> {
    let mut desk = Desk::default();
    let (mut stages, mut categories) = (Vec::new(), Vec::new());
    for (kind, object) in objects::list_desk(r).await? {
        let live = !object.archived;
        match kind.as_str() {
            "team" if live => {
                let content: TeamContent = content(&object);
                desk.teams.push(Team {
                    id: TeamId(object.id),
                    name: object.name,
                    emoji: content.emoji,
                    members: Vec::new(),
                });
            }
            "tag" if live => {
                let content: TagContent = content(&object);
                desk.tags.push(Tag {
                    id: TagId(object.id),
                    name: object.name,
                    color: content.color,
                    emoji: content.emoji,
                });
            }
            "stage" if live => stages.push((content::<StageContent>(&object), object)),
            "category" => categories.push((content::<CategoryContent>(&object), object)),
            "conversation_rules" => desk.rules = content(&object),
            _ => {}
        }
    }
    for (team, user) in teams::list_members(r).await? {
        if let Some(team) = desk.teams.iter_mut().find(|known| known.id == team) {
            team.members.push(user);
        }
    }
    desk.teams
        .sort_by_cached_key(|team| team.name.to_lowercase());
    desk.tags.sort_by_cached_key(|tag| tag.name.to_lowercase());
    stages.sort_by_key(|(content, object)| (content.lost, content.position, object.id));
    desk.stages = stages
        .into_iter()
        .map(|(content, object)| Stage {
            id: StageId(object.id),
            name: object.name,
            emoji: content.emoji,
            lost: content.lost,
        })
        .collect();
    categories.sort_by_key(|(content, object)| (content.position, object.id));
    desk.categories = categories
        .into_iter()
        .map(|(content, object)| Category {
            id: CategoryId(object.id),
            name: object.name,
            description: content.description,
            color: content.color,
            archived: object.archived,
        })
        .collect();
    Ok(desk)
}

/// The content of an object; what this version does not understand counts as not set.
pub(crate) fn content<T: DeserializeOwned + Default>(object: &Object) -> T {
    serde_json::from_str(&object.content).unwrap_or_else(|error| {
        tracing::warn!(object = object.id, %error, "the content of an object is not understood");
        T::default()
    })
}

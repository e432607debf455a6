//! The people of a workspace: names for the thread, and who may be given a conversation.

use std::collections::HashSet;

use parlance::conversation::Person;
use parlance::id::{UserId, WorkspaceId};
use parlance_store::control::people::{self, Member};

use crate::{Result, Services};

/// Members of a workspace, by name, and the others of `mentioned` (former members whose ids come
/// out of the workspace's rows).
pub(crate) async fn list(
    services: &Services,
    workspace: WorkspaceId,
    mentioned: impl IntoIterator<Item = UserId>,
) -> Result<Vec<Person>> {
    let mentioned: HashSet<UserId> = mentioned.into_iter().collect();
    let (members, former) = services
        .store
        .control()
        .read::<_, parlance_store::StoreError, _>(|r| {
            Box::pin(async move {
                let members = people::list(r, workspace).await?;
                let known: HashSet<UserId> = members.iter().map(|member| member.id).collect();
                let former: Vec<UserId> = mentioned.difference(&known).copied().collect();
                Ok((members, people::list_names(r, &former).await?))
            })
        })
        .await?;
    let online: HashSet<UserId> = services
        .realtime
        .online_users(workspace)
        .into_iter()
        .collect();
    let mut listed: Vec<Person> = members
        .into_iter()
        .map(
            |Member {
                 id,
                 name,
                 suspended,
             }| Person {
                id,
                name,
                online: online.contains(&id),
                active: !suspended,
            },
        )
        .chain(former.into_iter().map(|(id, name)| Person {
            id,
            name,
            online: false,
            active: false,
        }))
        .collect();
    listed.sort_by_cached_key(|person| (!person.active, person.name.to_lowercase(), person.id));
    Ok(listed)
}

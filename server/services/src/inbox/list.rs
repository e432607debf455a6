//! The list of conversations, its counts, and the whole inbox in one snapshot.

use parlance::conversation::{
    ConversationPage, ConversationQuery, ConversationRow, Counts, InboxPage,
};
use parlance::id::{ConversationId, UserId, WorkspaceId};
use parlance::page::Cursor;
use parlance::permission::{Actor, Permission};
use parlance_store::ws::conversation_list::{self, Wanted};
use parlance_store::ws::conversations::{self, Listed};
use parlance_store::ws::counters;
use parlance_store::{Reader, StoreError};

use crate::inbox::thread::{self, Thread};
use crate::inbox::view::{self, Sight};
use crate::inbox::{desk, people, visible};
use crate::{Caller, Result, ServiceError, Services, access};

/// Rows of a page.
const PAGE: usize = 50;

/// List, counts, people and the conversation that the address names, read in one snapshot (at most eight statements).
pub async fn open_inbox(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    query: ConversationQuery,
    open: Option<ConversationId>,
) -> Result<InboxPage> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let sight = Sight::of(&actor);
    let viewer = actor.clone();
    let (head, counters, page, thread, desk) = ws
        .read::<_, ServiceError, _>(|r| {
            Box::pin(async move {
                let free = view::counts_free(&actor.visibility);
                let (head, counters) = counters::summary(r, actor.user, free).await?;
                let (page, opened) = page(r, &actor, query, open).await?;
                let thread = match opened {
                    Some(listed) => Some(thread::read(r, listed).await?),
                    None => None,
                };
                let desk = desk::read(r).await?;
                Ok((head, counters, page, thread, desk))
            })
        })
        .await?;
    let mut mentioned: Vec<UserId> = page.rows.iter().filter_map(|row| row.assignee).collect();
    if let Some(thread) = &thread {
        mentioned.extend(thread.users());
    }
    let open = thread.map(|thread: Thread| thread.detail(services, workspace, sight));
    Ok(InboxPage {
        workspace,
        counts: view::counts(viewer.user, &viewer.visibility, &counters),
        people: people::list(services, workspace, mentioned).await?,
        desk,
        list: page.rows,
        next: page.next,
        open,
        cursor: format!("{}.{}", head.epoch, head.seq),
    })
}

/// A page of the list, 50 rows.
pub async fn list_conversations(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    query: ConversationQuery,
) -> Result<ConversationPage> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    ws.read::<_, ServiceError, _>(|r| {
        Box::pin(async move { Ok(page(r, &actor, query, None).await?.0) })
    })
    .await
}

/// Open conversations by view.
pub async fn counts(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
) -> Result<Counts> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let (user, free) = (actor.user, view::counts_free(&actor.visibility));
    let (_, open) = ws
        .read::<_, StoreError, _>(|r| {
            Box::pin(async move { counters::summary(r, user, free).await })
        })
        .await?;
    Ok(view::counts(user, &actor.visibility, &open))
}

/// One row.
pub async fn conversation_row(
    services: &Services,
    caller: &Caller,
    workspace: WorkspaceId,
    conversation: ConversationId,
) -> Result<ConversationRow> {
    let (actor, ws) = access::workspace(services, caller, workspace).await?;
    actor.require(Permission::ViewInbox)?;
    let sight = Sight::of(&actor);
    let listed = ws
        .read::<_, ServiceError, _>(|r| {
            Box::pin(async move { visible::listed(r, &actor, conversation).await })
        })
        .await?;
    Ok(view::row(&listed, sight))
}

/// A page of the list in two statements, and the conversation `open` from the second of them, if
/// the actor sees it.
async fn page(
    r: &mut impl Reader,
    actor: &Actor,
    query: ConversationQuery,
    open: Option<ConversationId>,
) -> Result<(ConversationPage, Option<Listed>)> {
    let wanted = Wanted {
        view: query.view,
        status: query.status,
        after: query.after,
        // One more than shown tells whether the list goes on.
        limit: i64::try_from(PAGE).unwrap_or(0) + 1,
    };
    let mut positions = conversation_list::list(r, actor.user, &actor.visibility, wanted).await?;
    let more = positions.len() > PAGE;
    positions.truncate(PAGE);
    let next = match positions.last() {
        Some((id, sort)) if more => Some(Cursor {
            sort: *sort,
            id: id.0,
        }),
        _ => None,
    };
    let mut ids: Vec<ConversationId> = positions.iter().map(|(id, _)| *id).collect();
    ids.extend(open.filter(|id| !ids.contains(id)));
    let draft_of = open.unwrap_or_default();
    let mut found = conversations::list_rows(r, &ids, actor.user, draft_of).await?;
    // One predicate guards lists and threads: what the snapshot says about the contact.
    found.retain(|listed| visible::sees(&actor.visibility, &listed.contact));
    let sight = Sight::of(actor);
    let rows = positions
        .iter()
        .filter_map(|(id, _)| found.iter().find(|listed| listed.id == *id))
        .map(|listed| view::row(listed, sight))
        .collect();
    let opened = found.into_iter().find(|listed| Some(listed.id) == open);
    Ok((ConversationPage { rows, next }, opened))
}

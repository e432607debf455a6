//! Lists, counts and what a restricted user finds in them.

use parlance::conversation::{Counts, InboxPage, SetStatus, Status, View};
use parlance::id::ConversationId;
use parlance::page::Cursor;
use parlance::permission::Flag;
use parlance_store::testing::statements_of;

use super::desk::{Desk, list, reply};
use crate::inbox::{self, list_conversations};
use crate::{Caller, ServiceError, testing};

fn ids(page: &InboxPage) -> Vec<ConversationId> {
    page.list.iter().map(|row| row.id).collect()
}

async fn view(desk: &Desk, caller: &Caller, view: View, status: Status) -> Vec<ConversationId> {
    let page = list_conversations(&desk.t, caller, desk.ws, list(view, status))
        .await
        .unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn the_inbox_and_an_open_conversation_take_eight_statements() {
    let desk = Desk::new(testing::services().await).await;
    let first = desk.visitor_writes("v1", "Hello").await;
    desk.visitor_writes("v2", "Hi").await;
    let owner = desk.office.owner.clone();
    desk.send(&owner, reply(&first, "client-0001", "Good morning"))
        .await
        .unwrap();
    let upload = desk.upload(&owner, "note.txt").await;
    let mut with_file = reply(&first, "client-0002", "");
    with_file.attachments = vec![upload];
    desk.send(&owner, with_file).await.unwrap();
    let careful = desk
        .agent("careful", &[Flag::ShowOnlyMine, Flag::IncludeUnassigned])
        .await;
    desk.assign(&owner, first.conversation_id, Some(careful.user))
        .await
        .unwrap();
    for caller in [&owner, &careful] {
        let (page, statements) =
            statements_of(desk.inbox(caller, Some(first.conversation_id))).await;
        assert!(page.open.is_some());
        // The control database (access, people) is another one.
        let of_workspace: Vec<_> = statements
            .into_iter()
            .filter(|name| !name.starts_with("workspace_member.") && !name.starts_with("person."))
            .collect();
        assert!((7..=8).contains(&of_workspace.len()), "{of_workspace:?}");
    }
    desk.t.end().await;
}

#[tokio::test]
async fn rows_come_by_newest_activity_with_names_counts_and_read_marks() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let first = desk.visitor_writes("v1", "Hello there").await;
        desk.t.advance(1_000);
        let second = desk.visitor_writes("v2", "Second").await;
        let owner = desk.office.owner.clone();
        let page = desk.inbox(&owner, None).await;
        assert_eq!(ids(&page), [second.conversation_id, first.conversation_id]);
        assert_eq!(
            page.counts,
            Counts {
                all: Some(2),
                mine: 0,
                unassigned: Some(2)
            }
        );
        let row = &page.list[1];
        assert_eq!(
            (row.preview.as_str(), row.contact_name.as_str()),
            ("Hello there", "v1@private.example")
        );
        assert!(row.unread() && row.waiting_since.is_some() && row.assignee.is_none());
        assert_eq!(page.people.len(), 1);
        assert!(page.cursor.starts_with("1."));

        desk.assign(&owner, first.conversation_id, Some(owner.user))
            .await
            .unwrap();
        let close = SetStatus {
            conversation: second.conversation_id,
            status: Status::Closed,
        };
        inbox::set_status(&desk.t, &owner, desk.ws, close)
            .await
            .unwrap();
        let counts = inbox::counts(&desk.t, &owner, desk.ws).await.unwrap();
        assert_eq!(
            counts,
            Counts {
                all: Some(1),
                mine: 1,
                unassigned: Some(0)
            }
        );
        assert_eq!(
            view(&desk, &owner, View::Mine, Status::Open).await,
            [first.conversation_id]
        );
        assert_eq!(
            view(&desk, &owner, View::Unassigned, Status::Open).await,
            []
        );
        assert_eq!(
            view(&desk, &owner, View::All, Status::Closed).await,
            [second.conversation_id]
        );
        assert_eq!(view(&desk, &owner, View::All, Status::Snoozed).await, []);
        desk.t.end().await;
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_double() {
    let desk = Desk::new(testing::services().await).await;
    // All at the same instant: the id decides.
    for i in 0..120 {
        desk.visitor_writes(&format!("v{i}"), "Hello").await;
    }
    let owner = desk.office.owner.clone();
    let (mut seen, mut after, mut pages) = (Vec::new(), Cursor::START, 0);
    loop {
        let query = parlance::conversation::ConversationQuery {
            after,
            ..list(View::All, Status::Open)
        };
        let page = list_conversations(&desk.t, &owner, desk.ws, query)
            .await
            .unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        pages += 1;
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    let sorted: std::collections::BTreeSet<_> = seen.iter().rev().copied().collect();
    assert_eq!((pages, seen.len(), sorted.len()), (3, 120, 120));
    assert!(seen.is_sorted_by(|a, b| a > b));
    desk.t.end().await;
}

#[tokio::test]
async fn sec_02_restricted_agents_list_and_count_only_what_they_see() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let mine = desk.agent("mine", &[Flag::ShowOnlyMine]).await;
        let free = desk
            .agent("free", &[Flag::ShowOnlyMine, Flag::IncludeUnassigned])
            .await;
        let team = desk.agent("team", &[Flag::ShowTeamContacts]).await;
        let mut all = Vec::new();
        for visitor in ["a", "b", "c", "d"] {
            all.push(desk.visitor_writes(visitor, "Hello").await);
            desk.t.advance(10);
        }
        let [a, b, c, d] = [&all[0], &all[1], &all[2], &all[3]].map(|o| o.conversation_id);
        desk.assign(&owner, a, Some(mine.user)).await.unwrap();
        desk.assign(&owner, b, Some(free.user)).await.unwrap();
        desk.team(&all[2], team.user).await;

        assert_eq!(
            view(&desk, &owner, View::All, Status::Open).await,
            [d, c, b, a]
        );
        assert_eq!(view(&desk, &mine, View::All, Status::Open).await, [a]);
        assert_eq!(view(&desk, &mine, View::Unassigned, Status::Open).await, []);
        // c has a team, so it is not free.
        assert_eq!(view(&desk, &free, View::All, Status::Open).await, [d, b]);
        assert_eq!(view(&desk, &free, View::Mine, Status::Open).await, [b]);
        assert_eq!(
            view(&desk, &free, View::Unassigned, Status::Open).await,
            [d]
        );
        assert_eq!(view(&desk, &team, View::All, Status::Open).await, [c]);
        assert_eq!(
            view(&desk, &team, View::Unassigned, Status::Open).await,
            [c]
        );
        assert_eq!(view(&desk, &team, View::Mine, Status::Open).await, []);

        let counts = async |caller| inbox::counts(&desk.t, caller, desk.ws).await.unwrap();
        assert_eq!(
            counts(&mine).await,
            Counts {
                all: Some(1),
                mine: 1,
                unassigned: Some(0)
            }
        );
        assert_eq!(
            counts(&team).await,
            Counts {
                all: None,
                mine: 0,
                unassigned: None
            }
        );
        assert_eq!(
            counts(&free).await,
            Counts {
                all: Some(2),
                mine: 1,
                unassigned: Some(1)
            }
        );
        desk.t.end().await;
    }
}

#[tokio::test]
async fn sec_02_an_old_conversation_disappears_with_its_contact() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let mine = desk.agent("mine", &[Flag::ShowOnlyMine]).await;
    let old = desk.visitor_writes("a", "Hello").await;
    desk.assign(&owner, old.conversation_id, Some(mine.user))
        .await
        .unwrap();
    let close = SetStatus {
        conversation: old.conversation_id,
        status: Status::Closed,
    };
    inbox::set_status(&desk.t, &mine, desk.ws, close)
        .await
        .unwrap();
    assert_eq!(
        view(&desk, &mine, View::All, Status::Closed).await,
        [old.conversation_id]
    );
    // The contact comes back and is given to somebody else.
    let new = desk.visitor_writes("a", "Again").await;
    assert!(new.opened_conversation);
    desk.assign(&owner, new.conversation_id, Some(owner.user))
        .await
        .unwrap();
    assert_eq!(view(&desk, &mine, View::All, Status::Closed).await, []);
    let found = inbox::open_conversation(&desk.t, &mine, desk.ws, old.conversation_id).await;
    assert_eq!(found.err(), Some(ServiceError::NotFound));
    desk.t.end().await;
}

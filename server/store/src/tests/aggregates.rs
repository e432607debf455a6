//! The lists of restricted users against the rule in memory, and tenancy of the aggregates.

use crate::db::{Val, stmts};
use crate::testing::{TestStore, set_team};
use crate::ws::conversation_list::{Wanted, list};
use crate::ws::{contacts, conversations, counters, drafts, messages, reads, timeline};
use crate::{Class, InboundMessage, StoreError, Workspace};
use parlance::conversation::{Status, View};
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId, TeamId, UserId, WorkspaceId};
use parlance::message::Delivery;
use parlance::page::Cursor;
use parlance::permission::Visibility;
use parlance::time::Timestamp;

stmts! {
    PLACE "test.place" [I64, I64, I64, I64, I64] Write
        "UPDATE conversations SET status = $1, assignee_id = $2, closed_at = $3, last_activity_at = $4 WHERE id = $5";
}

const ME: UserId = UserId(7);
const OTHER: UserId = UserId(8);

fn inbound(n: i64) -> InboundMessage {
    InboundMessage {
        channel: ChannelId(1),
        external_id: format!("v{n}"),
        verified: false,
        name: String::new(),
        email: String::new(),
        phone: String::new(),
        locale: String::new(),
        time_zone: String::new(),
        source: "web_chat".into(),
        provider_id: format!("m{n}"),
        client_id: None,
        text: "Hello".into(),
        attachments: Vec::new(),
        at: Timestamp(0),
        page_url: None,
    }
}

/// What the rule needs to know of a conversation.
#[derive(Debug, Clone, Copy)]
struct Case {
    id: ConversationId,
    status: Status,
    assignee: Option<UserId>,
    contact_assignee: Option<UserId>,
    team: Option<TeamId>,
    at: i64,
}

/// Conversations in every combination of status, assignee and team, some at the same instant.
async fn cases(ws: &Workspace) -> Vec<Case> {
    let mut cases = Vec::new();
    let people = [None, Some(ME), Some(OTHER)];
    let mut n = 0;
    for status in [Status::Open, Status::Closed] {
        for assignee in people {
            for contact_assignee in people {
                for team in [None, TeamId::some(1), TeamId::some(2)] {
                    // An open conversation has its contact's assignee.
                    if status == Status::Open && contact_assignee != assignee {
                        continue;
                    }
                    for _ in 0..3 {
                        n += 1;
                        let at = n / 2;
                        let case = place(ws, n, status, assignee, contact_assignee, team, at).await;
                        cases.push(case);
                    }
                }
            }
        }
    }
    cases
}

async fn place(
    ws: &Workspace,
    n: i64,
    status: Status,
    assignee: Option<UserId>,
    contact_assignee: Option<UserId>,
    team: Option<TeamId>,
    at: i64,
) -> Case {
    let made = ws.ingest(Class::Inbound, inbound(n)).await.unwrap();
    let (id, contact) = (made.conversation_id, made.contact_id);
    ws.write::<_, StoreError, _>(Class::Interactive, move |tx| {
        Box::pin(async move {
            contacts::update_assignee(tx, contact, contact_assignee).await?;
            if let Some(team) = team {
                // Somebody is in each team; I am in team 1.
                let member = if team == TeamId(1) { ME } else { OTHER };
                set_team(tx, contact, team, member).await?;
            }
            let closed_at = if status == Status::Closed { 1 } else { 0 };
            let values = [
                Val::I64(status.code()),
                Val::I64(assignee.unwrap_or_default().0),
                Val::I64(closed_at),
                Val::I64(at),
                Val::I64(id.0),
            ];
            tx.exec(&PLACE, &values).await.map(drop)
        })
    })
    .await
    .unwrap();
    Case {
        id,
        status,
        assignee,
        contact_assignee,
        team,
        at,
    }
}

fn expected(
    cases: &[Case],
    visibility: &Visibility,
    view: View,
    status: Status,
) -> Vec<ConversationId> {
    let mut found: Vec<&Case> = cases
        .iter()
        .filter(|case| case.status == status)
        .filter(|case| visibility.sees(case.contact_assignee, case.team))
        .filter(|case| match view {
            View::All => true,
            View::Mine => case.assignee == Some(ME),
            View::Unassigned => case.assignee.is_none(),
        })
        // The list of everything takes old conversations by their own assignee.
        .filter(|case| match visibility {
            Visibility::Mine { unassigned, .. } if view == View::All => {
                case.assignee == Some(ME) || (*unassigned && case.assignee.is_none())
            }
            _ => true,
        })
        .collect();
    found.sort_by_key(|case| std::cmp::Reverse((case.at, case.id)));
    found.iter().map(|case| case.id).collect()
}

#[tokio::test]
async fn lists_follow_the_rule_of_visibility_page_by_page() {
    let teams = vec![TeamId(1)];
    let visibilities = [
        Visibility::All,
        Visibility::Mine {
            user: ME,
            unassigned: false,
        },
        Visibility::Mine {
            user: ME,
            unassigned: true,
        },
        Visibility::Teams {
            user: ME,
            teams: teams.clone(),
            unassigned: false,
        },
        Visibility::Teams {
            user: ME,
            teams,
            unassigned: true,
        },
    ];
    for t in TestStore::each().await.unwrap() {
        let ws = t.workspace().await.unwrap();
        let cases = cases(&ws).await;
        for visibility in &visibilities {
            for view in View::ALL {
                for status in [Status::Open, Status::Closed, Status::Snoozed] {
                    let found = all_pages(&ws, visibility, view, status).await;
                    let wanted = expected(&cases, visibility, view, status);
                    assert_eq!(found, wanted, "{visibility:?} {view:?} {status:?}");
                }
            }
        }
        t.end().await.unwrap();
    }
}

async fn all_pages(
    ws: &Workspace,
    visibility: &Visibility,
    view: View,
    status: Status,
) -> Vec<ConversationId> {
    let (mut found, mut after) = (Vec::new(), Cursor::START);
    loop {
        let wanted = Wanted {
            view,
            status,
            after,
            limit: 7,
        };
        let visibility = visibility.clone();
        let page = ws
            .read::<_, StoreError, _>(move |r| {
                Box::pin(async move { list(r, ME, &visibility, wanted).await })
            })
            .await
            .unwrap();
        assert!(page.len() <= 7);
        match page.last() {
            Some((id, sort)) => {
                after = Cursor {
                    sort: *sort,
                    id: id.0,
                }
            }
            None => return found,
        }
        found.extend(page.into_iter().map(|(id, _)| id));
    }
}

#[tokio::test]
async fn sec_01_ids_of_another_workspace_are_not_found() {
    for t in TestStore::each().await.unwrap() {
        let (ours, theirs) = (t.workspace().await.unwrap(), t.workspace().await.unwrap());
        let own = ours.ingest(Class::Inbound, inbound(1)).await.unwrap();
        let foreign = theirs.ingest(Class::Inbound, inbound(1)).await.unwrap();
        assert_eq!(WorkspaceId(foreign.message_id.0 >> 32), theirs.id());
        let found = ours
            .write::<_, StoreError, _>(Class::Interactive, move |tx| {
                Box::pin(async move {
                    anything_of(
                        tx,
                        foreign.contact_id,
                        foreign.conversation_id,
                        foreign.message_id,
                    )
                    .await
                })
            })
            .await
            .unwrap();
        assert_eq!(found, [false; 8]);
        let found = ours
            .write::<_, StoreError, _>(Class::Interactive, move |tx| {
                Box::pin(async move {
                    anything_of(tx, own.contact_id, own.conversation_id, own.message_id).await
                })
            })
            .await
            .unwrap();
        assert_eq!(found, [true; 8]);
        t.end().await.unwrap();
    }
}

/// Which finders and changes know these ids.
async fn anything_of(
    tx: &mut crate::WriteTx,
    contact: ContactId,
    conversation: ConversationId,
    message: MessageId,
) -> Result<[bool; 8], StoreError> {
    let details = parlance::contact::ContactDetails::default();
    let before = MessageId(message.0 + 1);
    drafts::update(tx, ME, conversation, "x").await?;
    Ok([
        contacts::find(tx, contact).await?.is_some(),
        contacts::update(tx, contact, 1, &details).await?,
        contacts::list_panel(tx, contact).await?.1.len() == 1,
        conversations::find(tx, conversation).await?.is_some(),
        conversations::find_open_of(tx, contact).await? == Some(conversation),
        !conversations::list_rows(tx, &[conversation], ME, conversation)
            .await?
            .is_empty(),
        messages::list_before(tx, conversation, before, 9)
            .await?
            .len()
            == 1,
        !timeline::list(tx, conversation, None, 9).await?.is_empty(),
    ])
}

#[tokio::test]
async fn delivery_only_goes_forward_and_only_for_messages_to_the_contact() {
    for t in TestStore::each().await.unwrap() {
        let ws = t.workspace().await.unwrap();
        let made = ws.ingest(Class::Inbound, inbound(1)).await.unwrap();
        let conversation = made.conversation_id;
        let states = ws
            .write::<_, StoreError, _>(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let mut sent = Vec::new();
                    for n in 0..3 {
                        let id = messages::insert_outbound(
                            tx,
                            &messages::NewOutbound {
                                conversation,
                                contact: made.contact_id,
                                channel: ChannelId(1),
                                author: ME,
                                kind: "text",
                                text: "Hi",
                                client_id: &format!("client-{n}"),
                                status: Delivery::Sent,
                                files: 0,
                            },
                        )
                        .await?;
                        sent.push(id);
                    }
                    let mut steps = Vec::new();
                    for (up_to, status) in [
                        (sent[1], Delivery::Delivered),
                        (sent[0], Delivery::Read),
                        (sent[1], Delivery::Delivered),
                        (sent[0], Delivery::Delivered),
                        (sent[2], Delivery::Read),
                    ] {
                        let moved =
                            messages::update_status(tx, conversation, up_to, status).await?;
                        let all = messages::list_before(tx, conversation, MessageId(i64::MAX), 9);
                        let states: Vec<i64> = all
                            .await?
                            .iter()
                            .map(|message| message.status.code())
                            .collect();
                        steps.push((moved, states));
                    }
                    Ok(steps)
                })
            })
            .await
            .unwrap();
        assert_eq!(
            states,
            [
                (true, vec![2, 3, 3, 2]),
                (true, vec![2, 4, 3, 2]),
                (false, vec![2, 4, 3, 2]),
                (false, vec![2, 4, 3, 2]),
                (true, vec![2, 4, 4, 4]),
            ]
        );
        t.end().await.unwrap();
    }
}

#[tokio::test]
async fn marks_move_forward_and_free_conversations_are_counted() {
    for t in TestStore::each().await.unwrap() {
        let ws = t.workspace().await.unwrap();
        let made = ws.ingest(Class::Inbound, inbound(1)).await.unwrap();
        ws.ingest(Class::Inbound, inbound(2)).await.unwrap();
        let (id, message) = (made.conversation_id, made.message_id);
        let moved = ws
            .write::<_, StoreError, _>(Class::Interactive, move |tx| {
                Box::pin(async move {
                    let mut moved = Vec::new();
                    for up_to in [message, message, MessageId(1)] {
                        moved.push(reads::update(tx, ME, id, up_to).await?);
                    }
                    moved.push(reads::find_team(tx, id).await? == MessageId(0));
                    moved.push(reads::update_team(tx, id, message).await?);
                    moved.push(reads::find_team(tx, id).await? == message);
                    Ok(moved)
                })
            })
            .await
            .unwrap();
        assert_eq!(moved, [true, false, false, true, true, true]);
        let (of_all, of_free, listed) = ws
            .read::<_, StoreError, _>(|r| {
                Box::pin(async move {
                    Ok((
                        counters::summary(r, ME, false).await?.1,
                        counters::summary(r, ME, true).await?.1,
                        counters::list_open(r, true).await?,
                    ))
                })
            })
            .await
            .unwrap();
        assert_eq!((of_all.all, of_all.unassigned, of_all.free), (2, 2, None));
        assert_eq!(of_free.free, Some(2));
        assert_eq!(
            (listed.all, listed.unassigned, listed.free),
            (2, 2, Some(2))
        );
        t.end().await.unwrap();
    }
}

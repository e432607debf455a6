//! SEC-02, SEC-03 and SEC-08 on streams: nobody gets what they may not see.

use parlance::conversation::Counts;
use parlance::event::LiveFrame;
use parlance::permission::Flag;
use parlance_store::Class;

use super::{Screen, is_message};
use crate::inbox::tests::desk::{Desk, inbound, reply};
use crate::testing;

#[tokio::test]
async fn sec_08_restricted_agents_get_only_what_they_see() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let mine = desk.agent("mine", &[Flag::ShowOnlyMine]).await;
        let team = desk.agent("team", &[Flag::ShowTeamContacts]).await;
        let teams = desk.visitor_writes("teams", "The team's soon").await;
        desk.team(&teams, team.user).await;
        let mut of_mine = Screen::agent(&desk.t, &mine, desk.ws, None).await.unwrap();
        let mut of_team = Screen::agent(&desk.t, &team, desk.ws, None).await.unwrap();
        let hidden = desk.visitor_writes("hidden", "Nobody's").await;
        let shown = desk.visitor_writes("shown", "Mine soon").await;
        let id = shown.conversation_id;
        desk.assign(&owner, id, Some(mine.user)).await.unwrap();
        desk.visitor_writes("hidden", "Still nobody's").await;
        desk.visitor_writes("shown", "Mine now").await;
        desk.visitor_writes("teams", "The team's now").await;

        let seen = of_mine.until(is_message("Mine now")).await;
        let one = Counts {
            all: Some(1),
            mine: 1,
            unassigned: Some(0),
        };
        assert!(seen.contains(&LiveFrame::Counts { counts: one }));
        of_team.until(is_message("The team's now")).await;
        // It is given away: whoever saw it must let it go.
        desk.assign(&owner, id, Some(owner.user)).await.unwrap();
        of_mine
            .until(|frame| *frame == LiveFrame::Gone { conversation: id })
            .await;
        desk.send(&owner, reply(&shown, "client-0001", "Not yours"))
            .await
            .unwrap();
        let back = desk.visitor_writes("hidden", "For you").await;
        desk.assign(&owner, back.conversation_id, Some(mine.user))
            .await
            .unwrap();
        desk.visitor_writes("hidden", "Here").await;
        of_mine.until(is_message("Here")).await;

        let raw = of_mine.raw.concat();
        assert!(
            !raw.contains("Not yours") && !raw.contains("The team's"),
            "{raw}"
        );
        let raw = of_team.raw.concat();
        assert!(!raw.contains("Nobody's") && !raw.contains("Mine"), "{raw}");
        assert!(!raw.contains(&hidden.conversation_id.to_string()));
        desk.t.end().await;
    }
}

#[tokio::test]
async fn sec_03_masks_hold_on_streams() {
    let desk = Desk::new(testing::services().await).await;
    let masked = desk.agent("masked", &[Flag::MaskContactDetails]).await;
    let full = desk.agent("full", &[]).await;
    let mut of_masked = Screen::agent(&desk.t, &masked, desk.ws, None)
        .await
        .unwrap();
    let mut of_full = Screen::agent(&desk.t, &full, desk.ws, None).await.unwrap();
    let start = {
        of_masked.frames().await.unwrap();
        of_masked.last.clone()
    };
    let asked = desk.visitor_writes("v", "Hello").await;
    desk.assign(&full, asked.conversation_id, Some(full.user))
        .await
        .unwrap();
    desk.visitor_writes("v", "Bye").await;
    of_masked.until(is_message("Bye")).await;
    of_full.until(is_message("Bye")).await;
    let mut again = Screen::agent(&desk.t, &masked, desk.ws, start)
        .await
        .unwrap();
    again.until(is_message("Bye")).await;
    assert!(of_full.raw.concat().contains("v@private.example"));
    for raw in [of_masked.raw.concat(), again.raw.concat()] {
        assert!(raw.contains("v•••@p•••.example"), "{raw}");
        assert!(
            !raw.contains("private.example") && !raw.contains("12345642"),
            "{raw}"
        );
    }
    desk.t.end().await;
}

#[tokio::test]
async fn sec_03_files_stay_without_address_for_those_who_may_not_fetch_them() {
    let desk = Desk::new(testing::services().await).await;
    let owner = desk.office.owner.clone();
    let without = desk.agent("without", &[Flag::RestrictAttachments]).await;
    let asked = desk.visitor_writes("v", "Hello").await;
    let mut of_owner = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
    let mut of_without = Screen::agent(&desk.t, &without, desk.ws, None)
        .await
        .unwrap();
    let mut command = reply(&asked, "client-0001", "Look");
    command.attachments = vec![desk.upload(&owner, "a.txt").await];
    desk.send(&owner, command).await.unwrap();
    of_owner.until(is_message("Look")).await;
    of_without.until(is_message("Look")).await;
    assert!(of_owner.raw.concat().contains("/files/"));
    let raw = of_without.raw.concat();
    assert!(raw.contains("a.txt") && !raw.contains("/files/"), "{raw}");
    desk.t.end().await;
}

#[tokio::test]
async fn sec_08_a_stream_never_carries_another_workspace() {
    for t in testing::each().await {
        let desk = Desk::new(t).await;
        let owner = desk.office.owner.clone();
        let (office, channel) = desk.strangers().await;
        let foreign = Screen::agent(&desk.t, &owner, office.workspace, None).await;
        assert_eq!(foreign.err(), Some(crate::ServiceError::NotFound));
        let mut ours = Screen::agent(&desk.t, &owner, desk.ws, None).await.unwrap();
        let mut theirs = Screen::agent(&desk.t, &office.owner, office.workspace, None)
            .await
            .unwrap();
        let ws = desk.t.store.workspace(office.workspace).await.unwrap();
        for i in 0..10 {
            desk.visitor_writes("v", &format!("ours {i}")).await;
            let at = desk.t.clock.now();
            let message = inbound(
                channel,
                "v",
                &format!("theirs {i}"),
                &format!("theirs-{i:04}"),
                at,
            );
            ws.ingest(Class::Interactive, message).await.unwrap();
        }
        ours.until(is_message("ours 9")).await;
        theirs.until(is_message("theirs 9")).await;
        assert!(!ours.raw.concat().contains("theirs"));
        assert!(!theirs.raw.concat().contains("ours"));
        desk.t.end().await;
    }
}

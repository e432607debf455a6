//! Views of the settings pages as HTML.

use leptos::prelude::*;
use parlance::channel::{ChannelKind, ChannelRow, WebChatDetail, default_config};
use parlance::id::{ChannelId, UserId, WorkspaceId};
use parlance::identity::{WorkspaceGeneral, WorkspaceMemberRow};
use parlance::permission::{Flag, Flags, WorkspaceRole};
use parlance::text::Locale;
use parlance::time::Timestamp;

use super::channel::ChannelView;
use super::channels::ChannelList;
use super::general::GeneralForm;
use super::layout::entries;
use super::members::{MemberTable, Rights};
use super::new_channel::{Finished, Wizard};
use crate::locales::Texts;
use crate::widgets::testing::{html, membership};

#[test]
fn pages_follow_role_and_restrictions() {
    let names = |role, flags: &[Flag]| {
        let mut member = membership(role);
        member.flags = Flags(flags.to_vec());
        entries(Texts::new(Locale::En), &member).len()
    };
    assert_eq!(names(WorkspaceRole::Owner, &[]), 3);
    assert_eq!(
        names(WorkspaceRole::Manager, &[Flag::RestrictSpaceSetting]),
        1
    );
    assert_eq!(names(WorkspaceRole::Agent, &[]), 0);
}

#[test]
fn a_manager_reaches_only_agents() {
    let manager = Rights::of(&membership(WorkspaceRole::Manager));
    assert!(manager.any() && manager.over(WorkspaceRole::Agent));
    assert!(!manager.over(WorkspaceRole::Manager));
    let owner = Rights::of(&membership(WorkspaceRole::Owner));
    assert!(WorkspaceRole::ALL.into_iter().all(|role| owner.over(role)));
    assert!(!Rights::of(&membership(WorkspaceRole::Agent)).any());
}

#[test]
fn members_show_their_restrictions_in_words() {
    let row = |id, role| WorkspaceMemberRow {
        id: UserId(id),
        name: format!("Person {id}"),
        email: format!("p{id}@example.com"),
        role,
        flags: Flags(vec![Flag::ReadOnly]),
        teams: Vec::new(),
        online: id == 7,
        last_active_at: None,
    };
    let page = html(Locale::Fr, move || {
        let nothing = Callback::new(|_: WorkspaceMemberRow| ());
        view! {
            <MemberTable
                rows=vec![row(7, WorkspaceRole::Owner), row(8, WorkspaceRole::Agent)]
                rights=Rights::of(&membership(WorkspaceRole::Manager))
                on_edit=nothing
                on_remove=nothing
            />
        }
    });
    assert!(
        page.contains("Lecture seule") && page.contains("Maintenant"),
        "{page}"
    );
    assert_eq!(page.matches(r#"role="menu""#).count(), 1);
}

#[test]
fn without_channels_people_are_helped() {
    let page = |manages| {
        html(Locale::En, move || {
            view! { <ChannelList workspace=WorkspaceId(3) rows=Vec::new() manages=manages /> }
        })
    };
    assert!(page(true).contains(r#"href="/w/3/settings/channels/new""#));
    assert!(page(false).contains("Ask an owner") && !page(false).contains("channels/new"));
}

#[test]
fn channels_say_whether_they_are_on() {
    let row = |id, enabled| ChannelRow {
        id: ChannelId(id),
        name: format!("Site {id}"),
        kind: ChannelKind::WebChat,
        enabled,
        created_at: Timestamp(1_795_525_530_000),
    };
    let page = html(Locale::En, move || {
        view! {
            <ChannelList workspace=WorkspaceId(3) rows=vec![row(1, true), row(2, false)] manages=true />
        }
    });
    assert_eq!(page.matches(r#"data-testid="channel""#).count(), 2);
    assert!(page.contains(">On<") && page.contains(">Off<"), "{page}");
    assert!(page.contains(r#"href="/w/3/settings/channels/2""#));
}

#[test]
fn who_may_not_edit_sees_a_disabled_form() {
    let general = WorkspaceGeneral {
        name: "Support".into(),
        color: "#0c746c".into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
    };
    let page = html(Locale::En, move || {
        view! { <GeneralForm id=WorkspaceId(3) general=general may_edit=false /> }
    });
    assert!(page.contains("<fieldset disabled"), "{page}");
    assert!(!page.contains(r#"type="submit""#));
}

#[test]
fn the_wizard_begins_with_the_look() {
    let page = html(Locale::En, || view! { <Wizard workspace=WorkspaceId(3) /> });
    assert_eq!(page.matches(r#"aria-current="step""#).count(), 1, "{page}");
    assert!(page.contains("How can we help?") && page.contains(r#"value="Website""#));
    assert!(page.contains(r#"data-testid="chat-preview""#));
    assert!(page.contains("contrast 5.4:1"), "{page}");
}

fn detail() -> WebChatDetail {
    WebChatDetail {
        id: ChannelId(5),
        key: "wk_abc".into(),
        config: default_config("Shop"),
        enabled: true,
        snippet: "<script src=\"x\"></script>".into(),
        identity_hint: Some("9f3c".into()),
        version: 2,
    }
}

#[test]
fn a_finished_chat_shows_its_snippet_escaped() {
    let page = html(
        Locale::En,
        || view! { <Finished workspace=WorkspaceId(3) detail=detail() /> },
    );
    assert!(
        page.contains("&lt;script src") && !page.contains("<script src"),
        "{page}"
    );
    assert!(page.contains(r#"href="/w/3/settings/channels/5""#));
}

#[test]
fn only_owners_may_disconnect() {
    let page = |role| {
        html(Locale::Fr, move || {
            view! { <ChannelView member=membership(role) detail=detail() /> }
        })
    };
    let owner = page(WorkspaceRole::Owner);
    assert!(owner.contains(r#"data-testid="disconnect""#), "{owner}");
    assert!(owner.contains("9f3c") && !owner.contains("hash_hmac"));
    assert!(owner.contains("createHmac"));
    assert!(!page(WorkspaceRole::Manager).contains(r#"data-testid="disconnect""#));
}

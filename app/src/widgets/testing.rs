//! Rendering views in tests: as the server does, in a language, for an imagined viewer.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;
use parlance::channel::ChannelKind;
use parlance::conversation::{ConversationRow, Status};
use parlance::id::{
    ChannelId, ContactId, ConversationId, MessageId, OrganizationId, UserId, WorkspaceId,
};
use parlance::identity::{OrganizationMembership, Viewer, WorkspaceMembership};
use parlance::message::Direction;
use parlance::permission::{Flags, OrganizationRole, WorkspaceRole};
use parlance::text::{Locale, Theme};
use parlance::time::{Timestamp, ZoneOffsets};

use crate::locales::provide_texts;
use crate::session::{Ambient, provide_ambient};

/// An owner of one workspace and admin of its organization.
pub fn viewer() -> Viewer {
    Viewer {
        id: UserId(7),
        name: "Camille Roy".into(),
        email: "camille@example.com".into(),
        locale: Locale::En,
        theme: Theme::System,
        zone: ZoneOffsets::utc(),
        organizations: vec![OrganizationMembership {
            id: OrganizationId(1),
            name: "Riverside Books".into(),
            locale: Locale::En,
            role: OrganizationRole::Admin,
        }],
        workspaces: vec![membership(WorkspaceRole::Owner)],
        last_workspace: Some(WorkspaceId(3)),
    }
}

/// A membership in the viewer's workspace.
pub fn membership(role: WorkspaceRole) -> WorkspaceMembership {
    WorkspaceMembership {
        id: WorkspaceId(3),
        organization: OrganizationId(1),
        name: "Customer service".into(),
        color: "#0c746c".into(),
        role,
        flags: Flags::default(),
    }
}

/// An open conversation of the viewer with something unread.
pub fn conversation(id: i64) -> ConversationRow {
    ConversationRow {
        id: ConversationId(id),
        contact: ContactId(id),
        contact_name: "Zoé Petit".into(),
        channel: ChannelId(1),
        channel_kind: ChannelKind::WebChat,
        status: Status::Open,
        assignee: Some(UserId(7)),
        team: None,
        priority: parlance::conversation::Priority::None,
        snoozed_until: None,
        opened_at: Timestamp(1),
        stage: None,
        tags: Vec::new(),
        blocked: false,
        last_activity_at: Timestamp(1_000),
        waiting_since: None,
        last_direction: Direction::Inbound,
        last_kind: "text".into(),
        preview: "Where is my order?".into(),
        last_inbound: MessageId(5),
        read_up_to: MessageId(0),
        version: 1,
    }
}

/// The HTML of a view, for the imagined viewer.
pub fn html<V: IntoView + 'static>(
    locale: Locale,
    draw: impl FnOnce() -> V + Send + 'static,
) -> String {
    let ambient = Ambient {
        viewer: Some(viewer()),
        locale,
        mail: true,
        ..Ambient::default()
    };
    html_for(ambient, draw)
}

/// The HTML of a view in given surroundings.
pub fn html_for<V: IntoView + 'static>(
    ambient: Ambient,
    draw: impl FnOnce() -> V + Send + 'static,
) -> String {
    // Another test may have been first.
    let _ = any_spawner::Executor::init_tokio();
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_meta_context();
        provide_context(RequestUrl::new("http://localhost/w/3/inbox?x=1"));
        provide_texts(ambient.locale);
        provide_ambient(ambient);
        view! { <Router>{draw()}</Router> }.to_html()
    });
    // A page may end on another thread than it began: nothing in it may be bound to one.
    let ended = std::thread::spawn(move || drop(owner)).join();
    assert!(ended.is_ok(), "a value of the view is bound to its thread");
    html
}

//! Every module with statements, for the gate test. A module that declares `stmts!` is listed
//! here with its file; the gate fails if one is missing.

use crate::db::Stmt;
use crate::migrate::Family;

/// One module's statements.
pub(crate) struct Module {
    /// Path below `src/`.
    pub(crate) file: &'static str,
    /// On which databases they run.
    pub(crate) families: &'static [Family],
    /// The statements.
    pub(crate) statements: &'static [&'static Stmt],
}

const CONTROL: &[Family] = &[Family::Control];
const WORKSPACE: &[Family] = &[Family::Workspace];
const BOTH: &[Family] = &[Family::Control, Family::Workspace];

/// All of them.
pub(crate) fn modules() -> Vec<Module> {
    let module = |file, families, statements| Module {
        file,
        families,
        statements,
    };
    vec![
        module("control/audit.rs", CONTROL, crate::control::audit::ALL),
        module(
            "control/instance.rs",
            CONTROL,
            crate::control::instance::ALL,
        ),
        module("control/invites.rs", CONTROL, crate::control::invites::ALL),
        module("control/mails.rs", CONTROL, crate::control::mails::ALL),
        module(
            "control/organizations.rs",
            CONTROL,
            crate::control::organizations::ALL,
        ),
        module("control/people.rs", CONTROL, crate::control::people::ALL),
        module(
            "control/reset_links.rs",
            CONTROL,
            crate::control::reset_links::ALL,
        ),
        module(
            "control/sessions.rs",
            CONTROL,
            crate::control::sessions::ALL,
        ),
        module(
            "control/throttles.rs",
            CONTROL,
            crate::control::throttles::ALL,
        ),
        module("control/users.rs", CONTROL, crate::control::users::ALL),
        module(
            "control/workspaces.rs",
            CONTROL,
            crate::control::workspaces::ALL,
        ),
        module("event_log.rs", WORKSPACE, crate::event_log::ALL),
        module("ingest/rows.rs", WORKSPACE, crate::ingest::ALL),
        module("lane/scope.rs", WORKSPACE, crate::lane::scope::ALL),
        module("lane/scope.rs", CONTROL, crate::lane::scope::control::ALL),
        module("migrate.rs", BOTH, crate::migrate::ALL),
        module("registry/open.rs", WORKSPACE, crate::registry::open::ALL),
        module("registry/rows.rs", CONTROL, crate::registry::rows::ALL),
        module(
            "tests/aggregates.rs",
            WORKSPACE,
            crate::tests::aggregates::ALL,
        ),
        module("tests/mod.rs", WORKSPACE, crate::tests::ALL),
        module("ws/contacts.rs", WORKSPACE, crate::ws::contacts::ALL),
        module(
            "ws/conversation_list.rs",
            WORKSPACE,
            crate::ws::conversation_list::ALL,
        ),
        module(
            "ws/conversations.rs",
            WORKSPACE,
            crate::ws::conversations::ALL,
        ),
        module("ws/counters.rs", WORKSPACE, crate::ws::counters::ALL),
        module("ws/drafts.rs", WORKSPACE, crate::ws::drafts::ALL),
        module("ws/messages.rs", WORKSPACE, crate::ws::messages::ALL),
        module("ws/reads.rs", WORKSPACE, crate::ws::reads::ALL),
        module("ws/timeline.rs", WORKSPACE, crate::ws::timeline::ALL),
        module("ws/timers.rs", WORKSPACE, crate::ws::timers::ALL),
        module("control/routes.rs", CONTROL, crate::control::routes::ALL),
        module("testing.rs", WORKSPACE, crate::testing::ALL),
        module("ws/attachments.rs", WORKSPACE, crate::ws::attachments::ALL),
        module("ws/bulk.rs", WORKSPACE, crate::ws::bulk::ALL),
        module("ws/identities.rs", WORKSPACE, crate::ws::identities::ALL),
        module("ws/objects.rs", WORKSPACE, crate::ws::objects::ALL),
        module("ws/secrets.rs", WORKSPACE, crate::ws::secrets::ALL),
        module("ws/visitors.rs", WORKSPACE, crate::ws::visitors::ALL),
        module("ws/teams.rs", WORKSPACE, crate::ws::teams::ALL),
    ]
}

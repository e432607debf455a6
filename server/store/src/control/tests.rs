//! The control aggregates on both engines: what is decided once stays decided, also with two
//! processes, and the audit log shows what was done to it.

use super::{audit, instance, invites, organizations, reset_links, users, workspaces};
use crate::db::{Kind, Plan, Stmt, Val};
use crate::testing::TestStore;
use crate::{Class, Store, StoreError};
use parlance::id::{InviteId, OrganizationId, UserId, WorkspaceId};
use parlance::identity::WorkspaceGrant;
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::{Locale, Theme};
use parlance::time::DAY;

/// Runs a command on the control lane of a store.
macro_rules! write {
    ($store:expr, |$tx:ident| $work:expr) => {{
        let work = $store.control().write(Class::Interactive, move |$tx| {
            Box::pin(async move { $work })
        });
        let done: Result<_, StoreError> = work.await;
        done
    }};
}

fn person(email: &str) -> users::User {
    users::User {
        id: UserId(0),
        email: email.into(),
        name: "Ana".into(),
        locale: Locale::En,
        time_zone: "UTC".into(),
        theme: Theme::System,
        last_workspace: None,
    }
}

async fn invite(store: &Store, hash: &'static str) {
    write!(store, |tx| {
        let new = invites::Invite {
            id: InviteId(0),
            organization: OrganizationId(1),
            email: "ana@x.example".into(),
            role: OrganizationRole::Member,
            workspaces: Vec::new(),
            invited_by: UserId(1),
            expires_at: tx.now().plus(DAY),
        };
        invites::insert(tx, &new, hash).await
    })
    .unwrap();
}

#[tokio::test]
async fn sec_72_two_processes_cannot_both_use_a_link_or_set_up() {
    let Some(test) = TestStore::postgres().await.unwrap() else {
        return;
    };
    let other = test.again().await.unwrap();
    for round in 0..5_i64 {
        let hash: &'static str = ["a", "b", "c", "d", "e"][usize::try_from(round).unwrap()];
        invite(&test.store, hash).await;
        write!(test.store, |tx| {
            let until = tx.now().plus(DAY);
            reset_links::insert(tx, hash, UserId(round + 1), until).await
        })
        .unwrap();
        let (one, two) = tokio::join!(
            async { write!(test.store, |tx| invites::use_token(tx, hash).await) },
            async { write!(other, |tx| invites::use_token(tx, hash).await) },
        );
        assert_ne!(one.unwrap(), two.unwrap());
        let (one, two) = tokio::join!(
            async { write!(test.store, |tx| reset_links::use_token(tx, hash).await) },
            async { write!(other, |tx| reset_links::use_token(tx, hash).await) },
        );
        assert_ne!(one.unwrap(), two.unwrap());
        let (one, two) = tokio::join!(
            async { write!(test.store, |tx| instance::insert(tx, hash, "1").await) },
            async { write!(other, |tx| instance::insert(tx, hash, "2").await) },
        );
        assert_ne!(one.unwrap(), two.unwrap());
        let (one, two) = tokio::join!(
            async { write!(test.store, |tx| users::insert(tx, &person(hash)).await) },
            async { write!(other, |tx| users::insert(tx, &person(hash)).await) },
        );
        assert_ne!(one.unwrap().is_some(), two.unwrap().is_some());
    }
    other.shutdown().await;
    test.end().await.unwrap();
}

#[tokio::test]
async fn sec_01_a_grant_reaches_only_workspaces_of_its_organization() {
    for test in TestStore::each().await.unwrap() {
        let workspace = test.workspace().await.unwrap().id();
        let granted = write!(test.store, |tx| {
            let user = UserId(7);
            for organization in [OrganizationId(1), OrganizationId(2)] {
                let role = OrganizationRole::Member;
                organizations::insert_member(tx, organization, user, role).await?;
            }
            let grant = |workspace| WorkspaceGrant {
                workspace,
                role: WorkspaceRole::Agent,
            };
            let grants = [grant(workspace), grant(WorkspaceId(999)), grant(workspace)];
            workspaces::grant(tx, OrganizationId(2), user, &grants).await?;
            let foreign = workspaces::find_member(tx, workspace, user).await?;
            workspaces::grant(tx, OrganizationId(1), user, &grants).await?;
            Ok((foreign, workspaces::find_member(tx, workspace, user).await?))
        });
        let (foreign, own) = granted.unwrap();
        assert_eq!(foreign, None);
        assert_eq!(own.map(|(role, _)| role), Some(WorkspaceRole::Agent));
        test.end().await.unwrap();
    }
}

/// There is no such statement in the product: somebody with a database shell.
static TAMPER: Stmt = Stmt {
    name: "test.tamper",
    sqlite: "UPDATE audit SET change = $1 WHERE id = $2",
    postgres: "UPDATE audit SET change = $1 WHERE id = $2",
    params: &[Kind::Text, Kind::I64],
    row: &[],
    plan: Plan::Write,
};
static DELETE: Stmt = Stmt {
    name: "test.delete",
    sqlite: "DELETE FROM audit WHERE id = $1",
    postgres: "DELETE FROM audit WHERE id = $1",
    params: &[Kind::I64],
    row: &[],
    plan: Plan::Write,
};

#[tokio::test]
async fn sec_111_a_changed_or_missing_row_of_the_audit_log_is_found() {
    for test in TestStore::each().await.unwrap() {
        let found = write!(test.store, |tx| {
            for number in 0..5 {
                let change = format!("“{number}” \u{1f512} \n");
                let act = audit::Act {
                    change,
                    ..audit::Act::default()
                };
                audit::append(tx, &act).await?;
            }
            let intact = audit::find_broken(tx).await?;
            let ids: Vec<i64> = audit::list(tx, 0, 10)
                .await?
                .into_iter()
                .map(|row| row.id)
                .collect();
            tx.exec(&TAMPER, &[Val::Text("nothing"), Val::I64(ids[2])])
                .await?;
            let changed = audit::find_broken(tx).await?;
            tx.exec(&DELETE, &[Val::I64(ids[1])]).await?;
            let missing = audit::find_broken(tx).await?;
            Ok((intact, changed, missing, ids))
        });
        let (intact, changed, missing, ids) = found.unwrap();
        assert_eq!(
            (intact, changed, missing),
            (None, Some(ids[2]), Some(ids[2]))
        );
        test.end().await.unwrap();
    }
}

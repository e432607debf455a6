//! The first start.

use parlance::error::FieldProblem;
use parlance::identity::SetUp;
use parlance::permission::{OrganizationRole, WorkspaceRole};
use parlance::text::Locale;

use super::problem;
use crate::identity::{set_up, setup_is_open, viewer};
use crate::testing::{PASSWORD, TestServices, client, each};
use crate::{Conflict, ServiceError};

fn command(services: &TestServices, email: &str) -> SetUp {
    SetUp {
        token: services.setup_token.clone(),
        name: "Ana Lim".into(),
        email: email.into(),
        password: PASSWORD.into(),
        organization: "Marais".into(),
        workspace: "Boutique".into(),
        locale: Locale::Fr,
        time_zone: "Europe/Paris".into(),
    }
}

#[tokio::test]
async fn sec_72_the_setup_page_opens_with_its_token_and_closes_for_good() {
    for services in each().await {
        let here = client("192.0.2.1");
        assert!(setup_is_open(&services).await.unwrap());
        for wrong in ["", "null", &services.setup_token.to_lowercase()] {
            let command = SetUp {
                token: wrong.into(),
                ..command(&services, "ana@x.example")
            };
            let refused = set_up(&services, &here, command).await;
            assert_eq!(
                problem(&refused, "token"),
                Some(FieldProblem::Wrong),
                "{wrong:?}"
            );
        }
        let weak = SetUp {
            password: "password1234".into(),
            ..command(&services, "ana@x.example")
        };
        let refused = set_up(&services, &here, weak).await;
        assert_eq!(problem(&refused, "password"), Some(FieldProblem::TooCommon));

        let user = set_up(&services, &here, command(&services, "ana@x.example"))
            .await
            .unwrap();
        let ana = viewer(&services, user).await.unwrap().unwrap();
        assert_eq!(ana.organizations[0].role, OrganizationRole::Admin);
        assert_eq!(ana.workspaces[0].role, WorkspaceRole::Owner);
        assert_eq!(ana.last_workspace, Some(ana.workspaces[0].id));
        assert_eq!(ana.zone.name, "Europe/Paris");

        assert!(!setup_is_open(&services).await.unwrap());
        let again = set_up(&services, &here, command(&services, "eve@x.example")).await;
        assert_eq!(again, Err(ServiceError::Conflict(Conflict::AlreadySetUp)));
        services.end().await;
    }
}

#[tokio::test]
async fn sec_72_of_two_parallel_set_ups_one_wins() {
    for services in each().await {
        let here = client("192.0.2.1");
        let (one, two) = tokio::join!(
            set_up(&services, &here, command(&services, "one@x.example")),
            set_up(&services, &here, command(&services, "two@x.example")),
        );
        let lost = if one.is_ok() { two } else { one };
        assert_eq!(lost, Err(ServiceError::Conflict(Conflict::AlreadySetUp)));
        services.end().await;
    }
}

//! Roles and restrictions in words, and as choices of forms.

use parlance::permission::{Flag, OrganizationRole, WorkspaceRole};

use crate::locales::Texts;
use crate::ui::SelectOption;

/// The name of a role in an organization.
pub fn organization_role(t: Texts, role: OrganizationRole) -> &'static str {
    match role {
        OrganizationRole::Admin => t.organization.admin(),
        OrganizationRole::BillingAdmin => t.organization.billing_admin(),
        OrganizationRole::UserAdmin => t.organization.user_admin(),
        OrganizationRole::Member => t.organization.member(),
    }
}

/// What a role in an organization may do, in a sentence.
pub fn organization_role_hint(t: Texts, role: OrganizationRole) -> &'static str {
    match role {
        OrganizationRole::Admin => t.organization.admin_hint(),
        OrganizationRole::BillingAdmin => t.organization.billing_admin_hint(),
        OrganizationRole::UserAdmin => t.organization.user_admin_hint(),
        OrganizationRole::Member => t.organization.member_hint(),
    }
}

/// The name of a role in a workspace.
pub fn workspace_role(t: Texts, role: WorkspaceRole) -> &'static str {
    match role {
        WorkspaceRole::Owner => t.settings.owner(),
        WorkspaceRole::Manager => t.settings.manager(),
        WorkspaceRole::Agent => t.settings.agent(),
    }
}

/// What a role in a workspace may do, in a sentence.
pub fn workspace_role_hint(t: Texts, role: WorkspaceRole) -> &'static str {
    match role {
        WorkspaceRole::Owner => t.settings.owner_hint(),
        WorkspaceRole::Manager => t.settings.manager_hint(),
        WorkspaceRole::Agent => t.settings.agent_hint(),
    }
}

/// The name of a restriction.
pub fn flag(t: Texts, flag: Flag) -> &'static str {
    match flag {
        Flag::RestrictSpaceSetting => t.settings.flag_settings(),
        Flag::RestrictSpaceIntegration => t.settings.flag_integrations(),
        Flag::ShowOnlyMine => t.settings.flag_only_mine(),
        Flag::ShowTeamContacts => t.settings.flag_team(),
        Flag::IncludeUnassigned => t.settings.flag_unassigned(),
        Flag::MaskContactDetails => t.settings.flag_mask(),
        Flag::ReadOnly => t.settings.flag_read_only(),
        Flag::CommentOnly => t.settings.flag_comment_only(),
        Flag::RestrictAttachments => t.settings.flag_attachments(),
    }
}

/// What a restriction means, in a sentence.
pub fn flag_hint(t: Texts, flag: Flag) -> &'static str {
    match flag {
        Flag::RestrictSpaceSetting => t.settings.flag_settings_hint(),
        Flag::RestrictSpaceIntegration => t.settings.flag_integrations_hint(),
        Flag::ShowOnlyMine => t.settings.flag_only_mine_hint(),
        Flag::ShowTeamContacts => t.settings.flag_team_hint(),
        Flag::IncludeUnassigned => t.settings.flag_unassigned_hint(),
        Flag::MaskContactDetails => t.settings.flag_mask_hint(),
        Flag::ReadOnly => t.settings.flag_read_only_hint(),
        Flag::CommentOnly => t.settings.flag_comment_only_hint(),
        Flag::RestrictAttachments => t.settings.flag_attachments_hint(),
    }
}

/// The roles in an organization that somebody with `granter` may give.
pub fn organization_choices(t: Texts, granter: OrganizationRole) -> Vec<SelectOption> {
    OrganizationRole::ALL
        .into_iter()
        .filter(|role| granter.may_grant(*role))
        .map(|role| SelectOption::new(role.code().to_string(), organization_role(t, role)))
        .collect()
}

/// All roles of a workspace that `may` allows.
pub fn workspace_choices(t: Texts, may: impl Fn(WorkspaceRole) -> bool) -> Vec<SelectOption> {
    WorkspaceRole::ALL
        .into_iter()
        .filter(|role| may(*role))
        .map(|role| SelectOption::new(role.code().to_string(), workspace_role(t, role)))
        .collect()
}

/// The role behind a choice of [`organization_choices`].
pub fn organization_role_of(choice: &str) -> Option<OrganizationRole> {
    OrganizationRole::from_code(choice.parse().ok()?)
}

/// The role behind a choice of [`workspace_choices`].
pub fn workspace_role_of(choice: &str) -> Option<WorkspaceRole> {
    WorkspaceRole::from_code(choice.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlance::text::Locale;

    #[test]
    fn choices_lead_back_to_their_role() {
        let t = Texts::new(Locale::Fr);
        let all = organization_choices(t, OrganizationRole::Admin);
        assert_eq!(all.len(), 4);
        for (choice, role) in all.iter().zip(OrganizationRole::ALL) {
            assert_eq!(organization_role_of(&choice.value), Some(role));
        }
        assert_eq!(
            organization_choices(t, OrganizationRole::UserAdmin).len(),
            2
        );
        assert_eq!(
            workspace_choices(t, |role| role == WorkspaceRole::Agent).len(),
            1
        );
        assert_eq!(workspace_role_of("x"), None);
    }

    #[test]
    fn every_restriction_is_explained() {
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            for one in Flag::ALL {
                assert!(flag_hint(t, *one).len() > flag(t, *one).len());
            }
        }
    }
}

//! Texts of the workspace settings: general, users, roles and restrictions.

crate::texts! {
    /// Texts of the workspace settings.
    pub Settings {
        general: "General", "Général";
        general_text: "Name, colour and region of this workspace.", "Nom, couleur et région de cet espace de travail.";
        identity: "Workspace", "Espace de travail";
        identity_text: "The colour helps to tell workspaces apart in the switcher.",
            "La couleur aide à distinguer les espaces de travail dans le sélecteur.";
        workspace_id: "Workspace ID", "Identifiant de l’espace de travail";
        workspace_id_hint: "Integrations and support may ask for it.",
            "Les intégrations et l’assistance peuvent le demander.";
        region_text: "For automatic texts, reports and business hours.",
            "Pour les textes automatiques, les rapports et les heures d’ouverture.";
        default_language: "Default language", "Langue par défaut";
        only_looking: "Your role lets you look, not change.", "Votre rôle permet de consulter, pas de modifier.";
        channels: "Channels", "Canaux";

        users: "Users", "Utilisateurs";
        users_text: "Who works in this workspace, in which role, with which restrictions.",
            "Qui travaille dans cet espace, avec quel rôle et quelles restrictions.";
        now: "Now", "Maintenant";
        add_member: "Add from organization", "Ajouter depuis l’organisation";
        add_member_text: "Somebody who already belongs to the organization.",
            "Quelqu’un qui fait déjà partie de l’organisation.";
        person: "User", "Utilisateur";
        choose_person: "Choose a user", "Choisir un utilisateur";
        no_candidates: "Everybody is here already", "Tout le monde est déjà là";
        no_candidates_text: "Every user of the organization is a member of this workspace. To add somebody new, invite them.",
            "Tous les utilisateurs de l’organisation sont membres de cet espace de travail. Pour ajouter quelqu’un de nouveau, invitez-le.";
        edit_member: "Role and restrictions", "Rôle et restrictions";
        remove_member: "Remove from workspace", "Retirer de l’espace de travail";
        remove_title(name: &str): "Remove {name} from this workspace?", "Retirer {name} de cet espace de travail ?";
        remove_text: "They lose access at once. Contacts assigned to them become unassigned; their name stays in the history. They remain in the organization.",
            "La personne perd l’accès aussitôt. Les contacts qui lui sont attribués ne le sont plus à personne ; son nom reste dans l’historique. Elle reste dans l’organisation.";
        member_removed: "Removed from the workspace.", "Retiré de l’espace de travail.";

        owner: "Owner", "Propriétaire";
        manager: "Manager", "Gestionnaire";
        agent: "Agent", "Agent";
        owner_hint: "Can do everything in the workspace, including deleting configuration and managing all users.",
            "Peut tout faire dans l’espace de travail, y compris supprimer des configurations et gérer tous les utilisateurs.";
        manager_hint: "Sees every conversation and manages settings, channels and agents.",
            "Voit toutes les conversations et gère les paramètres, les canaux et les agents.";
        agent_hint: "Answers conversations and edits contacts. No settings.",
            "Répond aux conversations et modifie les contacts. Aucun paramètre.";

        restrictions: "Restrictions", "Restrictions";
        restrictions_text: "They win over any role. What is restricted is hidden, not just refused.",
            "Elles l’emportent sur tout rôle. Ce qui est restreint est masqué, pas seulement refusé.";
        flag_settings: "No settings", "Pas de paramètres";
        flag_settings_hint: "Cannot open or change the settings of the workspace.",
            "Ne peut ni ouvrir ni modifier les paramètres de l’espace de travail.";
        flag_integrations: "No channels", "Pas de canaux";
        flag_integrations_hint: "Cannot add, change or disconnect channels and integrations.",
            "Ne peut ni ajouter, ni modifier, ni déconnecter des canaux et des intégrations.";
        flag_only_mine: "Only own contacts", "Ses contacts uniquement";
        flag_only_mine_hint: "An agent sees only contacts that are assigned to them.",
            "Un agent ne voit que les contacts qui lui sont attribués.";
        flag_team: "Team contacts", "Contacts de l’équipe";
        flag_team_hint: "An agent sees only contacts assigned to them or to one of their teams.",
            "Un agent ne voit que les contacts attribués à lui-même ou à l’une de ses équipes.";
        flag_unassigned: "Also unassigned contacts", "Contacts non attribués aussi";
        flag_unassigned_hint: "Together with one of the two above: also contacts that nobody is responsible for.",
            "Avec l’une des deux restrictions précédentes : aussi les contacts dont personne n’est responsable.";
        flag_mask: "Masked contact details", "Coordonnées masquées";
        flag_mask_hint: "An agent sees phone numbers and email addresses masked, and cannot copy them.",
            "Un agent voit les numéros de téléphone et les adresses e-mail masqués, et ne peut pas les copier.";
        flag_read_only: "Read only", "Lecture seule";
        flag_read_only_hint: "May look at everything allowed by the role, but change nothing and write nothing.",
            "Peut consulter tout ce que le rôle permet, mais ne rien modifier ni écrire.";
        flag_comment_only: "Comments only", "Commentaires uniquement";
        flag_comment_only_hint: "May write internal comments, but no messages to contacts.",
            "Peut écrire des commentaires internes, mais aucun message aux contacts.";
        flag_attachments: "No attachments", "Pas de pièces jointes";
        flag_attachments_hint: "Can neither open, download nor send files.",
            "Ne peut ni ouvrir, ni télécharger, ni envoyer de fichiers.";
    }
}

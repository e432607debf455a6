//! Texts of the organization pages, and of invitations.

crate::texts! {
    /// Texts of the organization pages.
    pub Organization {
        admin: "Admin", "Administrateur";
        billing_admin: "Billing Admin", "Administrateur de facturation";
        user_admin: "User Admin", "Administrateur des utilisateurs";
        member: "Member", "Membre";
        admin_hint: "Manages everything in the organization: users, workspaces, billing, security.",
            "Gère tout dans l’organisation : utilisateurs, espaces de travail, facturation, sécurité.";
        billing_admin_hint: "Sees users and workspaces, manages plan and invoices.",
            "Voit les utilisateurs et les espaces de travail, gère l’abonnement et les factures.";
        user_admin_hint: "Manages users and workspaces, except other admins.",
            "Gère les utilisateurs et les espaces de travail, sauf les autres administrateurs.";
        member_hint: "Works in the workspaces of which they are a member.",
            "Travaille dans les espaces de travail dont il est membre.";

        general_text: "Name and language of your organization.", "Nom et langue de votre organisation.";
        name_text: "The name appears in invitations and in the workspace switcher.",
            "Le nom apparaît dans les invitations et dans le sélecteur d’espaces de travail.";
        language_hint: "Language of the mails that Parlance sends for the organization.",
            "Langue des e-mails que Parlance envoie pour l’organisation.";

        users_text: "Everybody in the organization, with the workspaces they work in.",
            "Tous les membres de l’organisation, avec les espaces de travail où ils travaillent.";
        nobody: "Nobody yet", "Personne pour l’instant";
        last_active: "Last active", "Dernière activité";
        suspended: "Suspended", "Suspendu";
        actions_for(name: &str): "Actions for {name}", "Actions pour {name}";
        change_role: "Change role", "Modifier le rôle";
        role_of(name: &str): "Role of {name}", "Rôle de {name}";
        organization_role: "Role in the organization", "Rôle dans l’organisation";
        suspend: "Suspend", "Suspendre";
        suspend_title(name: &str): "Suspend {name}?", "Suspendre {name} ?";
        suspend_text: "They are signed out and cannot sign in to this organization until you lift the suspension. Their history and assignments stay.",
            "La personne est déconnectée et ne peut plus accéder à cette organisation tant que la suspension n’est pas levée. Son historique et ses attributions sont conservés.";
        restore: "Lift suspension", "Lever la suspension";
        remove: "Remove from organization", "Retirer de l’organisation";
        remove_title(name: &str): "Remove {name} from the organization?", "Retirer {name} de l’organisation ?";
        remove_text: "They lose access to all its workspaces at once. Contacts assigned to them become unassigned; their name stays in the history.",
            "La personne perd aussitôt l’accès à tous ses espaces de travail. Les contacts qui lui sont attribués ne le sont plus à personne ; son nom reste dans l’historique.";
        removed: "Removed from the organization.", "Retiré de l’organisation.";

        invite_users: "Invite users", "Inviter des utilisateurs";
        invite: "Invite", "Inviter";
        invite_title: "Invite users", "Inviter des utilisateurs";
        invite_text: "Each person gets a link that works once, for seven days.",
            "Chaque personne reçoit un lien qui fonctionne une seule fois, pendant sept jours.";
        invite_emails: "Email addresses", "Adresses e-mail";
        invite_emails_hint: "1 to 50 addresses, separated by commas, spaces or lines.",
            "De 1 à 50 adresses, séparées par des virgules, des espaces ou des retours à la ligne.";
        workspaces_and_role: "Workspaces, and the role in each", "Espaces de travail, et le rôle dans chacun";
        role_in(workspace: &str): "Role in {workspace}", "Rôle dans {workspace}";
        link_for(email: &str): "Link for {email}", "Lien pour {email}";
        valid_until: "Expires", "Expire";
        links_mailed: "The invitations are on their way by email. You can also pass the links on yourself; they are shown only now.",
            "Les invitations partent par e-mail. Vous pouvez aussi transmettre les liens vous-même ; ils ne sont affichés que maintenant.";
        links_by_hand: "This instance sends no mail: pass the links on yourself. They are shown only now.",
            "Cette instance n’envoie pas d’e-mails : transmettez les liens vous-même. Ils ne sont affichés que maintenant.";
        pending: "Pending invitations", "Invitations en attente";
        pending_text: "A new link replaces the old one.", "Un nouveau lien remplace l’ancien.";
        no_pending: "No pending invitations", "Aucune invitation en attente";
        expires: "Expires", "Expiration";
        fresh_link: "New invitation link", "Nouveau lien d’invitation";
        renew: "New link", "Nouveau lien";
        renew_for(email: &str): "New link for {email}", "Nouveau lien pour {email}";
        revoke: "Withdraw", "Retirer";
        revoke_for(email: &str): "Withdraw the invitation of {email}", "Retirer l’invitation de {email}";
        revoke_title(email: &str): "Withdraw the invitation of {email}?", "Retirer l’invitation de {email} ?";
        revoke_text: "The link stops working at once.", "Le lien cesse aussitôt de fonctionner.";
        invite_revoked: "Invitation withdrawn.", "Invitation retirée.";

        workspaces: "Workspaces", "Espaces de travail";
        workspaces_text: "Each workspace has its own contacts, channels and settings.",
            "Chaque espace de travail a ses propres contacts, canaux et paramètres.";
        add_workspace: "Add workspace", "Ajouter un espace de travail";
        add_workspace_text: "You become its owner and can invite others.",
            "Vous en devenez propriétaire et pouvez inviter d’autres personnes.";
        open_workspace(name: &str): "Open {name}", "Ouvrir {name}";
        not_member: "Not a member", "Non membre";
        no_workspace: "No workspace yet", "Aucun espace de travail";
        no_workspace_text: "Add the first one to connect channels and receive conversations.",
            "Ajoutez le premier pour connecter des canaux et recevoir des conversations.";
    }
}

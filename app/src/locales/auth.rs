//! Texts of the pages before sign-in: sign-in, set-up, reset, invitation.

crate::texts! {
    /// Texts of the pages before sign-in.
    pub Auth {
        about: "About Parlance", "À propos de Parlance";
        tagline: "Every customer conversation, in one place your team owns.",
            "Toutes les conversations avec vos clients, dans un seul endroit qui vous appartient.";
        point_inbox: "One inbox for the whole team, with clear ownership of every conversation.",
            "Une seule boîte de réception pour toute l’équipe, et un responsable clair pour chaque conversation.";
        point_fast: "Fast enough to keep up with you, from the keyboard or a phone.",
            "Assez rapide pour vous suivre, au clavier comme sur un téléphone.";
        point_private: "On your own server. No tracking, no third party.",
            "Sur votre propre serveur. Aucun suivi, aucun tiers.";
        open_source: "Self-hosted, open source.", "Auto-hébergé, open source.";

        sign_in: "Sign in", "Se connecter";
        sign_in_title: "Sign in to Parlance", "Se connecter à Parlance";
        sign_out: "Sign out", "Se déconnecter";
        forgot_link: "Forgot your password?", "Mot de passe oublié ?";
        wrong_credentials: "The email address or the password is wrong.",
            "L’adresse e-mail ou le mot de passe est incorrect.";
        wrong_password: "The password is wrong.", "Le mot de passe est incorrect.";
        signed_in_as(name: &str): "You are signed in as {name}.", "Vous êtes connecté en tant que {name}.";
        continue_there: "Go to Parlance", "Aller à Parlance";
        demo_title: "Demonstration accounts", "Comptes de démonstration";
        demo_text: "This is a demonstration. Each account has the password",
            "Ceci est une démonstration. Chaque compte a le mot de passe";
        demo_fill: "Fill in", "Remplir";

        new_password: "New password", "Nouveau mot de passe";
        password_rule: "At least 12 characters. A few unrelated words are easy to remember and hard to guess.",
            "Au moins 12 caractères. Quelques mots sans rapport sont faciles à retenir et difficiles à deviner.";
        your_name: "Your name", "Votre nom";

        set_up: "Set-up", "Configuration";
        set_up_title: "Set up Parlance", "Configurer Parlance";
        set_up_text: "Make the first account, your organization and a first workspace. You can change all of it later.",
            "Créez le premier compte, votre organisation et un premier espace de travail. Vous pourrez tout modifier plus tard.";
        set_up_button: "Finish set-up", "Terminer la configuration";
        token: "Set-up token", "Jeton de configuration";
        token_text: "This instance is waiting for its first account. Only whoever runs the server can make it.",
            "Cette instance attend son premier compte. Seule la personne qui exploite le serveur peut le créer.";
        token_hint: "The server prints it in its log when it starts.",
            "Le serveur l’affiche dans son journal au démarrage.";
        token_wrong: "This token is not valid. Use the one from the latest start in the server’s log.",
            "Ce jeton n’est pas valide. Utilisez celui du dernier démarrage, dans le journal du serveur.";
        organization_hint: "Usually the name of your company.", "En général le nom de votre entreprise.";
        workspace: "First workspace", "Premier espace de travail";
        workspace_hint: "A team or a brand with its own contacts and channels.",
            "Une équipe ou une marque avec ses propres contacts et canaux.";
        first_workspace: "Customer service", "Service client";
        zone_found(zone: &str): "Time zone: {zone}, as your browser says.",
            "Fuseau horaire : {zone}, d’après votre navigateur.";
        closed_title: "Set-up is finished", "La configuration est terminée";
        closed_text: "This instance has an owner already, so this page is closed for good. Sign in, or ask an admin for an invitation.",
            "Cette instance a déjà un propriétaire ; cette page est donc définitivement fermée. Connectez-vous, ou demandez une invitation à un administrateur.";

        forgot: "Reset your password", "Réinitialiser le mot de passe";
        forgot_text: "Enter the address you sign in with. If there is an account, a link arrives by email. It works once, for one hour.",
            "Saisissez l’adresse avec laquelle vous vous connectez. Si un compte existe, vous recevrez un lien par e-mail. Il fonctionne une seule fois, pendant une heure.";
        send_link: "Send the link", "Envoyer le lien";
        sent_title: "Look into your mailbox", "Consultez votre messagerie";
        sent_text: "If an account has this address, the link is on its way. It may take a minute; also look into the spam folder.",
            "Si un compte utilise cette adresse, le lien est en route. Cela peut prendre une minute ; vérifiez aussi le dossier des indésirables.";
        back_to_sign_in: "Back to sign-in", "Retour à la connexion";
        no_mail_title: "This instance sends no mail", "Cette instance n’envoie pas d’e-mails";
        no_mail_text: "Ask your administrator. On the server, this command prints a link with which you set a new password:",
            "Adressez-vous à votre administrateur. Sur le serveur, cette commande affiche un lien avec lequel vous choisissez un nouveau mot de passe :";
        address_example: "you@example.com", "vous@example.com";

        reset: "Choose a new password", "Choisir un nouveau mot de passe";
        reset_text: "You are signed in with it right away; all other sessions end.",
            "Vous serez connecté aussitôt ; toutes vos autres sessions prendront fin.";
        reset_button: "Save and sign in", "Enregistrer et se connecter";
        link_over_title: "This link no longer works", "Ce lien ne fonctionne plus";
        link_over_text: "It was used already, or it is older than one hour. Ask for a new one.",
            "Il a déjà été utilisé, ou il date de plus d’une heure. Demandez-en un nouveau.";
        ask_again: "Ask for a new link", "Demander un nouveau lien";

        invitation: "Invitation", "Invitation";
        join(organization: &str): "Join {organization}", "Rejoindre {organization}";
        invited_by(name: &str): "{name} has invited you to work together in Parlance.",
            "{name} vous invite à travailler ensemble dans Parlance.";
        existing_hint: "You have an account with this address: confirm with its password.",
            "Vous avez déjà un compte avec cette adresse : confirmez avec son mot de passe.";
        accept: "Accept invitation", "Accepter l’invitation";
        invite_over_title: "This invitation no longer works", "Cette invitation ne fonctionne plus";
        invite_over_text: "It was accepted already, was withdrawn, or is older than seven days. If you have an account, sign in; otherwise ask whoever invited you for a new link.",
            "Elle a déjà été acceptée, a été retirée ou date de plus de sept jours. Si vous avez un compte, connectez-vous ; sinon, demandez un nouveau lien à la personne qui vous a invité.";
    }
}

//! Every failure as a sentence, and the pages about what is not there.

crate::texts! {
    /// Failures and missing pages.
    pub Errors {
        unauthenticated: "Your session has ended. Please sign in again.",
            "Votre session a pris fin. Veuillez vous reconnecter.";
        forbidden: "Your role does not allow this.", "Votre rôle ne vous le permet pas.";
        not_found: "This no longer exists, or you cannot see it.",
            "Cet élément n’existe plus, ou vous n’y avez pas accès.";
        check_fields: "Please check the marked fields.", "Veuillez vérifier les champs signalés.";
        rate_limited(wait: &str): "Too many attempts. Please try again in {wait}.",
            "Trop de tentatives. Veuillez réessayer dans {wait}.";
        unavailable: "Parlance cannot do this right now. Nothing was changed; please try again in a moment.",
            "Parlance ne peut pas le faire pour l’instant. Rien n’a été modifié ; veuillez réessayer dans un instant.";
        internal(id: &str): "Something went wrong on the server. If it happens again, give your administrator this reference: {id}.",
            "Une erreur s’est produite sur le serveur. Si elle se répète, communiquez cette référence à votre administrateur : {id}.";
        outdated: "Parlance was updated while this page was open. Please reload the page.",
            "Parlance a été mis à jour pendant que cette page était ouverte. Veuillez recharger la page.";
        no_connection: "No connection to the server. Please check your network and try again.",
            "Aucune connexion au serveur. Veuillez vérifier votre réseau et réessayer.";
        stale: "Somebody else changed this meanwhile. Reload the page to see the latest version.",
            "Quelqu’un d’autre a modifié cet élément entre-temps. Rechargez la page pour voir la dernière version.";
        last_one: "At least one must remain: the last owner of a workspace and the last admin of an organization stay.",
            "Il doit en rester au moins un : le dernier propriétaire d’un espace de travail et le dernier administrateur d’une organisation ne peuvent pas partir.";
        own_role: "You cannot change your own role or remove yourself. Ask somebody else to do it.",
            "Vous ne pouvez ni modifier votre propre rôle ni vous retirer. Demandez-le à quelqu’un d’autre.";
        already_so: "This is already the case.", "C’est déjà le cas.";
        another_is_open: "This contact already has another conversation that is not closed.",
            "Ce contact a déjà une autre conversation qui n’est pas fermée.";
        link_invalid: "This link was already used, has expired or was withdrawn.",
            "Ce lien a déjà été utilisé, a expiré ou a été retiré.";
        already_set_up: "This instance has already been set up.", "Cette instance a déjà été configurée.";
        channel_disabled: "The channel is switched off.", "Le canal est désactivé.";

        required: "Please fill in this field.", "Veuillez remplir ce champ.";
        too_long[max]: "At most {max} character." | "At most {max} characters.",
            "{max} caractère au maximum." | "{max} caractères au maximum.";
        too_short[min]: "At least {min} character." | "At least {min} characters.",
            "{min} caractère au minimum." | "{min} caractères au minimum.";
        not_email: "This is not an email address. Example: ana@example.com",
            "Ce n’est pas une adresse e-mail. Exemple : ana@example.com";
        not_phone: "Please enter the number with its country code. Example: +33 6 12 34 56 78",
            "Veuillez saisir le numéro avec son indicatif. Exemple : +33 6 12 34 56 78";
        not_domain: "This is not a host name. Example: example.com or *.example.com",
            "Ce n’est pas un nom d’hôte. Exemple : example.com ou *.example.com";
        not_color: "Please enter a colour such as #0c746c.", "Veuillez saisir une couleur comme #0c746c.";
        not_time_zone: "This time zone is not known. Example: Europe/Paris",
            "Ce fuseau horaire est inconnu. Exemple : Europe/Paris";
        taken: "This is already in use.", "Cette valeur est déjà utilisée.";
        too_common: "This password is too easy to guess. Try several words that do not belong together.",
            "Ce mot de passe est trop facile à deviner. Essayez plusieurs mots sans rapport entre eux.";
        not_a_choice: "Please choose one of the options.", "Veuillez choisir l’une des options.";
        wrong: "This does not match.", "Cette valeur ne correspond pas.";
        too_many[max]: "At most {max} entry." | "At most {max} entries.",
            "{max} entrée au maximum." | "{max} entrées au maximum.";

        not_saved: "Not saved", "Non enregistré";
        offline_notice: "You are offline. What you send will go out once you are back.",
            "Vous êtes hors ligne. Vos envois partiront dès votre retour.";
        to_start: "Go to the start", "Aller à l’accueil";
        not_found_title: "Page not found", "Page introuvable";
        not_found_text: "The address may be mistyped, or what was here has moved or was removed. It may also belong to a workspace you are not a member of.",
            "L’adresse est peut-être mal saisie, ou ce qui se trouvait ici a été déplacé ou supprimé. Il se peut aussi que la page appartienne à un espace de travail dont vous n’êtes pas membre.";
        forbidden_title: "You do not have access", "Vous n’avez pas accès";
        forbidden_text: "Your role does not include this page. If you need it, ask an owner of the workspace or an admin of the organization.",
            "Votre rôle ne comprend pas cette page. Si vous en avez besoin, adressez-vous à un propriétaire de l’espace de travail ou à un administrateur de l’organisation.";
        signed_out_title: "You are signed out", "Vous êtes déconnecté";
        welcome_title: "You are not in a workspace yet", "Vous n’êtes dans aucun espace de travail";
        welcome_member: "Conversations live in workspaces. Ask an admin of your organization to add you to one; this page then leads there.",
            "Les conversations se trouvent dans les espaces de travail. Demandez à un administrateur de votre organisation de vous ajouter à l’un d’eux ; cette page vous y mènera ensuite.";
        welcome_admin: "Conversations live in workspaces. Create one in your organization, or add yourself to an existing one.",
            "Les conversations se trouvent dans les espaces de travail. Créez-en un dans votre organisation, ou ajoutez-vous à un espace existant.";
        open_organization(name: &str): "Open {name}", "Ouvrir {name}";
    }
}

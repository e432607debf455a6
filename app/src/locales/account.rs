//! Texts of the account pages.

crate::texts! {
    /// Texts of the account pages.
    pub Account {
        profile: "Profile", "Profil";
        profile_text: "How you appear to your team, and how Parlance speaks to you.",
            "Comment vous apparaissez à votre équipe, et comment Parlance s’adresse à vous.";
        about_you: "About you", "À propos de vous";
        about_you_text: "Your name is shown to your team and to the people you answer.",
            "Votre nom est visible par votre équipe et par les personnes à qui vous répondez.";
        email_hint: "You sign in with this address.", "Vous vous connectez avec cette adresse.";
        region: "Language and region", "Langue et région";
        region_text: "Dates and times follow your time zone.", "Les dates et les heures suivent votre fuseau horaire.";
        time_zone_hint: "Type a city, for example Paris.", "Saisissez une ville, par exemple Paris.";
        use_browser_zone(zone: &str): "Use {zone}, as your browser says", "Utiliser {zone}, d’après votre navigateur";
        appearance: "Appearance", "Apparence";
        appearance_text: "“System” follows your device.", "« Système » suit votre appareil.";
        theme: "Theme", "Thème";

        security: "Security", "Sécurité";
        security_text: "Your password, and where you are signed in.", "Votre mot de passe, et où vous êtes connecté.";
        password_text: "Changing it ends all your other sessions.", "Le modifier met fin à toutes vos autres sessions.";
        current_password: "Current password", "Mot de passe actuel";
        change_password: "Change password", "Modifier le mot de passe";
        password_changed: "Password changed. Your other sessions have ended.",
            "Mot de passe modifié. Vos autres sessions ont pris fin.";
        sessions: "Sessions", "Sessions";
        sessions_text: "Browsers in which you are signed in. If you do not recognise one, end it and change your password.",
            "Navigateurs dans lesquels vous êtes connecté. Si vous n’en reconnaissez pas un, mettez fin à sa session et modifiez votre mot de passe.";
        device(browser: &str, system: &str): "{browser} on {system}", "{browser} sur {system}";
        unknown_device: "Unknown device", "Appareil inconnu";
        this_device: "This device", "Cet appareil";
        last_seen: "Last used", "Dernière utilisation :";
        signed_in_on: "signed in on", "connecté le";
        end_session: "Sign out", "Déconnecter";
        end_session_of(device: &str): "Sign out {device}", "Déconnecter {device}";
        session_ended: "The session has ended.", "La session a pris fin.";
        end_others: "Sign out all other devices", "Déconnecter tous les autres appareils";
        end_others_title: "Sign out all other devices?", "Déconnecter tous les autres appareils ?";
        end_others_text: "You stay signed in here. Everywhere else you have to sign in again.",
            "Vous restez connecté ici. Partout ailleurs, vous devrez vous reconnecter.";
        others_ended: "All other sessions have ended.", "Toutes les autres sessions ont pris fin.";
    }
}

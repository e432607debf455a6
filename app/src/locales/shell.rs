//! Texts of the frame: navigation, workspace switcher, command palette.

crate::texts! {
    /// Texts of the frame.
    pub Shell {
        home: "Parlance, to the start", "Parlance, vers l’accueil";
        navigation: "Main navigation", "Navigation principale";
        navigation_bottom: "Main navigation, bottom bar", "Navigation principale, barre inférieure";
        inbox: "Inbox", "Boîte de réception";
        inbox_short: "Inbox", "Réception";
        account: "Account", "Compte";
        organization: "Organization", "Organisation";
        workspace: "Workspace", "Espace de travail";
        switch_workspace: "Switch workspace", "Changer d’espace de travail";
        find_workspace: "Find a workspace", "Trouver un espace de travail";
        manage_organization: "Manage organization", "Gérer l’organisation";
        narrow: "Collapse", "Réduire";
        widen: "Expand", "Agrandir";
        online: "Online", "En ligne";
        offline: "Offline", "Hors ligne";
        palette: "Search and commands", "Recherche et commandes";
        palette_hint: "Type what you are looking for", "Saisissez ce que vous cherchez";
        notifications: "Notifications", "Notifications";
        notifications_unread[n]: "Notifications, {n} unread" | "Notifications, {n} unread",
            "Notifications, {n} non lue" | "Notifications, {n} non lues";
        notifications_more[n]: "Notifications, more than {n} unread" | "Notifications, more than {n} unread",
            "Notifications, plus de {n} non lue" | "Notifications, plus de {n} non lues";
        unread_mine[n]: "You have {n} unread conversation" | "You have {n} unread conversations",
            "Vous avez {n} conversation non lue" | "Vous avez {n} conversations non lues";
        unread_mine_more[n]: "You have more than {n} unread conversation" | "You have more than {n} unread conversations",
            "Vous avez plus de {n} conversation non lue" | "Vous avez plus de {n} conversations non lues";
        all_read: "Everything is read", "Tout est lu";
        all_read_help: "New messages in the conversations assigned to you appear here.",
            "Les nouveaux messages des conversations qui vous sont attribuées s’affichent ici.";
        notifications_failed: "The notifications could not be loaded", "Les notifications n’ont pas pu être chargées";
        see_mine: "Show my conversations", "Voir mes conversations";
        group_go: "Go to", "Aller à";
    }
}

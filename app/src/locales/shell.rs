//! Texts of the frame: navigation, workspace switcher, command palette.

crate::texts! {
    /// Texts of the frame.
    pub Shell {
        home: "Parlance, to the start", "Parlance, vers l’accueil";
        navigation: "Main navigation", "Navigation principale";
        navigation_bottom: "Main navigation, bottom bar", "Navigation principale, barre inférieure";
        inbox: "Inbox", "Boîte de réception";
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
        group_go: "Go to", "Aller à";
    }
}

//! What the design system itself says. Pages pass their own words as props.

crate::texts! {
    /// Texts of the design system.
    pub Ui {
        close: "Close", "Fermer";
        dismiss: "Dismiss", "Masquer";
        loading: "Loading…", "Chargement…";
        working: "Working…", "En cours…";
        copy: "Copy", "Copier";
        copied: "Copied", "Copié";
        show: "Show", "Afficher";
        hide: "Hide", "Masquer";
        show_password: "Show password", "Afficher le mot de passe";
        hide_password: "Hide password", "Masquer le mot de passe";
        clear: "Clear", "Effacer";
        remove(name: &str): "Remove {name}", "Retirer {name}";
        optional: "optional", "facultatif";
        required: "required", "obligatoire";
        load_more: "Load more", "Afficher la suite";
        nothing_found: "Nothing found", "Aucun résultat";
        more_actions: "More actions", "Autres actions";
        notifications: "Notifications", "Notifications";
        online: "Online", "En ligne";
        busy: "Busy", "Occupé";
        offline: "Offline", "Hors ligne";
        breadcrumb: "Breadcrumb", "Fil d’Ariane";
        back: "Back", "Retour";
        custom_color: "Other colour", "Autre couleur";
        opens_new_tab: "opens in a new tab", "s’ouvre dans un nouvel onglet";
        choose_file: "Choose a file", "Choisir un fichier";
        choose_files: "Choose files", "Choisir des fichiers";
        drop_here: "or drop it here", "ou le déposer ici";
        error: "Error", "Erreur";
        sorted_up: "sorted ascending", "tri croissant";
        sorted_down: "sorted descending", "tri décroissant";
        selected[n]: "{n} selected" | "{n} selected", "{n} sélectionné" | "{n} sélectionnés";
        characters_left[n]: "{n} character left" | "{n} characters left",
            "{n} caractère restant" | "{n} caractères restants";
    }
}

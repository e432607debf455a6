//! What the inbox says: list, thread, composer, contact panel, keyboard help.

crate::texts! {
    /// Texts of the inbox.
    pub Inbox {
        title: "Inbox", "Boîte de réception";
        title_unread(count: &str): "({count}) Inbox", "({count}) Boîte de réception";

        // Views and filter.
        views: "Views", "Vues";
        mine: "Mine", "À moi";
        unassigned: "Unassigned", "Non attribuées";
        all: "All", "Toutes";
        status_filter: "Status", "Statut";
        open: "Open", "Ouvertes";
        closed: "Closed", "Fermées";
        open_count[n]: "{n} open" | "{n} open", "{n} ouverte" | "{n} ouvertes";

        // List.
        list: "Conversations", "Conversations";
        visitor(number: &str): "Visitor {number}", "Visiteur {number}";
        unread: "Unread", "Non lue";
        from_contact: "Received", "Reçu";
        from_us: "Sent", "Envoyé";
        waiting(time: &str): "Waiting for {time}", "En attente depuis {time}";
        assigned_to(name: &str): "Assigned to {name}", "Attribuée à {name}";
        not_assigned: "Not assigned", "Non attribuée";
        kind_image: "Picture", "Image";
        kind_video: "Video", "Vidéo";
        kind_audio: "Audio", "Audio";
        kind_file: "File", "Fichier";
        new_rows[n]: "{n} new" | "{n} new", "{n} nouveauté" | "{n} nouveautés";
        load_more: "Load more conversations", "Afficher plus de conversations";
        row_typing: "Typing…", "Écrit…";
        list_failed: "The conversations could not be loaded", "Les conversations n’ont pas pu être chargées";
        empty_mine: "Nothing is assigned to you", "Rien ne vous est attribué";
        empty_mine_help: "Conversations that you take or that a colleague gives you appear here.",
            "Les conversations que vous prenez ou qu’un collègue vous confie s’affichent ici.";
        see_unassigned: "See unassigned", "Voir les non attribuées";
        empty_unassigned: "Everything has an assignee", "Tout est attribué";
        empty_unassigned_help: "New conversations wait here until somebody takes them.",
            "Les nouvelles conversations attendent ici que quelqu’un les prenne.";
        empty_all: "No open conversations", "Aucune conversation ouverte";
        empty_all_help: "When somebody writes to one of your channels, the conversation appears here at once.",
            "Dès que quelqu’un écrit sur l’un de vos canaux, la conversation s’affiche ici.";
        connect_channel: "Connect a channel", "Connecter un canal";
        empty_closed: "No closed conversations", "Aucune conversation fermée";
        empty_closed_help: "Conversations stay readable here after they are closed.",
            "Les conversations restent lisibles ici après leur fermeture.";

        // Thread.
        thread(name: &str): "Conversation with {name}", "Conversation avec {name}";
        choose: "No conversation selected", "Aucune conversation sélectionnée";
        choose_help: "Choose one from the list, or press j to go to the first one.",
            "Choisissez-en une dans la liste, ou appuyez sur j pour aller à la première.";
        not_found: "This conversation does not exist", "Cette conversation n’existe pas";
        not_found_help: "It was removed, or you may not see it.",
            "Elle a été supprimée, ou vous ne pouvez pas la voir.";
        thread_failed: "The conversation could not be loaded", "La conversation n’a pas pu être chargée";
        back_to_list: "Back to the list", "Retour à la liste";
        load_earlier: "Load earlier messages", "Afficher les messages précédents";
        earlier_failed: "Earlier messages could not be loaded", "Les messages précédents n’ont pas pu être chargés";
        beginning: "The conversation starts here", "La conversation commence ici";
        unread_line: "New messages", "Nouveaux messages";
        new_messages[n]: "{n} new message" | "{n} new messages", "{n} nouveau message" | "{n} nouveaux messages";
        to_newest: "Go to the newest message", "Aller au message le plus récent";
        wrote_from(page: &str): "Written on {page}", "Écrit depuis {page}";
        system: "Parlance", "Parlance";
        former_user: "Former user", "Ancien utilisateur";
        said(name: &str, time: &str): "{name}, {time}", "{name}, {time}";

        // Event lines.
        event_opened: "Conversation opened", "Conversation ouverte";
        event_opened_by(name: &str): "{name} opened the conversation", "{name} a ouvert la conversation";
        event_assigned_self(name: &str): "{name} took the conversation", "{name} a pris la conversation";
        event_assigned(name: &str, to: &str): "{name} assigned the conversation to {to}",
            "{name} a attribué la conversation à {to}";
        event_assigned_auto(to: &str): "Assigned to {to}", "Attribuée à {to}";
        event_unassigned(name: &str): "{name} removed the assignee", "{name} a retiré l’attributaire";
        event_unassigned_auto: "The assignee was removed", "L’attributaire a été retiré";
        event_closed: "Conversation closed", "Conversation fermée";
        event_closed_by(name: &str): "{name} closed the conversation", "{name} a fermé la conversation";
        event_reopened: "Conversation reopened", "Conversation rouverte";
        event_reopened_by(name: &str): "{name} reopened the conversation", "{name} a rouvert la conversation";
        event_noted_by(name: &str): "{name} changed the closing notes", "{name} a modifié les notes de fermeture";
        event_noted: "The closing notes were changed", "Les notes de fermeture ont été modifiées";
        event_team_by(name: &str, team: &str): "{name} gave the conversation to team {team}", "{name} a confié la conversation à l’équipe {team}";
        event_team(team: &str): "Given to team {team}", "Confiée à l’équipe {team}";
        event_no_team_by(name: &str): "{name} removed the team", "{name} a retiré l’équipe";
        event_no_team: "The team was removed", "L’équipe a été retirée";
        event_snoozed_until_by(name: &str, when: &str): "{name} snoozed the conversation until {when}", "{name} a reporté la conversation au {when}";
        event_snoozed_by(name: &str): "{name} snoozed the conversation until the contact writes", "{name} a reporté la conversation jusqu’au prochain message du contact";
        event_snoozed: "Conversation snoozed", "Conversation reportée";
        event_woken_by(name: &str): "{name} brought the conversation back", "{name} a fait revenir la conversation";
        event_woken: "The conversation came back", "La conversation est revenue";
        event_priority_by(name: &str, to: &str): "{name} set the priority to {to}", "{name} a fixé la priorité : {to}";
        event_priority(to: &str): "Priority set to {to}", "Priorité fixée : {to}";
        event_tagged_by(name: &str, tags: &str): "{name} added {tags}", "{name} a ajouté {tags}";
        event_tagged(tags: &str): "Added: {tags}", "Ajout : {tags}";
        event_untagged_by(name: &str, tags: &str): "{name} removed {tags}", "{name} a retiré {tags}";
        event_untagged(tags: &str): "Removed: {tags}", "Retrait : {tags}";
        event_stage_by(name: &str, stage: &str): "{name} moved the contact to {stage}", "{name} a placé le contact dans {stage}";
        event_stage(stage: &str): "Contact moved to {stage}", "Contact placé dans {stage}";
        event_no_stage_by(name: &str): "{name} took the contact out of the lifecycle", "{name} a retiré le contact du cycle de vie";
        event_no_stage: "Contact taken out of the lifecycle", "Contact retiré du cycle de vie";
        event_merged_by(name: &str): "{name} merged another contact into this one", "{name} a fusionné un autre contact avec celui-ci";
        event_merged: "Another contact was merged into this one", "Un autre contact a été fusionné avec celui-ci";
        event_unmerged_by(name: &str): "{name} undid a merge", "{name} a annulé une fusion";
        event_unmerged: "A merge was undone", "Une fusion a été annulée";
        event_blocked_by(name: &str): "{name} blocked the contact", "{name} a bloqué le contact";
        event_blocked: "Contact blocked", "Contact bloqué";
        event_unblocked_by(name: &str): "{name} unblocked the contact", "{name} a débloqué le contact";
        event_unblocked: "Contact unblocked", "Contact débloqué";
        deleted_tag: "a deleted tag", "une balise supprimée";
        deleted_team: "a deleted team", "une équipe supprimée";
        deleted_stage: "a deleted stage", "une phase supprimée";
        priority_none: "none", "aucune";
        priority_low: "low", "basse";
        priority_medium: "medium", "moyenne";
        priority_high: "high", "haute";
        priority_urgent: "urgent", "urgente";

        // Delivery.
        waiting_to_send: "Waiting to be sent", "En attente d’envoi";
        queued: "Queued", "En file d’attente";
        sending: "Sending", "Envoi en cours";
        sent: "Sent", "Envoyé";
        delivered: "Delivered", "Distribué";
        read: "Read", "Lu";
        failed: "Not sent", "Non envoyé";
        uncertain: "It is not certain whether this was sent", "Il n’est pas certain que ce message ait été envoyé";
        retry: "Retry", "Réessayer";
        discard: "Discard", "Supprimer";

        // Files.
        open_picture(name: &str): "Open the picture {name}", "Ouvrir l’image {name}";
        picture(name: &str): "Picture {name}", "Image {name}";
        download(name: &str): "Download {name}", "Télécharger {name}";
        previous_picture: "Previous picture", "Image précédente";
        next_picture: "Next picture", "Image suivante";

        // Typing.
        is_typing(name: &str): "{name} is typing…", "{name} écrit…";
        are_typing(first: &str, second: &str): "{first} and {second} are typing…", "{first} et {second} écrivent…";
        several_typing: "Several people are typing…", "Plusieurs personnes écrivent…";

        // Composer.
        reply_to(name: &str): "Reply to {name}", "Répondre à {name}";
        write_here: "Write a reply…", "Écrivez une réponse…";
        closed_hint: "Sending opens this conversation again.", "L’envoi rouvre cette conversation.";
        read_only: "You may read this conversation, but not reply.", "Vous pouvez lire cette conversation, mais pas y répondre.";
        attach: "Attach files", "Joindre des fichiers";
        emoji: "Insert an emoji", "Insérer un emoji";
        send_hint: "Enter sends, Shift + Enter starts a new line", "Entrée envoie, Maj + Entrée passe à la ligne";
        draft_saved: "Draft saved", "Brouillon enregistré";
        drop_files: "Drop files to attach them", "Déposez des fichiers pour les joindre";
        uploading(percent: &str): "Uploading, {percent}", "Téléversement, {percent}";
        upload_failed: "Upload failed", "Échec du téléversement";
        upload_too_large: "This file is too large", "Ce fichier est trop volumineux";
        upload_type_refused: "Files of this type cannot be sent", "Les fichiers de ce type ne peuvent pas être envoyés";
        upload_empty: "This file is empty", "Ce fichier est vide";
        cancel_upload(name: &str): "Cancel the upload of {name}", "Annuler le téléversement de {name}";
        remove_file(name: &str): "Remove {name}", "Retirer {name}";
        retry_upload(name: &str): "Upload {name} again", "Téléverser {name} à nouveau";
        too_many_files[n]: "At most {n} file per message" | "At most {n} files per message",
            "{n} fichier au plus par message" | "{n} fichiers au plus par message";
        attached: "Attached files", "Fichiers joints";
        emoji_smileys: "Smileys", "Visages";
        emoji_gestures: "Hands and hearts", "Mains et cœurs";
        emoji_things: "Things", "Objets";

        // Header.
        status_open: "Open", "Ouverte";
        status_snoozed: "Snoozed", "Reportée";
        status_closed: "Closed", "Fermée";
        assignee: "Assignee", "Attributaire";
        assign_to_me: "Me", "Moi";
        assign_to_nobody: "Nobody", "Personne";
        change_assignee(name: &str): "Assignee: {name}. Change", "Attributaire : {name}. Modifier";
        close: "Close", "Fermer";
        reopen: "Reopen", "Rouvrir";
        show_contact: "Contact details", "Fiche du contact";
        was_closed: "Conversation closed", "Conversation fermée";
        another_open: "This contact has another open conversation.", "Ce contact a une autre conversation ouverte.";

        // Contact panel.
        contact: "Contact", "Contact";
        edit_name: "Edit the name", "Modifier le nom";
        edit_email: "Edit the email address", "Modifier l’adresse e-mail";
        edit_phone: "Edit the phone number", "Modifier le numéro de téléphone";
        add_name: "Add a name", "Ajouter un nom";
        add_email: "Add an email address", "Ajouter une adresse e-mail";
        add_phone: "Add a phone number", "Ajouter un numéro de téléphone";
        masked: "Hidden by your workspace", "Masqué par votre espace de travail";
        changed_meanwhile: "Somebody else changed this contact. The new details are shown.",
            "Quelqu’un d’autre a modifié ce contact. Les nouvelles informations sont affichées.";
        language: "Language", "Langue";
        local_time: "Local time", "Heure locale";
        since: "Contact since", "Contact depuis";
        channels: "Channels", "Canaux";
        website_chat: "Website chat", "Chat du site";
        verified: "Identity verified", "Identité vérifiée";
        conversations: "Conversations", "Conversations";
        this_one: "This conversation", "Cette conversation";
        no_text: "No text", "Sans texte";
        close_panel: "Close the details", "Fermer la fiche";

        // Connection.
        connection_lost: "Connection lost. You can go on writing: messages are sent when it is back.",
            "Connexion perdue. Vous pouvez continuer à écrire : les messages partiront à son retour.";
        queued_messages[n]: "{n} message is waiting" | "{n} messages are waiting",
            "{n} message en attente" | "{n} messages en attente";

        // Keyboard help.
        keyboard: "Keyboard shortcuts", "Raccourcis clavier";
        key_next: "Next conversation", "Conversation suivante";
        key_previous: "Previous conversation", "Conversation précédente";
        key_open: "Open the conversation", "Ouvrir la conversation";
        key_reply: "Reply", "Répondre";
        key_close: "Close or reopen", "Fermer ou rouvrir";
        key_assign_me: "Assign to me", "M’attribuer la conversation";
        key_details: "Show or hide the contact", "Afficher ou masquer le contact";
        key_help: "This list", "Cette liste";
        key_send: "Send", "Envoyer";
        key_line: "New line", "Nouvelle ligne";
    }
}

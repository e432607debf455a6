//! Texts of the channel settings: the list, and website chat.

crate::texts! {
    /// Texts of the channel settings.
    pub Channels {
        list_text: "Where your customers reach you. Everything arrives in the same inbox.",
            "Là où vos clients vous joignent. Tout arrive dans la même boîte de réception.";
        empty_title: "No channel yet", "Aucun canal pour l’instant";
        empty_text: "Start with a chat on your website: choose a colour, paste two lines into your page, and the first message appears in your inbox.",
            "Commencez par un chat sur votre site : choisissez une couleur, collez deux lignes dans votre page, et le premier message apparaît dans votre boîte de réception.";
        empty_text_looking: "Ask an owner or a manager of the workspace to add the first one.",
            "Demandez à un propriétaire ou à un gestionnaire de l’espace de travail d’ajouter le premier.";
        add_first: "Add website chat", "Ajouter un chat de site web";
        add_chat: "Add website chat", "Ajouter un chat de site web";
        add_chat_text: "Four short steps. Everything can be changed later.",
            "Quatre étapes courtes. Tout peut être modifié plus tard.";
        web_chat: "Website chat", "Chat de site web";
        since: "since", "depuis le";
        on: "On", "Activé";
        off: "Off", "Désactivé";

        steps: "Steps", "Étapes";
        step_look: "Look", "Apparence";
        step_form: "Form before the chat", "Formulaire préalable";
        step_domains: "Allowed sites", "Sites autorisés";
        step_install: "Install", "Installation";
        default_name: "Website", "Site web";
        create: "Create chat", "Créer le chat";
        ready: "Your chat is ready", "Votre chat est prêt";
        to_settings: "To the settings of the chat", "Vers les paramètres du chat";

        name: "Name of the channel", "Nom du canal";
        name_hint: "Only your team sees it.", "Seule votre équipe le voit.";
        side: "Side of the page", "Côté de la page";
        left: "Left", "Gauche";
        right: "Right", "Droite";
        white_text(ratio: &str): "Text on it is white, contrast {ratio}:1.",
            "Le texte dessus est blanc, contraste {ratio}:1.";
        dark_text(ratio: &str): "Text on it is dark, contrast {ratio}:1.",
            "Le texte dessus est sombre, contraste {ratio}:1.";
        pale: "The button may be hard to see on a white page.",
            "Le bouton risque d’être peu visible sur une page blanche.";
        texts: "Texts", "Textes";
        chat_title: "Title", "Titre";
        chat_subtitle: "Subtitle", "Sous-titre";
        greeting: "Greeting", "Message d’accueil";
        away: "When nobody is there", "Quand personne n’est là";
        reply_time: "Reply time", "Délai de réponse";
        fallback: "Visitors see the language of their browser; an empty text falls back to the other language.",
            "Les visiteurs voient la langue de leur navigateur ; un texte vide est remplacé par celui de l’autre langue.";

        form_text: "Ask who is writing before the first message. Every question costs you some visitors: ask only what you need.",
            "Demandez qui écrit avant le premier message. Chaque question vous coûte des visiteurs : ne demandez que le nécessaire.";
        form_note: "What you know already is not asked again.", "Ce que vous savez déjà n’est pas redemandé.";
        no_form: "No form: visitors can write at once.", "Aucun formulaire : les visiteurs peuvent écrire tout de suite.";

        domains_text: "Only these sites may show the chat. Subdomains need a line of their own or a star.",
            "Seuls ces sites peuvent afficher le chat. Les sous-domaines demandent leur propre ligne ou une étoile.";
        domains: "Sites, one per line", "Sites, un par ligne";
        domains_hint: "For example example.com or *.example.com; localhost:8080 for tests.",
            "Par exemple example.com ou *.example.com ; localhost:8080 pour les essais.";
        every_site: "The list is empty: any website may show this chat.",
            "La liste est vide : n’importe quel site peut afficher ce chat.";

        preview: "Preview", "Aperçu";
        write_here: "Write a message…", "Écrivez un message…";

        takes_messages: "Takes messages", "Reçoit des messages";
        switched_on: "The chat is on.", "Le chat est activé.";
        switched_off: "The chat is off. Visitors no longer see it.", "Le chat est désactivé. Les visiteurs ne le voient plus.";

        install: "Install", "Installation";
        install_hint: "The same lines go into every page that shows the chat.",
            "Les mêmes lignes vont dans chaque page qui affiche le chat.";
        install_text: "Paste these lines before the closing body tag of your pages:",
            "Collez ces lignes avant la balise de fermeture body de vos pages :";
        snippet: "Lines for your website", "Lignes pour votre site";
        waiting: "Waiting for the first visitor", "En attente du premier visiteur";
        waiting_text: "Open your site and write something in the chat: it appears in the inbox at once.",
            "Ouvrez votre site et écrivez quelque chose dans le chat : le message apparaît aussitôt dans la boîte de réception.";
        open_test_page: "Open a test page", "Ouvrir une page de test";
        open_inbox: "Open the inbox", "Ouvrir la boîte de réception";

        identity: "Identity verification", "Vérification d’identité";
        identity_text: "If people sign in on your site, your server can vouch for them: it signs the user’s ID with this secret. Only then do visitors find their earlier conversations on another device.",
            "Si vos visiteurs se connectent sur votre site, votre serveur peut garantir leur identité : il signe l’identifiant de l’utilisateur avec ce secret. Alors seulement, les visiteurs retrouvent leurs conversations sur un autre appareil.";
        require_identity: "Only verified visitors", "Visiteurs vérifiés uniquement";
        require_identity_hint: "Nobody can write without a proof from your server.",
            "Personne ne peut écrire sans preuve de votre serveur.";
        secret: "Identity secret", "Secret d’identité";
        no_secret: "No secret yet.", "Aucun secret pour l’instant.";
        secret_ends(end: &str): "A secret is set; it ends with {end}.", "Un secret est défini ; il se termine par {end}.";
        make_secret: "Make a secret", "Créer un secret";
        renew_secret: "Make a new secret", "Créer un nouveau secret";
        renew_title: "Make a new secret?", "Créer un nouveau secret ?";
        renew_text: "The present one stops working at once: until your server knows the new one, visitors are not recognised.",
            "Le secret actuel cesse aussitôt de fonctionner : tant que votre serveur ne connaît pas le nouveau, les visiteurs ne sont pas reconnus.";
        fresh_secret: "New identity secret", "Nouveau secret d’identité";
        shown_once: "Copy it now: it is never shown again. Keep it on your server only, never in a page.",
            "Copiez-le maintenant : il ne sera plus jamais affiché. Gardez-le uniquement sur votre serveur, jamais dans une page.";
        secret_kept: "I have kept it", "Je l’ai conservé";
        on_server: "On your server", "Sur votre serveur";
        on_page: "In your page", "Dans votre page";

        disconnect: "Disconnect", "Déconnecter";
        disconnect_hint: "The chat disappears from your site. Conversations stay in the inbox.",
            "Le chat disparaît de votre site. Les conversations restent dans la boîte de réception.";
        disconnect_title(name: &str): "Disconnect {name}?", "Déconnecter {name} ?";
        disconnect_text: "Visitors can no longer write through it, and the lines on your site stop working. This cannot be undone; the history stays.",
            "Les visiteurs ne pourront plus écrire par ce canal, et les lignes de votre site cesseront de fonctionner. Cette action est irréversible ; l’historique est conservé.";
        type_name(name: &str): "Type “{name}” to confirm", "Saisissez « {name} » pour confirmer";
        disconnected: "The channel is disconnected.", "Le canal est déconnecté.";
    }
}

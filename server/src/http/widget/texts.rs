//! What visitors are told when something is refused. One sentence each, in the language of the
//! call; the chat shows them as they are.

use parlance::error::FieldProblem;

app::texts! {
    /// Refusals.
    pub(super) Refusals {
        origin: "This chat is not available on this page.", "Ce chat n’est pas disponible sur cette page.";
        unknown_visitor: "The chat must be opened again.", "Le chat doit être rouvert.";
        forbidden: "You cannot write here.", "Vous ne pouvez pas écrire ici.";
        not_found: "This is no longer available.", "Cet élément n’est plus disponible.";
        conflict: "This was already sent.", "Ceci a déjà été envoyé.";
        too_large: "This file is too large.", "Ce fichier est trop volumineux.";
        type_not_allowed: "Files of this type cannot be sent.", "Les fichiers de ce type ne peuvent pas être envoyés.";
        rate_limited: "That was too fast. Please wait a moment.", "C’était trop rapide. Veuillez patienter un instant.";
        unavailable: "Please try again in a moment.", "Veuillez réessayer dans un instant.";
        internal: "Something went wrong.", "Une erreur s’est produite.";
        required: "Please fill in this field.", "Veuillez remplir ce champ.";
        not_email: "Please enter an email address.", "Veuillez saisir une adresse e-mail.";
        not_phone: "Please enter the number with its country code, like +33…", "Veuillez saisir le numéro avec son indicatif, comme +33…";
        wrong: "Please check this entry.", "Veuillez vérifier cette saisie.";
        too_long[max]: "At most {max} character." | "At most {max} characters.", "{max} caractère au maximum." | "{max} caractères au maximum.";
        too_many[max]: "At most {max} file." | "At most {max} files.", "{max} fichier au maximum." | "{max} fichiers au maximum.";
    }
}

impl Refusals {
    /// What is wrong with a field.
    pub(super) fn problem(self, problem: &FieldProblem) -> String {
        match problem {
            FieldProblem::Required => self.required().into(),
            FieldProblem::NotEmail => self.not_email().into(),
            FieldProblem::NotPhone => self.not_phone().into(),
            FieldProblem::TooLong { max } => self.too_long(*max),
            FieldProblem::TooMany { max } => self.too_many(*max),
            _ => self.wrong().into(),
        }
    }
}

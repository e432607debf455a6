//! The mails of the identity area, in both languages. Plain text, one sentence per thought.
//!
//! Names that people typed stand inside quotation marks and on lines of ours, so that a name
//! cannot pass for a sentence of the system. Links are made by [`super::links`] only.

use parlance::text::Locale;

/// A mail's subject and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MailText {
    pub(super) subject: String,
    pub(super) body: String,
}

fn mail(subject: String, paragraphs: &[String]) -> MailText {
    MailText {
        subject,
        body: format!("{}\n", paragraphs.join("\n\n")),
    }
}

/// An invitation into an organization.
pub(super) fn invite(locale: Locale, organization: &str, by: &str, link: &str) -> MailText {
    match locale {
        Locale::En => mail(
            format!("Invitation to “{organization}” on Parlance"),
            &[
                "Hello,".into(),
                format!("“{by}” invites you to work with “{organization}” on Parlance."),
                format!("Accept the invitation here:\n{link}"),
                "The link works once, within 7 days. If you did not expect this invitation, \
                 you can ignore it."
                    .into(),
            ],
        ),
        Locale::Fr => mail(
            format!("Invitation à rejoindre « {organization} » sur Parlance"),
            &[
                "Bonjour,".into(),
                format!("« {by} » vous invite à travailler avec « {organization} » sur Parlance."),
                format!("Acceptez l'invitation ici :\n{link}"),
                "Le lien fonctionne une seule fois, pendant 7 jours. Si vous n'attendiez pas \
                 cette invitation, vous pouvez l'ignorer."
                    .into(),
            ],
        ),
    }
}

/// A link that sets a new password.
pub(super) fn reset(locale: Locale, link: &str) -> MailText {
    match locale {
        Locale::En => mail(
            "Set a new password for Parlance".into(),
            &[
                "Hello,".into(),
                format!("Set a new password here:\n{link}"),
                "The link works once, within 30 minutes. If you did not ask for it, ignore this \
                 message: your password stays as it is."
                    .into(),
            ],
        ),
        Locale::Fr => mail(
            "Définir un nouveau mot de passe Parlance".into(),
            &[
                "Bonjour,".into(),
                format!("Définissez un nouveau mot de passe ici :\n{link}"),
                "Le lien fonctionne une seule fois, pendant 30 minutes. Si vous ne l'avez pas \
                 demandé, ignorez ce message : votre mot de passe ne change pas."
                    .into(),
            ],
        ),
    }
}

/// The password was changed: so that its owner notices if it was somebody else.
pub(super) fn password_changed(locale: Locale, forgot: &str) -> MailText {
    match locale {
        Locale::En => mail(
            "Your Parlance password was changed".into(),
            &[
                "Hello,".into(),
                "The password of your account was just changed, and all other sessions were \
                 signed out."
                    .into(),
                format!("If it was not you, set a new password at once:\n{forgot}"),
            ],
        ),
        Locale::Fr => mail(
            "Votre mot de passe Parlance a été modifié".into(),
            &[
                "Bonjour,".into(),
                "Le mot de passe de votre compte vient d'être modifié et toutes les autres \
                 sessions ont été fermées."
                    .into(),
                format!(
                    "Si ce n'était pas vous, définissez tout de suite un nouveau mot de passe :\n{forgot}"
                ),
            ],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_carries_its_link_on_a_line_of_its_own_in_both_languages() {
        let link = "https://chat.example.com/x/token";
        for locale in Locale::ALL {
            for mail in [
                invite(locale, "Marais & Fils", "Ana", link),
                reset(locale, link),
                password_changed(locale, link),
            ] {
                assert!(mail.body.lines().any(|line| line == link), "{}", mail.body);
                assert!(!mail.subject.contains('\n') && !mail.subject.contains(link));
            }
        }
        assert_ne!(reset(Locale::En, link), reset(Locale::Fr, link));
    }
}

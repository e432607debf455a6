//! The password rule (security document §8): length and a list of common ones, no composition.

use crate::error::FieldProblem;

/// Shortest accepted password, in characters.
pub const COMMON_MINIMUM: usize = 12;
/// Longest accepted password, in bytes; bounds the work of hashing.
const LONGEST: usize = 512;

/// Stems of the passwords that attackers try first. A password that is one of these, repeated or
/// followed by digits and punctuation only, is refused whatever its length.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "motdepasse",
    "azertyuiop",
    "azerty",
    "qwertyuiop",
    "qwerty",
    "qwertz",
    "letmein",
    "welcome",
    "bienvenue",
    "iloveyou",
    "jetaime",
    "admin",
    "administrator",
    "administrateur",
    "changeme",
    "secret",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "master",
    "superman",
    "batman",
    "trustno1",
    "abc123",
    "abcdefgh",
    "abcd1234",
    "123456789",
    "1234567890",
    "12345678",
    "123456",
    "012345",
    "987654321",
    "111111",
    "000000",
    "121212",
    "123123",
    "112233",
    "1q2w3e4r",
    "1qaz2wsx",
    "zaq12wsx",
    "qazwsx",
    "asdfghjkl",
    "zxcvbnm",
    "parlance",
    "loulou",
    "doudou",
    "soleil",
    "chouchou",
    "marseille",
    "starwars",
    "whatever",
    "freedom",
    "computer",
    "correcthorsebatterystaple",
];

/// Checks a new password against the rule.
///
/// # Errors
/// Too short, too long, or common (also: equal to the account's address or name).
pub fn check_password(password: &str, email: &str, name: &str) -> Result<(), FieldProblem> {
    if password.is_empty() {
        return Err(FieldProblem::Required);
    }
    if password.chars().count() < COMMON_MINIMUM {
        return Err(FieldProblem::TooShort { min: 12 });
    }
    if password.len() > LONGEST {
        return Err(FieldProblem::TooLong { max: 512 });
    }
    let folded: String = password
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let name: String = name
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let own = [email.to_lowercase(), local, name];
    let stems = COMMON.iter().copied().chain(own.iter().map(String::as_str));
    for stem in stems.filter(|stem| stem.len() >= 4) {
        let rest = folded.replace(stem, "");
        if rest.len() < folded.len() && rest.chars().filter(|c| c.is_alphabetic()).count() == 0 {
            return Err(FieldProblem::TooCommon);
        }
    }
    let mut characters: Vec<char> = folded.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    if characters.len() < 5 {
        Err(FieldProblem::TooCommon)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Result<(), FieldProblem>) {
        assert_eq!(
            check_password(password, "camille@example.com", "Camille Roy"),
            expected,
            "{password}"
        );
    }

    #[test]
    fn common_passwords_are_refused() {
        check("", Err(FieldProblem::Required));
        check("short", Err(FieldProblem::TooShort { min: 12 }));
        check("Password1234!", Err(FieldProblem::TooCommon));
        check("passwordpassword", Err(FieldProblem::TooCommon));
        check("aaaaaaaaaaaaaa", Err(FieldProblem::TooCommon));
        check("123456789012345", Err(FieldProblem::TooCommon));
        check("camille-2026-2026", Err(FieldProblem::TooCommon));
        check("CamilleRoy 2026!", Err(FieldProblem::TooCommon));
    }

    #[test]
    fn long_phrases_are_accepted() {
        check("violet kettle over the bridge", Ok(()));
        check("crème brûlée à midi", Ok(()));
        check("vG7#kq9!Lm2x", Ok(()));
    }
}

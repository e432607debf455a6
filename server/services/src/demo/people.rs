//! Invented people: names that occur in both languages' countries, with matching addresses.

use super::random::Random;

const FIRST_EN: &[&str] = &[
    "Oliver", "Amelia", "Harry", "Isla", "Noah", "Ava", "Jack", "Freya", "Leo", "Grace", "Arthur",
    "Willow", "Theo", "Ivy", "Finn", "Maeve", "Callum", "Niamh", "Rory", "Eilidh", "Hugo", "Priya",
    "Zara", "Aisha", "Daniel", "Hannah", "Ethan", "Chloe", "Liam", "Sofia", "Marcus", "Nadia",
    "Owen", "Ruby", "Samuel", "Tessa", "Victor", "Yasmin", "Dylan", "Esme",
];
const LAST_EN: &[&str] = &[
    "Hartley",
    "Okafor",
    "Bennett",
    "Sinclair",
    "Whitmore",
    "Doyle",
    "Chaudhry",
    "Lindqvist",
    "Fairbairn",
    "Osei",
    "Kowalski",
    "Marsh",
    "Ainsworth",
    "Rahman",
    "Devlin",
    "Novak",
    "Pemberton",
    "Adeyemi",
    "Harcourt",
    "Sorensen",
    "Quigley",
    "Mbeki",
    "Thornton",
    "Ferreira",
    "Blackwood",
    "Castellan",
    "Ito",
    "Redfern",
    "Abernathy",
    "Nguyen",
    "Hollis",
    "Varga",
    "Winslow",
    "Kaur",
];
const FIRST_FR: &[&str] = &[
    "Camille",
    "Louis",
    "Inès",
    "Gabriel",
    "Jade",
    "Raphaël",
    "Louise",
    "Arthur",
    "Alice",
    "Jules",
    "Chloé",
    "Adam",
    "Léa",
    "Maël",
    "Manon",
    "Hugo",
    "Zoé",
    "Noé",
    "Clémence",
    "Théo",
    "Anaïs",
    "Bastien",
    "Éloïse",
    "Mehdi",
    "Salomé",
    "Yanis",
    "Margaux",
    "Tristan",
    "Océane",
    "Lucien",
    "Apolline",
    "Corentin",
    "Fatou",
    "Quentin",
    "Romane",
    "Soline",
    "Ulysse",
    "Violette",
];
const LAST_FR: &[&str] = &[
    "Moreau",
    "Lefèvre",
    "Garnier",
    "Chevalier",
    "Boucher",
    "Rousseau",
    "Perrin",
    "Marchand",
    "Dumas",
    "Lemoine",
    "Barbier",
    "Giraud",
    "Colin",
    "Delaunay",
    "Benali",
    "Fontaine",
    "Aubert",
    "Diallo",
    "Besson",
    "Charpentier",
    "Hamel",
    "Leroux",
    "Pasquier",
    "Tessier",
    "Vasseur",
    "Bertin",
    "Caron",
    "Ferrand",
    "Gaillard",
    "Jacquet",
    "Maillard",
    "Poirier",
    "Renaud",
    "Traoré",
];
const DOMAINS: &[&str] = &[
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
];

/// An invented contact.
pub struct Person {
    /// Name, perhaps empty: many visitors give none.
    pub name: String,
    /// Address, perhaps empty.
    pub email: String,
    /// Number, perhaps empty.
    pub phone: String,
}

/// Invents somebody. About one in six leaves no name, a third no address.
pub fn person(random: &mut Random, french: bool) -> Person {
    let (firsts, lasts) = if french {
        (FIRST_FR, LAST_FR)
    } else {
        (FIRST_EN, LAST_EN)
    };
    let first = random.pick(firsts).unwrap_or_default();
    let last = random.pick(lasts).unwrap_or_default();
    let named = !random.percent(16);
    let email = if random.percent(66) {
        let domain = random.pick(DOMAINS).unwrap_or("example.com");
        let number = random.between(1, 99);
        format!("{}.{}{number}@{domain}", ascii(first), ascii(last))
    } else {
        String::new()
    };
    // Numbers reserved for fiction: Ofcom 07700 900xxx, Arcep 06 39 98 xx xx.
    let phone = if !random.percent(24) {
        String::new()
    } else if french {
        format!("+3363998{:04}", random.between(0, 9_999))
    } else {
        format!("+447700900{:03}", random.between(0, 999))
    };
    Person {
        name: if named {
            format!("{first} {last}")
        } else {
            String::new()
        },
        email,
        phone,
    }
}

fn ascii(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'â' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' => 'o',
            'ù' | 'û' => 'u',
            'ç' => 'c',
            other => other,
        })
        .filter(char::is_ascii_alphabetic)
        .collect()
}
